from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.body.standing import standing_body
from posestudio.errors import RigError
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.rig_matching import match_rig
from tests.mocap.rig_makers import DIALECTS, make_clip

LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]


def test_left_shoulder_is_the_upper_arm_only_beside_a_collar() -> None:
    for dialect in ("character studio", "motionbuilder"):
        clip = make_clip(DIALECTS[dialect])
        name = clip.skeleton.joint_names[match_rig(clip.skeleton).joints["left_shoulder"]]
        assert name == ("LeftShoulder" if dialect == "character studio" else "LeftArm")


def test_junk_joints_do_no_harm() -> None:
    clip = make_clip(DIALECTS["mass"])
    skeleton = clip.skeleton
    wrist = skeleton.joint_names.index("Character1_LeftHand")
    more = replace(
        skeleton,
        joint_names=(*skeleton.joint_names, "L_Radius_RIGMESH", "Neck_RIGMESH"),
        parents=np.append(skeleton.parents, [wrist, 0]),
        offsets=np.vstack([skeleton.offsets, [[104.0, 0, 0], [3.0, 3, 3]]]),
        channels=(*skeleton.channels, (), ()),
    )
    body = to_body(replace(clip, skeleton=more))
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3)


def renamed(clip: Clip, names: list[str]) -> Clip:
    return replace(clip, skeleton=replace(clip.skeleton, joint_names=tuple(names)))


@pytest.mark.parametrize("dialect", ["motionbuilder", "daz", "character studio", "lafan1"])
def test_meaningless_names_are_matched_by_structure(dialect: str) -> None:
    clip = make_clip(DIALECTS[dialect])
    count = len(clip.skeleton.joint_names)
    body = to_body(renamed(clip, [f"bone{index:03d}" for index in range(count)]))
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3)


def chain(count: int) -> Skeleton:
    return Skeleton(
        tuple(f"j{index}" for index in range(count)),
        np.arange(count) - 1,
        np.tile([0.0, 1.0, 0.0], (count, 1)),
        ((),) * count,
    )


@pytest.mark.parametrize("count", [1, 2, 30, 3000])
def test_what_is_no_body_is_refused(count: int) -> None:
    with pytest.raises(RigError, match="no human body"):
        match_rig(chain(count))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(0, 1000))
def test_random_trees_match_or_are_refused(choices: list[int], seed: int) -> None:
    parents = np.array([-1, *(choice % (index + 1) for index, choice in enumerate(choices))])
    rng = np.random.default_rng(seed)
    names = rng.choice(["Left", "Arm", "Hips", "RightLeg", "Head", "x"], len(parents))
    skeleton = Skeleton(tuple(names), parents, rng.normal(size=(len(parents), 3)), ((),) * len(parents))
    clip = Clip(skeleton, Motion(np.zeros((1, 0))), 0.1)
    try:
        assert to_body(clip).shape == (1, 29, 3)
    except RigError as error:
        assert "\n" not in str(error)


def test_a_match_can_be_corrected_by_hand() -> None:
    clip = make_clip(DIALECTS["motionbuilder"])
    names = list(clip.skeleton.joint_names)
    names[names.index("LeftForeArm")] = "Mystery"
    clip = renamed(clip, names)
    body = to_body(clip, rig={"left_elbow": "Mystery"})
    assert np.allclose(body[0, LIMBS], standing_body()[LIMBS], atol=2e-3)
    assert "corrected" in match_rig(clip.skeleton, {"left_elbow": "Mystery"}).profile
    with pytest.raises(RigError, match="no_such_role"):
        to_body(clip, rig={"no_such_role": "Mystery"})
    with pytest.raises(RigError, match="Nowhere"):
        to_body(clip, rig={"left_elbow": "Nowhere"})
    with pytest.raises(RigError, match="unknown rig"):
        to_body(clip, rig="nonsense")
    with pytest.raises(RigError, match="no human body"):
        to_body(clip, rig="daz")
