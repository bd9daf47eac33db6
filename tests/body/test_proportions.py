import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS, joints_below
from posestudio.body.mirroring import BODY_MIRROR, COCO_MIRROR, side_of, swap_sides
from posestudio.body.proportions import (
    BONES_OF_JOINTS,
    JOINTS_OF_BONES,
    LEG_LENGTH,
    MEAN_OF_SIDES,
    PROPORTIONS,
    leg_length,
)
from posestudio.body.standing import standing_body

BODY = standing_body().astype(float)


def test_bones_run_from_parents_and_give_the_joints_back():
    bones = BONES_OF_JOINTS @ BODY
    for joint, parent in enumerate(BODY_PARENTS[1:], 1):
        assert bones[joint] == pytest.approx(BODY[joint] - BODY[parent])
    np.testing.assert_allclose(JOINTS_OF_BONES @ bones, BODY - BODY[0], atol=1e-12)


def test_the_mean_of_sides_is_the_same_on_both():
    lengths = np.linalg.norm(BONES_OF_JOINTS @ (BODY * [1.2, 1, 1] + [0.1, 0, 0] * (BODY > 0)), axis=-1)
    mean = MEAN_OF_SIDES @ lengths
    np.testing.assert_allclose(mean, mean[list(BODY_MIRROR)])
    assert mean.sum() == pytest.approx(lengths.sum())


def test_the_standing_body_has_about_the_reference_legs():
    assert leg_length(BODY[None]) == pytest.approx(LEG_LENGTH, abs=0.02)
    assert leg_length(2 * BODY[None]) == pytest.approx(2 * leg_length(BODY[None]))


def test_proportions_run_along_joints():
    for typical, chains in PROPORTIONS.values():
        assert 0.1 < typical < 0.6
        assert {name for chain in chains for name in chain} <= set(BODY_JOINTS)


def test_mirroring_twice_changes_nothing():
    for permutation in (BODY_MIRROR, COCO_MIRROR):
        assert [permutation[index] for index in permutation] == list(range(len(permutation)))
    assert swap_sides("left_knee") == "right_knee" and swap_sides("nose") == "nose"
    assert [side_of(name) for name in ("left_eye", "right_hip", "neck")] == ["left", "right", "middle"]
    np.testing.assert_allclose(BODY[list(BODY_MIRROR)] * [-1, 1, 1], BODY, atol=1e-6)


def test_the_joints_below_one_are_its_whole_limb():
    assert joints_below("left_elbow") == [BODY_INDEX[f"left_{part}"] for part in ("elbow", "wrist", "hand")]
    assert joints_below("hips") == list(range(len(BODY_JOINTS)))
