"""From a picture to joints, heatmaps and poses, with a detector that needs no network."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QImage

from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.shell.window import StudioWindow
from posestudio.app.work.detection import Detection
from posestudio.body.standing import standing_body
from posestudio.detection.training.renders import Renders
from posestudio.errors import CheckpointError
from posestudio.keypoints import MISSING
from posestudio.mocap.bvh import load_bvh
from tests.detection.examples import poses as standing

SIZE = (320, 240)


def photograph(tmp_path, name="someone.png"):
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(90, 120, 90))
    image.save(str(tmp_path / name))
    return tmp_path / name


def poses_of(qtbot, window, people=1):
    document = window.document
    qtbot.waitUntil(
        lambda: document.state.source.people == people and document.result is not None, timeout=60_000
    )


@pytest.mark.gl
def test_a_dropped_picture_is_detected_lifted_and_exported(qtbot, window, tmp_path, detector):
    document = window.document
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    assert detector.asked == [((240, 320, 4), None)]
    assert document.state.camera.size == SIZE and document.state.picture is not None
    assert np.allclose(document.state.points[0], [160, 0.08 * 240], atol=0.5)
    noise = document.state.source.detection(0).noise[0] / np.ptp(document.state.points, axis=0).max()
    assert document.state.lift_input().noise == pytest.approx(noise, rel=1e-5)
    window.exporting.export("pose", tmp_path / "pose.bvh")
    qtbot.waitUntil(lambda: (tmp_path / "pose.bvh").exists() and not window.jobs.running_title)
    assert len(load_bvh(tmp_path / "pose.bvh")) == 1
    assert document.history.undoText().startswith("Find everybody in")
    document.undo()
    assert document.state.empty and document.state.picture is not None
    document.redo()
    assert (
        isinstance(document.state.source, KeypointsSource) and document.state.source.detection(0) is not None
    )


@pytest.mark.gl
def test_the_bundled_detector_finds_the_joints_of_a_picture_dropped(qtbot, lifter, session, tmp_path):
    drawn = Renders(standing(), 256).draw(np.random.default_rng(1))
    QImage(drawn.picture.data, 256, 256, 3 * 256, QImage.Format.Format_RGB888).save(
        str(tmp_path / "drawn.png")
    )
    window = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.open([tmp_path / "drawn.png"])
    found = "Find everybody in"  # a standing person is shown until then
    qtbot.waitUntil(lambda: window.document.history.undoText().startswith(found), timeout=60_000)
    poses_of(qtbot, window)
    off = np.linalg.norm(window.document.state.points[:17] - drawn.points, axis=-1)
    assert np.median(off) < 10
    window.exporting.export("pose", tmp_path / "pose.bvh")
    qtbot.waitUntil(lambda: (tmp_path / "pose.bvh").exists() and not window.jobs.running_title)
    assert len(load_bvh(tmp_path / "pose.bvh")) == 1
    window.document.history.setClean()
    window.close()


def test_a_box_is_cropped_to_the_picture_and_one_outside_finds_nobody(qtbot, window, tmp_path, detector):
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    window.detection.detect_in(np.array([-50.0, 200.0, 100.0, 900.0]))
    qtbot.waitUntil(lambda: len(detector.asked) == 2)
    assert detector.asked[1][1].tolist() == [[0, 200, 50, 40]]
    with qtbot.waitSignal(window.detection.message):
        window.detection.detect_in(np.array([400.0, 300.0, 90.0, 90.0]))
    assert len(detector.asked) == 2 and window.banner.isHidden()


def test_joints_that_are_not_seen_are_missing(qtbot, window, tmp_path, detector):
    detector.lost = (9, 10)
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    visibility = window.document.state.visibility
    assert (visibility[[9, 10]] == MISSING).all() and (visibility[:9] != MISSING).all()


def test_a_drawn_box_adds_a_person_and_keeps_moved_joints(qtbot, window, tmp_path, detector):
    document, editor = window.document, window.editor
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    document.joints.move(document.joints.positions() + 3.0, [5])
    moved = document.state.points[5].copy()
    window.actions_by_id["draw_box"].trigger()
    start, end = (editor.model.view.to_widget(np.array(corner)) for corner in ([30.0, 40.0], [110.0, 200.0]))
    qtbot.mousePress(editor, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, start)))
    qtbot.mouseMove(editor, QPoint(*map(round, end)))
    qtbot.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, end)))
    poses_of(qtbot, window, people=2)
    assert np.allclose(detector.asked[-1][1], [[30, 40, 80, 160]], atol=2)
    assert not window.actions_by_id["draw_box"].isChecked()
    assert document.state.person == 1 and document.state.source.detection(1).people == 1
    document.set_person(0)
    assert np.allclose(document.state.points[5], moved)


def test_a_click_draws_no_box(qtbot, window, tmp_path, detector):
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    window.actions_by_id["draw_box"].trigger()
    qtbot.mouseClick(window.editor, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.wait(50)
    assert len(detector.asked) == 1 and not window.actions_by_id["draw_box"].isChecked()


def test_heatmaps_follow_the_timeline(qtbot, window, tmp_path):
    editor = window.editor
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    beside_ankle = QPoint(*(round(value) for value in editor.model.view.to_widget(np.array([164.0, 210.0]))))

    def shade():
        return editor.grab().toImage().pixelColor(beside_ankle)

    editor.set_heat(0.0)
    cold = shade()
    editor.set_heat(1.0)
    warm = shade()
    assert warm != cold
    window.actions_by_id["heatmaps"].trigger()
    assert shade() == cold or not editor.heat.shown


def test_joints_are_detected_in_a_pasted_picture(qtbot, window, tmp_path, detector):
    clipboard = QMimeData()
    clipboard.setImageData(QImage(str(photograph(tmp_path))))
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setMimeData(clipboard)
    window.actions_by_id["paste"].trigger()
    poses_of(qtbot, window)
    assert len(detector.asked) == 1


def test_moved_joints_are_not_detected_again(qtbot, window, tmp_path, detector):
    window.actions_by_id["standing_pose"].trigger()
    window.opening.place_behind(photograph(tmp_path))
    qtbot.waitUntil(lambda: window.document.state.picture is not None)
    qtbot.wait(100)
    assert detector.asked == []
    window.actions_by_id["detect"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.document.state.source, KeypointsSource))


def test_missing_weights_are_reported(qtbot, window, tmp_path):
    def none():
        raise CheckpointError("detector: no such weights file")

    window.detection._load = none
    window.document.set_picture(Picture("someone", QImage(str(photograph(tmp_path)))))
    with qtbot.waitSignal(window.detection.failed) as failed:
        window.detection.find_everybody()
    assert "no such weights" in failed.args[0]
    assert window.document.state.empty


def test_a_missing_picture_is_reported(qtbot, window):
    with qtbot.waitSignal(window.detection.failed) as failed:
        window.detection.find_everybody()
    assert "Open a picture first" in failed.args[0]


def test_a_detection_shows_its_confidence(qtbot, window, tmp_path):
    window.open([photograph(tmp_path)])
    poses_of(qtbot, window)
    assert "found: sure" in window.editor.model.describe(0)
    window.document.joints.move(window.document.joints.positions() + 2.0, [0])
    assert "%" not in window.editor.model.describe(0)


def test_after_a_detection_the_camera_orbits_about_the_person_found(qtbot, detector):
    """The target of a clip that stood elsewhere is not kept."""
    document = Document()
    far = (standing_body() + np.array([6, 0, 3], np.float32))[None]
    document.open_source(ClipSource("far.bvh", far))
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    document.set_picture(Picture("photo.jpg", image))
    detection = Detection(document, lambda: detector)
    with qtbot.waitSignal(detection.message, timeout=60_000):
        detection.find_everybody()
    camera = document.state.camera
    assert camera.project(document.state.target) == pytest.approx(np.array(camera.size) / 2, abs=1e-3)
    document.set_orbit(document.orbit.turned(0.4, 0))
    moved = np.linalg.norm(document.state.camera.position - camera.position)
    assert moved == pytest.approx(4 * np.radians(0.4), rel=0.01)
    detection.close()
