import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from posestudio.app.model.sources import KeypointsSource
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker
from posestudio.body.layouts import COCO_INDEX
from posestudio.keypoints import Keypoints
from tests.app.fakes import FakeLifter

WITHOUT_HASTE = 120.0  # seconds: however busy the machine is, an answer that comes is waited for
WRIST = COCO_INDEX["left_wrist"]


@pytest.fixture
def follow(qtbot, document):
    """A function that makes the scheduler of a document that is lifted, with the given lifter."""
    running = []

    def make(lifter, patience=WITHOUT_HASTE):
        worker = LiftWorker(lambda weights: lifter)
        running.append(worker)
        scheduler = LiftScheduler(document, worker, patience=patience)
        scheduler.refresh()
        qtbot.waitUntil(lambda: scheduler.settled)
        document.begin_gesture()
        return scheduler

    yield make
    document.end_gesture()
    for worker in running:
        worker.close()


def pull(document):
    places = document.joints.positions()
    places[WRIST] += 3
    document.joints.move(places, [WRIST])


def deliver_posted_events():
    """All that is due before the window system is asked for more: what a paint event comes after."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)


def test_a_quick_answer_arrives_before_painting(document, follow):
    scheduler = follow(FakeLifter())
    answers, painted = [], []
    scheduler.lifted.connect(answers.append)
    scheduler.answered_in_time.connect(lambda: painted.append(len(answers)))
    for number in range(5):
        pull(document)
        deliver_posted_events()
        assert len(answers) == number + 1
    assert painted == [1, 2, 3, 4, 5]
    assert answers[-1].request.context is document.state


def test_of_many_moves_only_the_last_is_waited_for(document, follow):
    scheduler = follow(FakeLifter())
    followed = []
    scheduler.answered_in_time.connect(lambda: followed.append(document.result.keypoints.points[0, WRIST, 0]))
    for _ in range(5):
        pull(document)
    deliver_posted_events()
    assert followed == [document.state.points[WRIST, 0]]


def test_after_late_answers_the_window_no_longer_waits(qtbot, document, follow, monkeypatch):
    lifter = FakeLifter()
    scheduler = follow(lifter, patience=0.001)
    lifter.hold()
    waited = []
    wait_for = LiftWorker.wait_for
    monkeypatch.setattr(LiftWorker, "wait_for", lambda *asked: waited.append(asked) or wait_for(*asked))
    for _ in range(8):
        pull(document)
        deliver_posted_events()
    assert len(waited) == 3
    document.end_gesture()
    lifter.release()
    qtbot.waitUntil(lambda: scheduler.settled)  # the answers come nevertheless
    lifter.hold()
    document.begin_gesture()
    pull(document)
    deliver_posted_events()
    assert len(waited) == 4  # another gesture, another try
    lifter.release()


def test_a_frame_without_people_shows_no_pose(qtbot, document):
    points = np.random.default_rng(0).uniform(100, 400, (1, 17, 2))
    frames = (Keypoints(points, size=(500, 500)), Keypoints(np.zeros((0, 17, 2)), size=(500, 500)))
    lifter = FakeLifter()
    worker = LiftWorker(lambda weights: lifter)
    scheduler = LiftScheduler(document, worker)
    try:
        document.open_source(KeypointsSource("k", frames))
        qtbot.waitUntil(lambda: scheduler.settled and document.result is not None)
        lifter.hold()
        document.set_camera(document.state.camera.with_fov(40))  # asked, not yet answered
        document.set_frame(1)
        assert document.result is None and scheduler.settled
        with qtbot.waitSignal(worker.answered):
            lifter.release()
        assert document.result is None and not len(document.companions)
        document.set_frame(0)
        qtbot.waitUntil(lambda: scheduler.settled and document.result is not None)
    finally:
        worker.close()
