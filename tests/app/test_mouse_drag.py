"""Any buttons in any order, in both views: only the one that began a drag ends it; a cancelled one is put back."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from posestudio.app.viewport import Scene
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from tests.app import gestures
from tests.app.gestures import LEFT, MIDDLE, RIGHT
from tests.app.viewport import drawn

WRIST, KNEE, NOSE = COCO_INDEX["left_wrist"], COCO_INDEX["right_knee"], COCO_INDEX["nose"]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
BACK, FORWARD = Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton
EMPTY = QPointF(30, 30)


def escape(widget):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))


def lose_focus(widget):
    reason = Qt.FocusReason.ActiveWindowFocusReason
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, reason))


CANCELLED = {"escape": escape, "another window": lose_focus, "hidden": lambda widget: widget.hide()}


# -- in the picture


@pytest.mark.parametrize("others", [(RIGHT,), (MIDDLE,), (BACK,), (RIGHT, MIDDLE), (FORWARD, RIGHT, RIGHT)])
@pytest.mark.parametrize("over", ["the joint", "empty space"])
def test_other_buttons_leave_a_drag_alone(plane, document, others, over):
    before, seen, entries = document.state.points, document.state.visibility, document.history.count()
    at = plane.joint_position(WRIST)
    gestures.press(plane, at)
    gestures.move(plane, at + QPointF(20, 0))
    for button in others:
        spot = at + QPointF(20, 0) if over == "the joint" else EMPTY
        gestures.press(plane, spot, button)
        gestures.release(plane, spot, button)
    assert document.gesturing
    gestures.move(plane, at + QPointF(40, 10))
    gestures.release(plane, at + QPointF(40, 10))
    moved = document.state.points - before
    assert np.flatnonzero(np.abs(moved).max(1) > 1e-3).tolist() == [WRIST]
    assert moved[WRIST, 0] == pytest.approx(4 * moved[WRIST, 1], rel=1e-3)
    assert (document.state.visibility == seen).all() and document.history.count() == entries + 1
    assert not document.gesturing


@pytest.mark.parametrize("first", [RIGHT, MIDDLE])
def test_the_left_button_does_nothing_while_another_pans(plane, document, first):
    state = document.state
    gestures.press(plane, EMPTY, first)
    for by in (10, 20):
        gestures.press(plane, plane.joint_position(NOSE), LEFT)
        gestures.move(plane, EMPTY + QPointF(by, by), first)
        gestures.release(plane, EMPTY + QPointF(by, by), LEFT)
    before = plane.joint_position(NOSE)
    gestures.move(plane, EMPTY + QPointF(50, 20), first)
    assert plane.joint_position(NOSE) - before == QPointF(30, 0)
    gestures.release(plane, EMPTY, first)
    assert document.state is state


@pytest.mark.parametrize("way", CANCELLED)
@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, ALT])
def test_a_cancelled_drag_puts_everything_back(plane, document, way, keys):
    plane.select([WRIST, KNEE])
    state, undoable = document.state, document.history.canUndo() and document.history.index()
    at = plane.joint_position(WRIST)
    gestures.press(plane, at, keys=keys)
    gestures.move(plane, at + QPointF(35, 15), keys=keys)
    assert document.state is not state
    CANCELLED[way](plane)
    assert document.state is state and not document.gesturing and document.history.index() == undoable
    gestures.move(plane, at + QPointF(90, 90), keys=keys)
    gestures.release(plane, at + QPointF(90, 90), keys=keys)
    assert document.state is state


def test_escape_ends_a_selection_box_and_a_persons_box(plane, document):
    boxes = []
    plane.box_drawn.connect(boxes.append)
    for box_drawing in (False, True):
        plane.draw_box(box_drawing)
        gestures.press(plane, EMPTY)
        gestures.move(plane, QPointF(400, 400))
        escape(plane)
        gestures.release(plane, QPointF(400, 400))
        assert not plane.selected and not boxes
    gestures.drag(plane, EMPTY, QPointF(400, 400).toPoint())
    assert plane.selected and not boxes  # the next drag selects again


def test_a_second_press_of_the_same_button_cancels_the_drag_whose_release_was_lost(plane, document):
    state = document.state
    at = plane.joint_position(WRIST)
    gestures.press(plane, at)
    gestures.move(plane, at + QPointF(40, 0))
    gestures.press(plane, EMPTY)
    assert document.state is state and not document.gesturing
    gestures.release(plane, EMPTY)


@pytest.mark.parametrize("between", ["undo", "frame", "nudge", "person", "standing"])
def test_what_ends_the_gesture_otherwise_ends_the_drag(plane, document, between):
    document.joints.cycle_visibility([KNEE])
    at = plane.joint_position(WRIST)
    gestures.press(plane, at)
    gestures.move(plane, at + QPointF(20, 0))
    if between == "undo":
        document.undo()
    elif between == "frame":
        document.set_frame(3)
    elif between == "nudge":
        document.brief_gesture("elsewhere")
    elif between == "person":
        document.joints.mirror()
    else:
        document.joints.reset()
    state = document.state
    gestures.move(plane, at + QPointF(90, 90))
    assert document.state is state
    gestures.release(plane, at + QPointF(90, 90))
    assert document.state is state
    assert between == "nudge" or not document.gesturing
    document.end_gesture()


def test_the_wheel_does_nothing_while_a_joint_is_dragged(plane, document):
    at = plane.joint_position(WRIST)
    gestures.press(plane, at)
    gestures.wheel(plane, at, 240)
    assert plane.joint_position(WRIST) == at
    gestures.release(plane, at)
    gestures.wheel(plane, EMPTY, 240)
    assert plane.joint_position(WRIST) != at


# -- in the 3D view

gl = pytest.mark.gl


@gl
@pytest.mark.parametrize("first", [LEFT, RIGHT, MIDDLE])
@pytest.mark.parametrize("second", [LEFT, RIGHT, MIDDLE, BACK])
def test_only_the_button_that_began_moves_the_view(qtbot, viewport_alone, first, second):
    if first == second:
        return
    view, clicked = viewport_alone, []
    view.hypothesis_clicked.connect(clicked.append)
    view.menu_requested.connect(lambda *what: clicked.append(what))
    spot = drawn.place(view, drawn.BODY[BODY_INDEX["left_hand"]] + (0.5, 0, 0))
    right = spot + QPointF(60, 0).toPoint()
    gestures.press(view, spot, first)
    gestures.move(view, right, first)
    moved_view = view.view
    gestures.press(view, right, second)
    gestures.release(view, right, second)
    assert view.view == moved_view
    gestures.move(view, spot, first)
    assert view.view != moved_view  # it goes on
    gestures.release(view, spot, first)
    moved_view = view.view
    gestures.move(view, right, Qt.MouseButton.NoButton)
    assert view.view == moved_view and not clicked


@gl
def test_a_view_drag_whose_release_was_lost_ends(viewport_alone):
    view = viewport_alone
    spot = QPointF(30, 30).toPoint()
    gestures.press(view, spot)
    gestures.move(view, spot * 3)
    before = view.view
    gestures.move(view, spot * 5, Qt.MouseButton.NoButton)
    gestures.move(view, spot * 6, Qt.MouseButton.NoButton)
    assert view.view == before


@pytest.fixture
def viewport_alone(qtbot):
    from posestudio.app.viewport import Viewport

    made = Viewport()
    if not made.available:
        pytest.skip("no OpenGL 3.3 here")
    qtbot.addWidget(made)
    made.resize(*drawn.SIZE)
    with qtbot.waitExposed(made):
        made.show()
    made.show_scene(Scene(drawn.BODY[None], selected=0))
    return made


@gl
@pytest.mark.parametrize("between", ["undo", "frame", "seed"])
def test_a_pull_in_3d_ends_with_its_gesture(qtbot, studio, between):
    document, view = studio.document, studio.viewport
    wrist = BODY_INDEX["left_wrist"]
    point = document.selected_body()[wrist]
    view.handle_pressed.emit(wrist)
    view.handle_dragged.emit(wrist, point + [0.1, 0, 0])
    assert document.state.posed is not None and not document.state.pinned and document.gesturing
    {"undo": document.undo, "frame": lambda: document.brief_gesture("frame"), "seed": document.joints.reset}[
        between
    ]()
    state, entries = document.state, document.history.count()
    for way in (0.2, 0.3):
        view.handle_dragged.emit(wrist, point + [way, 0, 0])
    view.handle_cancelled.emit(wrist)
    view.handle_released.emit(wrist)
    assert document.state is state and document.history.count() == entries
    document.end_gesture()


@gl
def test_a_body_of_a_network_in_training_is_no_hypothesis_to_choose(studio):
    poses = np.repeat(drawn.BODY[None, None], 2, 1)
    studio.presenter.show_training((poses, drawn.BODY[None]))
    studio.viewport.hypothesis_clicked.emit(1)
    assert studio.document.selected == 0
