import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.posing import solve
from posestudio.posing.rays import place_on_ray, within_reach

EYE = np.array([0.0, 1.2, 4.0])
WRIST, SHOULDER = BODY_INDEX["left_wrist"], BODY_INDEX["left_shoulder"]


@given(st.integers(0, 28), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_the_place_is_on_the_ray_and_where_the_joint_is_when_that_is_seen_there(joint, right, up):
    pose = standing_body().astype(np.float64)
    way = pose[joint] - EYE
    assert place_on_ray(pose, joint, EYE, way) == pytest.approx(pose[joint], abs=0.02)
    way = way + [right, up, 0]
    place = place_on_ray(pose, joint, EYE, way)
    assert np.linalg.norm(np.cross(place - EYE, way)) < 1e-6


def test_a_hand_comes_nearer_to_the_eye_where_it_would_be_out_of_reach_beside_the_body():
    pose = solve(standing_body(), {WRIST: np.array([0.3, 1.4, 0.4])}).astype(np.float64)
    way = pose[SHOULDER] + [0.2, 0.3, 0] - EYE
    place = place_on_ray(pose, WRIST, EYE, way)
    made = solve(pose, {WRIST: place})
    assert np.linalg.norm(made[WRIST] - place) < 0.005
    assert np.abs(made - pose)[[0, BODY_INDEX["head"]]].max() < 0.01


def test_a_place_out_of_reach_comes_into_it_along_the_line_of_sight():
    pose = standing_body().astype(np.float64)
    wrist, ahead = pose[WRIST], np.array([0.0, 0.0, 1.0])
    far = wrist + [0.0, 0.1, 0.9]
    place = within_reach(pose, WRIST, far, -ahead)
    assert place[:2] == pytest.approx(far[:2]) and place[2] < far[2]
    assert np.linalg.norm(solve(pose, {WRIST: place})[WRIST] - place) < 0.01
    assert within_reach(pose, WRIST, wrist + [5, 0, 0], ahead) == pytest.approx(wrist + [5, 0, 0])


@given(st.sampled_from(["left_knee", "right_knee", "left_elbow", "right_elbow"]), st.floats(-3.1, 3.1))
def test_an_elbow_or_knee_that_is_dragged_moves_its_limb_alone(name, angle):
    pose, joint = standing_body().astype(np.float64), BODY_INDEX[name]
    aside = 0.06 * np.array([np.cos(angle), np.sin(angle), 0])
    sight = np.array([0.2, -0.1, -1.0])
    for place in (
        within_reach(pose, joint, pose[joint] + aside, sight),
        place_on_ray(pose, joint, EYE, pose[joint] + aside - EYE),
    ):
        posed = solve(pose, {joint: place})
        limb = [BODY_INDEX[f"{name.split('_')[0]}_{part}"] for part in _BELOW[name.split("_")[1]]]
        others = np.setdiff1d(np.arange(len(pose)), limb)
        assert posed[others] == pytest.approx(pose[others], abs=2e-3)
        assert np.linalg.norm(posed[joint] - place) < 0.061


_BELOW = {"knee": ("knee", "ankle", "toe", "heel"), "elbow": ("elbow", "wrist", "hand")}
