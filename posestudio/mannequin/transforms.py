"""Where a pose puts the bones of the mannequin: an affine map from the mesh at rest to the world for each.

A bone's frame has axes as long as the body is there: the map of a bone is the frame in the pose after the
inverse of the frame at rest, so that a mesh follows bodies of any proportions.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from posestudio.body.feet import heels_of
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS
from posestudio.geometry.smoothstep import smoothstep
from posestudio.mannequin.bones import BONES, rest_joints
from posestudio.mannequin.limbs import limb_frames
from posestudio.mannequin.trunk import Trunk, trunk_frames
from posestudio.mannequin.vectors import dot, length, swung, unit

_HEELS = ("left_heel", "right_heel")
_FARTHEST = 1e4  # metres from the origin; single precision tells nothing beyond

_MEASURED: tuple[tuple[str, str], ...] = (
    ("hips", "spine"),
    ("spine", "chest"),
    ("chest", "neck"),
    *(
        (f"{side}_{start}", f"{side}_{end}")
        for side in ("left", "right")
        for start, end in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
    ),
)
_STARTS, _ENDS = (np.array([BODY_INDEX[pair[end]] for pair in _MEASURED]) for end in (0, 1))
_BY_SHOULDERS = 0.7
_SHORTEST = 1e-5  # metres, what is divided by
_MISFIT = (0.24, 0.45)
"""Spread of the bones' lengths (logarithms, over the mesh at rest) below which a body has its flesh, and above which
it is as thin as a wire; children's and long-legged bodies' is below 0.2."""

_WIRE = 0.2  # of a body's thickness
_SMALLEST, _LARGEST = 0.25, 3.0  # of a body, over the mesh at rest


def bone_transforms(joints: NDArray[np.floating]) -> NDArray[np.float32]:
    """(N, K, 3, 4) float32 maps of the K ``bones.BONES`` from the mesh at rest to the world, for bodies (N, 29, 3).

    World metres. Bones are as long as the body's, their thickness follows its size; twist comes from elbows, knees,
    hips, shoulders and feet. A joint that is not finite is put where a limb that goes
    on as at rest has it, so that all numbers are finite. Raises ValueError for another shape.
    """
    joints = np.asarray(joints, np.float32)
    if joints.ndim != 3 or joints.shape[1:] != (len(BODY_JOINTS), 3):
        raise ValueError(f"expected joints (N, {len(BODY_JOINTS)}, 3), got {joints.shape}")
    frames = _frames(completed(joints))
    back = _rest_inverse()
    result = np.empty((len(joints), len(BONES), 3, 4), np.float32)
    for column in range(4):
        mapped = sum(frames[:, axis] * back[axis, column][:, None] for axis in range(3))
        if column == 3:
            mapped = mapped + frames[:, 3]
        result[..., column] = mapped.transpose(2, 1, 0)
    return result


def completed(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bodies (N, 29, 3) whose joints that are not finite stand where a limb that goes on as at rest has them."""
    known: NDArray[np.bool_] = np.asarray(np.isfinite(joints).all(axis=-1))
    joints = np.clip(joints, -_FARTHEST, _FARTHEST)
    if known.all():
        return joints
    rest = rest_joints()
    away = np.where(known[..., None], joints - rest, 0).sum(axis=1)
    away /= np.maximum(known.sum(axis=1), 1)[:, None]
    joints = np.where(known[..., None], joints, 0)
    for joint, parent in enumerate(BODY_PARENTS):
        missing = ~known[:, joint]
        if parent < 0:
            joints[missing, joint] = (rest[joint] + away)[missing]
        elif BODY_JOINTS[joint] not in _HEELS:
            joints[missing, joint] = joints[missing, parent] + _carried(joints[missing], joint, rest)
    for name, heel in zip(_HEELS, heels_of(joints), strict=True):
        known_heel = known[:, BODY_INDEX[name], None]
        joints[:, BODY_INDEX[name]] = np.where(known_heel, joints[:, BODY_INDEX[name]], heel)
    return joints


def _carried(joints: NDArray[np.float32], joint: int, rest: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, 3) the way from a joint's parent to it at rest, turned as the bone that leads to the parent is."""
    parent = BODY_PARENTS[joint]
    offset, above = rest[joint] - rest[parent], BODY_PARENTS[parent]
    if above < 0:
        return np.broadcast_to(offset, (len(joints), 3))
    before = (rest[parent] - rest[above])[:, None]
    before = before / length(before)
    after = unit((joints[:, parent] - joints[:, above]).T, before)
    return np.asarray(swung(offset[:, None], before, after).T, np.float32)


def body_size(j: NDArray[np.floating]) -> NDArray[np.floating]:
    """(N,) how thick bodies (3, 29, N) are over the mesh at rest: the median over bones of trunk, arms and legs.

    A body whose lengths fit no person, as those of poses that are still noise, is thinner, down to wires: so its
    limbs are seen, and it gains its flesh as it forms.
    """
    ratios = length(j[:, _ENDS] - j[:, _STARTS]) / _rest_lengths()[:, None]
    size = np.median(ratios, axis=0)
    relative = np.log(np.maximum(ratios, _SHORTEST) / np.maximum(size, _SHORTEST))
    misfit = np.sqrt(np.mean(np.square(np.clip(relative, -2, 2)), axis=0))
    flesh = 1 - (1 - _WIRE) * smoothstep(misfit, *_MISFIT)
    return (np.clip(size, _SMALLEST, _LARGEST) * flesh).astype(np.float32)


def _neck_base(j: NDArray[np.floating]) -> NDArray[np.floating]:
    """(3, N) where the neck begins, between the shoulders, of bodies (3, 29, N).

    Motion capture has the joint "neck" from 8 cm below the shoulders to 12 cm above them, and shoulders and skull at
    much the same heights: the base is looked for on the way from the chest over that joint to the head, mostly at the
    height of the shoulders.
    """
    chest, neck, head = (j[:, BODY_INDEX[name]] for name in ("chest", "neck", "head"))
    shoulders = (j[:, BODY_INDEX["left_shoulder"]] + j[:, BODY_INDEX["right_shoulder"]]) / 2
    lower = length(neck - chest)
    upper = length(head - neck)
    height = dot(shoulders - chest, neck - chest) / np.maximum(lower, _SHORTEST)
    wanted = lower + _BY_SHOULDERS * (height - lower)
    wanted = np.clip(wanted, 0.4 * lower, lower + 0.6 * upper)
    below = np.minimum(wanted / np.maximum(lower, _SHORTEST), 1)
    above = np.maximum(wanted - lower, 0) / np.maximum(upper, _SHORTEST)
    return chest + below * (neck - chest) + above * (head - neck)


def _round_back(j: NDArray[np.floating]) -> None:
    """Move the joints of the back of bodies (3, 29, N) nearer to the middle of their neighbours, in place: a back is
    round, where poses have a bend in one joint."""
    hips, spine, chest, neck = (j[:, BODY_INDEX[name]] for name in ("hips", "spine", "chest", "neck"))
    moved = [
        joint / 2 + (below + above) / 4
        for below, joint, above in ((hips, spine, chest), (spine, chest, neck))
    ]
    j[:, BODY_INDEX["spine"]], j[:, BODY_INDEX["chest"]] = moved


@cache
def _rest_lengths() -> NDArray[np.floating]:
    rest = rest_joints().T
    return length(rest[:, _ENDS] - rest[:, _STARTS])


def _frames(joints: NDArray[np.float32]) -> NDArray[np.float32]:
    """(3, 4, K, N) the frames of bodies (N, 29, 3): three axes and the origin of each bone."""
    j = np.ascontiguousarray(joints.transpose(2, 1, 0))
    j[:, BODY_INDEX["neck"]] = _neck_base(j)
    _round_back(j)
    size = body_size(j)
    frames = np.empty((3, 4, len(BONES), len(joints)), np.float32)
    trunk: Trunk = trunk_frames(j, size, frames)
    limb_frames(j, size, trunk, frames)
    return frames


@cache
def _rest_inverse() -> NDArray[np.float32]:
    """(3, 4, K): the inverses of the frames of the mesh at rest; row, column, bone."""
    frames = _frames(rest_joints()[None])[..., 0].transpose(2, 0, 1).astype(np.float64)  # (K, 3, 4)
    axes = np.linalg.inv(frames[:, :, :3])
    origins = -(axes @ frames[:, :, 3:])
    return np.concatenate([axes, origins], axis=-1).transpose(1, 2, 0).astype(np.float32)
