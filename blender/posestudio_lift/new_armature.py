"""A new armature for a lifted person, with the person's lengths."""

from __future__ import annotations

import bpy
import numpy as np

from .armatures import store_roles
from .lifted import Person
from .new_skeleton import ROLES, new_bones


def make(context: bpy.types.Context, person: Person, name: str) -> bpy.types.Object:
    """A new armature object, selected and active, in the scene's active collection."""
    if context.object is not None and context.object.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    armature = bpy.data.armatures.new(name)
    made = bpy.data.objects.new(name, armature)
    context.collection.objects.link(made)
    for other in context.selected_objects:
        other.select_set(False)
    made.select_set(True)
    context.view_layer.objects.active = made
    bpy.ops.object.mode_set(mode="EDIT")
    for bone_name, parent, head, tail in new_bones(np.asarray(person.joints[:, 0], float)):
        bone = armature.edit_bones.new(bone_name)
        bone.head, bone.tail = head.tolist(), tail.tolist()
        if parent:
            bone.parent = armature.edit_bones[parent]
        bone.align_roll((0.0, 0.0, 1.0) if bone_name.startswith(("Foot", "Toe")) else (0.0, -1.0, 0.0))
    bpy.ops.object.mode_set(mode="OBJECT")
    armature.display_type = "OCTAHEDRAL"
    made.show_in_front = True
    store_roles(armature, {"joints": ROLES, "profile": "PoseStudio"})
    return made
