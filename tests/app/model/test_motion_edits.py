"""Keys, exchanged sides, missing frames, and trim, as edits of a document that are undone one by one."""

import numpy as np
import pytest

from posestudio.app.model import joint_edits, motion_edits
from posestudio.app.model.animation import new_motion
from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.motion_observation import (
    changed_frames,
    motion_camera,
    motion_keypoints,
    motion_keys,
    motion_range,
)
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, COCO_KEYPOINTS
from posestudio.body.mirroring import OBSERVED_MIRROR
from posestudio.body.standing import standing_body
from posestudio.keypoints import MISSING
from tests.app.conftest import walking
from tests.app.sequences import seen

WRIST, OTHER_WRIST = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]
HAND, OTHER_HAND = BODY_INDEX["left_wrist"], BODY_INDEX["right_wrist"]
MIRROR = list(OBSERVED_MIRROR)


@pytest.fixture
def document(qapp):
    made = Document()
    made.open_source(seen())
    return made


def drag(document, frame, joint=WRIST, by=(7.0, -3.0)):
    document.set_frame(frame)
    points = document.state.points.copy()
    points[joint] += by
    document.joints.move(points, [joint])
    return points[joint]


def at(document, frame):
    return document.state.at_frame(frame)


def test_a_dragged_joint_makes_a_key_and_undo_removes_it(document):
    drag(document, 3)
    assert key_frames(document.state) == [3]
    document.undo()
    assert key_frames(document.state) == []


def test_a_joint_moved_back_leaves_no_key(document):
    drag(document, 3)
    drag(document, 3, by=(-7.0, 3.0))
    assert key_frames(document.state) == []


def test_a_moved_key_keeps_its_joints_in_the_picture(document):
    placed = drag(document, 3)
    document.joints.pull(HAND, np.array([0.2, 1.1, 0.1]))
    pixel = at(document, 3).points[WRIST]
    source = at(document, 5).points.copy()
    document.apply(motion_edits.keys_moved(document.state, [3], 2))
    assert key_frames(document.state) == [5] and document.history.undoText() == "Move key"
    assert np.allclose(at(document, 5).points[WRIST], pixel, atol=1e-3)
    rest = np.arange(23) != WRIST
    assert np.allclose(at(document, 5).points[rest], source[rest])
    document.joints.release_pins()
    assert motion_edits.key_at(document.state, 5).points[WRIST] == pytest.approx(placed, abs=1e-3)
    document.undo()
    document.undo()
    assert key_frames(document.state) == [3]


def test_keys_move_together_and_not_beyond_the_ends(document):
    for frame in (1, 3):
        drag(document, frame)
    document.apply(motion_edits.keys_moved(document.state, [1, 3], 99))
    assert key_frames(document.state) == [5, 7]
    document.apply(motion_edits.keys_moved(document.state, [5, 7], -99))
    assert key_frames(document.state) == [0, 2]


def test_copied_keys_are_pasted_elsewhere_and_again_after_undo(document):
    placed = drag(document, 2)
    copied = motion_edits.keys_copied(document.state, [2])
    document.apply(motion_edits.keys_pasted(document.state, copied, 6))
    assert key_frames(document.state) == [2, 6]
    assert np.allclose(at(document, 6).points[WRIST], placed, atol=1e-3)
    document.apply(motion_edits.keys_deleted(document.state, [2, 6]))
    assert key_frames(document.state) == [] and document.history.undoText() == "Delete 2 keys"
    document.undo()
    assert key_frames(document.state) == [2, 6]


def test_keys_beyond_the_frames_of_a_shorter_clip_are_kept_and_not_shown(qapp):
    document = Document()
    document.open_source(walking(6))
    drag(document, 5)
    document.edit("Reload", source=walking(3), frame=0)
    assert key_frames(document.state) == [] and document.state.keypoint_edits
    document.edit("Reload", source=walking(6))
    assert key_frames(document.state) == [5]


def test_nothing_to_delete_move_or_paste_is_no_edit(document):
    state = document.state
    assert motion_edits.keys_deleted(state, [1]) is None and motion_edits.keys_moved(state, [1], 2) is None
    assert motion_edits.keys_pasted(state, {}, 1) is None


def test_sides_are_swapped_over_a_range_with_what_was_set_by_hand(document):
    drag(document, 3)
    document.joints.pull(HAND, np.array([0.2, 1.1, 0.1]))
    document.joints.cycle_visibility([COCO_INDEX["left_knee"]])
    before = [at(document, frame).observation for frame in range(8)]
    document.apply(motion_edits.sides_swapped(document.state, (2, 5)))
    for frame, (points, visibility) in enumerate(before):
        order = MIRROR if 2 <= frame <= 5 else list(range(23))
        assert np.allclose(at(document, frame).points, points[order], atol=1e-3)
        assert np.array_equal(at(document, frame).visibility, visibility[order])
    assert list(at(document, 3).pinned) == [OTHER_HAND]
    assert document.history.undoText() == "Swap sides in frames 3 to 6"
    document.apply(motion_edits.sides_swapped(document.state, (2, 5)))
    assert document.state.motion.swapped == {} and list(at(document, 3).pinned) == [HAND]


def test_a_missing_range_is_a_gap_but_for_joints_moved_by_hand(document):
    drag(document, 3)
    document.apply(motion_edits.marked_missing(document.state, (2, 5)))
    assert not at(document, 2).visibility.any()
    assert np.flatnonzero(at(document, 3).visibility != MISSING).tolist() == [WRIST]
    assert [frame.people for frame in motion_keypoints(document.state)] == [1, 1, 0, 1, 0, 0, 1, 1]
    document.apply(motion_edits.marked_missing(document.state, (2, 5)))
    assert document.history.undoText() == "Use frames 3 to 6 again"
    assert at(document, 2).visibility[:17].all() and at(document, 3).visibility[:17].all()


def test_the_trim_is_an_edit(document):
    document.apply(motion_edits.trimmed(document.state, (2, 99)))
    assert document.state.motion.trim == (2, 7)
    assert motion_range(document.state) == (2, 7) and all(
        one.people for one in motion_keypoints(document.state)
    )
    document.apply(motion_edits.trimmed(document.state, (0, 7)))
    assert document.state.motion.trim is None
    document.undo()
    assert document.state.motion.trim == (2, 7)


def test_a_frame_without_the_person_becomes_a_key_by_dragging(qapp):
    document = Document()
    document.open_source(seen(absent=(4,)))
    assert [frame.people for frame in motion_keypoints(document.state, [3, 4])] == [1, 0]
    drag(document, 4)
    placed = motion_keypoints(document.state)[4]
    assert placed.people == 1 and np.flatnonzero(placed.visibility[0]).tolist() == [WRIST]


def test_the_solver_gets_every_edit_and_what_changed(document):
    before = document.state
    placed = drag(document, 3)
    given = motion_keypoints(document.state)
    assert np.allclose(given[3].points[0, WRIST], placed) and given[3].tracks.tolist() == [0]
    assert given[3].noise[0, WRIST] <= given[2].noise[0, WRIST]
    assert changed_frames(before, document.state) == [3]
    document.joints.pull(HAND, np.array([0.2, 1.1, 0.1]))
    assert list(motion_keys(document.state)) == [3]
    assert np.allclose(motion_keys(document.state)[3].pins[0, HAND], [0.2, 1.1, 0.1])
    state = document.state
    document.apply(motion_edits.sides_swapped(document.state, (5, 6)))
    assert changed_frames(state, document.state) == [5, 6]
    document.apply(motion_edits.trimmed(document.state, (1, 6)))
    assert changed_frames(state, document.state) == [5, 6]  # in and out change nothing of what is solved


def test_a_clip_is_seen_by_one_camera_wherever_its_own_follows_to(qapp):
    document = Document()
    document.open_source(walking(6))
    first = motion_keypoints(document.state)
    document.set_frame(4)
    again = motion_keypoints(document.state)
    assert motion_camera(document.state).t == pytest.approx(document.state.at_frame(0).camera.t)
    for one, other in zip(first, again, strict=True):
        assert np.allclose(one.points, other.points, atol=0.05)
    truth = [motion_camera(document.state).project(body) for body in walking(6).bodies]
    assert np.allclose(first[5].points[0, WRIST], truth[5][HAND], atol=0.05)


def test_a_motion_from_nothing_is_keyed_by_hand(qapp):
    document = Document()
    document.open_source(new_motion(2))
    assert document.state.source.frames == 60 and not document.state.visibility.any()
    assert not any(frame.people for frame in motion_keypoints(document.state))
    drag(document, 10, by=(30.0, 0.0))
    assert key_frames(document.state) == [10] and document.history.undoText() == "Move left wrist"
    document.set_frame(20)
    there = joint_edits.pulled(document.state, HAND, np.array([0.3, 1.4, 0.2]), standing_body()).state
    assert list(there.pinned) == [HAND] and (there.visibility != MISSING).sum() == 4
    document.set_frame(40)
    document.apply(motion_edits.key_made(document.state, None))
    assert key_frames(document.state) == [10, 40]
    given = motion_keypoints(document.state)
    assert [n for n, frame in enumerate(given) if frame.people] == [10, 40]
    # Few joints say nothing of the person's size, of which their noise is a part.
    assert given[10].noise[0, WRIST] == pytest.approx(given[40].noise[0, WRIST], rel=0.5)
    assert given[40].observed.all()
    stands = {f"{side}_{part}" for side in ("left", "right") for part in ("hip", "ankle")}
    assert {COCO_KEYPOINTS[joint] for joint in np.flatnonzero(given[10].observed[0])} == {
        *stands,
        "left_wrist",
    }
