"""The mannequin as a skin of the skeletons that bodies are exported on: its mesh at rest, moved by their joints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posestudio.body.feet import heels_of
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.skeleton import Skeleton
from posestudio.export.bone_mesh import BoneMesh
from posestudio.geometry.smoothstep import smoothstep
from posestudio.mannequin import mannequin, skinned
from posestudio.mannequin.bones import BONES, rest_joints
from posestudio.mannequin.mesh import LEFT, MIDDLE, RIGHT
from posestudio.mocap.export_rig import BODY_TO_EXPORT
from posestudio.mocap.rig_targets import TARGETS, RigTarget

_MOST = 4  # joints that move a vertex
_CARRIERS: dict[str, tuple[str, ...]] = {
    "pelvis": ("Hips",),
    "abdomen": ("Hips", "Hips", "Spine"),
    "ribs": ("Spine",),
    "chest": ("Spine1",),
    "neck": ("Neck",),
    "head": ("Head",),
    "collar": ("Shoulder",),
    "shoulder": ("Shoulder", "Arm"),
    "upper_arm_1": ("Arm",),
    "upper_arm_2": ("Arm",),
    "upper_arm_3": ("Arm",),
    "elbow": ("Arm", "ForeArm"),
    "forearm": ("ForeArm",),
    "hand": ("Hand",),
    "hip": ("Hips", "UpLeg"),
    "thigh_1": ("UpLeg",),
    "thigh_2": ("UpLeg",),
    "thigh_3": ("UpLeg",),
    "knee": ("UpLeg", "Leg"),
    "shin_1": ("Leg",),
    "shin_2": ("Leg",),
    "foot": ("Foot",),
}
"""The exported joints that move what a bone of the mannequin moves, in equal parts; those of limbs on each side."""

_HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
_TOE_BEND = (-0.015, 0.025)  # metres along the foot from its ball, between which the toes' joint takes over
_DIVIDED = {"Spine1": "Spine", "Head": "Neck"}
"""The exported joints below which a program may have more joints, and the joints where those bones begin."""
_BODY = {at: body for body, at in BODY_TO_EXPORT.items()}


def body_mesh(skeleton: Skeleton, unit: float) -> BoneMesh | None:
    """The mannequin with the proportions of an exported ``skeleton`` at rest, whose unit is ``unit`` metres.

    Its soles are at the height 0, as programs that compare characters of different size expect it. None for a
    skeleton that is no program's of `mocap.rig_targets`.
    """
    target = next((one for one in TARGETS.values() if one.names == skeleton.joint_names), None)
    if target is None:
        return None
    turned = np.stack([target.rest.get(joint.name, np.eye(3)) for joint in target.joints])
    straight = _t_pose(skeleton, target, turned, unit)
    body = _body(straight, target)
    (vertices,), (normals,) = skinned(body[None])
    weights = _weights(target, vertices, body)
    # From the T-pose, in which joints are not twisted, into the rest pose.
    rest = skeleton.rest_positions().astype(np.float64) * unit
    moved = np.einsum("jab,vjb->vja", turned, vertices[:, None] - straight.places) + rest
    vertices = np.einsum("vj,vja->va", weights, moved)
    normals = np.einsum("vj,jab,vb->va", weights, turned, normals)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :_MOST]
    kept = np.take_along_axis(weights, order, axis=1)
    mesh = mannequin()
    # A face across a seam is the limb's.
    owner = mesh.sides[mesh.faces].max(axis=1)
    # Only a root, which stays at the origin, is not lifted.
    up = np.array([0.0, -vertices[:, 1].min(), 0.0])
    lifted = np.array([bool(joint.at) for joint in target.joints])
    return BoneMesh(
        rest=rest + lifted[:, None] * up,
        positions=(vertices + up).astype(np.float32),
        normals=normals.astype(np.float32),
        colours=None,
        joints=np.where(kept > 0, order, 0).astype(np.uint16),
        weights=(kept / kept.sum(axis=1, keepdims=True)).astype(np.float32),
        parts={
            name: mesh.faces[owner == side]
            for name, side in (("middle", MIDDLE), ("left", LEFT), ("right", RIGHT))
        },
    )


class _Skeleton(NamedTuple):
    """A skeleton in a T-pose, metres: the joints' places (J, 3), and where the bones of joints without children end,
    by their index: End Sites, or a target's joints that stand there."""

    places: NDArray[np.float64]
    ends: dict[int, NDArray[np.float64]]


def _t_pose(skeleton: Skeleton, target: RigTarget, turned: NDArray[np.float64], unit: float) -> _Skeleton:
    """A skeleton of ``target`` whose joints at rest are ``turned`` (J, 3, 3) from a T-pose."""
    places = np.zeros((len(turned), 3))
    for joint, parent in enumerate(skeleton.parents):
        if parent >= 0:
            places[joint] = places[parent] + unit * turned[parent].T @ skeleton.offsets[joint]
    ends = {
        joint: places[joint] + unit * turned[joint].T @ np.asarray(end)
        for joint, end in skeleton.end_sites.items()
    }
    ends |= {
        int(skeleton.parents[joint]): places[joint] for joint, one in enumerate(target.joints) if one.end
    }
    return _Skeleton(places, ends)


def _body(straight: _Skeleton, target: RigTarget) -> NDArray[np.float32]:
    """(29, 3) the body joints of a T-pose, metres; those that it lacks are where the mannequin has them."""
    index = target.exported
    body = np.full((len(BODY_JOINTS), 3), np.nan)
    for name, at in BODY_TO_EXPORT.items():
        body[BODY_INDEX[name]] = straight.places[index[at]]
    for name, at in (("left_hand", "LeftHand"), ("right_hand", "RightHand"), ("head_top", "Head")):
        body[BODY_INDEX[name]] = straight.ends.get(index[at], np.nan)
    rest = rest_joints()
    head, top = BODY_INDEX["head"], BODY_INDEX["head_top"]
    size = np.linalg.norm(body[top] - body[head]) / np.linalg.norm(rest[top] - rest[head])
    for name in _HEAD:
        # All targets face +Z, and stand upright.
        body[BODY_INDEX[name]] = body[head] + size * (rest[BODY_INDEX[name]] - rest[head])
    for name, heel in zip(("left_heel", "right_heel"), heels_of(body), strict=True):
        body[BODY_INDEX[name]] = heel
    return body.astype(np.float32)


def _weights(
    target: RigTarget, vertices: NDArray[np.float32], body: NDArray[np.float32]
) -> NDArray[np.float64]:
    """(V, J) how much each joint of the target moves each vertex."""
    mesh, index = mannequin(), target.exported
    carriers = np.zeros((len(BONES), len(target.joints)))
    for bone, name in enumerate(BONES):
        side, _, part = name.partition("_")
        side, part = (side.capitalize(), part) if side in ("left", "right") else ("", name)
        for carrier in _CARRIERS[part]:
            number = index.get(side + carrier, index.get(carrier))
            assert number is not None
            carriers[bone, number] += 1 / len(_CARRIERS[part])
    dense = np.zeros((len(vertices), len(BONES)))
    np.add.at(dense, (np.arange(len(vertices))[:, None], mesh.bones), mesh.weights)
    weights = dense @ carriers
    for side in ("left", "right"):
        ball, heel = body[BODY_INDEX[f"{side}_toe"]], body[BODY_INDEX[f"{side}_heel"]]
        along = (vertices - ball) @ ((ball - heel) / max(float(np.linalg.norm(ball - heel)), 1e-6))
        foot, toes = index[f"{side.capitalize()}Foot"], index[f"{side.capitalize()}ToeBase"]
        share = smoothstep(along, *_TOE_BEND) * weights[:, foot]
        weights[:, toes], weights[:, foot] = share, weights[:, foot] - share
    for at, start in _DIVIDED.items():
        parts = target.between(at)
        low, high = (body[BODY_INDEX[_BODY[one]]] for one in (start, at))
        height = (vertices - low) @ (high - low) / max(float(np.sum((high - low) ** 2)), 1e-9)
        apart = 1 / (len(parts) + 1)
        below = index[start]
        for number, joint in enumerate(parts, start=1):
            share = smoothstep(height, (number - 0.5) * apart, (number + 0.5) * apart) * weights[:, below]
            weights[:, joint], weights[:, below] = share, weights[:, below] - share
            below = joint
    return weights
