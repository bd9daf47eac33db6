"""Files that the program lifted, opened in the window: their poses, frames, cameras and keypoints."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_sequence
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.sequence import gather
from tests.app.fakes import FakeLifter as WindowsLifter
from tests.fakes import CAMERA, FakeLifter, standing_keypoints

NOBODY = Keypoints(np.zeros((0, 17, 2)), size=CAMERA.size)


@pytest.fixture
def take():
    """Two people, then nobody, then one, each frame seen by a camera of its own."""
    frames = [standing_keypoints(2), NOBODY, standing_keypoints(1)]
    cameras = [CAMERA, CAMERA, CAMERA.moved((0.1, 0, 0))]
    lifted = [
        FakeLifter().lift(frame, camera, hypotheses=3, seed=7)
        for frame, camera in zip(frames, cameras, strict=True)
    ]
    return gather(lifted, 25)


@pytest.fixture
def source(take, tmp_path) -> LiftedSource:
    save_sequence(tmp_path / "walk.npz", take)
    content = read(tmp_path / "walk.npz").content
    assert isinstance(content, LiftedSource)
    return content


def test_frames_people_and_keypoints_are_those_of_the_file(source, take):
    assert (source.name, source.frames, source.people) == ("walk.npz", 3, 2)
    assert source.frame_time == pytest.approx(1 / 25) and source.size == CAMERA.size
    assert source.observe(0, 1, CAMERA)[0] == pytest.approx(take.points[1], abs=1e-3)
    assert not source.observe(1, 0, CAMERA)[1].any() and not source.observe(2, 1, CAMERA)[1].any()
    assert source.answer(1, 0) is None and source.answer(2, 1) is None
    assert source.answer(0, 1).joints == pytest.approx(take.joints[1:2], abs=1e-4)
    assert source.others(0, 1) == pytest.approx(take.joints[:1, 0], abs=1e-4)


def test_people_numbered_with_gaps_are_numbered_anew(take, tmp_path):
    save_sequence(tmp_path / "a.npz", replace(take, person=np.array([9, 2_000_000_000, 9], np.int32)))
    source = read(tmp_path / "a.npz").content
    assert source.people == 2 and source.answer(2, 0) is not None


def test_a_file_of_something_else_is_refused_in_one_line(tmp_path):
    np.savez(tmp_path / "x.npz", joints=np.zeros((4, 29, 3)))
    with pytest.raises(PoseStudioError, match=r"x\.npz: joints: expected numbers"):
        read(tmp_path / "x.npz")


@pytest.fixture
def opened(qtbot, source):
    """(document, the window's lifter, its scheduler) with the file open."""
    lifter = WindowsLifter()
    document, worker = Document(), LiftWorker(lambda weights: lifter)
    scheduler = LiftScheduler(document, worker)
    document.open_source(source)
    yield document, lifter, scheduler
    worker.close()


def test_the_poses_shown_are_those_of_the_file_and_nothing_is_lifted(opened, take):
    document, lifter, scheduler = opened
    counts = []
    scheduler.read_from_file.connect(counts.append)
    assert document.state.camera == CAMERA and not document.state.camera.assumed
    assert document.result.joints == pytest.approx(take.joints[:1], abs=1e-4)
    assert document.companions == pytest.approx(take.joints[1:2, 0], abs=1e-4)
    assert document.result.seed == 7 and document.limits.shape[0] == 3 and scheduler.settled
    document.set_frame(1)
    assert document.result is None
    document.set_frame(2)
    assert document.result.joints == pytest.approx(take.joints[2:], abs=1e-4)
    document.set_frame(0)
    assert document.result.joints == pytest.approx(take.joints[:1], abs=1e-4)
    assert not lifter.calls and counts == [3, 3]


def test_a_changed_person_is_lifted_again(opened, take, qtbot):
    document, lifter, scheduler = opened
    document.set_settings("seed", seed=3)
    document.end_gesture()
    qtbot.waitUntil(lambda: bool(lifter.finished) and scheduler.settled, timeout=30_000)
    assert lifter.calls[-1]["seed"] == 3 and lifter.calls[-1]["camera"] == CAMERA
    assert document.result.seed == 3


def test_with_another_camera_people_are_lifted_again(opened, qtbot):
    document, lifter, scheduler = opened
    document.set_camera(Camera.look_at((0, 1, 5), (0, 1, 0), 40, CAMERA.size))
    qtbot.waitUntil(lambda: bool(lifter.finished) and scheduler.settled, timeout=30_000)
    assert lifter.calls[-1]["camera"] == document.state.camera
