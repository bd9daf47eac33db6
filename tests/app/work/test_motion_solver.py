"""The motion of a sequence is solved in the background: whole, around what is dragged, and again after undo."""

import numpy as np
import pytest

from posestudio.app.model.animation import new_motion
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker
from posestudio.app.work.motion_request import COARSE_STEPS, MOTION_HYPOTHESES, UNRECORDED_STEPS
from posestudio.app.work.motion_solver import MotionSolver
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.keypoints import Keypoints
from tests.app.conftest import walking
from tests.app.fake_detector import detected
from tests.app.fakes import FakeLifter

FRAMES, SIZE = 20, (320, 240)
WRIST = COCO_INDEX["left_wrist"]


def people(frame, count=1):
    """People who walk to the right; the second is not seen in the first five frames."""
    boxes = [(10 + frame, 20, 60, 200), (100 + frame, 20, 60, 200)][: 1 + (count > 1 and frame >= 5)]
    keypoints = detected(boxes, size=SIZE).to_keypoints(f"frame_{frame:06d}")
    return Keypoints(**{**vars(keypoints), "tracks": np.arange(len(boxes))})


@pytest.fixture
def document(qapp):
    made = Document()
    made.open_source(sequence())
    return made


def sequence(count=1):
    frames = tuple(people(frame, count) for frame in range(FRAMES))
    return KeypointsSource("walk.json", frames, frame_time=1 / 25, found=True)


class Running:
    """The solver and the scheduler of a document, with one fake lifter."""

    def __init__(self, document, wait=lambda: False, patience=120.0):
        self.lifter = FakeLifter()
        self.worker = LiftWorker(lambda weights: self.lifter)
        self.scheduler = LiftScheduler(document, self.worker)
        self.solver = MotionSolver(document, self.worker.lifters.get, wait, patience=patience)
        self.said, self.failures = [], []
        self.solver.message.connect(self.said.append)
        self.solver.failed.connect(self.failures.append)

    def close(self):
        self.lifter.release()
        self.solver.close()
        self.worker.close()


@pytest.fixture
def running(qtbot, document):
    made = Running(document)
    yield made
    document.end_gesture()
    made.close()


@pytest.fixture
def solved(qtbot, document, running):
    running.solver.solve()
    qtbot.waitUntil(lambda: running.solver.settled)
    return running


def drag(document, by=6.0):
    places = document.joints.positions()
    places[WRIST] += by
    document.joints.move(places, [WRIST])


def test_the_motion_of_the_shown_person_is_solved_with_the_windows_settings(document, solved):
    asked = solved.lifter.motions[0]
    assert [one.people for one in asked["frames"]] == [1] * FRAMES and len(solved.lifter.motions) == 1
    assert asked["hypotheses"] == MOTION_HYPOTHESES and asked["fps"] == pytest.approx(25)
    assert asked["times"] is None and asked["previous"] is None
    motion = document.motion_result
    assert motion.joints.shape[:2] == (FRAMES, MOTION_HYPOTHESES)
    assert document.result.joints.shape == (1, MOTION_HYPOTHESES, 29, 3)


def test_frames_show_the_same_hypothesis_of_the_motion_and_nothing_is_lifted(qtbot, document, solved):
    qtbot.waitUntil(lambda: solved.scheduler.settled)
    document.select(3)
    lifts = len(solved.lifter.calls)
    for frame in (1, 2, 10, 19, 4):
        document.set_frame(frame)
        assert document.selected == 3
        assert np.array_equal(document.selected_body(), document.motion_result.joints[frame, 3])
    assert len(solved.lifter.calls) == lifts and len(solved.lifter.motions) == 1


def test_a_dragged_joint_changes_the_frames_around_it_at_once_and_no_others(qtbot, document, solved):
    before = document.motion_result.joints.copy()
    document.set_frame(10)
    document.select(2)
    document.begin_gesture()
    for _ in range(3):
        drag(document)
    qtbot.waitUntil(lambda: document.motion_is_coarse)
    asked = solved.lifter.motions[-1]
    assert asked["changed"] == [10] and asked["steps"] == COARSE_STEPS and not asked["trajectory"]
    coarse = document.motion_result.joints
    assert document.selected == 0 and np.array_equal(coarse[:7, 0], before[:7, 2])
    assert np.abs(coarse[10, 0] - before[10, 2]).max() > 0.01
    document.end_gesture()
    qtbot.waitUntil(lambda: solved.solver.settled)
    asked = solved.lifter.motions[-1]
    assert asked["changed"] == [10] and asked["steps"] == UNRECORDED_STEPS
    fine = document.motion_result.joints
    assert document.selected == 2 and fine.shape == before.shape
    far = [frame for frame in range(FRAMES) if abs(frame - 10) > 3]
    assert np.array_equal(fine[far], before[far]) and np.abs(fine[10] - before[10]).max() > 0.01
    assert document.result.trajectory is None  # of a frame solved anew none is recorded
    document.set_frame(3)
    assert document.result.trajectory is not None


def test_undo_solves_those_frames_again(qtbot, document, solved):
    before = document.motion_result
    document.set_frame(10)
    document.begin_gesture()
    drag(document)
    document.end_gesture()
    qtbot.waitUntil(lambda: solved.solver.settled and document.motion_result is not before)
    document.undo()
    qtbot.waitUntil(lambda: solved.solver.settled)
    assert np.allclose(document.motion_result.joints, before.joints)


def test_other_people_have_a_motion_too_and_are_shown_beside_the_first(qtbot, document, running):
    document.open_source(sequence(2))
    running.solver.solve()
    qtbot.waitUntil(lambda: len(document.other_motions) == 1)
    first, (other,) = document.motion_result, document.other_motions
    assert other.track == 1 and other.joints.shape[1] == 1 and first.track == 0
    document.set_frame(9)
    assert np.array_equal(document.companions, other.joints[9 - 5])
    document.set_frame(2)  # where the other person is not seen
    assert not len(document.companions)

    document.set_person(1)
    assert document.motion_result is other and document.other_motions == (first,)
    qtbot.waitUntil(lambda: running.solver.settled)
    motion = document.motion_result
    assert motion.track == 1 and motion.joints.shape[1] == MOTION_HYPOTHESES
    assert motion.frames.tolist() == list(range(5, 20))
    document.set_person(0)
    assert document.motion_result is first
    document.set_person(1)
    assert document.motion_result is motion
    document.set_frame(2)
    qtbot.waitUntil(lambda: running.scheduler.settled)
    assert document.result is None  # where the motion does not reach, and nobody is seen


def test_the_motion_goes_along_with_a_camera_that_is_moved(qtbot, document, solved):
    before = document.motion_result
    document.begin_gesture()
    document.set_orbit(document.orbit.turned(30, 10))
    moved = document.motion_result
    assert moved.camera == document.state.camera and moved.joints.shape == before.joints.shape
    seen = [one.camera.project(one.joints[4, 0]) for one in (before, moved)]
    assert np.allclose(*seen, atol=0.01)
    document.end_gesture()
    qtbot.waitUntil(lambda: solved.solver.settled)
    assert solved.lifter.motions[-1]["previous"] is None


def test_other_settings_solve_all_anew_and_the_newest_wish_counts(qtbot, document, solved):
    solved.lifter.hold()
    document.set_settings("Seed", seed=3)
    qtbot.waitUntil(lambda: len(solved.lifter.motions) == 2)
    document.set_settings("Seed", seed=4, moving=True)
    qtbot.waitUntil(lambda: len(solved.lifter.motions) == 3)
    solved.lifter.release()
    qtbot.waitUntil(lambda: solved.solver.settled)
    assert document.motion_result.seed == 4 and solved.lifter.motions[-1]["previous"] is None
    assert [asked["moving"] for asked in solved.lifter.motions] == [False, False, True]
    assert not solved.said and not solved.failures


def test_solving_can_be_cancelled_and_fails_with_a_sentence(qtbot, document, running):
    running.lifter.hold()
    running.solver.solve()
    qtbot.waitUntil(lambda: len(running.lifter.motions) == 1)
    running.solver.jobs.cancel()
    qtbot.waitUntil(lambda: bool(running.said))
    assert document.motion_result is None and "Stopped" in running.said[0]
    running.lifter.release()
    running.lifter.refuse = "no such weights"
    running.solver.solve()
    qtbot.waitUntil(lambda: running.failures == ["no such weights"])


def test_it_waits_while_keypoints_are_found(qtbot, document):
    waiting = [True]
    made = Running(document, wait=lambda: waiting[0])
    made.solver.solve()
    assert not made.solver.jobs.running_title
    waiting[0] = False
    made.solver.solve()
    qtbot.waitUntil(lambda: made.solver.settled)
    made.close()


def test_without_keypoints_there_is_no_motion_to_wait_for(qtbot, document, running):
    document.open_source(new_motion(1))
    assert not running.solver.settled
    running.solver.solve()
    qtbot.waitUntil(lambda: running.solver.settled)
    assert document.motion_result is None and not running.lifter.motions


def test_key_poses_alone_make_a_motion(qtbot, document, running):
    document.open_source(new_motion(1))
    wrist = BODY_INDEX["left_wrist"]
    for frame, height in ((0, 1.0), (20, 1.6)):
        document.set_frame(frame)
        document.joints.pull(wrist, np.array([0.4, height, 0.3]))
    qtbot.waitUntil(lambda: document.motion_result is not None)
    asked = running.lifter.motions[-1]
    assert sorted(asked["keys"]) == [0, 20]
    assert np.allclose(document.motion_result.joints[0, :, wrist], [0.4, 1.0, 0.3], atol=1e-4)


def test_the_denoising_of_the_motion_is_that_of_each_frame(qtbot, document, solved):
    document.set_frame(7)
    result, motion = document.result, document.motion_result
    assert np.array_equal(result.trajectory[:, 0], motion.trajectory[:, 7])
    assert result.sigmas is motion.sigmas


def test_a_clip_is_lifted_as_one_motion_only_where_that_is_asked_for(qtbot, document, running):
    document.open_source(walking(FRAMES))
    running.solver.solve()
    assert running.solver.settled and not running.lifter.motions
    selection = MotionSelection(document)
    selection.lift_clip(True)
    qtbot.waitUntil(lambda: document.motion_result is not None and running.solver.settled)
    for frame in (3, 17, 8):
        document.set_frame(frame)
        running.solver.solve()
        assert running.solver.settled and len(document.motion_result.frames) == FRAMES
    assert len(running.lifter.motions) == 1
    document.undo()
    assert document.motion_result is None and running.solver.settled
