"""The real window opens, shows and writes files, reports failures, remembers its state, and closes."""

import json
import threading

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from posestudio.app.model.picture import Picture
from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.keypoints import Keypoints, load_keypoints, save_keypoints
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.gestures import drop

pytestmark = pytest.mark.gl


def trigger(window, name):
    window.actions_by_id[name].trigger()


def settled(qtbot, window):
    """Wait until the fine answer to the present state is shown."""
    qtbot.waitUntil(lambda: window.lift_scheduler.settled)


def test_the_window_opens_empty_and_says_what_to_do(window):
    assert window.document.state.empty
    assert not window.actions_by_id["export_pose"].isEnabled()
    assert not window.actions_by_id["undo"].isEnabled()
    assert window.banner.isHidden()


def test_what_is_being_lifted_is_said_until_there_is_nothing_to_lift(qtbot, studio, lifter):
    lifter.hold()
    trigger(studio, "mirror")
    assert studio.status_line.state.text() == "Finding poses..."
    assert "Drag a keypoint" in studio.status_line.hint.text()
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    studio.document.open_picture(Picture("nobody.png", image))
    assert studio.status_line.state.text() == "" and "Drag a keypoint" not in studio.status_line.hint.text()
    with qtbot.waitSignal(studio.lift_worker.answered):
        lifter.release()
    assert studio.status_line.state.text() == "" and studio.document.result is None


def test_a_clip_is_opened_from_a_file_and_its_frames_chosen(qtbot, window, clip, tmp_path):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies))
    window.open([path])
    qtbot.waitUntil(lambda: not window.document.state.empty)
    assert "walk.bvh" in window.windowTitle()
    settled(qtbot, window)
    window.timeline.transport.frame.setValue(5)
    assert window.document.state.frame == 4
    assert window.viewport.scene.ghosts[0] == pytest.approx(window.document.state.source.bodies[4])
    window.document.end_gesture()
    settled(qtbot, window)
    assert not window.document.history.canUndo()  # neither opening nor going to a frame is an edit
    assert window.session.recent == [path]


def test_keypoints_and_a_picture_are_dropped_on_the_window(qtbot, window, tmp_path):
    points = np.random.default_rng(1).uniform(20, 90, (17, 2))
    save_keypoints(tmp_path / "people.json", [Keypoints(points, size=(120, 100))])
    image = QImage(120, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "photo.png"))
    drop(window, tmp_path / "people.json", tmp_path / "photo.png", zone="photo with its keypoints")
    qtbot.waitUntil(lambda: window.document.state.picture is not None)
    assert window.document.state.points[:17] == pytest.approx(points, abs=1e-2)
    assert window.document.state.camera.size == (120, 100)
    settled(qtbot, window)
    assert window.viewport.scene.picture.shape == (100, 120, 4)
    corner = window.editor.model.view.to_widget(np.array([3.0, 3.0]))
    assert window.editor.grab().toImage().pixelColor(QPointF(*corner).toPoint()) == QColor("teal")


BAD = {
    "absent.bvh": None,
    "hopeless.bvh": "no hierarchy here",
    "broken.json": "{",
    "nobody.json": json.dumps({"images": [], "annotations": []}),
    "empty.png": "",
    "letter.docx": "Dear reader",
}


def test_a_bad_file_is_said_and_changes_nothing(qtbot, studio, tmp_path):
    before = (studio.document.state, studio.document.result, studio.document.history.count())
    for name, content in BAD.items():
        if content is not None:
            (tmp_path / name).write_text(content)
        studio.open([tmp_path / name])
        assert studio.banner.isHidden()  # what was said of the last one
        qtbot.waitUntil(studio.banner.isVisible)
        assert name in studio.banner.label.text()
    after = (studio.document.state, studio.document.result, studio.document.history.count())
    assert all(a is b or a == b for a, b in zip(before, after, strict=True))


def test_the_chosen_hypothesis_is_exported_and_read_back(qtbot, studio, tmp_path):
    for hypothesis, tolerance in ((0, 0.010), (2, 0.200)):  # the second has bones that differ left and right
        studio.document.select(hypothesis)
        body = studio.document.selected_body()
        path = tmp_path / "out" / f"pose{hypothesis}.bvh"
        studio.exporting.export("pose", path)
        qtbot.waitUntil(path.exists)
        back = to_body(load_bvh(path))[0]
        limbs = [BODY_INDEX[name] for name in LIMB_JOINTS]
        assert np.linalg.norm(back[limbs] - body[limbs], axis=-1).mean() < tolerance


def test_keypoints_and_screenshot_are_saved(qtbot, studio, tmp_path):
    studio.exporting.export("keypoints", tmp_path / "k.json")
    studio.exporting.save_image(tmp_path / "shot.png", studio.grab().toImage())
    qtbot.waitUntil(lambda: (tmp_path / "shot.png").exists() and (tmp_path / "k.json").exists())
    assert load_keypoints(tmp_path / "k.json")[0].points[0] == pytest.approx(
        studio.document.state.points[:17], abs=0.01
    )
    assert QImage(str(tmp_path / "shot.png")).width() == studio.width()


def test_what_cannot_be_written_is_said_and_leaves_the_old_file(qtbot, studio, tmp_path):
    path = tmp_path / "shot.nonsense"
    path.write_text("old")
    studio.exporting.save_image(path, studio.grab().toImage())
    qtbot.waitUntil(studio.banner.isVisible)
    assert str(path) in studio.banner.label.text()
    assert path.read_text() == "old"
    assert list(tmp_path.glob(".shot*")) == []


def test_theme_and_layout_are_remembered(qtbot, window, session, lifter):
    from posestudio.app.shell.window import StudioWindow

    window.choose_theme("dark")
    window.close()
    other = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(other)
    assert other.theme.choice == "dark" and other.theme.theme == "dark"
    other.close()


def test_closing_while_it_lifts_leaves_no_thread(qtbot, window, lifter, clip):
    lifter.hold()
    window.document.open_source(clip)
    qtbot.waitUntil(lambda: bool(lifter.calls))
    window.close()
    names = {thread.name for thread in threading.enumerate()}
    assert not {name for name in names if name.startswith("posestudio")} - {"posestudio-reading"}
    # Reading is not waited for, and ends by itself.
    qtbot.waitUntil(lambda: not any(one.name.startswith("posestudio") for one in threading.enumerate()))


def test_one_to_four_views_are_remembered(qtbot, studio, session):
    studio.actions_by_id["four_views"].trigger()
    assert studio.viewport.count == 4 and session.text("views") == "4"
    studio.actions_by_id["one_view"].trigger()
    assert studio.viewport.count == 1
