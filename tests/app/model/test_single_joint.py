from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model import single_joint
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.limits import bundled_limits
from posestudio.body.standing import standing_body
from posestudio.keypoints import MISSING, OCCLUDED
from tests.app.fakes import lifted

LEFT, RIGHT = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]
KNEE, ANKLE = BODY_INDEX["left_knee"], BODY_INDEX["left_ankle"]


def test_a_state_is_set_and_taken_back_for_the_joints_meant_alone(document):
    body = standing_body()
    change = single_joint.with_visibility(document.state, body, [LEFT, RIGHT], MISSING)
    assert (change.state.visibility[[LEFT, RIGHT]] == MISSING).all()
    again = single_joint.with_visibility(change.state, body, [LEFT], OCCLUDED)
    assert again.state.visibility[LEFT] == OCCLUDED and np.isfinite(again.state.points[LEFT]).all()
    back = single_joint.reset(again.state, [LEFT])
    assert back.state.visibility[LEFT] == document.state.visibility[LEFT]
    assert back.state.visibility[RIGHT] == MISSING
    assert single_joint.reset(document.state, [LEFT]) is None


def test_a_wrist_is_mirrored_to_the_other_side(document):
    points = document.state.points.astype(float)
    points[LEFT] += (30, -40)
    document.joints.move(points, [LEFT])
    change = single_joint.mirrored_to_other_side(document.state, LEFT)
    height = document.state.points[LEFT, 1]
    assert change.state.points[RIGHT, 1] == pytest.approx(height, abs=1)
    assert np.array_equal(change.state.points[LEFT], document.state.points[LEFT])
    assert single_joint.mirrored_to_other_side(document.state, COCO_INDEX["nose"]) is None


def test_the_spread_is_in_depth_and_nothing_at_the_hips(document):
    result = lifted(document, hypotheses=8)
    spread = single_joint.spread_of(result, BODY_INDEX["left_wrist"])
    assert spread.depth > 2 * spread.across > 0 and spread.covariance.shape == (3, 3)
    assert single_joint.spread_of(result, BODY_INDEX["hips"]) is None


def test_the_spread_of_a_joint_that_no_pose_takes_to_its_keypoint_is_at_least_what_it_is_off(document):
    result, wrist = lifted(document, hypotheses=8), BODY_INDEX["left_wrist"]
    usual = single_joint.spread_of(result, wrist)
    points = result.keypoints.points.copy()
    points[0, LEFT] += (200, -150)
    dragged = replace(result, keypoints=replace(result.keypoints, points=points))
    metres = 250 * result.camera.to_camera(result.joints[0, 0, wrist])[2] / result.camera.K[1, 1]
    spread = single_joint.spread_of(dragged, wrist)
    assert spread.across > 0.7 * metres > 2 * usual.across and spread.depth > usual.depth
    assert single_joint.spread_of(dragged, KNEE).across == single_joint.spread_of(result, KNEE).across


def test_a_shin_bent_forwards_is_far_beyond_its_range_and_a_straight_one_is_not():
    straight, bent = standing_body().copy(), standing_body().copy()
    length = np.linalg.norm(bent[ANKLE] - bent[KNEE])
    bent[ANKLE] = bent[KNEE] + np.float32([0, 0, length])
    assert single_joint.degrees_beyond(straight, ANKLE) < 3 and single_joint.degrees_beyond(bent, ANKLE) > 20
    off = bundled_limits().outside(np.stack([straight, bent]))
    assert single_joint.beyond_limits(off, 1, ANKLE) and not single_joint.beyond_limits(off, 0, ANKLE)
    assert single_joint.degrees_beyond(bent, BODY_INDEX["hips"]) == 0
