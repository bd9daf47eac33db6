"""Rotations as quaternions (..., 4), the real part first, of single poses: quickly for a few segments at once."""

from __future__ import annotations

import numpy as np

_SMALL = 1e-12


def cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(N, 3) cross products; numpy's own takes as long as all the rest."""
    a, b, c = one.T
    x, y, z = other.T
    return np.stack([b * z - c * y, c * x - a * z, a * y - b * x], -1)


def quaternions_of(vectors: np.ndarray) -> np.ndarray:
    """(N, 4) of rotations about ``vectors`` (N, 3) by as many radians as those are long."""
    half = np.sqrt((vectors * vectors).sum(-1)) / 2
    made = np.empty((len(vectors), 4))
    made[:, 0] = np.cos(half)
    made[:, 1:] = vectors * (np.sin(half) / np.maximum(2 * half, _SMALL))[:, None]
    return made


def product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(N, 4) the rotations ``other`` (N, 4) followed by ``one`` (N, 4)."""
    a, b, c, d = one.T
    e, f, g, h = other.T
    return np.stack(
        [
            a * e - b * f - c * g - d * h,
            a * f + b * e + c * h - d * g,
            a * g - b * h + c * e + d * f,
            a * h + b * g - c * f + d * e,
        ],
        -1,
    )


def vectors_of(quaternions: np.ndarray) -> np.ndarray:
    """(N, 3) the shortest rotation vectors, radians, of unit quaternions (N, 4)."""
    quaternions = np.where(quaternions[:, :1] < 0, -quaternions, quaternions)
    sine = np.sqrt((quaternions[:, 1:] ** 2).sum(-1))
    angle = 2 * np.arctan2(sine, quaternions[:, 0])
    share = np.where(sine > _SMALL, angle / np.maximum(sine, _SMALL), 2.0)
    return quaternions[:, 1:] * share[:, None]


def matrices_of(quaternions: np.ndarray) -> np.ndarray:
    """(N, 3, 3) of quaternions (N, 4) of any length but zero."""
    q = quaternions / np.sqrt((quaternions * quaternions).sum(-1, keepdims=True))
    w, x, y, z = q.T
    made = np.empty((len(q), 3, 3))
    made[:, 0, 0], made[:, 0, 1], made[:, 0, 2] = (
        1 - 2 * (y * y + z * z),
        2 * (x * y - z * w),
        2 * (x * z + y * w),
    )
    made[:, 1, 0], made[:, 1, 1], made[:, 1, 2] = (
        2 * (x * y + z * w),
        1 - 2 * (x * x + z * z),
        2 * (y * z - x * w),
    )
    made[:, 2, 0], made[:, 2, 1], made[:, 2, 2] = (
        2 * (x * z - y * w),
        2 * (y * z + x * w),
        1 - 2 * (x * x + y * y),
    )
    return made


def from_to(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(N, 4) the smallest rotations that take unit vectors ``source`` (N, 3) to ``target`` (N, 3).

    Half a turn, for opposite vectors, is about some axis at right angles to both.
    """
    made = np.empty((len(source), 4))
    made[:, 0] = 1 + (source * target).sum(-1)
    made[:, 1:] = cross(source, target)
    opposite = made[:, 0] < 1e-9
    if opposite.any():
        least = np.eye(3)[np.abs(source[opposite]).argmin(-1)]
        made[opposite, 0] = 0
        made[opposite, 1:] = cross(source[opposite], least)
    return made / np.sqrt((made * made).sum(-1, keepdims=True))


def quaternions_from(rotations: np.ndarray) -> np.ndarray:
    """(N, 4) of rotations (N, 3, 3)."""
    from scipy.spatial.transform import Rotation  # here: a tenth of a second that most do not need

    return Rotation.from_matrix(rotations).as_quat()[:, [3, 0, 1, 2]]
