"""A sequence is opened, corrected on the strip of frames, saved as a project and opened again."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog

from posestudio.app.display.strip_model import BARS, BARS_TOP, KEYS, KEYS_TOP, RULER
from posestudio.app.model.motion_edits import key_frames
from posestudio.body.layouts import COCO_INDEX
from posestudio.keypoints import save_keypoints
from tests.app.gestures import drag
from tests.app.sequences import seen

pytestmark = pytest.mark.gl

WRIST, OTHER_WRIST = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]


def bars(strip, frame):
    return QPointF(strip.model.scale.middle(frame), BARS_TOP + BARS / 2)


def mark(strip, frame):
    return QPointF(strip.model.scale.middle(frame), KEYS_TOP + KEYS / 2)


def by(strip, frames):
    return QPoint(round(frames * strip.model.scale.per_frame), 0)


def drag_wrist(window, pixels=20):
    """Drag the left wrist in the picture, by widget pixels."""
    drag(window.editor, QPointF(*window.editor.model.points()[WRIST]), QPoint(pixels, -pixels))


@pytest.fixture
def opened(qtbot, window, tmp_path):
    save_keypoints(tmp_path / "walk.json", list(seen(20).sequence), fps=25)
    window.open([tmp_path / "walk.json"])
    qtbot.waitUntil(lambda: window.document.state.source.frames == 20)
    qtbot.waitUntil(lambda: window.timeline.strip.isVisible())
    return window


def test_a_sequence_is_corrected_saved_and_opened_again(qtbot, opened, tmp_path):
    window, document, actions = opened, opened.document, opened.actions_by_id
    strip = window.timeline.strip
    drag(strip, bars(strip, 2), by(strip, 6))
    assert document.state.frame == 8
    drag_wrist(window)
    assert key_frames(document.state) == [8] and strip.model.keys == [8]
    actions["undo"].trigger()
    assert strip.model.keys == []
    actions["redo"].trigger()
    placed = document.state.points[WRIST].copy()

    drag(strip, mark(strip, 8), by(strip, 3))
    assert strip.model.keys == [11] and document.history.undoText() == "Move key"
    assert document.state.at_frame(11).points[WRIST] == pytest.approx(placed, abs=1e-2)

    document.set_frame(3)
    actions["range_start"].trigger()
    document.set_frame(5)
    actions["range_end"].trigger()
    before = document.state.points.copy()
    actions["swap_range"].trigger()
    assert np.allclose(document.state.points[WRIST], before[OTHER_WRIST])
    window.selection.set_range(14, 16)
    actions["missing_range"].trigger()
    drag(strip, QPointF(strip.model.scale.x(20), RULER + 8), by(strip, -2))
    assert document.state.motion.trim == (0, 17)
    wanted = document.state.motion

    project = tmp_path / "walk.posestudio"
    window.saving.save_project(project)
    qtbot.waitUntil(lambda: project.exists() and document.history.isClean())
    window.open([project])
    qtbot.waitUntil(lambda: window.saving.path == project and document.state.motion is not wanted)
    assert document.state.motion == wanted and strip.model.keys == [11]
    assert actions["keep_all"].isEnabled()
    assert not document.state.at_frame(15).visibility.any()


def test_time_is_typed_played_between_in_and_out_and_is_never_an_edit(qtbot, opened):
    document, row, player = opened.document, opened.timeline.transport, opened.player
    qtbot.mouseClick(row.time, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(row.time, "#4")
    qtbot.keyClick(row.time, Qt.Key.Key_Return)
    assert document.state.frame == 3 and row.frame.value() == 4 and row.time.text() == "00:00:00:03"
    row.frame.setValue(6)
    qtbot.keyClick(opened, Qt.Key.Key_Right)
    assert document.state.frame == 6 and not document.history.canUndo()
    qtbot.keyClick(opened, Qt.Key.Key_O)
    document.set_frame(4)
    qtbot.keyClick(opened, Qt.Key.Key_I)
    assert document.state.motion.trim == (4, 6) and document.history.count() == 2
    shown = []
    document.changed.connect(lambda names: shown.append(document.state.frame))
    player.speed = 4.0
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(now < before for before, now in itertools.pairwise(shown)))
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    assert not player.playing and set(shown) <= {4, 5, 6} and document.history.count() == 2


def test_commands_need_what_they_are_about(opened):
    actions, document = opened.actions_by_id, opened.document
    assert not any(
        actions[name].isEnabled() for name in ("delete_key", "copy_key", "paste_key", "trim", "keep_all")
    )
    drag_wrist(opened)
    assert actions["delete_key"].isEnabled() and actions["next_key"].isEnabled()
    actions["copy_key"].trigger()
    document.set_frame(12)
    actions["paste_key"].trigger()
    actions["previous_key"].trigger()
    assert key_frames(document.state) == [0, 12] and document.state.frame == 0
    actions["delete_key"].trigger()
    assert key_frames(document.state) == [12]
    opened.selection.set_range(2, 6)
    actions["trim"].trigger()
    assert document.state.motion.trim == (2, 6)
    actions["keep_all"].trigger()
    assert document.state.motion.trim is None


def test_a_right_click_on_a_key_offers_what_can_be_done_to_it(opened):
    drag_wrist(opened)
    opened.document.set_frame(10)
    strip = opened.timeline.strip
    at = mark(strip, 0).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, strip.mapToGlobal(at))
    QApplication.sendEvent(strip, event)
    menu = opened.strip_menu.menu
    usable = [action.objectName() for action in menu.actions() if action.isEnabled() and action.objectName()]
    assert menu.isVisible() and {"swap_range", "missing_range", "delete_key", "copy_key"} <= set(usable)
    assert "trim" not in usable and "paste_key" not in usable
    opened.actions_by_id["delete_key"].trigger()
    assert key_frames(opened.document.state) == []
    menu.close()


def test_a_motion_is_made_from_nothing(qtbot, window, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *_: (1.0, True))
    window.actions_by_id["new_motion"].trigger()
    document, strip = window.document, window.timeline.strip
    assert document.state.source.frames == 30
    qtbot.waitUntil(strip.isVisible)
    drag_wrist(window)
    assert strip.model.keys == [0]
    document.set_frame(20)
    window.actions_by_id["make_key"].trigger()
    assert strip.model.keys == [0, 20] and document.state.visibility[:17].all()
