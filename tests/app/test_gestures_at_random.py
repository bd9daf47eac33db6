"""Whatever hands do in whatever order: no exception, no thread, a history that leads back."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from posestudio.app.action_table import ACTIONS
from posestudio.app.sources import KeypointsSource
from posestudio.app.state import Picture
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
EVENTS = 400


@pytest.mark.parametrize("seed", [1, 2])
def test_random_gestures(qtbot, studio, clip, seed):
    rng = np.random.default_rng(seed)
    editor, document = studio.editor, studio.document
    keypoints = Keypoints(rng.uniform(0, 500, (2, 17, 2)), rng.integers(0, 3, (2, 17)), (500, 400))
    sources = [clip, KeypointsSource("people.json", (keypoints, keypoints))]
    buttons = [LEFT, RIGHT, MIDDLE]
    keys = [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    ]

    def somewhere():
        if rng.random() < 0.6:
            return editor.joint_position(int(rng.integers(17)))
        return QPointF(*rng.uniform(-20, 600, 2))

    def act():
        kind = int(rng.integers(12))
        button, key = buttons[rng.integers(3)], keys[rng.integers(3)]
        if kind <= 2:
            press(editor, somewhere(), button, key)
        elif kind <= 5:
            move(editor, somewhere(), button, key)
        elif kind <= 7:
            release(editor, somewhere(), button, key)
        elif kind == 8:
            wheel(editor, somewhere(), int(rng.integers(-480, 480)))
        elif kind == 9:
            studio.actions_by_id[QUIET[rng.integers(len(QUIET))]].trigger()
        elif kind == 10:
            studio.timeline.steps.setValue(int(rng.integers(40)))
            studio.camera_panel.fields["yaw"].spin.setValue(float(rng.uniform(-180, 180)))
        elif rng.random() < 0.2:
            document.open_source(sources[rng.integers(2)])
        elif rng.random() < 0.2:
            document.set_picture(Picture("p.png", QImage(300, 200, QImage.Format.Format_RGB32)))

    for number in range(EVENTS):
        act()
        if number % 10 == 0:
            qtbot.wait(1)
        assert np.isfinite(document.state.points).all()
    release(editor, QPointF(5, 5))
    document.end_gesture()
    end = document.state
    while document.history.canUndo():
        document.undo()
    assert document.state.empty
    while document.history.canRedo():
        document.redo()
    assert document.state is end
    if not end.empty and end.visibility.any():
        qtbot.waitUntil(lambda: studio.lifts.settled, timeout=5000)
    assert studio.banner.isHidden(), studio.banner.words.text()
