"""The joint names of known families of rigs, without prefixes, sides and case."""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMB_ROLES = ("collar", "shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe", "heel", "eye")
REQUIRED_ROLES = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
MIDDLE_ROLES = ("hips", "neck", "head")

Names = tuple[str, ...]


@dataclass(frozen=True)
class RigProfile:
    """A family of rigs: ``roles`` gives the names a role's joint may have, the first found is taken.

    ``relative_root`` says that the root's positions are deltas to its OFFSET.
    """

    name: str
    roles: dict[str, Names]
    relative_root: bool = False


def _profile(name: str, middle: dict[str, Names] | None = None, **roles: Names | str) -> RigProfile:
    given = {role: (names,) if isinstance(names, str) else names for role, names in roles.items()}
    return RigProfile(name, {**_MIDDLE, **(middle or {}), **given})


_MIDDLE: dict[str, Names] = {
    "hips": ("hips", "hip", "pelvis", "root", "jointroot", "reference"),
    "neck": ("neck", "lowerneck", "neck1", "neck01"),
    "head": ("head",),
}
_FINGERS = ("handmiddle1", "middle1", "mid1", "handindex1", "index1", "fingerbase", "handring1", "finger0")

PROFILES: tuple[RigProfile, ...] = (
    _profile(
        "motionbuilder",  # CMU, Pose Prior, LAFAN1, ZeroEGGS, 100STYLE, Mixamo, Rokoko, SFU, HumanIK
        collar="shoulder",
        shoulder="arm",
        elbow="forearm",
        wrist="hand",
        hand=(*_FINGERS, "handthumb1"),
        hip="upleg",
        knee="leg",
        ankle="foot",
        toe=("toebase", "toe", "toes"),
        eye="eye",
    ),
    _profile(
        "daz",  # CMU daz, Poser, Second Life
        collar="collar",
        shoulder="shldr",
        elbow="forearm",
        wrist="hand",
        hand=_FINGERS,
        hip="thigh",
        knee="shin",
        ankle="foot",
        toe=("toe", "toes"),
        eye="eye",
    ),
    _profile(
        "asf",  # made from ASF/AMC
        collar="clavicle",
        shoulder="humerus",
        elbow="radius",
        wrist=("hand", "wrist"),  # the bone 'wrist' is the lower third of the forearm
        hand="fingers",
        hip="femur",
        knee="tibia",
        ankle="foot",
        toe="toes",
    ),
    _profile(
        "joint_names",  # Character Studio, Xsens, Perfume, AnimatedDrawings: the joints' own names
        collar=("collar", "clavicle"),
        shoulder="shoulder",
        elbow="elbow",
        wrist="wrist",
        hand=("hand", *_FINGERS),
        hip="hip",
        knee="knee",
        ankle="ankle",
        toe=("toe", "toebase", "toes"),
        heel="heel",
        eye="eye",
        middle={"hips": ("hips", "hip", "reference")},
    ),
    RigProfile(
        "smpl",  # SMPL and AMASS: metres, Z up in the motion, a rest pose that is not
        {
            **_MIDDLE,
            "hips": ("pelvis", "root"),
            "collar": ("collar",),
            "shoulder": ("shoulder",),
            "elbow": ("elbow",),
            "wrist": ("wrist",),
            "hand": ("hand", "palm", "middle1"),
            "hip": ("hip",),
            "knee": ("knee",),
            "ankle": ("ankle",),
            "toe": ("foot",),
        },
    ),
    _profile(
        "upper_lower",  # Bandai-Namco, and many game rigs
        collar=("shoulder", "clavicle", "collar"),
        shoulder="upperarm",
        elbow=("lowerarm", "forearm"),
        wrist=("hand", "wrist"),
        hand=_FINGERS,
        hip=("upperleg", "upleg"),
        knee=("lowerleg", "leg"),
        ankle=("foot", "ankle"),
        toe=("toes", "toe", "toebase", "ball"),
        eye="eye",
    ),
    _profile(
        "biped",  # 3ds Max Biped, iClone (CC_Base), Unreal
        collar="clavicle",
        shoulder="upperarm",
        elbow=("forearm", "lowerarm"),
        wrist="hand",
        hand=("mid1", "middle1", "middle01", "index01", "finger2", "finger1", "finger0"),
        hip="thigh",
        knee="calf",
        ankle="foot",
        toe=("toebase", "ball", "toe0", "toe"),
        eye="eye",
    ),
    RigProfile(
        "makehuman",
        {
            "hips": ("root",),
            "neck": ("neck01",),
            "head": ("head",),
            "collar": ("clavicle",),
            "shoulder": ("upperarm01",),
            "elbow": ("lowerarm01",),
            "wrist": ("wrist",),
            "hand": ("finger3-1", "finger2-1"),
            "hip": ("upperleg01",),
            "knee": ("lowerleg01",),
            "ankle": ("foot",),
            "toe": ("toe2-1", "toe3-1", "toe1-1"),
            "eye": ("eye",),
        },
        relative_root=True,
    ),
)

_PREFIX = re.compile(
    r"^(mixamorig\d*|character\d*|cc_base|[mf]_avg|bip\d*|armature|jnt)[ _.-]", re.IGNORECASE
)
_SIDES = {"left": "left", "l": "left", "right": "right", "r": "right"}


@dataclass(frozen=True)
class JointName:
    """A joint's name taken apart: 'mixamorig:LeftUpLeg' is ``side`` 'left', ``stem`` 'upleg'."""

    side: str
    stem: str


_KNOWN_STEMS = frozenset(
    stem
    for profile in PROFILES
    for role, names in profile.roles.items()
    if role in LIMB_ROLES
    for stem in names
) | {"hipjoint", "buttock", "wrist"}


def take_apart(name: str) -> JointName:
    """Side and stem of a joint's name, whatever its prefix, case, separators and wherever the side stands."""
    bare = name.rsplit(":", 1)[-1].rsplit("|", 1)[-1]
    bare = _PREFIX.sub("", bare)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", bare)
    words = [word.lower() for word in re.split(r"[\s_.]+", spaced) if word]
    for index in (0, len(words) - 1):
        if len(words) > 1 and words[index] in _SIDES:
            return JointName(_SIDES[words[index]], "".join(words[:index] + words[index + 1 :]))
    stem = "".join(words)
    for prefix, side in _SIDES.items():
        if stem.startswith(prefix) and stem[len(prefix) :] in _KNOWN_STEMS:
            return JointName(side, stem[len(prefix) :])
    return JointName("middle", stem)
