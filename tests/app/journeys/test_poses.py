"""The pose library in the real window: a pose is saved, searched, previewed, applied, blended, deleted and shared."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from posestudio.app.model.pose_library import read_poses
from posestudio.body.layouts import BODY_INDEX
from tests.app.conftest import walking
from tests.app.gestures import click, move

pytestmark = pytest.mark.gl

WRIST, SHOULDER = BODY_INDEX["right_wrist"], BODY_INDEX["right_shoulder"]


@pytest.fixture
def poses(qtbot, studio):
    """The panel in the window, on one person who is lifted, with the starter poses."""
    studio.document.open_source(walking(1))
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled and studio.document.result is not None)
    studio.workspace.bring("poses")
    panel = studio.panels.poses
    qtbot.waitUntil(lambda: panel.list.count() >= 12)
    return panel


def body(studio):
    return studio.document.selected_body()


def item(panel, name):
    return next(
        panel.list.item(row) for row in range(panel.list.count()) if panel.list.item(row).text() == name
    )


def centre(panel, name):
    return panel.list.visualItemRect(item(panel, name)).center()


def double_click(qtbot, panel, name):
    """As the window system sends it: a click, then the double click."""
    for gesture in (qtbot.mouseClick, qtbot.mouseDClick):
        gesture(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=centre(panel, name))


def raised(pose):
    return pose[WRIST, 1] - pose[SHOULDER, 1] > 0.05


def test_a_pose_is_found_previewed_applied_and_undone(qtbot, studio, poses):
    qtbot.keyClicks(poses.search, "arms wav")
    assert [poses.list.item(row).text() for row in range(poses.list.count())] == ["Waving"]
    assert poses.list.visualItemRect(item(poses, "Waving")).height() > poses.list.iconSize().height()
    before = body(studio).copy()
    assert not raised(before)
    viewport = poses.list.viewport()
    move(viewport, centre(poses, "Waving"), button=None)
    scene = studio.viewport.scene
    assert raised(scene.hypotheses[scene.selected]) and np.array_equal(body(studio), before)
    QApplication.sendEvent(poses.list, QEvent(QEvent.Type.Leave))
    assert studio.visibility.previewed_pose is None
    double_click(qtbot, poses, "Waving")
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    applied = body(studio)
    assert studio.document.history.undoText() == "Apply pose Waving"
    assert raised(applied)
    arm = [np.linalg.norm(pose[WRIST] - pose[WRIST - 1]) for pose in (before, applied)]
    assert arm[0] == pytest.approx(arm[1], abs=1e-3) and np.allclose(
        applied[0, ::2], before[0, ::2], atol=0.01
    )
    studio.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    assert not raised(body(studio))


def test_apply_goes_as_far_as_the_slider_says_which_rests_at_all_of_the_pose(qtbot, studio, poses):
    start = body(studio).copy()
    assert poses.blend.value() == 100 and poses.percent.text() == "100 %"
    click(poses.list.viewport(), centre(poses, "T-pose"))
    for percent in (80, 50):
        poses.blend.setValue(percent)
    assert studio.visibility.previewed_pose is not None and poses.percent.text() == "50 %"
    assert not studio.document.history.canUndo()
    click(poses.apply, poses.apply.rect().center())
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    assert studio.document.history.undoText() == "Blend with T-pose" and poses.blend.value() == 100
    assert start[WRIST, 1] + 0.1 < body(studio)[WRIST, 1] < body(studio)[SHOULDER, 1] - 0.1
    studio.actions_by_id["undo"].trigger()
    assert not studio.document.history.canUndo()


def test_a_pose_is_saved_named_shared_deleted_and_brought_back(qtbot, studio, poses, tmp_path, monkeypatch):
    count = poses.list.count()
    click(poses.save, poses.save.rect().center())
    qtbot.waitUntil(lambda: poses.list.findChild(QLineEdit) is not None)
    field = poses.list.findChild(QLineEdit)
    qtbot.wait(400)  # the folder's change is noticed meanwhile
    assert poses.list.findChild(QLineEdit) is field and field.selectedText() == field.text() != ""
    qtbot.keyClicks(field, "Mine")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mine" in [pose.name for pose in poses.poses])
    assert poses.list.count() == count + 1
    file = tmp_path / "shared.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    poses.search.setText("mine")
    poses._ask_export()
    qtbot.waitUntil(file.exists)
    assert [pose.name for pose in read_poses(file)] == ["Mine"]
    poses.list.setCurrentItem(item(poses, "Mine"))
    poses.list.setFocus()
    qtbot.keyClick(poses.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: poses.undo.isVisible() and not poses.list.count())
    assert not studio.document.state.empty  # Delete was the list's
    click(poses.undo, poses.undo.rect().center())
    qtbot.waitUntil(lambda: poses.list.count() == 1)


def test_a_pose_is_copied_mirrored_and_pasted_into_another_document(qtbot, studio, poses):
    double_click(qtbot, poses, "Waving")
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    studio.actions_by_id["mirror"].trigger()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    left = body(studio)[BODY_INDEX["left_wrist"], 1]
    assert not raised(body(studio)) and left > body(studio)[SHOULDER, 1]
    studio.actions_by_id["copy_pose"].trigger()
    studio.document.history.setClean()
    studio.document.open_source(walking(1))
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled and studio.document.result is not None)
    assert body(studio)[BODY_INDEX["left_wrist"], 1] < left - 0.3
    studio.actions_by_id["paste"].trigger()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    assert body(studio)[BODY_INDEX["left_wrist"], 1] == pytest.approx(left, abs=0.02)
