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
