"""A pose from elsewhere, put where a body is."""

from __future__ import annotations

import numpy as np

from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.posing.whole import leftwards, posed_like

_UP = np.array([0.0, 1.0, 0.0])
_SOLE = 0.01  # metres above the ground of the lowest joint of somebody who stands


def placed_like(body: np.ndarray, pose: np.ndarray, *, turned: bool = True) -> np.ndarray:
    """(29, 3) ``pose`` with the bone lengths of ``body`` (29, 3), its hips over or under that one's, its lowest joint
    as high; ``turned`` to face where the body does."""
    whole = np.asarray(posed_like(body, pose), np.float64)
    if turned:
        whole = whole @ _heading(whole, body).T
    whole += body[0] - whole[0]
    whole[:, 1] += body[:, 1].min() - whole[:, 1].min()
    return whole.astype(np.float32)


def at_origin(pose: np.ndarray) -> np.ndarray:
    """(29, 3) the pose facing +Z, with its hips over the origin, standing on the ground at y = 0."""
    whole = np.asarray(pose, np.float64)
    whole = whole @ _heading(whole, None).T
    whole -= [whole[0, 0], whole[:, 1].min() - _SOLE, whole[0, 2]]
    return whole.astype(np.float32)


def _heading(pose: np.ndarray, body: np.ndarray | None) -> np.ndarray:
    """(3, 3) the turn about the vertical that makes a pose face where ``body`` does, or +Z."""
    left = leftwards(np.asarray(pose, np.float64))
    wanted = np.array([1.0, 0.0, 0.0]) if body is None else leftwards(np.asarray(body, np.float64))
    angle = np.arctan2(wanted[0], wanted[2]) - np.arctan2(left[0], left[2])
    return from_rotation_vectors((_UP * angle)[None])[0]
