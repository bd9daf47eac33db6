"""Opening replaces the document: after a question if it was edited, and without leaving anything of it."""

import threading

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMessageBox

from posestudio.app.model.sources import KeypointsSource
from posestudio.app.shell.window import StudioWindow
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.fake_detector import FakeDetector

pytestmark = pytest.mark.gl

SIZE = (320, 240)


@pytest.fixture
def photograph(tmp_path):
    path = tmp_path / "someone.png"
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(90, 120, 90))
    image.save(str(path))
    return path


@pytest.fixture
def others(tmp_path, clip):
    """Files of other kinds to open, by kind."""
    save_bvh(tmp_path / "clip.bvh", to_clip(clip.bodies))
    points = np.random.default_rng(1).uniform(20, 90, (17, 2))
    save_keypoints(tmp_path / "people.json", [Keypoints(points, size=(200, 150))])
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "other.png"))
    return {
        "clip": tmp_path / "clip.bvh",
        "keypoints": tmp_path / "people.json",
        "picture": tmp_path / "other.png",
    }


def is_found(window, name="someone.png"):
    source = window.document.state.source
    return isinstance(source, KeypointsSource) and source.name == name and window.document.result is not None


def test_opening_a_picture_over_edits_asks_and_cancel_keeps_all(qtbot, studio, photograph, answers):
    document = studio.document
    document.joints.mirror()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    before = (document.state, document.result, document.history.count(), studio.windowTitle())
    studio.open([photograph])
    qtbot.waitUntil(lambda: bool(answers.asked))
    after = (document.state, document.result, document.history.count(), studio.windowTitle())
    assert all(one is other or one == other for one, other in zip(before, after, strict=True))
    assert document.history.canUndo() and studio.session.recent == []
    answers.button = QMessageBox.StandardButton.Discard
    studio.open([photograph])
    qtbot.waitUntil(lambda: is_found(studio))
    assert len(answers.asked) == 2
    assert document.state.keypoint_edits == {} and document.state.camera.size == SIZE


def test_save_keeps_the_edits_as_a_project_before_something_else_is_opened(
    qtbot, studio, photograph, answers, tmp_path
):
    path = tmp_path / "one.posestudio"
    studio.saving.save_project(path)
    qtbot.waitUntil(lambda: studio.saving.path == path)
    saved = path.read_text()
    studio.document.joints.mirror()
    answers.button = QMessageBox.StandardButton.Save
    studio.open([photograph])
    qtbot.waitUntil(lambda: is_found(studio))
    assert len(answers.asked) == 1 and path.read_text() != saved
    assert studio.saving.path is None  # the picture is no project yet, least of all that one


def test_what_nobody_edited_is_left_without_a_question(qtbot, studio, photograph, answers):
    studio.document.set_frame(3)
    studio.open([photograph])
    qtbot.waitUntil(lambda: is_found(studio))
    assert not answers.asked


@pytest.mark.parametrize("kind", ["clip", "keypoints", "picture"])
def test_what_is_opened_after_a_picture_finds_nothing_of_it(qtbot, window, photograph, others, kind):
    document = window.document
    window.open([photograph])
    qtbot.waitUntil(lambda: is_found(window))
    assert window.editor.model.detection is not None
    window.studio.show_error("a lift that was refused", "lift")
    window.studio.show_error("a detector that was missing", "detect")
    window.banner.ask("someone.png has changed on disk.", "reload", "Reload", lambda: None)
    window.open([others[kind]])
    qtbot.waitUntil(lambda: document.state.source.name == others[kind].name and window.lift_scheduler.settled)
    assert window.banner.isHidden()
    if kind == "picture":
        assert document.state.picture.path == others[kind] and document.state.camera.size == (64, 48)
        assert document.state.source.detection(0).size == (64, 48)
    else:
        assert document.state.picture is None and window.editor.model.detection is None
        assert document.state.camera.size != SIZE
    assert not document.has_unsaved_work


def test_a_picture_placed_behind_keeps_the_joints_and_is_an_edit(qtbot, studio, photograph, monkeypatch):
    monkeypatch.setattr(studio.opening, "_choose", lambda *_: [photograph])
    source = studio.document.state.source
    studio.actions_by_id["place_behind"].trigger()
    qtbot.waitUntil(lambda: studio.document.state.picture is not None)
    assert studio.document.state.source is source and not studio.detection.busy
    studio.document.undo()
    assert studio.document.state.picture is None


class SlowDetector(FakeDetector):
    """Works until it is stopped."""

    def __init__(self):
        super().__init__()
        self.begun = threading.Event()

    def detect(self, picture, boxes=None, steps=4, callback=None, trajectory=False, **_):
        self.asked.append(picture.shape)
        self.begun.set()
        pause = threading.Event()
        while True:
            callback(0)
            pause.wait(0.005)


def test_finding_people_shows_how_far_it_is_and_can_be_cancelled(qtbot, lifter, session, photograph, others):
    detector = SlowDetector()
    window = StudioWindow(load=lambda weights: lifter, load_detector=lambda: detector, session=session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    bar = window.progress.pictures[0].words
    window.open([photograph])
    qtbot.waitUntil(detector.begun.is_set)
    qtbot.waitUntil(bar.isVisible)
    assert "someone.png" in bar.label.text() and window.detection.busy
    bar.cancel.click()
    qtbot.waitUntil(lambda: not window.detection.busy)
    assert bar.isHidden() and window.banner.isHidden()
    assert window.document.state.picture.path == photograph and window.document.state.empty
    window.open([photograph])
    qtbot.waitUntil(lambda: len(detector.asked) == 2)
    window.open([others["clip"]])  # nobody is looked for in a picture that is not open any more
    qtbot.waitUntil(lambda: window.document.state.source.name == "clip.bvh" and not window.detection.busy)
    qtbot.waitUntil(lambda: not window.detection.jobs.running_title)
    assert window.document.state.picture is None
    window.close()


def test_a_pasted_picture_asks_like_one_that_is_opened(studio, answers, monkeypatch):
    from PySide6.QtGui import QGuiApplication

    image = QImage(32, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    studio.document.joints.mirror()
    state = studio.document.state
    studio.actions_by_id["paste"].trigger()
    assert len(answers.asked) == 1 and studio.document.state is state
    answers.button = QMessageBox.StandardButton.Discard
    studio.actions_by_id["paste"].trigger()
    assert studio.document.state.picture.size == (32, 24)
