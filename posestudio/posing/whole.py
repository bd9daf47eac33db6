"""Whole poses made of others: mirrored, blended, turned at a joint, or with another body's bone lengths."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, joints_below
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.geometry.rotations import best_rotation
from posestudio.posing.segments import (
    CARRIERS,
    SEGMENT_PARENTS,
    SEGMENTS,
    bones_of,
    in_world,
    joints_of,
    relative,
)
from posestudio.posing.turns import from_to, matrices_of, quaternions_from, quaternions_of, vectors_of

_UP = np.array([0.0, 1.0, 0.0])
_LEVEL = 0.3  # least share of the hip line that is horizontal, for a vertical plane of symmetry
_HIPS = (BODY_INDEX["left_hip"], BODY_INDEX["right_hip"])
_SHOULDERS = (BODY_INDEX["left_shoulder"], BODY_INDEX["right_shoulder"])

_SHAPES = [
    [joint for joint in range(1, len(BODY_JOINTS)) if CARRIERS[joint] == index]
    for index in range(len(SEGMENTS))
]
_SHAPES[SEGMENTS.index("chest")].extend(_SHOULDERS)
"""By segment, the joints whose bones show how it is turned."""


def leftwards(pose: np.ndarray) -> np.ndarray:
    """(3,) the unit normal of the body's plane of symmetry, towards its left: horizontal unless it lies on a side."""
    across = pose[_HIPS[0]] - pose[_HIPS[1]]
    if not np.linalg.norm(across) > 1e-6:
        across = pose[_SHOULDERS[0]] - pose[_SHOULDERS[1]]
    length = float(np.linalg.norm(across))
    across = across / length if length > 1e-6 else np.array([1.0, 0.0, 0.0])
    level = across - (across @ _UP) * _UP
    return level / np.linalg.norm(level) if np.linalg.norm(level) > _LEVEL else across


def mirrored(pose: np.ndarray) -> np.ndarray:
    """(29, 3) the pose with its sides exchanged, about the plane through the hips that halves the body: it stays in
    its place, faces where it did, and keeps its own bone lengths."""
    whole = np.asarray(pose, np.float64)
    normal = leftwards(whole)
    bones = bones_of(whole)[list(BODY_MIRROR)]
    bones = bones - 2 * (bones @ normal)[:, None] * normal
    return _with_lengths(bones, bones_of(whole), whole[0]).astype(_kind(pose))


def posed_like(body: np.ndarray, pose: np.ndarray) -> np.ndarray:
    """(29, 3) ``pose``, in its place, with the bone lengths of ``body``."""
    other = np.asarray(pose, np.float64)
    return _with_lengths(bones_of(other), bones_of(np.asarray(body, np.float64)), other[0]).astype(
        _kind(body)
    )


def blended(one: np.ndarray, other: np.ndarray, share: float) -> np.ndarray:
    """(29, 3) a pose between two, ``one`` at a ``share`` of 0 and the angles of ``other`` at 1, by rotations: each
    segment turns evenly against the one that carries it. Bone lengths are those of ``one``; the hips move along a
    line."""
    first, second = np.asarray(one, np.float64), np.asarray(other, np.float64)
    bones, ends = bones_of(first), bones_of(second)
    world = _turned(bones, ends)
    share = float(share)
    local = vectors_of(quaternions_from(relative(world)))
    part = in_world(matrices_of(quaternions_of(local * share)))
    # What the segments' rotations leave of each bone's own, where a body is not rigid.
    carried = _units((world[CARRIERS] @ bones[:, :, None])[:, :, 0])
    rest = vectors_of(from_to(_units(_at(world, carried)), _units(_at(world, ends))))
    own = matrices_of(quaternions_of(rest * share))
    turned = (part[CARRIERS] @ (own @ bones[:, :, None]))[:, :, 0]
    return joints_of(turned, first[0] + share * (second[0] - first[0])).astype(_kind(one))


def rotated(pose: np.ndarray, joint: int, rotation: np.ndarray) -> np.ndarray:
    """(29, 3) the pose with all that hangs on a body ``joint`` turned about it by ``rotation`` (3, 3), world axes; at
    the hips the whole figure."""
    whole = np.array(pose, np.float64)
    below = joints_below(BODY_JOINTS[joint])[1:]
    whole[below] = whole[joint] + (whole[below] - whole[joint]) @ np.asarray(rotation, np.float64).T
    return whole.astype(_kind(pose))


def _at(world: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """(29, 3) vectors of bones, turned back by the rotation of the segment of each."""
    return (np.swapaxes(world[CARRIERS], -1, -2) @ vectors[:, :, None])[:, :, 0]


def _turned(bones: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(S, 3, 3) how each segment is turned from the one pose to the other: as its bones best agree; a single bone
    turns along with its carrier and then the shortest way."""
    world = np.broadcast_to(np.eye(3), (len(SEGMENTS), 3, 3)).copy()
    before, after = _units(bones), _units(ends)
    for index, parent in enumerate(SEGMENT_PARENTS):
        held = _SHAPES[index]
        if len(held) > 1 and _spread(before[held]) and _spread(after[held]):
            ones = np.ones(len(held))
            world[index] = best_rotation(before[held], after[None, held], ones)[0]
            continue
        carrier = world[parent] if parent >= 0 else np.eye(3)
        along = before[held].mean(0, keepdims=True) @ carrier.T
        world[index] = (
            matrices_of(from_to(_units(along), _units(after[held].mean(0, keepdims=True))))[0] @ carrier
        )
    return world


def _spread(units: np.ndarray) -> bool:
    """Whether vectors (N, 3) lie in more than one line."""
    return bool(np.linalg.svd(units, compute_uv=False)[1] > 0.05)


def _units(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors (N, 3); upwards where there is no direction."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(lengths > 1e-9, vectors / np.maximum(lengths, 1e-9), _UP)


def _with_lengths(bones: np.ndarray, like: np.ndarray, hips: np.ndarray) -> np.ndarray:
    """(29, 3) joints of bones with the directions of ``bones`` (29, 3) and the lengths of ``like`` (29, 3)."""
    return joints_of(_units(bones) * np.linalg.norm(like, axis=-1, keepdims=True), hips)


def _kind(pose: np.ndarray) -> np.dtype:
    """The number format that a pose made of ``pose`` has."""
    kind = np.asarray(pose).dtype
    return kind if kind.kind == "f" else np.dtype(np.float64)
