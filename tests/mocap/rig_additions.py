"""Names of many programs' rigs, and joints that such rigs have beside a body's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.body.skeleton import Clip, Motion

_TRUNK = ("hips", "spine", "chest", "neck", "head")
_LIMBS = ("collar", "shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")


def _names(trunk: str, limbs: str) -> dict[str, str]:
    """Names by part, with commas; '-' for a part that the rig lacks."""
    names = dict(zip((*_TRUNK, *_LIMBS), (trunk + "," + limbs).split(","), strict=True))
    return {part: name for part, name in names.items() if name != "-"}


MORE_DIALECTS: dict[str, dict[str, str]] = {
    "vrm": _names(
        "J_Bip_C_Hips,J_Bip_C_Spine,J_Bip_C_Chest,J_Bip_C_Neck,J_Bip_C_Head",
        "J_Bip_{L}_Shoulder,J_Bip_{L}_UpperArm,J_Bip_{L}_LowerArm,J_Bip_{L}_Hand,J_Bip_{L}_Middle1,"
        "J_Bip_{L}_UpperLeg,J_Bip_{L}_LowerLeg,J_Bip_{L}_Foot,J_Bip_{L}_ToeBase",
    ),
    "humanoid of unity": _names(
        "hips,spine,upperChest,neck,head",
        "{left}Shoulder,{left}UpperArm,{left}LowerArm,{left}Hand,{left}MiddleProximal,"
        "{left}UpperLeg,{left}LowerLeg,{left}Foot,{left}Toes",
    ),
    "genesis 3": _names(
        "hip,abdomenLower,chestUpper,neckLower,head",
        "{l}Collar,{l}ShldrBend,{l}ForearmBend,{l}Hand,{l}Mid1,{l}ThighBend,{l}Shin,{l}Foot,{l}Toe",
    ),
    "metarig": _names(
        "spine,spine.001,spine.003,spine.004,spine.006",
        "shoulder.{L},upper_arm.{L},forearm.{L},hand.{L},f_middle.01.{L},thigh.{L},shin.{L},foot.{L},toe.{L}",
    ),
    "rigify deform": _names(
        "DEF-spine,DEF-spine.001,DEF-spine.003,DEF-spine.004,DEF-spine.006",
        "DEF-shoulder.{L},DEF-upper_arm.{L},DEF-forearm.{L},DEF-hand.{L},DEF-f_middle.01.{L},"
        "DEF-thigh.{L},DEF-shin.{L},DEF-foot.{L},DEF-toe.{L}",
    ),
    "kinect": _names(
        "SpineBase,SpineMid,SpineShoulder,Neck,Head",
        "-,Shoulder{Left},Elbow{Left},Wrist{Left},Hand{Left},Hip{Left},Knee{Left},Ankle{Left},Foot{Left}",
    ),
    "kinect azure": _names(
        "PELVIS,SPINE_NAVEL,SPINE_CHEST,NECK,HEAD",
        "CLAVICLE_{LEFT},SHOULDER_{LEFT},ELBOW_{LEFT},WRIST_{LEFT},HAND_{LEFT},HIP_{LEFT},KNEE_{LEFT},"
        "ANKLE_{LEFT},FOOT_{LEFT}",
    ),
    "rokoko": _names(
        "Hips,Spine1,Spine4,Neck,Head",
        "{Left}Shoulder,{Left}Arm,{Left}ForeArm,{Left}Hand,{Left}Digit3Proximal,{Left}Thigh,{Left}Shin,"
        "{Left}Foot,{Left}Toe",
    ),
    "xsens": _names(
        "Pelvis,L5,T8,Neck,Head",
        "{Left}Shoulder,{Left}UpperArm,{Left}ForeArm,{Left}Hand,-,{Left}UpperLeg,{Left}LowerLeg,{Left}Foot,{Left}Toe",
    ),
    "maya": _names(
        "root_jnt,spine_01_jnt,spine_03_jnt,neck_jnt,head_jnt",
        "{L}_clavicle_jnt,{L}_arm_jnt,{L}_elbow_jnt,{L}_wrist_jnt,{L}_middle_01_jnt,{L}_leg_jnt,{L}_knee_jnt,"
        "{L}_ankle_jnt,{L}_ball_jnt",
    ),
    "maya, sides written lf": _names(
        "cn_hip,cn_spine,cn_chest,cn_neck,cn_head",
        "{lf}_clav,{lf}_upArm,{lf}_loArm,{lf}_hand,{lf}_mid_1,{lf}_upLeg,{lf}_loLeg,{lf}_foot,{lf}_toe",
    ),
    "smpl-x": _names(
        "pelvis,spine1,spine3,neck,head",
        "{left}_collar,{left}_shoulder,{left}_elbow,{left}_wrist,{left}_middle1,{left}_hip,{left}_knee,"
        "{left}_ankle,{left}_foot",
    ),
    "character creator": _names(
        "CC_Base_Hip,CC_Base_Waist,CC_Base_Spine02,CC_Base_NeckTwist01,CC_Base_Head",
        "CC_Base_{L}_Clavicle,CC_Base_{L}_Upperarm,CC_Base_{L}_Forearm,CC_Base_{L}_Hand,CC_Base_{L}_Mid1,"
        "CC_Base_{L}_Thigh,CC_Base_{L}_Calf,CC_Base_{L}_Foot,CC_Base_{L}_ToeBase",
    ),
    "mmd in english": _names(
        "center,upper body,upper body2,neck,head",
        "shoulder_{L},arm_{L},elbow_{L},wrist_{L},middle1_{L},leg_{L},knee_{L},ankle_{L},toe_{L}",
    ),
    "mmd in romaji": _names(
        "sentaa,jouhanshin,jouhanshin2,kubi,atama",
        "{hidari}kata,{hidari}ude,{hidari}hiji,{hidari}tekubi,{hidari}nakayubi1,{hidari}ashi,{hidari}hiza,"
        "{hidari}ashikubi,{hidari}tsumasaki",
    ),
    "mmd": _names(
        "センター,上半身,上半身2,首,頭",
        "{kanji}肩,{kanji}腕,{kanji}ひじ,{kanji}手首,{kanji}中指1,{kanji}足,{kanji}ひざ,{kanji}足首,{kanji}つま先",
    ),
    "chinese": _names(
        "骨盆,脊柱,胸,颈,头",
        "{kanji}锁骨,{kanji}上臂,{kanji}前臂,{kanji}手,{kanji}中指1,{kanji}大腿,{kanji}小腿,{kanji}脚,{kanji}脚趾",
    ),
    "biped with a number": _names(
        "Bip001 Pelvis,Bip001 Spine,Bip001 Spine1,Bip001 Neck,Bip001 Head",
        "Bip001 {L} Clavicle,Bip001 {L} UpperArm,Bip001 {L} Forearm,Bip001 {L} Hand,Bip001 {L} Finger2,"
        "Bip001 {L} Thigh,Bip001 {L} Calf,Bip001 {L} Foot,Bip001 {L} Toe0",
    ),
    "valve": _names(
        "ValveBiped.Bip01_Pelvis,ValveBiped.Bip01_Spine,ValveBiped.Bip01_Spine4,ValveBiped.Bip01_Neck1,"
        "ValveBiped.Bip01_Head1",
        "ValveBiped.Bip01_{L}_Clavicle,ValveBiped.Bip01_{L}_UpperArm,ValveBiped.Bip01_{L}_Forearm,"
        "ValveBiped.Bip01_{L}_Hand,ValveBiped.Bip01_{L}_Finger2,ValveBiped.Bip01_{L}_Thigh,"
        "ValveBiped.Bip01_{L}_Calf,ValveBiped.Bip01_{L}_Foot,ValveBiped.Bip01_{L}_Toe0",
    ),
    "mixamo in lower case": _names(
        "mixamorighips,mixamorigspine,mixamorigspine2,mixamorigneck,mixamorighead",
        "mixamorig{left}shoulder,mixamorig{left}arm,mixamorig{left}forearm,mixamorig{left}hand,"
        "mixamorig{left}handmiddle1,mixamorig{left}upleg,mixamorig{left}leg,mixamorig{left}foot,"
        "mixamorig{left}toebase",
    ),
    "mixamo with numbers behind": _names(
        "mixamorig:Hips_01,mixamorig:Spine_02,mixamorig:Spine2_04,mixamorig:Neck_05,mixamorig:Head_06",
        "mixamorig:{Left}Shoulder_07,mixamorig:{Left}Arm_08,mixamorig:{Left}ForeArm_09,mixamorig:{Left}Hand_010,"
        "mixamorig:{Left}HandMiddle1_011,mixamorig:{Left}UpLeg_012,mixamorig:{Left}Leg_013,"
        "mixamorig:{Left}Foot_014,mixamorig:{Left}ToeBase_015",
    ),
    "a name before": _names(
        "Hero|Armature|hip,Hero|Armature|belly,Hero|Armature|chest,Hero|Armature|neck,Hero|Armature|head",
        "Hero|Armature|{l}_collarbone,Hero|Armature|{l}_bicep,Hero|Armature|{l}_lower_arm,Hero|Armature|{l}_hand,-,"
        "Hero|Armature|{l}_thigh,Hero|Armature|{l}_lower_leg,Hero|Armature|{l}_foot,Hero|Armature|{l}_toes",
    ),
    "letters before": _names(
        "foohip,fooabdomen,foochest,fooneck,foohead",
        "foo{l}Collar,foo{l}Shldr,foo{l}ForeArm,foo{l}Hand,foo{l}Mid1,foo{l}Thigh,foo{l}Shin,foo{l}Foot,foo{l}Toe",
    ),
    "german": _names(
        "Becken,Bauch,Brust,Hals,Kopf",
        "-,Oberarm_{links},Unterarm_{links},Hand_{links},-,Oberschenkel_{links},Unterschenkel_{links},Fuss_{links},-",
    ),
}


def with_joints(clip: Clip, *added: tuple[str, str, tuple[float, float, float]]) -> Clip:
    """The clip with more joints: (name, its parent's name, offset in file units), without channels."""
    skeleton = clip.skeleton
    names = list(skeleton.joint_names)
    parents, offsets = list(skeleton.parents), [*np.asarray(skeleton.offsets)]
    for name, parent, offset in added:
        parents.append(names.index(parent))
        names.append(name)
        offsets.append(np.array(offset))
    more = replace(
        skeleton,
        joint_names=tuple(names),
        parents=np.array(parents),
        offsets=np.array(offsets),
        channels=(*skeleton.channels, *[()] * len(added)),
    )
    return replace(clip, skeleton=more)


def with_split(clip: Clip, joint: str, name: str) -> Clip:
    """The clip with a joint ``name`` half way along each bone that begins at ``joint``, which carries on below it."""
    skeleton = clip.skeleton
    at = skeleton.joint_names.index(joint)
    first, *_ = skeleton.children(at)
    offsets = np.array(skeleton.offsets, float)
    half = offsets[first] / 2
    names, parents = list(skeleton.joint_names), [int(parent) for parent in skeleton.parents]
    channels, rows = list(skeleton.channels), [*offsets]
    starts = skeleton.channel_starts
    values = np.insert(clip.motion.values, [starts[first]] * 3, 0.0, axis=1)
    names.insert(first, name)
    channels.insert(first, skeleton.channels[at][-3:])
    rows.insert(first, half)
    rows[first + 1] = half
    parents = [parent + (parent >= first) for parent in parents]
    parents.insert(first, at)
    parents[first + 1] = first
    split = replace(
        skeleton,
        joint_names=tuple(names),
        parents=np.array(parents),
        offsets=np.array(rows),
        channels=tuple(channels),
    )
    return replace(clip, skeleton=split, motion=Motion(values))
