"""A photograph with two likely poses: the other is seen, compared, chosen and exported; joints are corrected."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from posestudio.app.exporting.options import ExportOptions
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE
from tests.app.fakes import FakeLifter
from tests.app.gestures import RIGHT, click
from tests.app.test_photographs import drop, photograph

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]
ARM = [BODY_INDEX[f"left_{part}"] for part in ("elbow", "wrist", "hand")]


class TwoArms(FakeLifter):
    """Of every four hypotheses one has its left arm a metre nearer to the camera."""

    def lift(self, keypoints, camera, **options):
        result = super().lift(keypoints, camera, **options)
        joints = result.joints.copy()
        nearer = np.asarray(camera.R, np.float32)[2] * -1.0
        for rank in range(1, joints.shape[1], 4):
            joints[0, rank, ARM] += nearer
        return replace(result, joints=joints)

    def infer_field_of_view(self, frames, progress=None):
        assert frames[0].people == 1
        return None


@pytest.fixture
def lifter():
    return TwoArms()


@pytest.fixture
def opened(qtbot, window, detector, tmp_path):
    drop(window, photograph(tmp_path))
    qtbot.waitUntil(lambda: len(detector.asked) == 1 and not window.detection.busy)
    qtbot.waitUntil(lambda: window.lift_scheduler.settled)
    return window


def card(window, letter):
    return next(card for card in window.panels.cards.cards.values() if card.letter == letter)


def entry(menu, words):
    return next(action for action in menu.actions() if action.text() == words)


def test_another_alternative_is_seen_compared_chosen_and_exported(qtbot, opened, tmp_path):
    document, viewport = opened.document, opened.viewport
    first, second = card(opened, "A"), card(opened, "B")
    assert first.isChecked() and "left arm" in second.difference
    before = viewport.scene.solid_bodies[0]
    place = QPointF(20, 20)
    QApplication.sendEvent(second, QEnterEvent(place, place, QPointF(second.mapToGlobal(QPoint(20, 20)))))
    assert np.abs(viewport.scene.solid_bodies[0] - before).max() > 0.5 and document.selected == 0
    QApplication.sendEvent(second, QEvent(QEvent.Type.Leave))
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert len(viewport.scene.solid_bodies) == 2
    assert any("B" in one.name and "Compared" in one.name for one in opened.presenter.legend.entries)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.isChecked() and not first.isChecked()
    chosen = document.selected_body()
    assert np.abs(chosen[ARM] - before[ARM]).max() > 0.5
    opened.exporting.export("pose", tmp_path / "arm.glb", ExportOptions())
    qtbot.waitUntil(lambda: (tmp_path / "arm.glb").exists() and not opened.jobs.running_title)
    first.menu_requested.emit(QPoint(0, 0))
    menu = opened.inspecting.body_menu.menu
    assert entry(menu, "Save to the pose library").isEnabled()
    entry(menu, "Choose").trigger()
    menu.close()
    assert first.isChecked()
    opened.actions_by_id["next_hypothesis"].trigger()
    assert second.isChecked()


def test_a_joint_is_corrected_from_its_menu_and_in_the_inspector(qtbot, opened):
    document, editor, panel = opened.document, opened.editor, opened.panels.inspector
    click(editor, editor.joint_position(WRIST), RIGHT)
    menu = opened.inspecting.person_menu.menu
    entry(menu, "Occluded").trigger()
    menu.close()
    assert document.state.visibility[WRIST] == OCCLUDED
    assert panel.title.text() == "Left wrist" and panel.joint.isVisible()
    panel.joint.state.buttons[VISIBLE].click()
    assert document.state.visibility[WRIST] == VISIBLE
    x = document.state.points[WRIST, 0]
    panel.joint.across.setValue(x + 5)
    assert document.state.points[WRIST, 0] == pytest.approx(x + 5, abs=0.1)
    panel.joint.lock.click()
    assert BODY_INDEX["left_wrist"] in document.state.pinned
    panel.joint.reset.click()
    assert document.state.points[WRIST, 0] == pytest.approx(x, abs=0.1) and not document.state.pinned
    panel.joint.state.buttons[MISSING].click()
    assert (
        document.state.visibility[WRIST] == MISSING
        and document.history.undoText() == "Mark left wrist missing"
    )
    panel.back.click()
    assert panel.title.text() == "Alternatives" and not editor.selected


def test_the_pose_of_a_hand_is_a_card_beside_those_that_fit(qtbot, opened):
    document = opened.document
    pose = document.selected_body().copy()
    pose[ARM] += np.float32([0, 0.2, 0])
    document.joints.apply_pose(pose, "By hand")
    qtbot.waitUntil(lambda: opened.lift_scheduler.settled)
    mine, first = card(opened, "Mine"), card(opened, "A")
    assert mine.isChecked() and mine.percent == "" and first.share + card(opened, "B").share == 1
    assert document.selected_body() == pytest.approx(pose, abs=1e-4)
    first.chosen.emit()
    assert first.isChecked() and np.abs(document.selected_body() - pose).max() > 0.01
    mine.chosen.emit()
    assert document.selected_body() == pytest.approx(pose, abs=1e-4)


def test_right_clicks_in_3d_open_the_menus_of_joints_poses_and_space(opened):
    viewport, menus, at = opened.viewport, opened.inspecting, QPoint(0, 0)
    selected, hips = viewport.scene.selected, BODY_INDEX["hips"]
    viewport.menu_requested.emit(selected, BODY_INDEX["left_wrist"], at)
    entry(menus.person_menu.menu, "Pin in 3D").trigger()
    assert BODY_INDEX["left_wrist"] in opened.document.state.pinned
    viewport.menu_requested.emit(selected, hips, at)
    assert not entry(menus.body_menu.menu, "Choose").isEnabled()
    viewport.joint_clicked.emit(selected, hips)
    assert opened.panels.inspector.title.text() == "Hips"
    viewport.menu_requested.emit(None, None, at)
    entry(entry(menus.body_menu.menu, "Camera").menu(), "Properties").trigger()
    assert opened.panels.inspector.camera.isVisible()
    for menu in (menus.person_menu.menu, menus.body_menu.menu):
        menu.close()


def test_people_are_named_and_hidden_in_the_list(qtbot, opened, detector):
    people, state = opened.panels.people, opened.document.state
    opened.panels.inspected.select_person()
    page = opened.panels.inspector.person
    page.name.setText("  Ada ")
    page.name.editingFinished.emit()
    assert people.model.index(0, 0).data() == "Ada" and opened.panels.inspector.title.text() == "Ada"
    opened.document.undo()
    assert people.model.index(0, 0).data() == "Person 1" and opened.document.state.names == state.names
    people.person_chosen.emit()
    opened.panels.inspector.places["camera"].click()
    assert opened.panels.inspector.camera.isVisible()
    opened.panels.inspector.camera.infer.click()
    qtbot.waitUntil(lambda: "4 people" in opened.statusBar().currentMessage())
