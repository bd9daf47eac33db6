"""Gestures on joints, in the picture and in space."""

import numpy as np
import pytest

from posestudio.app.model import joint_edits
from posestudio.app.model.camera_edits import first_camera
from posestudio.app.model.joint_edits import at_depth_of, joint_title, with_children
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.state import BODY_OF_POINT, State
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.body.standing import standing_body
from posestudio.keypoints import MISSING, Keypoints
from tests.app.fakes import lifted

WRIST, ELBOW = COCO_INDEX["left_wrist"], COCO_INDEX["left_elbow"]
HAND = BODY_INDEX["left_wrist"]


@pytest.fixture
def posed(document):
    document.set_result(lifted(document))
    return document


def names(joints):
    return {name for name, index in COCO_INDEX.items() if index in joints}


def test_a_joint_is_selected_with_its_children():
    assert names(with_children([COCO_INDEX["left_shoulder"]])) == {
        "left_shoulder",
        "left_elbow",
        "left_wrist",
    }
    assert names(with_children([COCO_INDEX["right_knee"]])) == {"right_knee", "right_ankle"}
    foot = with_children([COCO_INDEX["right_ankle"]]) - {COCO_INDEX["right_ankle"]}
    assert sorted(map(joint_title, foot)) == ["right heel", "right toe"]
    assert len(with_children([COCO_INDEX["nose"]])) == 6
    assert with_children([WRIST]) == {WRIST}


def test_mirroring_twice_is_nothing_and_once_is_another_pose(document):
    points = document.state.points.copy()
    points[WRIST] += (40, -80)
    document.joints.move(points, [WRIST])
    before = document.state.points.copy()
    document.joints.mirror()
    mirrored, across = document.state.points, before[:17, 0]
    middle = across.min() + across.max()
    assert mirrored[list(COCO_MIRROR), 0] == pytest.approx(middle - across, abs=1e-2)
    document.joints.mirror()
    assert document.state.points == pytest.approx(before, abs=1e-2)
    document.undo()
    document.undo()
    assert document.state.points == pytest.approx(before, abs=1e-2)


def test_sides_are_exchanged_and_nothing_moves(document):
    before = document.state.points.copy()
    document.joints.swap_sides()
    assert document.state.points[:17] == pytest.approx(before[list(COCO_MIRROR)], abs=1e-2)


def test_a_pose_is_pasted_into_another_frame(document):
    points = document.state.points.copy()
    points[WRIST] += (40, -80)
    document.joints.move(points, [WRIST])
    pose = document.joints.copied()
    document.set_frame(3)
    document.joints.paste(pose)
    assert document.state.points == pytest.approx(points, abs=1e-2)
    document.undo()
    assert document.state.keypoint_edit is None


def test_a_pinned_joint_stays_in_place_and_is_seen_in_the_picture(posed):
    body = posed.selected_body().copy()
    posed.joints.toggle_pins([HAND])
    assert posed.state.pinned[HAND] == pytest.approx(body[HAND])
    posed.begin_gesture()
    target = body[HAND] + (0.1, 0.3, 0.05)
    posed.joints.pull(HAND, target)
    posed.end_gesture()
    assert posed.state.points[WRIST] == pytest.approx(posed.state.camera.project(target), abs=0.1)
    known = posed.state.lift_input().known
    assert known.pins[0, HAND] == pytest.approx(target) and np.isnan(known.pins[0, 0]).all()
    assert lifted(posed).joints[0, :, HAND] == pytest.approx(np.tile(target, (4, 1)), abs=1e-4)
    posed.undo()
    assert posed.state.pinned[HAND] == pytest.approx(body[HAND])
    posed.undo()
    assert posed.state.lift_input().known is None


def test_an_unpinned_joint_stays_where_it_was_seen(posed):
    posed.joints.pull(HAND, posed.selected_body()[HAND] + (0.2, 0.1, 0))
    seen = posed.state.points[WRIST].copy()
    posed.joints.toggle_pins([HAND])
    assert not posed.state.pinned
    assert posed.state.points[WRIST] == pytest.approx(seen, abs=1e-2)


def test_a_pin_moves_along_with_its_joint_in_the_picture(posed):
    posed.joints.toggle_pins([HAND])
    depth = posed.state.camera.to_camera(posed.state.pinned[HAND])[2]
    points = posed.state.points.copy()
    points[WRIST] += (30, 10)
    posed.joints.move(points, [WRIST])
    moved = posed.state.pinned[HAND]
    assert posed.state.camera.project(moved) == pytest.approx(points[WRIST], abs=0.1)
    assert posed.state.camera.to_camera(moved)[2] == pytest.approx(depth, abs=1e-4)


def test_a_joint_without_a_keypoint_is_pinned(posed):
    spine = BODY_INDEX["spine"]
    before = posed.state.points.copy()
    posed.joints.pull(spine, posed.selected_body()[spine] + (0.1, 0, 0))
    assert posed.state.points == pytest.approx(before)
    assert set(posed.state.pinned) == {spine}


def test_no_joint_is_pinned_behind_the_camera(posed):
    camera = posed.state.camera
    posed.joints.pull(HAND, camera.position - camera.R[2])
    assert not posed.state.pinned


def test_pins_belong_to_their_frame_and_a_reset_removes_them(posed):
    posed.joints.toggle_pins([HAND])
    posed.set_frame(2)
    assert not posed.state.pinned
    posed.set_frame(0)
    posed.joints.reset()
    assert not posed.state.pinned and posed.state.keypoint_edit is None


def test_joints_snap_to_what_the_camera_sees_of_the_pose(posed):
    points = posed.state.points.copy()
    points[ELBOW] += (50, 0)
    posed.joints.move(points, [ELBOW])
    posed.joints.cycle_visibility([WRIST])
    posed.joints.cycle_visibility([WRIST])
    assert posed.state.visibility[WRIST] == MISSING
    posed.joints.snap_to_pose()
    seen = posed.state.camera.project(posed.selected_body()[list(BODY_OF_POINT)])
    assert posed.state.points[ELBOW] == pytest.approx(seen[ELBOW], abs=0.5)
    assert (posed.state.visibility[:17] != MISSING).all() and not posed.state.visibility[17:].any()


def test_at_depth_of_keeps_depth(document):
    camera = document.state.camera
    point = at_depth_of(np.array([0.1, 1.2, 0.3]), np.array([400.0, 300.0]), camera)
    assert camera.project(point) == pytest.approx([400, 300], abs=1e-2)
    assert camera.to_camera(point)[2] == pytest.approx(camera.to_camera([0.1, 1.2, 0.3])[2], abs=1e-5)


def test_others_keep_their_own_pins(qapp, document):
    points = np.random.default_rng(0).uniform(100, 400, (2, 17, 2))
    document.open_source(KeypointsSource("two.json", (Keypoints(points, size=(500, 500)),)))
    document.set_result(lifted(document))
    document.joints.toggle_pins([HAND])
    document.set_person(1)
    assert not document.state.pinned and document.state.lift_input().known is None
    assert document.state.lift_input(0).known is not None


def test_edits_are_functions_from_state_to_state():
    body = standing_body()
    source = ClipSource("clip", body[None])
    camera, target = first_camera(source, (640, 480))
    before = State(source=source, camera=camera, target=target)
    points = before.points + (30, 10)
    text, after = joint_edits.moved(before, points, [WRIST])
    assert text == "Move left wrist" and before.keypoint_edit is None
    assert after.points[WRIST] == pytest.approx(points[WRIST]) and after.source is source
    text, pinned = joint_edits.pins_toggled(before, body, [HAND])
    assert text == "Pin left wrist" and pinned.pinned[HAND] == pytest.approx(body[HAND])
    assert joint_edits.pins_removed(pinned).state.pinned == {}
    for nothing in (
        joint_edits.reset(before),
        joint_edits.pins_removed(before),
        joint_edits.pins_toggled(before, None, [HAND]),
        joint_edits.snapped(before, None),
        joint_edits.mirrored(State()),
        joint_edits.pulled(before, HAND, camera.position - camera.R[2]),
    ):
        assert nothing is None
