"""Armatures of Blender as `skeleton.Skeleton`: their bones at rest, and which bone has which role."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from . import rigify, updates
from .skeleton import ROLES, Skeleton

_NOT_BODY = ("ORG-", "MCH-", "VIS_", "VIS-", "WGT-")


def is_generated(armature: bpy.types.Armature) -> bool:
    """Whether Rigify has generated the armature: it is posed by its controls."""
    return bool(rigify.roles(armature.bones.keys()))


def asked_joints(armature: bpy.types.Armature) -> list[dict[str, Any]]:
    """The bones whose meaning the program is asked for; mechanisms of rigs are left out."""
    kept = [bone for bone in armature.bones if not bone.name.startswith(_NOT_BODY)]
    names = {bone.name for bone in kept}
    joints = []
    for bone in kept:
        parent = bone.parent
        while parent is not None and parent.name not in names:
            parent = parent.parent
        joints.append(
            {
                "name": bone.name,
                "parent": None if parent is None else parent.name,
                "position": [float(number) for number in bone.head_local],
            }
        )
    return joints


def roles_of(armature: bpy.types.Armature) -> dict[str, str]:
    """The bones by role: those of a generated rig, or those that are stored with the armature."""
    stored = {role.name: role.bone for role in armature.posestudio.roles if role.bone in armature.bones}
    return {**rigify.roles(armature.bones.keys()), **stored}


def store_roles(armature: bpy.types.Armature, found: dict[str, Any]) -> None:
    """Store with the armature what the program has ``found``; bones chosen by hand stay."""
    stored = armature.posestudio
    chosen = {role.name: role.bone for role in stored.roles if role.chosen}
    stored.roles.clear()
    stored.profile = str(found.get("profile", ""))
    stored.doubts = "; ".join(map(str, found.get("doubts", ())))
    with updates.paused():
        for role in ROLES:
            entry = stored.roles.add()
            entry.name, entry.chosen = role, role in chosen
            entry.bone = chosen.get(role, found["joints"].get(role, ""))


def skeleton_of(armature: bpy.types.Armature) -> Skeleton:
    """The armature's bones at rest with their roles; of a generated rig the controls."""
    roles = {role: name for role, name in roles_of(armature).items() if role in ROLES}
    bones = armature.bones
    controls = rigify.roles(bones.keys())
    if controls:
        above = rigify.parents(controls)
    else:
        above = {bone.name: None if bone.parent is None else bone.parent.name for bone in bones}
    names = sorted(above, key=lambda name: _depth(name, above))
    index = {name: number for number, name in enumerate(names)}
    return Skeleton(
        tuple(names),
        np.array([-1 if (parent := above[name]) is None else index[parent] for name in names]),
        np.array([bones[name].head_local for name in names], float),
        np.array([bones[name].tail_local for name in names], float),
        np.array([bones[name].matrix_local.to_3x3() for name in names], float),
        roles,
        frozenset(name for name in names if not bones[name].use_inherit_rotation),
    )


def _depth(name: str, above: dict[str, str | None]) -> int:
    depth, parent = 0, above[name]
    while parent is not None:
        depth, parent = depth + 1, above[parent]
    return depth


def constrained(armature_object: bpy.types.Object, names: list[str]) -> list[str]:
    """Those of the bones that a constraint or IK may turn elsewhere."""
    pose = armature_object.pose.bones
    solved = {
        constraint.target and bone.name
        for bone in pose
        for constraint in bone.constraints
        if constraint.type == "IK" and constraint.influence > 0 and not constraint.mute
    }
    turned = set()
    for name in names:
        bone = pose[name]
        if any(not one.mute and one.influence > 0 for one in bone.constraints) or bone.name in solved:
            turned.add(name)
        turned |= {name for child in bone.children if child.name in solved}
    return sorted(turned)
