"""Exports, pictures and projects of the real window, read again by other readers."""

import json
from dataclasses import replace

import av
import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

from posestudio.app.exporting.options import ExportOptions
from posestudio.app.model.any_file import read
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, LIMB_JOINTS
from posestudio.geometry.camera_files import load_camera
from posestudio.keypoints import load_keypoints
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]


def settled(qtbot, window):
    qtbot.waitUntil(lambda: window.lift_scheduler.settled, timeout=5000)


@pytest.fixture
def exported(qtbot, studio, tmp_path):
    """Exports under a name and waits for the file."""

    def export(name, file, **options):
        studio.exporting.export(name, tmp_path / file, ExportOptions(**options))
        qtbot.waitUntil(lambda: not studio.jobs.running_title)  # a little after the file is there
        assert file in studio.banner.label.text() and "Exported" in studio.banner.label.text()
        return tmp_path / file

    return export


def test_all_hypotheses_and_the_denoising_become_motions(studio, exported):
    assert len(load_bvh(exported("hypotheses", "all.bvh"))) == 50
    assert len(load_bvh(exported("denoising", "way.bvh"))) > 30


def test_a_clip_is_lifted_frame_by_frame_into_a_motion(studio, exported, lifter, monkeypatch):
    monkeypatch.setattr("posestudio.app.work.lift_worker.load_lifter", lambda weights: lifter)
    studio.document.set_frame(3)
    studio.document.set_settings("noise", keypoint_noise=2.5)
    studio.document.end_gesture()
    clip = load_bvh(exported("motion", "motion.bvh"))
    assert lifter.calls[-1]["keypoint_noise"] == pytest.approx(0.025)
    bodies = studio.document.state.source.bodies
    assert len(clip) == len(bodies) and clip.frame_time == pytest.approx(1 / 30, rel=1e-3)
    back = to_body(clip)
    limbs = [BODY_INDEX[name] for name in LIMB_JOINTS]
    assert np.linalg.norm(back[:, limbs] - bodies[:, limbs], axis=-1).mean() < 0.3  # of a fake


def test_a_gltf_has_everybody(studio, exported):
    content = json.loads(exported("pose", "pose.gltf", everybody=True).read_text())
    assert content["asset"]["version"] == "2.0" and len(content["nodes"]) > 15


def test_keypoints_and_camera_are_read_back(studio, exported):
    back = load_keypoints(exported("keypoints", "k.json"))[0]
    assert back.points[0] == pytest.approx(studio.document.state.points[:17], abs=0.01)
    assert load_camera(exported("camera", "c.json")) == studio.document.state.camera


def test_the_plane_becomes_vectors(studio, exported):
    from xml.etree import ElementTree

    root = ElementTree.parse(exported("drawing", "plane.svg")).getroot()
    width, height = studio.document.state.camera.size
    assert root.get("viewBox") == f"0 0 {width} {height}"


def test_poses_and_motion_become_pages(studio, exported, lifter, monkeypatch):
    monkeypatch.setattr("posestudio.app.work.lift_worker.load_lifter", lambda weights: lifter)
    text = exported("figure", "figure.html").read_text(encoding="utf-8")
    assert '"hypotheses":50' in text and "data:image/png" in text
    frames = len(studio.document.state.source.bodies)
    text = exported("motion_figure", "motion.html").read_text(encoding="utf-8")
    assert f'"frames":{list(range(frames))}'.replace(" ", "") in text


def test_a_video_is_decoded_frame_by_frame(studio, exported, monkeypatch):
    monkeypatch.setattr("posestudio.export.video.DenoisingVideo.fps", 1.0)  # few pictures to draw
    path = exported("denoising_video", "way.mp4")
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) > 6 and frames[0].shape == (720, 1280, 3)
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 0.5


def test_a_video_is_cancelled_and_leaves_nothing(qtbot, studio, tmp_path):
    studio.exporting.export("denoising_video", tmp_path / "way.mp4")
    progressed = []
    studio.jobs.progressed.connect(lambda title, done, total: progressed.append(done))
    qtbot.waitUntil(lambda: any(progressed), timeout=30_000)
    with qtbot.waitSignal(studio.jobs.ended, timeout=30_000):
        studio.jobs.cancel()
    assert not list(tmp_path.glob("*way*")) and studio.banner.isHidden()


def test_a_picture_of_any_size_without_ground(qtbot, studio, tmp_path):
    image = studio.viewport.render_picture((900, 500), transparent=True)
    studio.exporting.save_image(tmp_path / "p.png", image)
    qtbot.waitUntil((tmp_path / "p.png").exists)
    back = QImage(str(tmp_path / "p.png"))
    assert (back.width(), back.height()) == (900, 500)
    assert back.pixelColor(2, 2).alpha() == 0
    alphas = {back.pixelColor(x, 250).alpha() for x in range(900)}
    assert 255 in alphas


def test_the_picture_is_copied(studio):
    studio.actions_by_id["copy_picture"].trigger()
    assert QGuiApplication.clipboard().image().width() > 100


def test_a_pose_is_pasted_into_the_picture_where_there_is_no_body_yet(qtbot, studio, lifter, clip):
    document = studio.document
    points = document.state.points.copy()
    points[WRIST] += (30, -60)
    document.joints.move(points, [WRIST])
    settled(qtbot, studio)
    studio.actions_by_id["copy_pose"].trigger()
    lifter.hold()
    document.open_source(replace(clip))
    assert document.result is None
    studio.actions_by_id["paste"].trigger()
    assert document.state.points == pytest.approx(points, abs=1e-2)
    QGuiApplication.clipboard().setText("Dear reader")
    before = document.history.count()
    studio.actions_by_id["paste"].trigger()
    assert document.history.count() == before
    lifter.release()


def test_a_project_reopens_with_the_same_poses(qtbot, studio, tmp_path, monkeypatch):
    document = studio.document
    points = document.state.points.copy()
    points[WRIST] += (30, -60)
    document.joints.move(points, [WRIST])
    document.end_gesture()
    settled(qtbot, studio)
    document.select(3)
    joints = document.result.joints.copy()
    path = tmp_path / "one.posestudio"
    studio.saving.save_project(path)
    qtbot.waitUntil(lambda: "one.posestudio" in studio.windowTitle())
    assert "*" not in studio.windowTitle()
    document.joints.mirror()
    assert "*" in studio.windowTitle()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    studio.actions_by_id["standing_pose"].trigger()
    settled(qtbot, studio)
    studio.open([path])
    qtbot.waitUntil(lambda: document.state.source.name == "walk.bvh")
    settled(qtbot, studio)
    assert document.selected == 3
    assert np.array_equal(document.result.joints, joints)
    assert studio.session.recent[0] == path


def test_a_changed_project_is_asked_about(qtbot, studio, tmp_path, monkeypatch):
    path = tmp_path / "one.posestudio"
    studio.saving.save_project(path)
    qtbot.waitUntil(lambda: studio.saving.path == path)
    studio.document.joints.mirror()
    asked = []

    def answer(button):
        def question(*_):
            asked.append(button)
            return button

        monkeypatch.setattr(QMessageBox, "question", question)

    answer(QMessageBox.StandardButton.Cancel)
    studio.close()
    assert asked and studio.isVisible()
    answer(QMessageBox.StandardButton.Save)
    before = path.read_text()
    studio.close()
    assert not studio.isVisible() and path.read_text() != before


@pytest.fixture
def project(qtbot, studio, tmp_path):
    """A project that was saved, and edited since."""
    path = tmp_path / "folder" / "one.posestudio"
    path.parent.mkdir()
    studio.saving.save_project(path)
    qtbot.waitUntil(lambda: studio.saving.path == path)
    studio.document.joints.mirror()
    return path


def make_unwritable(path):
    """A file where the folder was, as little to be written in as a disk that is full."""
    path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("")


def test_a_window_whose_work_cannot_be_saved_stays_and_says_why(studio, project, answers):
    make_unwritable(project)
    answers.button = QMessageBox.StandardButton.Save
    state = studio.document.state
    assert not studio.close()
    assert studio.isVisible() and len(answers.asked) == 1
    assert studio.banner.isVisible() and str(project) in studio.banner.label.text()
    assert studio.document.state is state and not studio.document.history.isClean()
    answers.button = QMessageBox.StandardButton.Discard
    assert studio.close()


def test_nothing_is_opened_over_work_that_cannot_be_saved(studio, project, answers):
    make_unwritable(project)
    answers.button = QMessageBox.StandardButton.Save
    state = studio.document.state
    studio.actions_by_id["standing_pose"].trigger()
    assert studio.document.state is state and studio.saving.path == project
    assert str(project) in studio.banner.label.text()


def test_a_project_that_somebody_else_saved_is_written_over_only_after_a_question(
    qtbot, studio, project, answers
):
    other = read(project).content
    project.write_text(project.read_text() + " ")
    theirs = project.read_text()
    studio.actions_by_id["save_project"].trigger()
    qtbot.waitUntil(studio.banner.isVisible)
    assert len(answers.asked) == 1 and "one.posestudio has been changed on disk" in answers.asked[0]
    assert project.read_text() == theirs and not studio.document.history.isClean()
    answers.button = QMessageBox.StandardButton.Save
    studio.actions_by_id["save_project"].trigger()
    qtbot.waitUntil(studio.document.history.isClean)
    assert len(answers.asked) == 2 and studio.banner.isHidden()
    assert read(project).content.state.keypoint_edits and not other.state.keypoint_edits
    studio.document.joints.mirror()
    studio.actions_by_id["save_project"].trigger()
    qtbot.waitUntil(studio.document.history.isClean)
    assert len(answers.asked) == 2  # what is there now is this window's own


def test_closing_does_not_save_over_what_somebody_else_saved(studio, project, answers):
    project.write_text(project.read_text() + " ")
    theirs = project.read_text()
    answers.in_turn = [QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Cancel]
    assert not studio.close()
    assert studio.isVisible() and len(answers.asked) == 2 and project.read_text() == theirs


@pytest.fixture
def choose(monkeypatch):
    """What is chosen in the dialog that asks where to save."""

    def chosen(name, kind):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(name), kind))

    return chosen


TYPED = [
    ("save_project_as", "mine", "PoseStudio project (*.posestudio)", "mine.posestudio"),
    ("save_project_as", "mine", "", "mine.posestudio"),
]


@pytest.mark.parametrize(("action", "typed", "kind", "named"), TYPED)
def test_the_name_that_is_written_is_the_one_that_is_asked_about(
    qtbot, studio, tmp_path, choose, answers, action, typed, kind, named
):
    path = tmp_path / named
    path.write_text("a week of work")
    choose(tmp_path / typed, kind)
    answers.button = QMessageBox.StandardButton.No
    studio.actions_by_id[action].trigger()
    assert len(answers.asked) == 1 and named in answers.asked[0]
    answers.button = QMessageBox.StandardButton.Yes
    before = path.stat().st_mtime_ns
    assert path.read_text() == "a week of work"
    studio.actions_by_id[action].trigger()
    qtbot.waitUntil(lambda: path.stat().st_mtime_ns != before and path.read_text() != "a week of work")
    qtbot.waitUntil(lambda: not studio.jobs.running_title)  # a little after the file is there
    assert [entry.name for entry in tmp_path.iterdir() if "settings" not in entry.name] == [named]
