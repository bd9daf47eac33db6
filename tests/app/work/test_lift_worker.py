import threading
from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model.state import LiftInput, SamplerSettings
from posestudio.app.work.lift_worker import QUICK_HYPOTHESES, QUICK_STEPS, LiftWorker, Quality, Request
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from tests.app.fakes import FakeLifter

CAMERA = Camera.default((500, 500))


def request(number, quality=Quality.FINE, **settings):
    points = np.random.default_rng(0).uniform(100, 400, (17, 2))
    return Request(
        LiftInput(Keypoints(points), np.full(17, 0.004)),
        CAMERA,
        SamplerSettings(**settings),
        quality,
        context=number,
    )


@pytest.fixture
def answers():
    return []


@pytest.fixture
def start(qtbot, answers):
    running = []

    def make(lifter, load=None):
        worker = LiftWorker(load or (lambda weights: lifter))
        worker.answered.connect(answers.append)
        running.append(worker)
        return worker

    yield make
    for worker in running:
        worker.close()


def test_a_quick_answer_starts_from_the_last_with_the_same_settings(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    for number, ask in enumerate(
        (
            request(1, Quality.QUICK),
            request(2, Quality.QUICK),
            request(3, hypotheses=40),
            request(4, Quality.QUICK, hypotheses=40),
            request(5, Quality.QUICK, hypotheses=40, seed=9),
            request(6, hypotheses=40, seed=9),
        )
    ):
        worker.submit(ask)
        qtbot.waitUntil(lambda done=number + 1: len(answers) == done)
    warm = [call["warm"] for call in lifter.calls]
    assert [one is not None for one in warm] == [False, True, False, True, False, False]
    assert warm[1].pose.shape[1] == warm[3].pose.shape[1] == QUICK_HYPOTHESES


def test_only_a_fine_answer_has_the_trajectory(qtbot, start, answers):
    worker = start(FakeLifter())
    worker.submit(request(1, hypotheses=40, steps=20))
    qtbot.waitUntil(lambda: len(answers) == 1)
    worker.submit(request(2, Quality.QUICK, hypotheses=40, steps=20))
    qtbot.waitUntil(lambda: len(answers) == 2)
    fine, quick = (answer.result for answer in answers)
    assert fine.joints.shape[1] == 40 and len(fine.trajectory) == 21
    assert quick.joints.shape[1] == QUICK_HYPOTHESES and quick.trajectory is None


def test_only_the_latest_of_many_requests_is_answered(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    lifter.hold()
    for number in range(50):
        worker.submit(request(number))
    lifter.release()
    qtbot.waitUntil(lambda: bool(answers) and answers[-1].request.context == 49)
    assert len(answers) == 1 and len(lifter.finished) == 1


def test_a_newer_request_stops_a_fine_lift_at_its_next_step(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    lifter.hold()
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(lifter.calls) == 1)
    worker.submit(request(2, Quality.QUICK))
    qtbot.waitUntil(lambda: len(lifter.calls) == 2)  # the first has ended amid its step
    lifter.release()
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0].request.context == 2


def test_a_quick_lift_is_completed_while_the_drag_continues(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    lifter.hold()
    worker.submit(request(0, Quality.QUICK))
    qtbot.waitUntil(lambda: len(lifter.calls) == 1)
    for number in range(1, 30):
        worker.submit(request(number, Quality.QUICK))
    lifter.release()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert [answer.request.context for answer in answers] == [0, 29]
    assert all(call["steps"] == QUICK_STEPS for call in lifter.calls)


def test_an_answer_that_is_waited_for_is_delivered_at_once(start, answers):
    worker = start(FakeLifter())
    asked = request(1, Quality.QUICK)
    worker.submit(asked)
    assert worker.wait_for(asked, 120)
    assert [answer.request for answer in answers] == [asked]


def test_an_answer_delivered_before_is_not_waited_for(qtbot, start, answers):
    worker = start(FakeLifter())
    asked = request(1, Quality.QUICK)
    worker.submit(asked)
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert worker.wait_for(asked, 0)
    assert len(answers) == 1


def test_waiting_ends_when_the_answer_is_late(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    lifter.hold()
    asked = request(1, Quality.QUICK)
    worker.submit(asked)
    assert not worker.wait_for(asked, 0.01)
    assert not answers
    lifter.release()
    qtbot.waitUntil(lambda: len(answers) == 1)  # once


def test_a_failure_is_an_answer_and_the_next_request_is_served(qtbot, start, answers):
    lifter = FakeLifter(refuse="expected at least four joints")
    worker = start(lifter)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(answers) == 1)
    assert answers[0].result is None and answers[0].problem == "expected at least four joints"
    lifter.refuse = ""
    worker.submit(request(2))
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers[1].result is not None


def test_weights_are_loaded_once_each_and_in_the_workers_thread(qtbot, start, answers):
    loaded = []

    def load(weights):
        loaded.append((weights, threading.current_thread() is threading.main_thread()))
        return FakeLifter()

    worker = start(None, load)
    for number, weights in enumerate(("a", "a", "b")):
        worker.submit(request(number, weights=weights))
        qtbot.waitUntil(lambda number=number: len(answers) == number + 1)
    assert loaded == [("a", False), ("b", False)]


def test_closing_does_not_wait_for_a_long_computation(qtbot):
    lifter = FakeLifter()
    lifter.hold()
    worker = LiftWorker(lambda weights: lifter)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(lifter.calls) == 1)
    worker.close()
    assert not lifter.finished


def test_other_people_are_lifted_again_when_the_noise_of_their_joints_changes(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    for number, noise in enumerate((0.004, 0.004, 0.03)):
        asked = request(number)
        worker.submit(replace(asked, others=(replace(asked.lift_input, noise=np.full(17, noise)),)))
        qtbot.waitUntil(lambda done=number + 1: len(answers) == done)
    companions = [call for call in lifter.calls if not call["trajectory"]]
    assert [call["keypoint_noise"][0] for call in companions] == pytest.approx([0.004, 0.03])


def test_weights_are_read_again_when_their_file_has_changed(qtbot, start, answers, tmp_path):
    files = [tmp_path / f"{name}.safetensors" for name in "abc"]
    for file in files:
        file.write_text("x")
    loaded = []
    worker = start(None, lambda weights: loaded.append(weights) or FakeLifter())

    def lift_with(file):
        done = len(answers)
        worker.submit(request(done, weights=str(file)))
        qtbot.waitUntil(lambda: len(answers) > done)

    for file in (files[0], files[1], files[0], files[1]):
        lift_with(file)
    assert loaded == [str(file) for file in files[:2]]
    files[0].write_text("other weights")
    lift_with(files[0])
    assert loaded[2:] == [str(files[0])]
    lift_with(files[2])  # a third: the one used longest ago goes
    lift_with(files[1])
    assert loaded[3:] == [str(files[2]), str(files[1])]


def test_people_who_were_found_before_an_interruption_are_not_lifted_again(qtbot, start, answers):
    lifter = FakeLifter()
    worker = start(lifter)
    others = tuple(
        LiftInput(request(0).lift_input.keypoints, np.full(17, noise)) for noise in (0.004, 0.01, 0.02, 0.03)
    )
    first = replace(request(1), others=others)
    lifter.hold_from(3)  # the person and two others are lifted, the third other is begun
    worker.submit(first)
    qtbot.waitUntil(lambda: len(lifter.calls) == 4)
    worker.submit(replace(request(2), others=others))
    lifter.release()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[-1].request.context == 2 and len(answers[-1].companions) == 4
    assert len([call for call in lifter.finished if not call["trajectory"]]) == 4
