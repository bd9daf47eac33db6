"""Small skeletons in the world's dialects, standing so that every true joint is known."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.body.standing import standing_body

ROOT_CHANNELS = ("Xposition", "Yposition", "Zposition", "Zrotation", "Yrotation", "Xrotation")

# Part, its parent part, and the body joint it stands at. 'L' and 'R' sides are made of each limb part.
_MIDDLE = (("hips", None), ("spine", "hips"), ("chest", "spine"), ("neck", "chest"), ("head", "neck"))
_LIMBS = (
    ("collar", "chest"),
    ("shoulder", "collar"),
    ("elbow", "shoulder"),
    ("wrist", "elbow"),
    ("hand", "wrist"),
    ("hip", "hips"),
    ("knee", "hip"),
    ("ankle", "knee"),
    ("toe", "ankle"),
)

# Names by part; a limb's hold {s} for the side. A part left out is not in the rig.
DIALECTS: dict[str, dict[str, str]] = {
    "pose prior": {
        "hips": "Hips", "spine": "Spine", "chest": "Spine1", "head": "Head",
        "collar": "{Left}Shoulder", "shoulder": "{Left}Arm", "elbow": "{Left}ForeArm", "wrist": "{Left}Hand",
        "hip": "{Left}UpLeg", "knee": "{Left}Leg", "ankle": "{Left}Foot", "toe": "{Left}ToeBase",
    },
    "motionbuilder": {
        "hips": "Hips", "spine": "LowerBack", "chest": "Spine1", "neck": "Neck", "head": "Head",
        "collar": "{Left}Shoulder", "shoulder": "{Left}Arm", "elbow": "{Left}ForeArm", "wrist": "{Left}Hand",
        "hand": "{Left}HandIndex1",
        "hip": "{Left}UpLeg", "knee": "{Left}Leg", "ankle": "{Left}Foot", "toe": "{Left}ToeBase",
    },
    "mixamo": {
        "hips": "mixamorig:Hips", "spine": "mixamorig:Spine", "chest": "mixamorig:Spine2",
        "neck": "mixamorig:Neck", "head": "mixamorig:Head",
        "collar": "mixamorig:{Left}Shoulder", "shoulder": "mixamorig:{Left}Arm",
        "elbow": "mixamorig:{Left}ForeArm", "wrist": "mixamorig:{Left}Hand",
        "hand": "mixamorig:{Left}HandMiddle1", "hip": "mixamorig:{Left}UpLeg", "knee": "mixamorig:{Left}Leg",
        "ankle": "mixamorig:{Left}Foot", "toe": "mixamorig:{Left}ToeBase",
    },
    "mixamo 1": {
        "hips": "mixamorig1:Hips", "spine": "mixamorig1:Spine", "chest": "mixamorig1:Spine2",
        "neck": "mixamorig1:Neck", "head": "mixamorig1:Head",
        "shoulder": "mixamorig1:{Left}Arm", "elbow": "mixamorig1:{Left}ForeArm",
        "wrist": "mixamorig1:{Left}Hand", "hip": "mixamorig1:{Left}UpLeg", "knee": "mixamorig1:{Left}Leg",
        "ankle": "mixamorig1:{Left}Foot",
    },
    "lafan1": {
        "hips": "Hips", "spine": "Spine", "chest": "Spine2", "neck": "Neck", "head": "Head",
        "collar": "{Left}Shoulder", "shoulder": "{Left}Arm", "elbow": "{Left}ForeArm", "wrist": "{Left}Hand",
        "hip": "{Left}UpLeg", "knee": "{Left}Leg", "ankle": "{Left}Foot", "toe": "{Left}Toe",
    },
    "daz": {
        "hips": "hip", "spine": "abdomen", "chest": "chest", "neck": "neck", "head": "head",
        "collar": "{l}Collar", "shoulder": "{l}Shldr", "elbow": "{l}ForeArm", "wrist": "{l}Hand",
        "hand": "{l}Mid1", "hip": "{l}Thigh", "knee": "{l}Shin", "ankle": "{l}Foot",
    },
    "asf": {
        "hips": "root", "spine": "upperback", "chest": "thorax", "neck": "lowerneck", "head": "head",
        "collar": "{l}clavicle", "shoulder": "{l}humerus", "elbow": "{l}radius", "wrist": "{l}hand",
        "hand": "{l}fingers", "hip": "{l}femur", "knee": "{l}tibia", "ankle": "{l}foot", "toe": "{l}toes",
    },
    "character studio": {
        "hips": "Hips", "spine": "Chest", "chest": "Chest2", "neck": "Neck", "head": "Head",
        "collar": "{Left}Collar", "shoulder": "{Left}Shoulder", "elbow": "{Left}Elbow",
        "wrist": "{Left}Wrist", "hip": "{Left}Hip", "knee": "{Left}Knee", "ankle": "{Left}Ankle",
        "toe": "{Left}Toe",
    },
    "bandai-namco": {
        "hips": "Hips", "spine": "Spine", "chest": "Chest", "neck": "Neck", "head": "Head",
        "collar": "Shoulder_{L}", "shoulder": "UpperArm_{L}", "elbow": "LowerArm_{L}", "wrist": "Hand_{L}",
        "hip": "UpperLeg_{L}", "knee": "LowerLeg_{L}", "ankle": "Foot_{L}", "toe": "Toes_{L}",
    },
    "smpl": {
        "hips": "Pelvis", "spine": "Spine1", "chest": "Spine3", "neck": "Neck", "head": "Head",
        "collar": "{Left}_collar", "shoulder": "{Left}_shoulder", "elbow": "{Left}_elbow",
        "wrist": "{Left}_wrist", "hand": "{Left}_palm", "hip": "{Left}_hip", "knee": "{Left}_knee",
        "ankle": "{Left}_ankle", "toe": "{Left}_foot",
    },
    "amass": {
        "hips": "root", "spine": "lowerback", "chest": "upperback", "neck": "lowerneck", "head": "head",
        "collar": "{l}collar", "shoulder": "{l}shoulder", "elbow": "{l}elbow", "wrist": "{l}wrist",
        "hand": "{l}hand", "hip": "{l}hip", "knee": "{l}knee", "ankle": "{l}ankle", "toe": "{l}foot",
    },
    "makehuman": {
        "hips": "root", "spine": "spine05", "chest": "spine01", "neck": "neck01", "head": "head",
        "collar": "clavicle.{L}", "shoulder": "upperarm01.{L}", "elbow": "lowerarm01.{L}",
        "wrist": "wrist.{L}", "hand": "finger3-1.{L}", "hip": "upperleg01.{L}", "knee": "lowerleg01.{L}",
        "ankle": "foot.{L}", "toe": "toe2-1.{L}",
    },
    "iclone": {
        "hips": "CC_Base_Hip", "spine": "CC_Base_Waist", "chest": "CC_Base_Spine02",
        "neck": "CC_Base_NeckTwist01", "head": "CC_Base_Head",
        "collar": "CC_Base_{L}_Clavicle", "shoulder": "CC_Base_{L}_Upperarm",
        "elbow": "CC_Base_{L}_Forearm", "wrist": "CC_Base_{L}_Hand", "hip": "CC_Base_{L}_Thigh",
        "knee": "CC_Base_{L}_Calf", "ankle": "CC_Base_{L}_Foot", "toe": "CC_Base_{L}_ToeBase",
    },
    "biped": {
        "hips": "Bip01", "spine": "Bip01 Spine", "chest": "Bip01 Spine1", "neck": "Bip01 Neck",
        "head": "Bip01 Head", "collar": "Bip01 {L} Clavicle", "shoulder": "Bip01 {L} UpperArm",
        "elbow": "Bip01 {L} Forearm", "wrist": "Bip01 {L} Hand", "hip": "Bip01 {L} Thigh",
        "knee": "Bip01 {L} Calf", "ankle": "Bip01 {L} Foot", "toe": "Bip01 {L} Toe0",
    },
    "unreal": {
        "hips": "pelvis", "spine": "spine_01", "chest": "spine_03", "neck": "neck_01", "head": "head",
        "collar": "clavicle_{l}", "shoulder": "upperarm_{l}", "elbow": "lowerarm_{l}", "wrist": "hand_{l}",
        "hip": "thigh_{l}", "knee": "calf_{l}", "ankle": "foot_{l}", "toe": "ball_{l}",
    },
    "mass": {
        "hips": "Character1_Hips", "spine": "Character1_Spine", "chest": "Character1_Spine1",
        "neck": "Character1_Neck", "head": "Character1_Head",
        "collar": "Character1_{Left}Shoulder", "shoulder": "Character1_{Left}Arm",
        "elbow": "Character1_{Left}ForeArm", "wrist": "Character1_{Left}Hand",
        "hip": "Character1_{Left}UpLeg", "knee": "Character1_{Left}Leg", "ankle": "Character1_{Left}Foot",
        "toe": "Character1_{Left}ToeBase",
    },
}  # fmt: skip


_WORDS = {
    "left": {"lf": "lf", "LEFT": "LEFT", "hidari": "hidari", "kanji": "左", "links": "links"},
    "right": {"lf": "rt", "LEFT": "RIGHT", "hidari": "migi", "kanji": "右", "links": "rechts"},
}


def sided(name: str, side: str) -> str:
    """'{Left}Arm', 'left' -> 'LeftArm'; '{l}', '{L}' and other languages' words likewise."""
    words = _WORDS[side]
    return name.format(Left=side.capitalize(), left=side, L=side[0].upper(), l=side[0], **words)


def body_position(part: str, side: str | None) -> np.ndarray:
    body = standing_body().astype(float)
    if part == "collar":
        towards = body[BODY_INDEX[f"{side}_shoulder"]] - body[BODY_INDEX["neck"]]
        return body[BODY_INDEX["neck"]] + 0.2 * towards
    return body[BODY_INDEX[part if side is None else f"{side}_{part}"]]


def make_clip(
    names: dict[str, str],
    frames: int = 2,
    unit: float = 0.01,
    z_up: bool = False,
    relative_root: bool = False,
    values: np.ndarray | None = None,
) -> Clip:
    """A clip of the standing body in a dialect's names, in file units of ``unit`` metres.

    ``values`` (frames, 3) are the root's rotation channels Z, Y, X in degrees, zero when None.
    """
    parts: list[tuple[str, str | None, str | None]] = [(part, above, None) for part, above in _MIDDLE]
    parts += [(part, above, side) for side in ("left", "right") for part, above in _LIMBS]
    above_of = {(part, side): above for part, above, side in parts}
    kept = [(part, side) for part, _, side in parts if part in names]
    positions = [body_position(part, side) for part, side in kept]

    def parent(part: str, side: str | None) -> int:
        above = above_of[part, side]
        while above is not None:
            at = side if (above, side) in above_of else None
            if (above, at) in kept:
                return kept.index((above, at))
            above = above_of[above, at]
        return -1

    parents = np.array([parent(part, side) for part, side in kept])
    offsets = np.array(
        [
            position - (positions[above] if above >= 0 else position)
            for position, above in zip(positions, parents, strict=True)
        ]
    )
    root = positions[0]
    if z_up:
        offsets, root = offsets[:, [0, 2, 1]] * [1, -1, 1], root[[0, 2, 1]] * [1, -1, 1]
    motion = np.zeros((frames, 6 + 3 * (len(kept) - 1)))
    if relative_root:
        offsets[0] = root
    else:
        motion[:, :3] = root / unit
    if values is not None:
        motion[:, 3:6] = values
    skeleton = Skeleton(
        joint_names=tuple(names[part] if side is None else sided(names[part], side) for part, side in kept),
        parents=parents,
        offsets=offsets / unit,
        channels=(ROOT_CHANNELS, *[ROOT_CHANNELS[3:]] * (len(kept) - 1)),
    )
    return Clip(skeleton, Motion(motion), 1 / 30)


def walking(frames: int = 60, speed: float = 1.2) -> np.ndarray:
    """(F, 29, 3): a person who goes along +z, lifting the feet in turn, at 30 frames per second."""
    times = np.arange(frames) / 30
    bodies = np.repeat(standing_body()[None].astype(float), frames, 0)
    bodies[..., 2] += (speed * times)[:, None]
    for side, turn in (("left", 0.0), ("right", np.pi)):
        lift = np.maximum(np.sin(2 * np.pi * times + turn), 0)[:, None]
        for part, height in (("knee", 0.15), ("ankle", 0.12), ("toe", 0.1)):
            bodies[:, BODY_INDEX[f"{side}_{part}"], 1:] += lift * [height, 0.15 if part == "knee" else -0.05]
    return bodies
