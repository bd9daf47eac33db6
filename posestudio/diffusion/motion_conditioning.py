"""The motion denoiser's input from a sequence: each frame's observation, and how it stands among the others.

Motions are seen in window axes: the camera's, turned about its centre so that its axis runs through the middle of
where the person was seen. Each frame's own observation is in person-centred axes (see `conditioning`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS, JOINTS_WITHOUT_HEELS
from posestudio.body.proportions import PROPORTIONS
from posestudio.diffusion.conditioning import (
    CONTEXT_FEATURES,
    MEDIAN_LOG_SIZE,
    NOISE_UNIT,
    Observation,
    observe,
)
from posestudio.diffusion.point_paths import follow_points
from posestudio.geometry.rotations_torch import onto_z

KEYPOINTS, JOINTS = len(COCO_KEYPOINTS), len(JOINTS_WITHOUT_HEELS)
"""Keypoints and joints that the network over time sees: heels follow from the other joints."""

FRAME_FEATURES = KEYPOINTS * 4 + 5 + 3 + 4 + JOINTS * 4 + 2 * len(PROPORTIONS) + KEYPOINTS * 4
"""Features of a frame: points, visibility and noise of the keypoints' paths; whether the person is seen, where and
how large among the frames, and how large in all; up and whether it is known; whether the field of view is known,
whether the camera moves, the rate; known joints, and which are known; the body's proportions (`proportion_features`);
how far the points are off their paths, which are seen, and what is said of their noise."""

SEEN = KEYPOINTS * 4
"""The feature that is 1 where the person is seen in a frame, else 0."""

RATE = 30.0
"""Frames per second that the network's attention over time is made for; it is told other rates."""

MOST_NOISE = 0.1
"""Largest noise of a point, over the person's size, in the features."""

KNOWN_NOISE = 0.03
"""Deviation of a path, over the person's size, up to which its point counts as seen."""


@dataclass(frozen=True)
class MotionObservation:
    """N sequences of T frames.

    ``frames``: the observation of each frame (N * T rows). ``turn`` (N, T, 3, 3): rotation from window axes to a
    frame's person-centred axes. ``window`` (N, 3, 3): camera axes -> window axes. ``features`` (N, T, F): see
    FRAME_FEATURES.
    """

    frames: Observation
    turn: Tensor
    window: Tensor
    features: Tensor

    def __len__(self) -> int:
        return len(self.features)

    def map(self, change: Callable[[Tensor], Tensor]) -> MotionObservation:
        """The observation with ``change(tensor)`` for each of its tensors, those of the frames as (N, T, ...)."""
        shape = self.features.shape[:2]
        frames = self.frames.map(lambda tensor: change(tensor.unflatten(0, shape)).flatten(0, 1))
        own = {name.name: getattr(self, name.name) for name in fields(self) if name.name != "frames"}
        return MotionObservation(frames, **{name: change(tensor) for name, tensor in own.items()})

    def repeat(self, times: int) -> MotionObservation:
        """Each sequence ``times`` in a row."""
        return self.map(lambda tensor: tensor.repeat_interleave(times, dim=0))


def observe_motion(
    rays: Tensor,
    visible: Tensor,
    noise: Tensor,
    scale: float,
    fps: Tensor | float = RATE,
    fov_known: Tensor | bool = True,
    up: Tensor | None = None,
    up_known: Tensor | bool = True,
    moving: Tensor | bool = False,
    known: Tensor | None = None,
    lengths: Tensor | None = None,
    sides_known: Tensor | bool = True,
) -> MotionObservation:
    """The observation of N sequences of T frames.

    ``rays`` (N, T, K, 2) x/z, y/z in the camera's axes; ``visible`` (N, T, K) 0 or 1; ``noise`` (N, T, K) standard
    deviation of the points over the person's size; ``fps`` (N,) frames per second. ``up`` (N, 3) is the unit vector
    up in the camera's axes, (0, -1, 0) by default; ``moving`` says whether the camera moves. ``known`` (N, T, B, 3)
    are joints about the hips that are known besides, camera axes, metres, NaN where unknown. ``scale`` is the data's
    standard deviation in metres, ``lengths`` (N, L) the body's proportions, as in `conditioning.observe`.
    """
    count, length = rays.shape[:2]

    def each(value: Tensor | bool | float) -> Tensor:
        return torch.as_tensor(value, device=rays.device).expand(count).repeat_interleave(length)

    shown = visible.to(rays.dtype)
    extent = _extents(rays, shown)
    paths, deviation, white = follow_points(
        rays * shown[..., None] / extent, shown, noise, _flag(fps, count, rays)
    )
    lasting = (noise.square() - white[:, None, None].square()).clamp_min(0) * shown
    # Points between those that are seen are as far off as the last that was.
    lasting = lasting.sum(1, keepdim=True) / shown.sum(1, keepdim=True).clamp_min(1)
    followed = (deviation < KNOWN_NOISE).to(rays.dtype)
    spread = (deviation.square() + lasting).sqrt()
    frames = observe(
        (paths * extent * followed[..., None]).flatten(0, 1),
        followed.flatten(0, 1),
        spread.flatten(0, 1),
        each(fov_known),
        each(sides_known),
        None if lengths is None else lengths.repeat_interleave(length, 0),
    )
    seen = (followed.sum(-1) > 1).to(rays.dtype)
    turned = frames.rotation.unflatten(0, (count, length))
    axis = turned[..., 2, :]  # the person's direction in camera axes: the row that is mapped onto z
    middle = (axis * seen[..., None]).sum(1) + axis.new_tensor([0.0, 0.0, 1e-3])
    window = onto_z(middle)
    turn = turned @ window[:, None].transpose(-1, -2)

    log_size = frames.size.log().unflatten(0, (count, length))
    share = seen / seen.sum(1, keepdim=True).clamp_min(1)
    usual = (log_size * share).sum(1, keepdim=True)
    direction = torch.einsum("nij,ntj->nti", window, axis)
    place = direction[..., :2] / direction[..., 2:].clamp_min(1e-2) / usual.exp()[..., None]
    size = torch.stack([log_size - usual, (usual - MEDIAN_LOG_SIZE).expand(-1, length)], -1)
    where = torch.cat([place.clamp(-20, 20), size], -1) * seen[..., None]
    up = rays.new_tensor([0.0, -1.0, 0.0]).expand(count, 3) if up is None else up
    context = torch.stack(
        [
            _flag(up_known, count, rays),
            _flag(fov_known, count, rays),
            _flag(moving, count, rays),
            (_flag(fps, count, rays) / RATE).log(),
        ],
        -1,
    )
    per_window = torch.cat([torch.einsum("nij,nj->ni", window, up), context], -1)
    clean = torch.zeros(count, length, JOINTS, 3).to(rays) if known is None else known[..., :JOINTS, :]
    given = torch.isfinite(clean).all(-1) if known is not None else torch.zeros_like(clean[..., 0])
    inside = torch.where(given[..., None] > 0, clean, torch.zeros_like(clean))
    inside = inside @ window[:, None].transpose(-1, -2) / scale
    off = (rays * shown[..., None] / extent - paths) / NOISE_UNIT
    off = torch.where(shown[..., None] > 0, off.clamp(-10, 10), torch.zeros_like(off))
    features = torch.cat(
        [
            frames.points[:, :KEYPOINTS].unflatten(0, (count, length)).flatten(2),
            followed,
            _log_levels(spread) * followed,
            seen[..., None],
            where,
            per_window[:, None].expand(-1, length, -1),
            inside.flatten(2),
            given.to(rays.dtype),
            frames.context[:, CONTEXT_FEATURES - 2 * len(PROPORTIONS) :].unflatten(0, (count, length)),
            off.flatten(2),
            shown,
            _log_levels(noise) * shown,
        ],
        -1,
    )
    return MotionObservation(frames, turn, window, features)


def _log_levels(noise: Tensor) -> Tensor:
    return (noise.clamp(0, MOST_NOISE) / NOISE_UNIT).log1p()


def _extents(rays: Tensor, visible: Tensor) -> Tensor:
    """(N, 1, 1, 1) the person's size, the larger side of the box around the points: the median over frames."""
    infinity = torch.finfo(rays.dtype).max
    there = visible[..., None] > 0
    low = torch.where(there, rays, infinity).amin(2)
    high = torch.where(there, rays, -infinity).amax(2)
    size = torch.where(visible.sum(-1) > 1, (high - low).amax(-1), torch.nan)
    size = size.nanmedian(dim=1).values
    return torch.where(torch.isfinite(size), size, torch.ones_like(size)).clamp_min(1e-4)[:, None, None, None]


def _flag(value: Tensor | bool | float, count: int, like: Tensor) -> Tensor:
    return torch.as_tensor(value, device=like.device).to(like.dtype).expand(count)
