"""Random mouse and key events on the whole window: no exception, no leak, and undo leads back to the start."""

import gc
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.shell.action_table import ACTIONS
from posestudio.keypoints import Keypoints
from tests.app.gestures import LEFT, MIDDLE, RIGHT, move, press, release, wheel

pytestmark = pytest.mark.gl

WITH_DIALOGS = {spec.id for spec in ACTIONS if spec.text.endswith("...")} | {
    "about",
    "quit",
    "shortcuts",
    "save_project",
    "open_example",
    "open_last",
}
QUIET = [spec.id for spec in ACTIONS if spec.id not in WITH_DIALOGS]
EVENTS = 1_200
WARM = 800  # events after which everything has been made that is made once
ANSWERS = (QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Cancel)
LEAK = 40  # MB


def megabytes() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_random_gestures(qtbot, studio, clip, lifter, answers, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    rng = np.random.default_rng(1)
    editor, document = studio.editor, studio.document
    views = [editor, *([studio.viewport.active_view] if studio.viewport.available else [])]
    keypoints = Keypoints(rng.uniform(0, 500, (2, 17, 2)), rng.integers(0, 3, (2, 17)), (500, 400))
    sources = [clip, KeypointsSource("people.json", (keypoints, keypoints))]
    picture = Picture("p.png", QImage(300, 200, QImage.Format.Format_RGB32))
    buttons = [LEFT, RIGHT, MIDDLE]
    keys = [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ShiftModifier,
    ]

    strip = studio.timeline.strip

    def somewhere(where):
        if where is strip:
            return QPointF(rng.uniform(-20, 600), rng.uniform(-5, 75))
        if rng.random() < 0.6:
            return editor.joint_position(int(rng.integers(17)))
        return QPointF(*rng.uniform(-20, 600, 2))

    def act():
        answers.button = ANSWERS[rng.integers(2)]  # to whether what has not been saved may go
        kind = int(rng.integers(14))
        where = strip if rng.random() < 0.2 else views[int(rng.random() < 0.25)]
        button, key = buttons[rng.integers(3)], keys[rng.integers(4)]
        if kind <= 2:
            press(where, somewhere(where), button, key)
        elif kind <= 5:
            move(where, somewhere(where), button, key)
        elif kind <= 7:
            release(where, somewhere(where), button, key)
        elif kind == 8:
            wheel(where, somewhere(where), int(rng.integers(-480, 480)))
        elif kind == 9:
            studio.actions_by_id[QUIET[rng.integers(len(QUIET))]].trigger()
        elif kind == 10:
            studio.panels.denoising.steps.setValue(int(rng.integers(40)))
            studio.panels.camera.get().fields["azimuth"].spin.setValue(float(rng.uniform(-180, 180)))
        elif kind == 11:
            # A row, though a quick answer may have fewer hypotheses, and its tick.
            panel = studio.panels.hypotheses.get()
            row = int(rng.integers(60))
            panel.table.selectRow(row)
            if row < panel.model.rowCount():
                tick = panel.model.index(row, 0)
                panel.model.setData(tick, 0, Qt.ItemDataRole.CheckStateRole)
        elif kind == 12:
            for pressed in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                escape = QKeyEvent(pressed, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
                QApplication.sendEvent(where, escape)
        elif rng.random() < 0.2:
            document.open_source(sources[rng.integers(2)])
        elif rng.random() < 0.2:
            document.set_picture(picture)

    for number in range(EVENTS):
        act()
        if number % 10 == 0:
            qtbot.wait(1)
            lifter.calls.clear()  # each holds poses
            lifter.finished.clear()
        if number == WARM:
            gc.collect()
            before = megabytes()
        assert np.isfinite(document.state.points).all()
    gc.collect()
    grown = megabytes() - before
    for view in (*views, strip):
        for button in buttons:
            release(view, QPointF(5, 5), button)
    studio.player.pause()
    document.end_gesture()
    assert grown < LEAK, f"{grown:.0f} MB more than after the first {WARM} events"
    end = document.state
    while document.history.canUndo():
        document.undo()
    while document.history.canRedo():
        document.redo()
    for name in ("source", "keypoint_edits", "pins", "motion", "camera", "picture", "settings"):
        assert getattr(document.state, name) is getattr(end, name)
    if not end.empty and end.visibility.any():
        qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    assert studio.banner.isHidden(), studio.banner.label.text()
