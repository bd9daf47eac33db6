import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, joints_below
from posestudio.body.standing import standing_body
from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.posing import blended, mirrored, posed_like, rotated
from tests.posing.test_solver import lengths, poses

J = BODY_INDEX


def facing(pose):
    across = pose[J["left_hip"]] - pose[J["right_hip"]]
    ahead = np.cross(across, [0, 1, 0])
    return ahead / np.linalg.norm(ahead)


@given(poses())
@settings(max_examples=30)
def test_mirrored_poses_stay_in_place_and_mirrored_twice_are_as_before(pose):
    made = mirrored(pose)
    assert made[0] == pytest.approx(pose[0])
    assert facing(made) == pytest.approx(facing(pose), abs=1e-6)
    assert lengths(made) == pytest.approx(lengths(pose))
    assert mirrored(made) == pytest.approx(pose, abs=1e-6)


def test_a_raised_left_arm_becomes_a_raised_right_one():
    pose = rotated(standing_body(), J["left_shoulder"], from_rotation_vectors(np.array([0.0, 0.0, 2.0])))
    made = mirrored(pose)
    assert made[J["right_wrist"]] == pytest.approx(pose[J["left_wrist"]] * [-1, 1, 1], abs=1e-6)
    assert made.dtype == np.float32


@given(poses(), poses(), st.floats(0, 1))
@settings(max_examples=30)
def test_blends_begin_and_end_with_the_two_poses_and_keep_lengths_between(one, other, share):
    assert blended(one, other, 0) == pytest.approx(one, abs=1e-6)
    assert blended(one, other, 1) == pytest.approx(other, abs=1e-6)
    assert lengths(blended(one, other, share)) == pytest.approx(lengths(one))


def test_half_a_blend_turns_an_arm_by_half_the_angle():
    pose = standing_body().astype(np.float64)
    way = np.array([0.0, 0.0, 1.2])
    whole, half = (
        rotated(pose, J["left_shoulder"], from_rotation_vectors(way * share)) for share in (1, 0.5)
    )
    assert blended(pose, whole, 0.5) == pytest.approx(half, abs=0.01)


@given(poses(), st.integers(0, 28), st.tuples(*[st.floats(-3, 3)] * 3))
@settings(max_examples=30)
def test_a_turned_joint_takes_all_beyond_it_along(pose, joint, vector):
    made = rotated(pose, joint, from_rotation_vectors(np.array(vector)))
    below = joints_below(list(J)[joint])[1:]
    rest = [index for index in range(29) if index not in below]
    assert (made[rest] == pose[rest]).all()
    assert lengths(made) == pytest.approx(lengths(pose))


@given(poses(), poses())
@settings(max_examples=10)
def test_a_pose_is_taken_with_the_lengths_of_another_body(body, pose):
    made = posed_like(body * 1.2, pose)
    assert lengths(made) == pytest.approx(lengths(body) * 1.2)
    assert made[0] == pytest.approx(pose[0])
