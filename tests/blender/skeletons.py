"""Skeletons at rest as the add-on has them, of the program's own rigs, and angles between limbs."""

from __future__ import annotations

import numpy as np

from blender.posestudio_lift.lifted import TO_BLENDER
from blender.posestudio_lift.posing import INDEX
from blender.posestudio_lift.skeleton import ROLES, Skeleton
from posestudio.body.standing import standing_body
from posestudio.geometry.rotations import turn
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_matching import match_rig

LIMBS = tuple(
    (f"{side}_{start}", f"{side}_{end}")
    for start, end in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
    for side in ("left", "right")
)


def skeleton_of(names: str = "mixamo", space: np.ndarray | None = None) -> Skeleton:
    """The rig of a program, standing, in Blender's axes turned by ``space`` (3, 3), in centimetres."""
    rig = to_clip(standing_body(), names=names).skeleton
    match = match_rig(rig)
    heads = rig.rest_positions() @ TO_BLENDER.T @ (np.eye(3) if space is None else space).T
    count = len(rig.joint_names)
    axes = np.stack([turn(np.array([0.3, 0.5, 0.81]), 0.7 * number) for number in range(count)])
    roles = {role: rig.joint_names[joint] for role, joint in match.joints.items() if role in ROLES}
    return Skeleton(rig.joint_names, np.asarray(rig.parents), heads, heads + axes[:, :, 1], axes, roles)


def angles(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Degrees between vectors (..., 3)."""
    cosine = np.sum(one * other, -1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def bone_vector(skeleton: Skeleton, heads: np.ndarray, start: str, end: str) -> np.ndarray:
    """(F, 3) from one role's joint to another's, of ``heads`` (F, J, 3)."""
    first, last = (skeleton.index[skeleton.roles[role]] for role in (start, end))
    return heads[:, last] - heads[:, first]


def limb(joints: np.ndarray, start: str, end: str) -> np.ndarray:
    """(F, 3) the same of bodies (F, 29, 3)."""
    return joints[:, INDEX[end]] - joints[:, INDEX[start]]
