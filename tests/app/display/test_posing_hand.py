"""What a hand does in the 3D view: joints dragged, freed, pinned and turned."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from posestudio.app.display.posing_hand import PosingHand
from posestudio.app.model.posed_result import with_pose
from posestudio.app.model.selection import Selection
from posestudio.app.viewport import CAMERA_HANDLE, Scene, ViewportGrid
from posestudio.body.layouts import BODY_INDEX
from posestudio.geometry.rotations import from_rotation_vectors
from tests.app.fakes import lifted

HAND, KNEE = BODY_INDEX["left_wrist"], BODY_INDEX["left_knee"]
FAR = [BODY_INDEX[name] for name in ("hips", "head", "right_wrist", "left_ankle", "right_toe")]


class Studio:
    """A document with a chosen body, a viewport and the hand between them; what is lifted is what was posed."""

    def __init__(self, qtbot, document):
        self.document, self.view = document, ViewportGrid()
        qtbot.addWidget(self.view)
        document.set_result(lifted(document))
        document.changed.connect(self._lift)
        self.selection = Selection(document)
        self.view.handle_pressed.connect(self._select)
        self.hand = PosingHand(document, self.view, self.selection)

    def _select(self, handle):
        if handle != CAMERA_HANDLE:
            self.selection.select_body_joint(handle)

    def _lift(self, names):
        if names & {"poses", "pins"}:
            result, pose = lifted(self.document), self.document.state.posed
            self.document.set_result(result if pose is None else with_pose(result, pose), rank=0)

    def body(self):
        return self.document.selected_body().astype(np.float64)

    def drag(self, point, *, freely=False):
        self.view.handle_pressed.emit(HAND)
        (self.view.handle_freed if freely else self.view.handle_dragged).emit(HAND, point)
        held = dict(self.document.state.pinned)
        self.view.handle_released.emit(HAND)
        return held


@pytest.fixture
def studio(qtbot, document):
    return Studio(qtbot, document)


def test_a_drag_moves_the_arm_and_pins_nothing(studio):
    body = studio.body()
    held = studio.drag(body[HAND] + [0.05, 0.2, 0.1])
    assert not held and studio.body()[HAND] == pytest.approx(body[HAND] + [0.05, 0.2, 0.1], abs=5e-3)
    assert np.abs(studio.body() - body)[FAR].max() < 5e-3
    assert studio.document.history.undoText() == "Move left wrist" and not studio.document.gesturing


def test_a_free_drag_pins_the_joint_until_it_ends_and_keeps_what_was_chosen(studio):
    body = studio.body()
    held = studio.drag(body[HAND] + [0, 0.1, 0], freely=True)
    assert list(held) == [HAND] and not studio.document.state.pinned
    made = studio.document.state.posed
    assert made is not None and made[HAND] == pytest.approx(body[HAND] + [0, 0.1, 0], abs=0.02)
    studio.document.undo()
    assert studio.document.state.posed is None and studio.document.history.count() == 1


def test_a_joint_that_was_pinned_stays_pinned_where_it_is_dragged(studio):
    studio.document.joints.toggle_pins([HAND])
    place = studio.body()[HAND] + [0, 0.1, 0]
    studio.drag(place, freely=True)
    assert studio.document.state.pinned[HAND] == pytest.approx(place)


def test_the_second_click_on_a_handle_pins_it_and_the_third_unpins_it(studio):
    for pinned in (False, True, False):
        studio.view.handle_pressed.emit(HAND)
        studio.view.handle_released.emit(HAND)
        studio.view.handle_clicked.emit(HAND)
        assert (HAND in studio.document.state.pinned) is pinned


def test_a_ring_turns_the_selected_joint_and_escape_turns_it_back(studio):
    studio.selection.select_body_joint(KNEE)
    body, view = studio.body(), studio.view
    for end in (view.ring_released, view.ring_cancelled):
        view.ring_pressed.emit()
        for degrees in (10.0, 20.0):
            view.ring_turned.emit(from_rotation_vectors(np.radians([degrees, 0, 0])), degrees)
        assert studio.document.history.undoText() == "Rotate left knee 20°"
        end.emit()
        view.ring_released.emit()
        if end is view.ring_released:
            assert np.abs(studio.body() - body)[BODY_INDEX["left_ankle"]].max() > 0.1
            studio.document.undo()
        assert studio.document.state.posed is None


def test_the_rings_are_at_a_joint_that_can_be_turned(studio, monkeypatch):
    shown = []
    monkeypatch.setattr(studio.view, "set_gizmo", shown.append)
    studio.hand.show_rings(True)
    assert shown[-1] is None
    studio.selection.select_body_joint(KNEE)
    assert shown[-1].center == pytest.approx(studio.body()[KNEE])
    assert shown[-1].axes.T @ shown[-1].axes == pytest.approx(np.eye(3), abs=1e-9)
    studio.selection.select_body_joint(BODY_INDEX["left_toe"])  # beyond which is nothing
    assert shown[-1] is None


def test_the_handle_of_the_camera_moves_it(studio):
    before = studio.document.state.camera
    studio.view.handle_pressed.emit(CAMERA_HANDLE)
    studio.view.handle_dragged.emit(CAMERA_HANDLE, before.position + [0.5, 0, 0])
    studio.view.handle_released.emit(CAMERA_HANDLE)
    assert studio.document.state.camera != before and studio.document.state.posed is None


def test_arrow_keys_move_the_selected_joint_along_the_screen(qtbot, studio):
    view = studio.view.active_view
    studio.view.resize(600, 500)
    view.show_scene(Scene(studio.body()[None], selected=0))
    studio.hand.show_rings(True)
    studio.selection.select_body_joint(HAND)
    body = studio.body()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
    moved = studio.body()[HAND] - body[HAND]
    assert np.linalg.norm(moved) == pytest.approx(0.2, abs=0.02) and moved[1] > 0.1
    assert studio.document.history.count() == 1  # a run of keys is one entry


def test_a_joint_of_the_chosen_body_that_is_clicked_gets_a_handle_and_rings(studio, monkeypatch):
    wanted, shown = [], []
    studio.hand.handle_wanted.connect(wanted.append)
    monkeypatch.setattr(studio.view, "set_gizmo", shown.append)
    studio.view.show_scene(Scene(studio.body()[None], selected=0))
    studio.selection.select_body_joint(KNEE)  # in the picture, say
    assert wanted[-1] is None and shown[-1] is None
    studio.view.joint_clicked.emit(0, HAND)
    studio.selection.select_body_joint(HAND)
    assert wanted[-1] == HAND and shown[-1] is not None
    studio.selection.clear()
    assert wanted[-1] is None and shown[-1] is None
