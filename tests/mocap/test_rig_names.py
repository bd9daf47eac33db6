"""Rigs of many programs: joints by their names, whatever hangs beside them; shape only for what is left."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.body.skeleton import Clip, Skeleton
from posestudio.body.standing import standing_body
from posestudio.errors import BodyWarning, RigError
from posestudio.mocap.body_from_clip import read_body, to_body
from posestudio.mocap.rig_matching import match_rig
from posestudio.mocap.rig_names import read_names
from tests.mocap.rig_additions import MORE_DIALECTS, with_joints, with_split
from tests.mocap.rig_makers import DIALECTS, make_clip, sided

LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]
FEET_AND_HANDS = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("toe", "hand")]


def assert_stands(clip: Clip) -> None:
    """The body is the standing one, and nothing about the rig is doubtful."""
    read = read_body(clip)
    assert read.match.doubts == ()
    assert np.abs(read.joints[:, LIMBS] - standing_body()[LIMBS]).max() < 1e-3


@pytest.mark.parametrize("dialect", MORE_DIALECTS)
def test_names_of_many_programs_are_understood(dialect: str) -> None:
    names = MORE_DIALECTS[dialect]
    clip = make_clip(names)
    assert_stands(clip)
    found = match_rig(clip.skeleton).joints
    for part, name in names.items():
        for side in ("left", "right"):
            role = part if part in ("neck", "head") else f"{side}_{part}"
            if role in found or part in ("collar", "hand", "toe"):
                assert clip.skeleton.joint_names[found[role]] == sided(name, side)
    if "hand" in names and "toe" in names:
        body = to_body(clip)
        assert np.abs(body[:, FEET_AND_HANDS] - standing_body()[FEET_AND_HANDS]).max() < 1e-3


@pytest.mark.parametrize(
    ("dialect", "joint", "twist"),
    [
        ("genesis 3", "{l}ThighBend", "{l}ThighTwist"),
        ("genesis 3", "{l}ShldrBend", "{l}ShldrTwist"),
        ("genesis 3", "{l}ForearmBend", "{l}ForearmTwist"),
        ("rigify deform", "DEF-thigh.{L}", "DEF-thigh.{L}.001"),
        ("rigify deform", "DEF-upper_arm.{L}", "DEF-upper_arm.{L}.001"),
        ("rigify deform", "DEF-forearm.{L}", "DEF-forearm.{L}.001"),
        ("vrm", "J_Bip_{L}_UpperArm", "J_Bip_{L}_UpperArm_Roll"),
        ("biped with a number", "Bip001 {L} Thigh", "Bip001 {L} ThighTwist"),
        ("mmd", "{kanji}腕", "{kanji}腕捩"),
        ("maya", "{L}_elbow_jnt", "{L}_forearm_twist_jnt"),
        ("kinect", "Knee{Left}", "CalfHelper{Left}"),
    ],
)
def test_split_and_twisted_bones_are_skipped(dialect: str, joint: str, twist: str) -> None:
    clip = make_clip(MORE_DIALECTS[dialect])
    for side in ("left", "right"):
        clip = with_split(clip, sided(joint, side), sided(twist, side))
    assert_stands(clip)


def chain(name: str, parent: str, step: tuple[float, float, float], count: int = 5) -> list:
    names = [parent, *(f"{name}{index}" for index in range(count))]
    return [(below, above, step) for above, below in zip(names, names[1:], strict=False)]


@pytest.mark.parametrize("dialect", ["vrm", "metarig", "mixamo in lower case"])
@pytest.mark.parametrize(
    ("at", "name"),
    [
        ("hips", "skirt_{l}_"),
        ("hips", "coat.{L}."),
        ("hips", "Tail"),
        ("chest", "{Left}Wing"),
        ("chest", "cape_{l}"),
        ("head", "hair{L}_"),
        ("head", "{l}Ear"),
        ("wrist", "sword"),
        ("wrist", "wrist_inner_{l}"),
        ("wrist", "Weapon_{l}_arm"),
        ("wrist", "gun_{left}_hand"),
        ("chest", "Wing_{L}_Arm"),
        ("hips", "tentacle_{L}_leg"),
    ],
)
def test_what_is_worn_grown_or_carried_is_no_limb(dialect: str, at: str, name: str) -> None:
    names = MORE_DIALECTS[dialect]
    clip = make_clip(names)
    for side, across in (("left", 1.0), ("right", -1.0)):
        parent = sided(names[at], side)
        clip = with_joints(clip, *chain(sided(name, side), parent, (14.0 * across, -9.0, 0.0)))
    assert_stands(clip)


@pytest.mark.parametrize("dialect", ["vrm", "humanoid of unity", "kinect azure", "maya"])
@pytest.mark.parametrize("lost", ["shoulder", "elbow", "wrist", "hip", "knee", "ankle"])
def test_a_joint_without_a_name_is_found_by_shape_and_said(dialect: str, lost: str) -> None:
    clip = make_clip(MORE_DIALECTS[dialect])
    names = [
        "Mystery" if name == sided(MORE_DIALECTS[dialect][lost], "left") else name
        for name in clip.skeleton.joint_names
    ]
    unnamed = replace(clip, skeleton=replace(clip.skeleton, joint_names=tuple(names)))
    with pytest.warns(BodyWarning, match=rf"left {lost} Mystery"):
        body = to_body(unnamed)
    assert np.abs(body[:, LIMBS] - standing_body()[LIMBS]).max() < 1e-3


def test_unequal_sides_are_doubted() -> None:
    clip = make_clip(DIALECTS["daz"])
    clip.skeleton.offsets[clip.skeleton.joint_names.index("lHand")] *= 3
    with pytest.warns(BodyWarning, match="arms are not equally long"):
        to_body(clip)


def test_clear_names_warn_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        to_body(make_clip(DIALECTS["mixamo"]))


@pytest.mark.parametrize("extra", [True, False])
def test_the_wrist_of_bone_names_is_where_the_hand_begins(extra: bool) -> None:
    clip = make_clip(DIALECTS["asf"])
    if extra:
        for side in ("l", "r"):
            clip = with_split(clip, f"{side}radius", f"{side}wrist")
    names = clip.skeleton.joint_names
    found = match_rig(clip.skeleton).joints
    assert (names[found["left_wrist"]], names[found["left_hand"]]) == ("lhand", "lfingers")
    assert_stands(clip)


def test_wrists_without_hands_stay_wrists() -> None:
    names = DIALECTS["asf"] | {"wrist": "{l}wrist"}
    names.pop("hand")
    assert_stands(make_clip(names))


@pytest.mark.parametrize(
    ("name", "side", "role"),
    [
        ("RUArm", "right", "shoulder"),
        ("LFArm", "left", "elbow"),
        ("lf_arm", "left", "shoulder"),
        ("Bone.thigh.l", "left", "hip"),
        ("r-foot", "right", "ankle"),
        ("LEFT_KNEE", "left", "knee"),
        ("lowerarm_r", "right", "elbow"),
        ("左足首", "left", "ankle"),
        ("migihiza", "right", "knee"),
        ("toeR", "right", "toe"),
    ],
)
def test_sides_and_parts_are_read_off_names(name: str, side: str, role: str) -> None:
    (read,) = read_names([name])
    assert read.side == side and max(read.roles, key=lambda one: read.roles[one]) == role


@pytest.mark.parametrize(
    "name", ["L5", "T12", "charm_l", "Handle_R", "kneecap.L", "whip_r", "ik_foot_l", "足IK_L"]
)
def test_names_that_only_look_like_parts_are_none(name: str) -> None:
    (read,) = read_names([name])
    assert not read.roles


@given(st.lists(st.text(max_size=24), min_size=1, max_size=12))
@example(["\U00010e60", "arm²", "leg٣", "①"])  # digits that are no decimals, and decimals that are not 0 to 9
def test_any_names_are_read(names: list[str]) -> None:
    assert len(read_names(names)) == len(names)


@pytest.mark.parametrize("depth", [3, 300, 2000])
def test_two_ropes_are_no_body_however_long(depth: int) -> None:
    parents = np.concatenate([[-1, 0], np.arange(1, depth), [0], np.arange(depth + 1, 2 * depth)])
    offsets = np.tile([0.0, 1.0, 0.0], (len(parents), 1))
    offsets[1, 0], offsets[depth + 1, 0] = 1, -1
    names = tuple(f"bone{index}" for index in range(len(parents)))
    channels = (("Zrotation", "Xrotation", "Yrotation"), *((),) * (len(parents) - 1))
    with pytest.raises(RigError) as refused:
        match_rig(Skeleton(names, parents, offsets, channels))
    assert "\n" not in str(refused.value)
