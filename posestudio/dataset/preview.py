"""Examples of the keypoints that a network would be trained on."""

from __future__ import annotations

import numpy as np
import torch

from posestudio.dataset.batches import Batches
from posestudio.dataset.camera_ranges import CameraRanges

MOST_POSES = 512
"""Poses that examples are made of, evenly chosen."""


def preview(
    joints: np.ndarray,
    count: int,
    augment: bool,
    expansion: float,
    camera_ranges: CameraRanges,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """``count`` pictures of poses (M, B, 3): points (count, 23, 2), v down, the person about 1 high, and visibility
    (count, 23), 1 or 0."""
    chosen = joints[np.linspace(0, len(joints) - 1, min(MOST_POSES, len(joints))).astype(int)]
    batches = Batches(chosen, scale=1.0, augment=augment, expansion=expansion, camera_ranges=camera_ranges)
    generator = torch.Generator().manual_seed(seed)
    observation = batches.draw(count, generator).observation
    points, visible = observation.points.numpy(), observation.visible.numpy()
    extent = np.ptp(np.where(visible[..., None] > 0, points, np.nan), axis=1) if len(points) else points
    size = np.nan_to_num(extent, nan=1.0).max(-1).clip(1e-6)[:, None, None]
    return points / size, visible
