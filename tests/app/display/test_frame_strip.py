"""The strip of frames: what it shows, and what mouse and keys do to keys, ranges and the trim."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from posestudio.app.display.frame_strip import FrameStrip
from posestudio.app.display.strip_model import BARS, BARS_TOP, KEYS, KEYS_TOP, RULER
from posestudio.app.model.animation import new_motion
from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.sources import KeypointsSource
from tests.app.gestures import MIDDLE, click, drag, move, press, release, wheel
from tests.app.sequences import seen

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WRIST = 9


@pytest.fixture
def document(qapp):
    made = Document()
    made.open_source(seen(60, absent=(30, 31), confidence=np.where(np.arange(60) == 45, 0.2, 0.9)))
    return made


@pytest.fixture
def strip(qtbot, document):
    """The strip, painted, 10 px a frame."""
    made = FrameStrip(document, MotionSelection(document))
    made.resize(616, made.sizeHint().height())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def keyed(strip, document):
    """The strip with keys in frames 10, 20 and 40."""
    for frame in (10, 20, 40):
        document.set_frame(frame)
        document.joints.move(document.state.points + 4.0, [WRIST])
    document.end_gesture()
    return strip


def bars(strip, frame):
    return QPointF(strip.model.scale.middle(frame), BARS_TOP + BARS / 2)


def mark(strip, frame):
    return QPointF(strip.model.scale.middle(frame), KEYS_TOP + KEYS / 2)


def colour(strip, frame, y):
    return strip.grab().toImage().pixelColor(round(strip.model.scale.middle(frame) - 2), round(y))


def test_dragging_goes_through_the_frames_and_is_no_edit(strip, document):
    drag(strip, bars(strip, 5), QPoint(100, 0))
    assert document.state.frame == 15 and not document.gesturing
    assert not document.history.canUndo()


def test_sure_weak_and_absent_frames_look_different(strip, document):
    top, bottom = BARS_TOP + 5, KEYS_TOP - 4
    assert colour(strip, 5, top) != colour(strip, 45, top)  # the bar of a weak frame is low
    assert colour(strip, 5, bottom) != colour(strip, 45, bottom)
    assert strip.model.describe(*bars(strip, 45).toTuple()).endswith("confidence 20 % (unsure)")
    assert strip.model.describe(*bars(strip, 31).toTuple()).endswith("the person is not seen")


def test_the_next_unsure_frame_is_the_first_of_the_next_run_that_is_not_a_key(document, strip):
    sure = np.full(60, 0.9)
    sure[[10, 11, 12, 40, 41]] = 0.4, 0.1, 0.3, 0.2, 0.3
    document.open_source(seen(60, confidence=sure))
    for here, start in ((0, 10), (10, 40), (12, 40), (41, 10), (59, 10)):
        document.set_frame(here)
        assert strip.model.next_unsure() == start
    document.set_frame(40)
    document.joints.move(document.state.points + 4.0, [WRIST])
    assert not strip.model.is_unsure(40) and strip.model.is_unsure(41)
    document.set_frame(20)
    strip.model.selection.mark_in()
    document.set_frame(30)
    strip.model.selection.mark_out()
    assert document.state.motion.trim == (20, 30) and strip.model.next_unsure() is None


def test_pictures_lie_beside_each_other_at_the_same_frames_however_far_it_is_scrolled(strip):
    frames = strip.model.pictures.frames(24.0)
    assert frames == list(range(0, 60, 3))
    strip.model.scale.zoom(2.0, 8)
    strip.model.scale.scroll(110)
    assert set(strip.model.pictures.frames(60.0)) <= set(range(0, 60, 3))


def test_a_dragged_joint_shows_a_key_and_undo_hides_it(strip, document):
    document.set_frame(7)
    document.joints.move(document.state.points + 4.0, [WRIST])
    assert strip.model.keys == [7] and strip.model.key_under(*mark(strip, 7).toTuple()) == 7
    document.undo()
    assert strip.model.keys == []


def test_a_key_is_dragged_in_one_entry_past_another(keyed, document):
    entries = document.history.count()
    drag(keyed, mark(keyed, 10), QPoint(150, 0))
    assert key_frames(document.state) == [20, 25, 40] and document.history.count() == entries + 1
    document.undo()
    assert key_frames(document.state) == [10, 20, 40]


def test_a_drag_of_a_key_that_comes_back_or_is_cancelled_changes_nothing(qtbot, keyed, document):
    press(keyed, mark(keyed, 10))
    for frame in (14, 20, 10):
        move(keyed, mark(keyed, frame))
    release(keyed, mark(keyed, 10))
    assert key_frames(document.state) == [10, 20, 40]
    press(keyed, mark(keyed, 10))
    move(keyed, mark(keyed, 25))
    qtbot.keyClick(keyed, Qt.Key.Key_Escape)
    assert key_frames(document.state) == [10, 20, 40] and not document.gesturing


def test_several_keys_are_selected_moved_and_deleted(qtbot, keyed, document):
    click(keyed, mark(keyed, 10))
    assert document.state.frame == 10
    click(keyed, mark(keyed, 20), keys=CONTROL)
    drag(keyed, mark(keyed, 20), QPoint(30, 0))
    assert key_frames(document.state) == [13, 23, 40]
    qtbot.keyClick(keyed, Qt.Key.Key_Delete)
    assert key_frames(document.state) == [40] and document.history.undoText() == "Delete 2 keys"


def test_a_key_is_copied_and_pasted_by_keys(qtbot, keyed, document):
    click(keyed, mark(keyed, 10))
    qtbot.keyClick(keyed, Qt.Key.Key_C, CONTROL)
    click(keyed, bars(keyed, 50))
    qtbot.keyClick(keyed, Qt.Key.Key_V, CONTROL)
    assert key_frames(document.state) == [10, 20, 40, 50]


def test_keys_are_moved_by_arrows_around_others_in_one_entry(qtbot, keyed, document):
    entries = document.history.count()
    click(keyed, mark(keyed, 10))
    for _ in range(10):
        qtbot.keyClick(keyed, Qt.Key.Key_Right, CONTROL)
    assert key_frames(document.state) == [20, 21, 40] and keyed.model.selection.keys == {21}
    document.end_gesture()
    assert document.history.count() == entries + 1
    document.undo()
    assert key_frames(document.state) == [10, 20, 40]
    click(keyed, mark(keyed, 40))
    for _ in range(25):
        qtbot.keyClick(keyed, Qt.Key.Key_Right, CONTROL)
    assert key_frames(document.state) == [10, 20, 59]


def test_a_range_is_dragged_and_cleared_by_escape(qtbot, strip, document):
    selection = strip.model.selection
    drag(strip, bars(strip, 12), QPoint(-50, 0), keys=SHIFT)
    assert selection.range == (7, 12) and document.state.frame == 0
    document.set_frame(20)
    click(strip, bars(strip, 25), keys=SHIFT)
    assert selection.range == (20, 25)
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert selection.range is None


def test_brackets_trim_in_one_entry(strip, document):
    drag(strip, QPointF(strip.model.scale.x(0), RULER + 8), QPoint(100, 0))
    drag(strip, QPointF(strip.model.scale.x(60), RULER + 8), QPoint(-50, 0))
    assert document.state.motion.trim == (10, 54) and document.history.count() == 2
    document.undo()
    assert document.state.motion.trim == (10, 59)


def test_the_wheel_zooms_and_a_middle_drag_scrolls(strip):
    wheel(strip, bars(strip, 30), 480)
    assert strip.model.scale.per_frame == pytest.approx(24) and strip.model.scale.frame_at(308) in (29, 30)
    before = strip.model.scale.first
    drag(strip, QPointF(300, 30), QPoint(-48, 0), button=MIDDLE)
    assert strip.model.scale.first == pytest.approx(before + 2)


def test_thousands_of_frames_are_drawn_without_looking_at_those_out_of_sight(
    qtbot, document, strip, monkeypatch
):
    from posestudio.app.display import frame_facts

    asked = []
    real = frame_facts._confidence
    monkeypatch.setattr(
        frame_facts, "_confidence", lambda source, frame, who: asked.append(frame) or real(source, frame, who)
    )
    document.open_source(KeypointsSource("long.json", seen(1).sequence * 9000, frame_time=1 / 30))
    strip.model.scale.zoom(1000, 8)
    strip.grab()
    assert asked and max(asked) < 60


def test_a_motion_from_nothing_says_what_to_do(strip, document):
    document.open_source(new_motion(2))
    empty = strip.grab().toImage()
    document.joints.move(document.state.points + 3.0, [WRIST])
    assert strip.model.keys == [0] and strip.grab().toImage() != empty
