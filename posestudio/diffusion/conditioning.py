"""The network's input from a picture: 2D keypoints, centred on the person and scaled, with their context.

A person away from the picture's centre is seen from another direction than a centred one, so the same
pose gives other keypoints. Turning the camera about its centre until its axis runs through the person
(as perspective crop layers do: Yu, Salzmann, Fua and Rhodin, CVPR 2021) removes that: what remains is a
centred picture of the pose, and its angular size, which determines the perspective.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS, OBSERVED_KEYPOINTS
from posestudio.body.proportions import PROPORTIONS
from posestudio.diffusion.proportions import proportion_features
from posestudio.geometry.rotations_torch import onto_z

CONTEXT_FEATURES = 4 + 2 * len(PROPORTIONS)
"""Features of a context: log angular size, whether the field of view is known, 2D noise level, whether left and right
may be exchanged, and the body's proportions (see `proportions.proportion_features`)."""

MEDIAN_LOG_SIZE = -1.6
"""Middle of the virtual cameras' log angular sizes: the value of an unknown one."""

NOISE_UNIT = 0.01
"""Unit of the 2D noise level in the context: a hundredth of the person's size."""

MOST_NOISE = 0.1
"""Largest noise of a point, over the person's size, that networks are told."""

_COCO = len(COCO_KEYPOINTS)


LARGEST_NOISE = 0.025
"""Largest 2D noise level, over the person's size, that networks are trained with; the context has no larger one."""


@dataclass(frozen=True)
class Observation:
    """N centred pictures of K = 23 keypoints, OBSERVED_KEYPOINTS; COCO's come first.

    ``points`` (N, K, 2): normalised image points (x right, y down) in the person-centred frame, over ``size``; 0
    where missing. ``visible`` (N, K): 1 observed, 0 missing. ``noise`` (N, K): standard deviation of each point over
    the person's size. ``context`` (N, C): see CONTEXT_FEATURES. ``rotation`` (N, 3, 3): camera frame ->
    person-centred frame. ``size`` (N,): root mean square distance of COCO's visible points from the axis, in units of
    the focal length.
    """

    points: Tensor
    visible: Tensor
    noise: Tensor
    context: Tensor
    rotation: Tensor
    size: Tensor

    def __len__(self) -> int:
        return len(self.points)

    @property
    def noise_levels(self) -> Tensor:
        """(N, K) the noise of each point as networks are told it; 0 where it is missing."""
        return (self.noise.clamp(0, MOST_NOISE) / NOISE_UNIT).log1p() * self.visible

    def map(self, change: Callable[[Tensor], Tensor]) -> Observation:
        """The observation with ``change(tensor)`` for each of its tensors."""
        return Observation(*(change(getattr(self, field.name)) for field in fields(self)))

    def repeat(self, times: int) -> Observation:
        """Each picture ``times`` in a row: (N * times, ...). Those of a single picture share its memory."""
        if len(self) == 1:
            return self.map(lambda tensor: tensor.expand(times, *tensor.shape[1:]))
        return self.map(lambda tensor: tensor.repeat_interleave(times, dim=0))


def _centre(rays: Tensor, seen: Tensor) -> Tensor:
    """(N, 2) middles of the boxes around the seen (N, K, 1) rays (N, K, 2); (0, 0) where none is seen."""
    infinity = torch.finfo(rays.dtype).max
    low = torch.where(seen, rays, infinity).amin(1)
    high = torch.where(seen, rays, -infinity).amax(1)
    return torch.where(seen.any(1), (low + high) / 2, torch.zeros_like(low))


def _turned(rays: Tensor, rotation: Tensor) -> Tensor:
    """Normalised image points (N, K, 2) as a camera turned by (N, 3, 3) sees them."""
    there = torch.cat([rays, torch.ones_like(rays[..., :1])], dim=-1) @ rotation.transpose(-1, -2)
    return there[..., :2] / there[..., 2:].clamp_min(1e-2)


def observe(
    rays: Tensor,
    visible: Tensor,
    noise: Tensor | float = 0.0,
    fov_known: Tensor | bool = True,
    sides_known: Tensor | bool = True,
    lengths: Tensor | None = None,
) -> Observation:
    """The observation of normalised image points, centred and scaled by COCO's 17.

    ``rays`` (N, K, 2) are x/z, y/z in the camera frame of the 23 observed keypoints, or of COCO's, the first 17 of
    them. ``visible`` (N, K) is 0 or 1 (values of missing points are ignored), ``noise`` (N,) or (N, K) the standard
    deviation of the points over the person's size:
    the context has the root mean square of COCO's visible points', at most LARGEST_NOISE. ``fov_known`` (N,) says
    whether the focal length behind the rays can be trusted and ``sides_known`` (N,) whether left and right can be.
    ``lengths`` (N, L) are the body's `PROPORTIONS`, metres on 0.86 m legs, nan where unknown. Without any visible
    point the observation is of an unknown person on the camera's axis.
    """
    count = len(rays)
    noise = torch.as_tensor(noise, dtype=rays.dtype, device=rays.device)
    noise = (noise[:, None] if noise.ndim == 1 else noise).expand(count, visible.shape[1])
    rays = rays[:, : visible.shape[1]]
    rays, visible, noise = (_of_all(points) for points in (rays, visible.to(rays.dtype), noise))
    seen = visible[..., None] > 0
    rays = torch.where(seen, rays, torch.zeros_like(rays))
    own = seen[:, :_COCO]
    centre = _centre(rays[:, :_COCO], own)
    rotation = onto_z(torch.cat([centre, torch.ones_like(centre[:, :1])], dim=-1))
    # The middle of a box seen aslant is not that of the box seen straight on; after a second turn it is.
    again = _centre(_turned(rays[:, :_COCO], rotation), own)
    rotation = onto_z(torch.cat([again, torch.ones_like(again[:, :1])], dim=-1)) @ rotation
    points = _turned(rays, rotation)
    counted = visible[:, :_COCO]
    squared = (points[:, :_COCO].square().sum(-1) * counted).sum(-1) / counted.sum(-1).clamp_min(1)
    several = counted.sum(-1) > 1  # one point has a direction but no size
    default = torch.full_like(squared, MEDIAN_LOG_SIZE).exp()
    size = torch.where(several, squared.sqrt().clamp_min(1e-4), default)
    known = torch.as_tensor(fov_known, device=rays.device).expand(count) & several
    level = _root_mean_square(noise[:, :_COCO], counted).clamp_max(LARGEST_NOISE)
    log_size = torch.where(known, size.log() - MEDIAN_LOG_SIZE, torch.zeros_like(size))
    sides_uncertain = ~torch.as_tensor(sides_known, device=rays.device).expand(count)
    context = torch.stack(
        [log_size, known.to(rays.dtype), level / NOISE_UNIT, sides_uncertain.to(rays.dtype)], dim=-1
    )
    if lengths is None:
        body = context.new_zeros(count, 2 * len(PROPORTIONS))  # proportion_features of unknown lengths
    else:
        body = proportion_features(lengths)
    context = torch.cat([context, body], dim=-1)
    points = points / size[:, None, None] * visible[..., None]
    return Observation(points, visible, noise, context, rotation, size)


def _of_all(values: Tensor) -> Tensor:
    """Values (N, K, ...) of all observed keypoints: zeros for those that follow the given ones."""
    missing = len(OBSERVED_KEYPOINTS) - values.shape[1]
    return (
        torch.cat([values, values.new_zeros(len(values), missing, *values.shape[2:])], 1)
        if missing
        else values
    )


def _root_mean_square(noise: Tensor, visible: Tensor) -> Tensor:
    """(N,) of the visible points' noise (N, K), of all points' where none is visible."""
    counted = torch.where(visible.sum(-1, keepdim=True) > 0, visible, torch.ones_like(visible))
    return ((noise.square() * counted).sum(-1) / counted.sum(-1)).sqrt()
