"""The real window with a lifter that needs no network."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox

from posestudio.app.viewport import configure_surface_format

configure_surface_format()  # before pytest-qt makes its QApplication

from posestudio.app.common.session import Session  # noqa: E402
from posestudio.app.editor import PicturePlane  # noqa: E402
from posestudio.app.model.document import Document  # noqa: E402
from posestudio.app.model.sources import ClipSource  # noqa: E402
from posestudio.body.standing import standing_body  # noqa: E402
from tests.app.fake_detector import FakeDetector  # noqa: E402
from tests.app.fakes import FakeLifter  # noqa: E402


def walking(frames: int = 6) -> ClipSource:
    """A standing body that slides forward and lifts its arms a little, frame by frame."""
    bodies = np.repeat(standing_body()[None], frames, 0)
    bodies[:, :, 2] += 0.1 * np.arange(frames)[:, None]
    bodies[:, [13, 14, 17, 18], 1] += 0.03 * np.arange(frames)[:, None]
    return ClipSource("walk.bvh", bodies)


@pytest.fixture(autouse=True)
def no_questions(monkeypatch):
    """A question that a test does not answer would wait for ever."""

    def unexpected(parent, title, text, *_):
        if title == "Stop the export?":  # an export whose file is there, but whose end has not been told yet
            return QMessageBox.StandardButton.Yes
        raise AssertionError(f"asked: {title} {text}")

    monkeypatch.setattr(QMessageBox, "question", unexpected)


class Answers:
    """What people answer to questions: what is ``in_turn``, then ``button`` to all. ``asked`` are their words."""

    def __init__(self) -> None:
        self.button = QMessageBox.StandardButton.Cancel
        self.in_turn: list[QMessageBox.StandardButton] = []
        self.asked: list[str] = []

    def question(self, parent, title, text, buttons=None, *_):
        answer = self.in_turn.pop(0) if self.in_turn else self.button
        assert buttons is None or answer & buttons, f"{answer} is no answer to: {title} {text}"
        self.asked.append(text)
        return answer


@pytest.fixture
def answers(monkeypatch, no_questions) -> Answers:
    made = Answers()
    monkeypatch.setattr(QMessageBox, "question", made.question)
    yield made
    made.button = QMessageBox.StandardButton.Discard  # for the window that is closed after the test


@pytest.fixture
def clip() -> ClipSource:
    return walking()


@pytest.fixture
def document(qapp, clip) -> Document:
    made = Document()
    made.open_source(clip)
    return made


@pytest.fixture
def plane(qtbot, document) -> PicturePlane:
    """The picture plane of ``document``, painted."""
    made = PicturePlane(document)
    made.resize(500, 500)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def lifter() -> FakeLifter:
    return FakeLifter()


@pytest.fixture
def session(tmp_path) -> Session:
    return Session(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def window(qtbot, lifter, session, detector):
    """Open, painted, empty; closed without a question about what a test has edited."""
    from posestudio.app.shell.window import StudioWindow

    made = StudioWindow(load=lambda weights: lifter, load_detector=lambda: detector, session=session)
    made.resize(1100, 760)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    detector.held = False
    made.document.history.setClean()
    made.close()


@pytest.fixture
def studio(qtbot, window, clip):
    """Open on a clip, already lifted."""
    window.document.open_source(clip)
    qtbot.waitUntil(lambda: window.playback.last > 0)
    return window
