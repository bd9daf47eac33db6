"""Actions and their keys: many frames of a bone's location and rotation at once."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from mathutils import Euler, Matrix, Quaternion

CHANNELS = {"QUATERNION": "rotation_quaternion", "AXIS_ANGLE": "rotation_axis_angle"}


def new_action(armature_object: bpy.types.Object, name: str) -> bpy.types.Action:
    """A new action of this name, or with a number after it, which the object has from now on."""
    data = armature_object.animation_data or armature_object.animation_data_create()
    action = bpy.data.actions.new(name)
    data.action = action
    action.use_fake_user = True  # it stays in the file when the object gets another
    return action


def clear(action: bpy.types.Action) -> None:
    """Remove all keys of an action."""
    if hasattr(action, "fcurves"):
        action.fcurves.clear()
    for layer in getattr(action, "layers", ()):
        for strip in layer.strips:
            for bag in strip.channelbags:
                bag.fcurves.clear()


def rotation_channel(bone: bpy.types.PoseBone) -> str:
    """The property that rotates a bone, by its rotation mode."""
    return CHANNELS.get(bone.rotation_mode, "rotation_euler")


def rotation_values(bone: bpy.types.PoseBone, quaternions: np.ndarray) -> np.ndarray:
    """(F, 3 or 4) values of the bone's rotation channel for unit quaternions (F, 4); angles go on from frame to
    frame."""
    mode = bone.rotation_mode
    if mode == "QUATERNION":
        return quaternions
    if mode == "AXIS_ANGLE":
        found = [Quaternion(quaternion).to_axis_angle() for quaternion in quaternions.tolist()]
        return np.array([[angle, *axis] for axis, angle in found])
    angles: list[Any] = []
    for quaternion in quaternions.tolist():
        before = angles[-1] if angles else Euler((0.0, 0.0, 0.0), mode)
        angles.append(Quaternion(quaternion).to_euler(mode, before))
    return np.array([list(angle) for angle in angles])


def insert(
    armature_object: bpy.types.Object,
    bone: bpy.types.PoseBone,
    channel: str,
    frames: np.ndarray,
    values: np.ndarray,
    shown: int,
) -> None:
    """Keys of the ``channel`` of a bone: ``values`` (F, C) at the scene's whole ``frames`` (F,). The bone has the
    value of the frame ``shown`` (an index) afterwards."""
    setattr(bone, channel, values[0].tolist())
    bone.keyframe_insert(channel, frame=float(frames[0]), group=bone.name)
    if len(frames) > 1:
        path = bone.path_from_id(channel)
        for curve in _curves(armature_object):
            if curve.data_path == path:
                _extend(curve, frames, values[:, curve.array_index])
    setattr(bone, channel, values[shown].tolist())


def _curves(armature_object: bpy.types.Object) -> Any:
    """The curves of the object's action."""
    data = armature_object.animation_data
    if hasattr(data.action, "fcurves"):
        return data.action.fcurves
    from bpy_extras.anim_utils import action_get_channelbag_for_slot  # Blender 5

    return action_get_channelbag_for_slot(data.action, data.action_slot).fcurves


def _extend(curve: bpy.types.FCurve, frames: np.ndarray, values: np.ndarray) -> None:
    points = curve.keyframe_points
    points.add(len(frames) - len(points))
    points.foreach_set("co", np.column_stack([frames, values]).astype(np.float32).ravel())
    linear = bpy.types.Keyframe.bl_rna.properties["interpolation"].enum_items["LINEAR"].value
    points.foreach_set("interpolation", np.full(len(frames), linear, np.int32))
    curve.update()


def matrix(turn: np.ndarray, head: np.ndarray) -> Matrix:
    """A matrix of Blender of a rotation (3, 3) and a place (3,)."""
    whole = Matrix(turn.tolist()).to_4x4()
    whole.translation = head.tolist()
    return whole
