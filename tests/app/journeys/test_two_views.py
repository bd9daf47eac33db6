"""Two photographs of one moment: the second is added beside the first, corrected, lifted with it, and closed."""

import json

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint

from posestudio.body.layouts import COCO_INDEX
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import save_camera
from posestudio.mocap.bvh import load_bvh
from tests.app.fakes import FOUND
from tests.app.gestures import drag, drop, move, press, release

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]
FRONT = Camera.look_at((0, 1, 4), (0, 1, 0), size=(320, 240))


def photograph(tmp_path, name):
    Image.new("RGB", (320, 240), (90, 120, 90)).save(tmp_path / name)
    return tmp_path / name


def lifted(qtbot, window):
    qtbot.waitUntil(lambda: window.lift_scheduler.settled and not window.second_view.detection.busy)


def dialog_of(qtbot, window, path):
    """The dialog that asks for the second view's camera, after ``path`` was chosen to be that view."""
    before = window.view_opening.dialog
    window.view_opening.add([path])
    qtbot.waitUntil(lambda: window.view_opening.dialog not in (None, before))
    return window.view_opening.dialog


@pytest.fixture
def one(qtbot, window, detector, tmp_path):
    """Open on a photograph in which somebody was found."""
    drop(window, photograph(tmp_path, "front.jpg"))
    qtbot.waitUntil(lambda: len(detector.asked) == 1 and not window.detection.busy)
    lifted(qtbot, window)
    return window


def test_a_second_photograph_is_dropped_its_wrist_dragged_and_one_body_exported(
    qtbot, one, detector, lifter, tmp_path
):
    planes, document = one.panels.planes, one.document
    assert not planes.second.isVisible() and not one.actions_by_id["remove_view"].isEnabled()
    drop(one, photograph(tmp_path, "side.jpg"), zone="second view")
    qtbot.waitUntil(lambda: one.view_opening.dialog is not None)
    one.view_opening.dialog.accept()  # the camera is to be found
    qtbot.waitUntil(lambda: len(detector.asked) == 2 and len(document.state.views[0].source.name) > 0)
    lifted(qtbot, one)
    assert planes.second.isVisible() and planes.view.state.source.people == 1
    assert lifter.finished[-1]["cameras"] == [document.state.camera, None]
    assert planes.view.state.camera == FOUND and planes.second.model.reprojection is not None
    assert planes.second.model.remark.startswith(
        "The views do not agree: the body is"
    )  # the fake's looks away
    assert not planes.first.model.remark
    before, quick = document.state.points.copy(), len(lifter.finished)
    at = planes.second.joint_position(WRIST)
    press(planes.second, at)
    move(planes.second, at + QPoint(9, -20))
    qtbot.waitUntil(lambda: len(lifter.finished) > quick)
    assert lifter.finished[quick]["cameras"][1] is FOUND and not lifter.finished[quick]["trajectory"]
    release(planes.second, at + QPoint(9, -20))
    lifted(qtbot, one)
    assert lifter.finished[-1]["cameras"][1] is None and lifter.finished[-1]["trajectory"]
    assert planes.active is planes.second and np.array_equal(document.state.points, before)
    assert document.history.undoText() == "Move left wrist in view 2"
    one.actions_by_id["mirror"].trigger()
    assert document.history.undoText() == "Mirror pose in view 2"
    one.exporting.export("pose", tmp_path / "one.bvh")
    qtbot.waitUntil(lambda: (tmp_path / "one.bvh").exists() and not one.jobs.running_title)
    assert len(load_bvh(tmp_path / "one.bvh")) == 1
    one.actions_by_id["exchange_views"].trigger()
    assert document.state.picture.name == "side.jpg" and planes.view.state.picture.name == "front.jpg"
    one.actions_by_id["remove_view"].trigger()
    assert not planes.second.isVisible() and planes.active is planes.first
    lifted(qtbot, one)
    assert "views" not in lifter.finished[-1]


def test_cameras_of_both_views_come_from_files_and_what_is_wrong_is_said_in_a_sentence(
    qtbot, one, lifter, tmp_path
):
    path = tmp_path / "side.json"
    points = FOUND.project(np.zeros((17, 3)) + np.linspace(0, 1, 17)[:, None])
    rows = np.concatenate([points, np.full((17, 1), 2)], 1).ravel().tolist()
    path.write_text(json.dumps([{"image_id": "a.jpg", "keypoints": rows, "width": 320, "height": 240}]))
    for name, camera in (("front", FRONT), ("side", FOUND)):
        save_camera(tmp_path / f"{name}-camera.json", camera)
    dialog = dialog_of(qtbot, one, path)
    one.view_opening.read_cameras(tmp_path / "side-camera.json")
    qtbot.waitUntil(lambda: "View 1's camera is not known" in dialog.problem.text())
    dialog.reject()
    one.open([tmp_path / "front-camera.json"])
    qtbot.waitUntil(lambda: one.document.state.camera == FRONT)
    dialog = dialog_of(qtbot, one, path)
    one.view_opening.read_cameras(tmp_path / "side-camera.json")
    qtbot.waitUntil(lambda: dialog.camera is not None)
    dialog.accept()
    lifted(qtbot, one)
    assert lifter.finished[-1]["cameras"] == [FRONT, FOUND]
    one.panels.planes.second.setFocus()
    drag(one.panels.planes.second, one.panels.planes.second.joint_position(WRIST), QPoint(5, 5))
    one.document.undo()
    assert not one.panels.planes.view.state.keypoint_edits
    clip = tmp_path / "clip.mkv"
    clip.write_bytes(b"no film")
    one.document.undo()
    assert not one.document.state.views
    one.view_opening.add([clip])
    qtbot.waitUntil(one.banner.isVisible)
    assert "clip.mkv" in one.banner.label.text()
