"""Poses made by hand: what is dragged with bone lengths kept, what stays, and what the sampler is given of it."""

import numpy as np
import pytest

from posestudio.app.model import motion_edits
from posestudio.app.model.animation import new_motion
from posestudio.app.model.motion_observation import changed_frames, motion_keys
from posestudio.app.model.posed_result import with_pose
from posestudio.app.model.project import Project, load_project, save_project
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, OBSERVED_23, to_keypoints
from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.keypoints import VISIBLE
from posestudio.posing.segments import bones_of
from tests.app.fakes import lifted

WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]
FEET = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "toe")]
LENGTHS = lambda pose: np.linalg.norm(bones_of(pose.astype(np.float64)), axis=-1)  # noqa: E731


@pytest.fixture
def posed(document):
    """A document with a chosen body; what is posed is chosen at once, as the scheduler does it."""
    document.set_result(lifted(document))

    def changed(names):
        if "poses" in names and document.state.posed is not None:
            document.set_result(with_pose(document.result, document.state.posed), rank=0)

    document.changed.connect(changed)
    return document


def test_a_dragged_joint_takes_its_keypoints_along_and_no_others(posed):
    body, points = posed.selected_body().copy(), posed.state.points.copy()
    posed.begin_gesture()
    for share in (0.5, 1.0):
        posed.joints.drag({HAND: body[HAND] + share * np.array([0.1, 0.2, 0.05])})
    posed.end_gesture()
    made = posed.selected_body()
    assert made[HAND] == pytest.approx(body[HAND] + [0.1, 0.2, 0.05], abs=5e-3)
    assert LENGTHS(made) == pytest.approx(LENGTHS(body), abs=1e-5)
    seen = posed.state.camera.project(to_keypoints(made, OBSERVED_23))
    assert posed.state.points[WRIST] == pytest.approx(seen[WRIST], abs=0.1)
    still = [COCO_INDEX[name] for name in ("nose", "right_wrist", "left_ankle", "right_knee")]
    assert posed.state.points[still] == pytest.approx(points[still], abs=0.01)
    assert posed.history.undoText() == "Move left wrist"
    posed.undo()
    assert posed.state.posed is None and posed.state.points == pytest.approx(points)


def test_in_the_picture_a_joint_follows_the_mouse_as_far_as_it_reaches(posed):
    body, points = posed.selected_body().copy(), posed.state.points.astype(float)
    points[WRIST] += (15, -20)
    posed.joints.drag_in_picture(points, [WRIST])
    assert posed.state.points[WRIST] == pytest.approx(points[WRIST], abs=0.5)
    points[WRIST] += (5000, 0)
    posed.joints.drag_in_picture(points, [WRIST])
    assert LENGTHS(posed.selected_body()) == pytest.approx(LENGTHS(body), abs=1e-5)
    assert posed.selected_body()[HAND, 0] > body[HAND, 0] + 0.2


def test_pinned_joints_stay_and_a_pinned_one_that_is_dragged_takes_its_pin_along(posed):
    body = posed.selected_body().copy()
    posed.joints.toggle_pins([HAND])
    assert posed.state.posed == pytest.approx(body)  # which the next samples leave as it is
    posed.joints.drag({0: body[0] + [0, -0.1, 0.1]})
    assert posed.selected_body()[HAND] == pytest.approx(body[HAND], abs=5e-3)
    posed.joints.drag({HAND: body[HAND] + [0, 0.1, 0]})
    assert posed.state.pinned[HAND] == pytest.approx(body[HAND] + [0, 0.1, 0], abs=5e-3)


def test_a_knee_is_turned_and_so_is_the_figure(posed):
    knee, body = BODY_INDEX["left_knee"], posed.selected_body().copy()
    posed.joints.rotate(knee, from_rotation_vectors(np.array([np.radians(20), 0, 0])), 20)
    assert posed.history.undoText() == "Rotate left knee 20°"
    moved = np.flatnonzero(np.abs(posed.selected_body() - body).max(-1) > 1e-5)
    assert {BODY_INDEX["left_ankle"], BODY_INDEX["left_toe"], BODY_INDEX["left_heel"]} == set(moved)
    posed.joints.rotate(0, from_rotation_vectors(np.array([0, np.radians(90), 0])), 90)
    assert posed.history.undoText() == "Rotate figure 90°"


def test_feet_stay_on_the_floor_and_both_sides_move_when_asked(posed):
    posed.posing.feet_on_floor = True
    body = posed.selected_body().copy()
    posed.joints.drag({0: body[0] - [0, 0.2, 0]})
    assert posed.selected_body()[FEET] == pytest.approx(body[FEET], abs=5e-3)
    posed.posing.feet_on_floor, posed.posing.symmetric = False, True
    body = posed.selected_body().copy()
    posed.joints.drag({HAND: body[HAND] + [0, 0.2, 0.1]})
    rise = (posed.selected_body() - body)[[HAND, BODY_INDEX["right_wrist"]], 1]
    assert rise == pytest.approx([0.2, 0.2], abs=0.02)


def test_an_applied_pose_is_taken_exactly(posed):
    pose = posed.selected_body() + np.float32([0.2, 0, 0])
    posed.joints.apply_pose(pose, "Paste pose")
    assert posed.selected_body() == pytest.approx(pose) and posed.history.undoText() == "Paste pose"
    seen = posed.state.camera.project(to_keypoints(pose))
    assert posed.state.points[:17] == pytest.approx(seen, abs=0.01)
    posed.joints.apply_pose(pose + np.float32([0, 0, 500]))  # behind the camera
    assert posed.state.posed == pytest.approx(pose)


def test_a_pose_is_chosen_until_a_keypoint_is_moved_freely(posed):
    posed.joints.apply_pose(posed.selected_body())
    state = posed.state
    posed.joints.move(state.points, [WRIST])
    assert posed.state.posed is None
    posed.undo()
    posed.joints.discard_pose()
    assert posed.state.posed is None and posed.state.points == pytest.approx(state.points)


def test_a_pose_is_a_key_of_a_motion_in_which_every_joint_is_held(posed):
    before = posed.state
    posed.joints.apply_pose(posed.selected_body())
    state = posed.state
    assert changed_frames(before, state) == [0] and motion_edits.key_frames(state) == [0]
    assert motion_keys(state)[0].pins[0] == pytest.approx(state.posed)
    moved = motion_edits.keys_moved(state, [0], 2).state
    assert list(moved.poses) == [(2, 0)]
    assert not motion_edits.keys_deleted(moved, [2]).state.poses


def test_in_a_motion_from_nothing_a_pose_makes_all_keypoints_known(qapp, document):
    document.open_source(new_motion(1.0))
    from posestudio.body.standing import standing_body

    document.joints.apply_pose(standing_body())
    assert (document.state.visibility[:17] == VISIBLE).all()


def test_poses_are_kept_in_a_project(posed, tmp_path):
    posed.joints.apply_pose(posed.selected_body())
    save_project(tmp_path / "a.posestudio", Project(posed.state))
    back = load_project(tmp_path / "a.posestudio", lambda path: None, frozenset()).state
    assert back.poses[0, 0] == pytest.approx(posed.state.posed)


def test_the_pose_comes_first_with_a_way_through_the_steps_that_ends_in_it(document):
    result = lifted(document, trajectory=True)
    pose = result.joints[0, 2] + np.float32(0.01)
    made = with_pose(result, pose)
    assert made.joints[0, 0] == pytest.approx(pose) and made.joints.shape == result.joints.shape
    assert made.joints[0, 1:] == pytest.approx(result.joints[0, :-1])
    assert made.trajectory[-1, 0, 0] == pytest.approx(pose)
    assert made.trajectory[0, 0, 0] == pytest.approx(result.trajectory[0, 0, 2])
