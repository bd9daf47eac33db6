"""Armatures to pose in Blender, and how far their limbs are from a body's. Runs in Blender's Python."""

import math
import random

import bpy
import numpy as np
from mathutils import Euler, Matrix
from posestudio_lift import lifted
from posestudio_lift.armatures import roles_of
from posestudio_lift.new_skeleton import ROLES, new_bones
from posestudio_lift.posing import INDEX

LIMBS = {
    "upper arms": (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow")),
    "forearms": (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    "thighs": (("left_hip", "left_knee"), ("right_hip", "right_knee")),
    "shins": (("left_knee", "left_ankle"), ("right_knee", "right_ankle")),
    "hands": (("left_wrist", "left_hand"), ("right_wrist", "right_hand")),
    "feet": (("left_ankle", "left_toe"), ("right_ankle", "right_toe")),
    "hips": (("left_hip", "right_hip"),),
    "shoulders": (("left_shoulder", "right_shoulder"),),
    "neck": (("neck", "head"),),
}

_PARTS = {
    "hips": "Hips", "spine": "Spine", "chest": "Chest", "neck": "Neck", "head": "Head", "collar": "Shoulder",
    "shoulder": "UpperArm", "elbow": "Forearm", "wrist": "Hand", "hip": "Thigh", "knee": "Shin", "ankle": "Foot",
    "toe": "Toe",
}  # fmt: skip
_NAMES = {
    "vrm": (
        ("J_Bip_{}_", "L", "R", "C"),
        "Hips Spine Chest Neck Head Shoulder UpperArm LowerArm Hand UpperLeg LowerLeg Foot ToeBase",
        False,
    ),
    "motionbuilder": (
        ("{}", "Left", "Right", ""),
        "Hips Spine Spine1 Neck Head Shoulder Arm ForeArm Hand UpLeg Leg Foot ToeBase",
        False,
    ),
    "autorig": (
        (".{}", "l", "r", "x"),
        "root spine_01 spine_02 neck head shoulder arm_stretch forearm_stretch hand thigh_stretch leg_stretch foot"
        " toes_01",
        True,
    ),
    "smpl": (
        ("{}", "L_", "R_", ""),
        "Pelvis Spine1 Spine2 Neck Head Collar Shoulder Elbow Wrist Hip Knee Ankle Foot",
        False,
    ),
    "unreal": (
        ("_{}", "l", "r", ""),
        "pelvis spine_01 spine_03 neck_01 head clavicle upperarm lowerarm hand thigh calf foot ball",
        True,
    ),
}


def empty_scene():
    """A file without objects, with the add-ons that make and read rigs."""
    import addon_utils  # which bpy has to be imported before

    bpy.ops.wm.read_factory_settings(use_empty=True)
    addon_utils.enable("rigify", default_set=True)
    addon_utils.enable("io_anim_bvh", default_set=True)


def selected(armature):
    """The armature, alone selected and active."""
    for other in bpy.context.selected_objects:
        other.select_set(False)
    armature.select_set(True)
    bpy.context.view_layer.objects.active = armature
    return armature


def metarig():
    """The human metarig of Rigify."""
    bpy.ops.object.armature_human_metarig_add()
    return selected(bpy.context.object)


def generated():
    """The rig that Rigify generates of its human metarig."""
    bpy.ops.object.armature_human_metarig_add()
    bpy.ops.pose.rigify_generate()
    return selected(bpy.context.object)


def imported(path, scale=1.0):
    """The armature of a BVH file, without its motion."""
    bpy.ops.import_anim.bvh(filepath=str(path), global_scale=scale)
    armature = selected(bpy.context.object)
    armature.animation_data_clear()
    for bone in armature.pose.bones:
        bone.matrix_basis = Matrix()
    return armature


def by_names(family, joints, seed=None):
    """An armature with the bone names of a family of rigs and a person's lengths; with a ``seed`` its bones have
    random rolls and rotation modes."""
    (pattern, left, right, middle), listed, suffix = _NAMES[family]
    words = dict(zip(_PARTS.values(), listed.split(), strict=True))
    renamed = {}
    for name, *_ in new_bones(joints):
        part, _, letter = name.partition(".")
        side = {"L": left, "R": right, "": middle}[letter]
        mark = pattern.format(side) if side else ""
        renamed[name] = words[part] + mark if suffix else mark + words[part]
    return _made(joints, renamed, seed)


def _made(joints, renamed, seed=None):
    chance = random.Random(seed)
    armature = bpy.data.armatures.new("Character")
    made = bpy.data.objects.new("Character", armature)
    bpy.context.collection.objects.link(made)
    selected(made)
    bpy.ops.object.mode_set(mode="EDIT")
    for name, parent, head, tail in new_bones(joints):
        bone = armature.edit_bones.new(renamed[name])
        bone.head, bone.tail = head.tolist(), tail.tolist()
        if parent:
            bone.parent = armature.edit_bones[renamed[parent]]
        if seed is not None:
            bone.roll = chance.uniform(-math.pi, math.pi)
    bpy.ops.object.mode_set(mode="OBJECT")
    if seed is not None:
        for bone in made.pose.bones:
            bone.rotation_mode = chance.choice(("QUATERNION", "XYZ", "ZXY", "AXIS_ANGLE"))
    return made


def meaningless(joints):
    """An armature whose names say nothing, and its bones by role."""
    names = [name for name, *_ in new_bones(joints)]
    roles = {role: f"b{names.index(name):02d}" for role, name in ROLES.items()}
    return _made(joints, {name: f"b{number:02d}" for number, name in enumerate(names)}), roles


def moved_below_a_parent(armature):
    """The armature scaled and turned, below an empty that is scaled and turned as well."""
    parent = bpy.data.objects.new("Parent", None)
    bpy.context.collection.objects.link(parent)
    parent.matrix_world = Matrix.LocRotScale((3, -2, 0.5), Euler((0.2, 0.1, 1.1)), (2.0, 2.0, 2.0))
    armature.parent = parent
    armature.matrix_basis = Matrix.LocRotScale((0.3, 0.1, 0), Euler((0.4, -0.3, 2.0)), (0.6, 0.6, 0.6))
    bpy.context.view_layer.update()
    return armature


def stored(armature):
    """What is stored with the armature, and the rank that is selected."""
    kept = armature.posestudio
    return lifted.unpacked(kept.text), kept.hypotheses[kept.active].rank


def joints_shown(armature, frame=0):
    """(29, 3) the joints of the selected hypothesis of the selected person."""
    read, rank = stored(armature)
    return read.people[armature.posestudio.person - 1].joints[frame, rank]


def errors(armature, joints, roles=None):
    """Degrees between the limbs of an evaluated armature, in the world, and those of a body (29, 3): the largest of
    each kind."""
    bpy.context.view_layer.update()
    roles = roles or roles_of(armature.data)
    posed = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())

    def at(role):
        return np.array(posed.matrix_world @ posed.pose.bones[roles[role]].head)

    found = {}
    for kind, pairs in LIMBS.items():
        pairs = [pair for pair in pairs if all(role in roles for role in pair)]
        if pairs:
            found[kind] = max(
                _angle(at(end) - at(start), joints[INDEX[end]] - joints[INDEX[start]]) for start, end in pairs
            )
    return found


def _angle(one, other):
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def fcurves(armature):
    """The curves of the armature's action."""
    return armature.animation_data.action.fcurves
