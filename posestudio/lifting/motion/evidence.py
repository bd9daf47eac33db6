"""What the frames of a motion say: the rays of a person's keypoints, in axes that they share, and their noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.geometry.camera import Camera
from posestudio.geometry.rotations_torch import onto_z
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.assumptions import usable
from posestudio.lifting.motion.smoothing import remaining_variance, smoothed, smoother
from posestudio.lifting.point_noise import noise_used

STANDING = 1.75
"""Metres that the size of a person in a picture stands for, where noise is given over the size."""

LEAST_NOISE = 0.001
"""Least noise of a point over the person's size: exact points are still known in whole pixels."""

_FAST = {"wrist": 0.03, "ankle": 0.025, "elbow": 0.02, "knee": 0.02}
_SLOW = 0.012
ACCELERATIONS = tuple(_FAST.get(name.rpartition("_")[2], _SLOW) for name in COCO_KEYPOINTS)
"""Root mean square acceleration along an axis of each keypoint of people who move a lot, metres a 30th of a second
squared."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The keypoints of one person in T frames, in window axes: the camera's, turned so that its axis runs through the
    middle of where the person is seen.

    ``rays`` (T, 17, 2) are x/z and y/z, 0 where missing, ``visible`` (T, 17) is 1 or 0, ``noise`` (T, 17) over the
    person's size in that frame. ``smooth`` (T, 17, 2), ``smooth_noise`` (T, 17) are the rays and the noise once each
    is averaged with those of the frames around it. ``window`` (3, 3) turns camera axes to window axes.
    """

    rays: Tensor
    visible: Tensor
    noise: Tensor
    smooth: Tensor
    smooth_noise: Tensor
    window: Tensor

    def __len__(self) -> int:
        return len(self.rays)

    @property
    def seen(self) -> Tensor:
        """(T,) bool, whether any keypoint is visible."""
        return self.visible.any(-1)


def gather(
    keypoints: Sequence[Keypoints],
    camera: Camera,
    noise: ArrayLike | Sequence[np.ndarray] | None,
    device: torch.device,
    frame_seconds: float = 1 / 30,
) -> Evidence:
    """The evidence of T frames of one person each.

    ``noise`` is over the person's size: (T, 17), (17,) or one number, None for the keypoints' own.
    """
    together = Keypoints.concatenate(list(keypoints), keypoints[0].size)
    point_noise = noise_used(together, noise)
    rays = np.asarray(camera.rays(together.points), np.float32)
    visible = usable(together, rays, point_noise).observed
    rays = np.where(visible[..., None], np.nan_to_num(rays), 0)
    window = _window_axes(rays, visible)
    turned = np.concatenate([rays, np.ones_like(rays[..., :1])], -1) @ window.T
    turned = turned[..., :2] / np.maximum(turned[..., 2:], 0.05)
    size = person_size(together)[:, None] / float(camera.K[1, 1])  # of the person, in units of rays
    deviation = np.maximum(point_noise, LEAST_NOISE) * size
    seen = visible.any(-1)
    typical = float(np.median(size[seen])) if seen.any() else 1.0
    acceleration = np.asarray(ACCELERATIONS) * (30 * frame_seconds) ** 2 / STANDING * typical
    weight = torch.from_numpy(np.where(visible, deviation, np.inf).T.astype(np.float64) ** -2 * typical**2)
    stiffness = torch.from_numpy((acceleration / typical) ** -2)
    tensor = torch.from_numpy(turned * visible[..., None]).float()
    smooth = smoothed(tensor, smoother(weight, stiffness))
    left = remaining_variance(weight, stiffness).sqrt().T.float()
    found = torch.from_numpy(visible.astype(np.float32))
    return Evidence(
        *(
            part.float().to(device)
            for part in (
                tensor,
                found,
                torch.from_numpy(point_noise),
                torch.where(found[..., None] > 0, smooth, tensor),
                torch.minimum(left * typical / torch.from_numpy(size), torch.from_numpy(point_noise)),
                torch.from_numpy(window),
            )
        )
    )


def _window_axes(rays: np.ndarray, visible: np.ndarray) -> np.ndarray:
    """(3, 3) the smallest rotation of camera axes whose z axis is the mean direction of the visible rays."""
    if not visible.any():
        return np.eye(3, dtype=np.float32)
    directions = np.concatenate([rays[visible], np.ones_like(rays[visible][:, :1])], -1)
    directions /= np.linalg.norm(directions, axis=-1, keepdims=True)
    return onto_z(torch.from_numpy(directions.mean(0, keepdims=True))).float().numpy()[0]
