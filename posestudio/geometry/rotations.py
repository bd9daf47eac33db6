"""Rotations as numpy matrices (..., 3, 3) that act on column vectors: made from vectors and angles, fitted, and read.

`rotations_torch` has those that are needed of tensors.
"""

from __future__ import annotations

import numpy as np

EULER_CHANNELS = ("Zrotation", "Xrotation", "Yrotation")
"""Order of the angles of ``continuous_euler``: R = Rz Rx Ry. The heading of an upright body is then
free of gimbal lock, and so are an arm in front of or beside the body and a bent elbow."""

_TINY = 1e-5  # metres: below what single precision tells apart a few metres from the origin
_SMALLEST = 1e-9  # what vectors without a length are divided by
_LOCKED = 1e-4  # cosine of the middle angle below which the outer two are no longer told apart


def unit(vectors: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """Unit vectors (..., 3) along ``vectors``; ``fallback`` where those have no direction."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(lengths > _TINY, vectors / np.maximum(lengths, _TINY), fallback)


def perpendicular(vectors: np.ndarray) -> np.ndarray:
    """Some unit vector (..., 3) at right angles to each of the unit ``vectors``."""
    least = np.eye(3)[np.argmin(np.abs(vectors), axis=-1)]
    return unit(np.cross(vectors, least), least)


def swing(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The smallest rotations (..., 3, 3) that turn unit vectors ``source`` into ``target``.

    Two reflections: first along ``source``, then along the bisector. Opposite vectors turn about an
    arbitrary perpendicular axis.
    """
    source, target = np.broadcast_arrays(source, target)
    bisector = unit(source + target, perpendicular(source))
    return _reflection(bisector) @ _reflection(source)


def _reflection(normals: np.ndarray) -> np.ndarray:
    return np.eye(3) - 2.0 * normals[..., :, None] * normals[..., None, :]


def swung(vectors: np.ndarray, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """``vectors`` (N, 3) turned by the smallest rotation that takes unit ``source`` to unit ``target``, as float32.

    Rodrigues' formula without the matrix of `swing`. Opposite directions have no smallest rotation: then the result
    is not exact.
    """
    axis = np.cross(source, target)
    cosine = (source * target).sum(-1, keepdims=True)
    along = (axis * vectors).sum(-1, keepdims=True) / np.maximum(1 + cosine, 1e-3)
    return (vectors * cosine + np.cross(axis, vectors) + axis * along).astype(np.float32)


def turn(axes: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Rotations (..., 3, 3) by ``angles`` (...) radians about unit ``axes`` (..., 3) (Rodrigues' formula).

    Not scipy's: its last bits differ, which the digits of exported BVH files show.
    """
    x, y, z = np.moveaxis(axes, -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1).reshape(*x.shape, 3, 3)
    sine, cosine = np.sin(angles)[..., None, None], np.cos(angles)[..., None, None]
    return np.eye(3) + sine * cross + (1.0 - cosine) * (cross @ cross)


def from_rotation_vectors(vectors: np.ndarray) -> np.ndarray:
    """Rotations (N, 3, 3) or (3, 3) about ``vectors`` (N, 3) or (3,) by as many radians as those are long."""
    from scipy.spatial.transform import Rotation  # here: a tenth of a second that most do not need

    return Rotation.from_rotvec(vectors).as_matrix()


def nearest_rotation(matrices: np.ndarray) -> np.ndarray:
    """The rotations (..., 3, 3) nearest to ``matrices`` in the Frobenius norm (Kabsch 1976)."""
    left, _, right = np.linalg.svd(matrices)
    left[..., 2] *= np.sign(np.linalg.det(left @ right))[..., None]
    return left @ right


def best_rotation(rest: np.ndarray, target: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Rotations (F, 3, 3) that bring ``rest`` (K, 3) closest to ``target`` (F, K, 3).

    Least squares with ``weights`` (K,): Wahba's problem, solved by singular value decomposition
    (Markley, "Attitude determination using vector observations and the SVD", 1988). Where the
    vectors leave it undetermined the answer is arbitrary, but a rotation.
    """
    return nearest_rotation(np.einsum("k,fki,kj->fij", weights, target, rest))


def orthonormal(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors (..., 3) along ``first``, and along the part of ``second`` that is at right angles to it."""
    first = first / np.maximum(np.linalg.norm(first, axis=-1, keepdims=True), _SMALLEST)
    second = second - (second * first).sum(-1, keepdims=True) * first
    return first, second / np.maximum(np.linalg.norm(second, axis=-1, keepdims=True), _SMALLEST)


def frame(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Axes (..., 3, 3) as columns: unit ``first``, unit ``second`` at right angles, and their cross."""
    return np.stack([first, second, np.cross(first, second)], axis=-1)


def continuous_euler(rotations: np.ndarray) -> np.ndarray:
    """Angles (F, J, 3) in degrees, as ``EULER_CHANNELS``, of local rotations (F, J, 3, 3).

    Every rotation has two triples of angles, each up to whole turns. A frame takes the one nearest
    to the frame before (the first: nearest to zero), so that smooth motion gives smooth channels. In
    gimbal lock only a sum or difference of the outer angles is fixed, and both share its change.
    """
    r = np.asarray(rotations, dtype=np.float64)
    cosine = np.hypot(r[..., 0, 1], r[..., 1, 1])
    z = np.arctan2(-r[..., 0, 1], r[..., 1, 1])
    x = np.arctan2(r[..., 2, 1], cosine)
    y = np.arctan2(-r[..., 2, 0], r[..., 2, 2])
    direct = np.degrees(np.stack([z, x, y], axis=-1))
    mirrored = np.stack([direct[..., 0] + 180, 180 - direct[..., 1], direct[..., 2] + 180], axis=-1)

    locked = cosine < _LOCKED
    sign = np.sign(r[..., 2, 1])
    combined = np.degrees(np.arctan2(r[..., 1, 0], r[..., 0, 0]))  # z + sign * y in gimbal lock

    angles = np.empty_like(direct)
    previous = np.zeros(direct.shape[1:])
    for index in range(len(direct)):
        one = _nearest_turn(direct[index], previous)
        other = _nearest_turn(mirrored[index], previous)
        change, other_change = (np.square(a - previous).sum(-1, keepdims=True) for a in (one, other))
        chosen = np.where(change <= other_change, one, other)
        if locked[index].any():
            before = previous[:, 0] + sign[index] * previous[:, 2]
            half = (_nearest_turn(combined[index], before) - before) / 2
            middle = _nearest_turn(90.0 * sign[index], previous[:, 1])
            shared = np.stack([previous[:, 0] + half, middle, previous[:, 2] + sign[index] * half], -1)
            chosen = np.where(locked[index][:, None], shared, chosen)
        angles[index] = previous = chosen
    return angles


def _nearest_turn(angles: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """``angles`` plus the whole turns that bring them nearest to ``reference``, in degrees."""
    return angles + 360.0 * np.round((reference - angles) / 360.0)
