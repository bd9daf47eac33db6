"""A lifted pose or motion applied to an armature: keys of its bones in an action of its own."""

from __future__ import annotations

import bpy
import numpy as np
from mathutils import Matrix

from . import keys, rigify
from .armatures import is_generated, skeleton_of
from .lifted import Lifted, Person
from .posing import Posed, pose, root_of
from .skeleton import Skeleton
from .turning import continuous, to_quaternions


def apply(
    context: bpy.types.Context,
    armature_object: bpy.types.Object,
    lifted: Lifted,
    person: Person,
    hypothesis: int,
    start: int,
    action: bpy.types.Action,
) -> Posed:
    """Key one hypothesis of a person, from the scene's frame ``start``, in the ``action``, which the object has.

    Raises RigProblem, before anything is changed, where needed bones are not known.
    """
    scene = context.scene
    frames, joints = lifted.at_rate(person, hypothesis, scene.render.fps / scene.render.fps_base)
    skeleton = skeleton_of(armature_object.data).checked()
    space = np.array(armature_object.matrix_world @ _moved(armature_object, skeleton), float)
    back = np.linalg.inv(space)
    up = back[:3, :3] @ [0.0, 0.0, 1.0]
    posed = pose(skeleton, joints @ back[:3, :3].T + back[:3, 3], up / np.linalg.norm(up))
    frames = frames - frames[0] + start
    shown = int(np.abs(frames - scene.frame_current).argmin())
    if armature_object.animation_data is None or armature_object.animation_data.action != action:
        (armature_object.animation_data or armature_object.animation_data_create()).action = action
    keys.clear(action)
    if is_generated(armature_object.data):
        _key_controls(context, armature_object, skeleton, posed, frames, shown, action)
    else:
        _key_bones(armature_object, skeleton, posed, frames, shown)
    armature_object.update_tag(refresh={"DATA", "TIME"})
    context.view_layer.update()
    return posed


def _moved(armature_object: bpy.types.Object, skeleton: Skeleton) -> Matrix:
    """How the bones above the one that moves have been moved and turned from where they are at rest."""
    above = _root_parent(armature_object, skeleton)
    if above is None or is_generated(armature_object.data):
        return Matrix()
    return above.matrix @ above.bone.matrix_local.inverted()


def _root_parent(armature_object: bpy.types.Object, skeleton: Skeleton) -> bpy.types.PoseBone | None:
    return armature_object.pose.bones[skeleton.names[root_of(skeleton)]].parent


def _key_bones(
    armature_object: bpy.types.Object, skeleton: Skeleton, posed: Posed, frames: np.ndarray, shown: int
) -> None:
    """Keys of bones that follow their parents and nothing else."""
    bones = armature_object.pose.bones
    above = bones[skeleton.names[posed.root]].parent
    rest_of_rig = np.eye(3)
    if above is not None:
        turned = (above.matrix @ above.bone.matrix_local.inverted()).to_3x3().normalized()
        rest_of_rig = np.array(turned, float).T
    for number in _between(skeleton, posed):
        bones[skeleton.names[number]].matrix_basis = Matrix()
    for number, turns in posed.turns.items():
        name, axes = skeleton.names[number], skeleton.axes[number]
        if name in skeleton.detached:
            parent = np.broadcast_to(rest_of_rig, turns.shape)
        else:
            parent = _turn_above(skeleton, posed, number)
        local = axes.T @ np.swapaxes(parent, -1, -2) @ turns @ axes
        quaternions = continuous(to_quaternions(local))
        bone = bones[name]
        values = keys.rotation_values(bone, quaternions)
        keys.insert(armature_object, bone, keys.rotation_channel(bone), frames, values, shown)
    root = bones[skeleton.names[posed.root]]
    moved = posed.root_heads - skeleton.heads[posed.root]
    if root.bone.use_local_location:
        moved = moved @ skeleton.axes[posed.root]
    keys.insert(armature_object, root, "location", frames, moved, shown)


def _turn_above(skeleton: Skeleton, posed: Posed, bone: int) -> np.ndarray:
    """(F, 3, 3) the turn of the bone above, which is that of the nearest posed one."""
    for above in skeleton.ancestors(int(skeleton.parents[bone])):
        if above in posed.turns:
            return posed.turns[above]
    return np.broadcast_to(np.eye(3), posed.turns[bone].shape)


def _between(skeleton: Skeleton, posed: Posed) -> set[int]:
    """Bones on the way from the root to a posed one that are not posed themselves; they have to be as at rest."""
    found = set()
    for bone in posed.turns:
        path = skeleton.ancestors(bone)
        if posed.root in path:
            found |= set(path[: path.index(posed.root)])
    return found - set(posed.turns)


def _key_controls(
    context: bpy.types.Context,
    armature_object: bpy.types.Object,
    skeleton: Skeleton,
    posed: Posed,
    frames: np.ndarray,
    shown: int,
    action: bpy.types.Action,
) -> None:
    """Keys of the controls of a generated rig. What is above them depends on constraints, which Blender has to solve
    from level to level: a tenth of a second for each frame."""
    data, bones = armature_object.animation_data, armature_object.pose.bones
    data.action = None  # so that keys do not move the controls while they are placed
    for name in rigify.SWITCHES:
        bones[name][rigify.SWITCH] = 1.0
    levels: dict[int, list[int]] = {}
    for number in posed.turns:
        levels.setdefault(len(skeleton.ancestors(number)), []).append(number)
    found: dict[int, list[list[float]]] = {number: [] for number in posed.turns}
    places: list[list[float]] = []
    for frame in range(len(frames)):
        for level in sorted(levels):
            for number in levels[level]:
                bone = bones[skeleton.names[number]]
                turn = posed.turns[number][frame] @ skeleton.axes[number]
                head = posed.root_heads[frame] if number == posed.root else np.array(bone.head)
                place = bone.location.copy()
                bone.matrix = keys.matrix(turn, head)
                if number != posed.root:
                    bone.location = place
            context.view_layer.update()
        for number in posed.turns:
            basis = bones[skeleton.names[number]].matrix_basis.to_quaternion()
            found[number].append(list(basis))
        places.append(list(bones[skeleton.names[posed.root]].location))
    data.action = action
    for number, quaternions in found.items():
        bone = bones[skeleton.names[number]]
        values = keys.rotation_values(bone, continuous(np.array(quaternions)))
        keys.insert(armature_object, bone, keys.rotation_channel(bone), frames, values, shown)
    root = bones[skeleton.names[posed.root]]
    keys.insert(armature_object, root, "location", frames, np.array(places), shown)
    for name in rigify.SWITCHES:
        bones[name].keyframe_insert(f'["{rigify.SWITCH}"]', frame=float(frames[0]), group=name)
