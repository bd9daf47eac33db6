"""Rotations as arrays of matrices (..., 3, 3) and quaternions (..., 4), w first. Without Blender."""

from __future__ import annotations

import numpy as np

_SHORTEST = 1e-9


def unit(vectors: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """``vectors`` (..., 3) at length 1; ``fallback`` (..., 3) where there is no length."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > _SHORTEST, vectors / np.maximum(length, _SHORTEST), fallback)


def perpendicular(vectors: np.ndarray) -> np.ndarray:
    """Some unit vector (..., 3) perpendicular to each unit vector."""
    other = np.where(np.abs(vectors[..., :1]) < 0.8, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])
    across = np.cross(vectors, other)
    return across / np.linalg.norm(across, axis=-1, keepdims=True)


def across(vectors: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """The part of ``vectors`` that is perpendicular to the unit ``axis``."""
    return vectors - np.sum(vectors * axis, -1, keepdims=True) * axis


def frame(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Axes (..., 3, 3) as columns: along ``first``, as near to ``second`` as that allows, and across both."""
    x = unit(first, np.array([1.0, 0.0, 0.0]))
    y = unit(across(second, x), perpendicular(x))
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def nearest_frame(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Axes (..., 3, 3) as columns, as near to ``first`` as to ``second`` where these are not perpendicular."""
    x, y = (
        unit(vectors, axis)
        for vectors, axis in ((first, np.array([1.0, 0, 0])), (second, np.array([0, 1.0, 0])))
    )
    middle = unit(x + y, x)
    apart = unit(across(x - y, middle), perpendicular(middle))
    half = np.sqrt(0.5)
    return frame(half * (middle + apart), half * (middle - apart))


def swing(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The smallest rotation (..., 3, 3) from the unit vectors ``start`` to ``end``."""
    start, end = np.broadcast_arrays(start, end)
    cosine = np.sum(start * end, -1)[..., None, None]
    axis = np.cross(start, end)
    skew = cross_matrix(axis)
    turned = np.eye(3) + skew + skew @ skew / np.maximum(1 + cosine, 1e-6)
    around = perpendicular(start)
    half_turn = 2 * around[..., :, None] * around[..., None, :] - np.eye(3)
    return np.where(cosine < -1 + 1e-6, half_turn, turned)


def cross_matrix(vectors: np.ndarray) -> np.ndarray:
    """(..., 3, 3) whose product with a vector is the cross product with it."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    zero = np.zeros_like(x)
    return np.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(*x.shape, 3, 3)


def to_quaternions(matrices: np.ndarray) -> np.ndarray:
    """Quaternions (..., 4) with w >= 0 of rotation matrices, by the eigenvector of Bar-Itzhack (2000)."""
    m = np.asarray(matrices, float)
    xx, xy, xz, yx, yy, yz, zx, zy, zz = (m[..., i, j] for i in range(3) for j in range(3))
    rows = [
        [xx + yy + zz, zy - yz, xz - zx, yx - xy],
        [zy - yz, xx - yy - zz, xy + yx, xz + zx],
        [xz - zx, xy + yx, yy - xx - zz, yz + zy],
        [yx - xy, xz + zx, yz + zy, zz - xx - yy],
    ]
    symmetric = np.stack([np.stack(row, -1) for row in rows], -2)
    found = np.linalg.eigh(symmetric)[1][..., -1]
    return np.where(found[..., :1] < 0, -found, found)


def from_quaternions(quaternions: np.ndarray) -> np.ndarray:
    """Rotation matrices (..., 3, 3) of unit quaternions."""
    w, v = quaternions[..., :1, None], quaternions[..., 1:]
    skew = cross_matrix(v)
    return np.eye(3) + 2 * w * skew + 2 * skew @ skew


def between(start: np.ndarray, end: np.ndarray, share: float | np.ndarray) -> np.ndarray:
    """The rotation that is ``share``, a number or (..., 1), of the shorter way from ``start`` to ``end``."""
    quaternions = to_quaternions(np.swapaxes(start, -1, -2) @ end)
    angle = np.arccos(np.clip(quaternions[..., :1], -1, 1))
    axis = unit(quaternions[..., 1:], np.zeros(3))
    part = np.concatenate([np.cos(share * angle), np.sin(share * angle) * axis], -1)
    return start @ from_quaternions(part)


def continuous(quaternions: np.ndarray) -> np.ndarray:
    """Quaternions (F, 4) of a motion, each with the sign that is nearer to the one before."""
    signs = np.where(np.sum(quaternions[1:] * quaternions[:-1], -1) < 0, -1.0, 1.0)
    return quaternions * np.concatenate([[1.0], np.cumprod(signs)])[:, None]


def smoothstep(values: np.ndarray, start: float, end: float) -> np.ndarray:
    """0 up to ``start``, 1 from ``end``, smooth between."""
    share = np.clip((values - start) / (end - start), 0.0, 1.0)
    return share * share * (3 - 2 * share)
