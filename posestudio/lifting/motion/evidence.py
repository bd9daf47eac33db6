"""What the frames of a motion say: the rays of a person's keypoints, in axes that they share, and their noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.linalg import solveh_banded
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.diffusion.motion_conditioning import KNOWN_NOISE
from posestudio.diffusion.point_paths import ACCELERATIONS, OUTLIER, STANDING, SURE_NOISE, UNPREDICTED
from posestudio.geometry.camera import Camera
from posestudio.geometry.rotations_torch import onto_z
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.assumptions import usable
from posestudio.lifting.motion.smoothing import LEAST_WEIGHT, Floats, second_differences
from posestudio.lifting.motion.tracked import Track
from posestudio.lifting.observed import observed_points

LEAST_NOISE = 0.001
"""Least noise of a point over the person's size: exact points are still known in whole pixels."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The keypoints of one person at T instants, in window axes: the camera's, turned so that its axis runs through
    the middle of where the person is seen.

    ``rays`` (T, 23, 2) are x/z and y/z, 0 where missing, ``visible`` (T, 23) is 1 or 0, ``noise`` (T, 23) over the
    person's size. ``smooth`` (T, 23, 2), ``smooth_visible`` and ``smooth_noise`` (T, 23) are the same once each
    point is averaged with those of the frames around it, and followed through short gaps. ``window`` (3, 3) turns
    camera axes to window axes.
    """

    rays: Tensor
    visible: Tensor
    noise: Tensor
    smooth: Tensor
    smooth_visible: Tensor
    smooth_noise: Tensor
    window: Tensor

    @property
    def sure(self) -> Tensor:
        """(T, 23) bool, which points are exactly known: those that are placed by hand, and exact ones."""
        return (self.visible > 0) & (self.noise <= 1.5 * SURE_NOISE)  # which is over this frame's size

    def __len__(self) -> int:
        return len(self.rays)


def gather(
    track: Track,
    places: NDArray[np.float64],
    count: int,
    rate: float,
    camera: Camera,
    device: torch.device,
) -> Evidence:
    """The evidence of a track's frames, which are at ``places`` (F,) from 0 to ``count`` - 1, at ``count`` instants,
    ``rate`` a second."""
    together = Keypoints.concatenate(list(track.keypoints), track.keypoints[0].size)
    rays = np.asarray(camera.rays(together.points), np.float32)
    found = observed_points(usable(together, rays, track.noise), rays, track.noise, camera)
    rays, visible = found.rays, found.visible
    window = _window_axes(rays[:, : len(COCO_KEYPOINTS)], visible[:, : len(COCO_KEYPOINTS)])
    turned = np.concatenate([rays, np.ones_like(rays[..., :1])], -1) @ window.T
    turned = (turned[..., :2] / np.maximum(turned[..., 2:], 0.05)).astype(np.float64)
    sizes = person_size(together) / float(camera.K[1, 1])  # in units of rays
    seen = visible.any(-1)
    size = float(np.median(sizes[seen])) if seen.any() else 1.0
    noise = np.maximum(found.noise, LEAST_NOISE) * (sizes / size)[:, None]
    line = _Line(places, count)
    smooth, smooth_noise = _followed(turned / size, visible, noise, line, rate)
    raw, raw_visible, raw_noise = _at_instants(turned / size, visible, noise, smooth, line)
    followed = smooth_noise < KNOWN_NOISE
    return Evidence(
        *(
            torch.from_numpy(np.asarray(part, np.float32)).to(device)
            for part in (
                raw * size,
                raw_visible,
                raw_noise,
                smooth * size * followed[..., None],
                followed,
                np.minimum(smooth_noise, KNOWN_NOISE),  # infinite where a point is never seen
                window,
            )
        )
    )


class _Line:
    """Linear interpolation of values at instants 0 to ``count`` - 1 at the ``places`` (F,) of frames."""

    def __init__(self, places: NDArray[np.float64], count: int):
        self.count = count
        self.left = np.clip(np.floor(places).astype(int), 0, max(count - 2, 0))
        self.right = np.minimum(self.left + 1, count - 1)
        self.share = np.clip(places - self.left, 0, 1)
        self.nearest = np.clip(np.round(places).astype(int), 0, count - 1)

    def at_places(self, values: Floats) -> Floats:
        """(F, ...) of values (T, ...)."""
        share = self.share.reshape(-1, *(1,) * (values.ndim - 1))
        return values[self.left] * (1 - share) + values[self.right] * share

    def squares(self, weight: Floats) -> Floats:
        """(3, T) sum of squares of the interpolated values times ``weight`` (F,), a band matrix, lower form."""
        band = np.zeros((3, self.count))
        np.add.at(band[0], self.left, weight * (1 - self.share) ** 2)
        np.add.at(band[0], self.right, weight * self.share**2)
        if self.count > 1:
            np.add.at(band[1], self.left, weight * self.share * (1 - self.share))
        return band

    def spread(self, values: Floats) -> Floats:
        """(T, ...) the transpose of :meth:`at_places`."""
        share = self.share.reshape(-1, *(1,) * (values.ndim - 1))
        found = np.zeros((self.count, *values.shape[1:]))
        np.add.at(found, self.left, values * (1 - share))
        np.add.at(found, self.right, values * share)
        return found


def _followed(
    points: Floats, visible: NDArray[np.bool_], noise: Floats, line: _Line, rate: float
) -> tuple[Floats, Floats]:
    """(smooth paths (T, 23, 2) of the points (F, 23, 2), their noise (T, 23)), over the person's size.

    Each point accelerates as ACCELERATIONS say; points that are far off the path are outliers and count little.
    """
    smooth = np.zeros((line.count, *points.shape[1:]))
    left = np.full(smooth.shape[:2], np.inf)
    penalty = second_differences(line.count)
    for joint, acceleration in enumerate(ACCELERATIONS):
        if not visible[:, joint].any():
            continue
        stiffness = (acceleration / STANDING * (30 / rate) ** 2) ** -2
        deviation = noise[:, joint]
        weight = np.where(visible[:, joint], deviation**-2.0, 0)
        inlier = np.ones(len(weight))
        for _ in range(2):
            band = stiffness * penalty + line.squares(weight * inlier)
            band[0] += LEAST_WEIGHT * weight.max()
            right = line.spread((weight * inlier)[:, None] * points[:, joint])
            smooth[:, joint] = solveh_banded(band, right, lower=True, check_finite=False)
            off = np.linalg.norm(line.at_places(smooth[:, joint]) - points[:, joint], axis=-1)
            inlier = 1 / (1 + off**2 / (OUTLIER**2 * (deviation**2 + UNPREDICTED**2)))
        inverse = solveh_banded(band, np.eye(line.count), lower=True, check_finite=False)
        left[:, joint] = np.sqrt(inverse.diagonal())
    return smooth, left


def _at_instants(
    points: Floats, visible: NDArray[np.bool_], noise: Floats, smooth: Floats, line: _Line
) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """(points (T, 23, 2), visible, noise (T, 23)) of the frames nearest to each instant, as they were found: the
    means of their distances from the smooth paths, added to these."""
    count = np.zeros((line.count, points.shape[1]))
    off, squared = np.zeros((line.count, *points.shape[1:])), np.zeros_like(count)
    shown = visible[..., None]
    np.add.at(count, line.nearest, visible)
    np.add.at(off, line.nearest, np.where(shown, points - line.at_places(smooth), 0))
    np.add.at(squared, line.nearest, np.where(visible, noise**2, 0))
    found, many = count > 0, np.maximum(count, 1)
    raw = np.where(found[..., None], smooth + off / many[..., None], 0)
    return raw, found, np.sqrt(squared) / many


def _window_axes(rays: np.ndarray, visible: np.ndarray) -> np.ndarray:
    """(3, 3) the smallest rotation of camera axes whose z axis is the mean direction of the visible rays."""
    if not visible.any():
        return np.eye(3, dtype=np.float32)
    directions = np.concatenate([rays[visible], np.ones_like(rays[visible][:, :1])], -1)
    directions /= np.linalg.norm(directions, axis=-1, keepdims=True)
    return onto_z(torch.from_numpy(directions.mean(0, keepdims=True))).float().numpy()[0]
