"""Points in 3D from the rays of several cameras: linear triangulation, and the middles of people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posestudio.geometry.camera import UNKNOWN_DEPTH, Camera

LEAST_POINTS, LEAST_ANGLE = 3, np.radians(2)
"""Points of a person that a view has to see for their size, and the angle between two views."""


def triangulate(cameras: Sequence[Camera], rays: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(..., 3) world points of rays (V, ..., 2), nan where fewer than two views have ``seen`` (V, ...) them.

    The direct linear transformation (Hartley and Zisserman, section 12.2) on normalised image points.
    """
    poses = np.stack([np.column_stack([camera.R, camera.t]) for camera in cameras])
    shape = (len(cameras), *(1,) * (rays.ndim - 2))
    along, across = poses[:, 2].reshape(*shape, 1, 4), poses[:, :2].reshape(*shape, 2, 4)
    seen = seen & np.isfinite(rays).all(-1)
    rows = np.where(seen[..., None, None], np.nan_to_num(rays)[..., None] * along - across, 0)
    rows = np.moveaxis(rows, 0, -3)
    solved = np.linalg.svd(rows.reshape(*rows.shape[:-3], -1, 4))[2][..., -1, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        points = solved[..., :3] / solved[..., 3:]
    return np.where((seen.sum(0) >= 2)[..., None], points, np.nan)


def middles(cameras: Sequence[Camera], rays: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(P, 3) the world point nearest to the middles of each person's rays (V, P, K, 2) in all views; in one alone,
    UNKNOWN_DEPTH before the camera."""
    system, right = np.zeros((rays.shape[1], 3, 3)), np.zeros((rays.shape[1], 3))
    for camera, along, there in zip(cameras, rays, seen, strict=True):
        count = there.sum(-1)
        middle = np.where(there[..., None], np.nan_to_num(along), 0).sum(1) / np.maximum(count, 1)[:, None]
        direction = np.column_stack([middle, np.ones(len(middle))]) @ camera.R
        guess = camera.position + UNKNOWN_DEPTH * direction
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        across = np.eye(3) - 0.999 * direction[:, :, None] * direction[:, None]
        across = np.where((count > 0)[:, None, None], across, 1e-9 * np.eye(3))
        system += across
        right += np.einsum("pij,pj->pi", across, guess)
    return np.linalg.solve(system, right[..., None])[..., 0]


def whose_size_is_seen(cameras: Sequence[Camera], rays: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """(P,) bool: who is seen by two cameras or more from directions that differ by 2 degrees or more."""
    if len(cameras) < 2:
        return np.zeros(rays.shape[1], bool)
    seen = observed.sum(-1) >= LEAST_POINTS
    towards = middles(cameras, rays, observed) - np.stack([camera.position for camera in cameras])[:, None]
    towards /= np.maximum(np.linalg.norm(towards, axis=-1, keepdims=True), 1e-9)
    angle = np.arccos(np.clip(np.einsum("vpc,wpc->vwp", towards, towards), -1, 1))
    return ((angle > LEAST_ANGLE) & seen & seen[:, None]).any((0, 1))
