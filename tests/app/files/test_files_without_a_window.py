"""Opening, saving and exporting need a studio, but no window."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMessageBox

from posestudio.app.exporting.exporting import Exporting, Rendering
from posestudio.app.files.missing_files import MissingFiles
from posestudio.app.files.opening import Opening
from posestudio.app.files.reloading import Reloading
from posestudio.app.files.saving import Saving
from posestudio.geometry.camera_files import load_camera
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.fake_studio import FakeNotices, close_studio, make_studio


@pytest.fixture
def notices() -> FakeNotices:
    return FakeNotices()


@pytest.fixture
def studio(qapp, session, notices):
    made = make_studio(session, notices)
    yield made
    close_studio(made)


@pytest.fixture
def saving(studio) -> Saving:
    return Saving(studio)


@pytest.fixture
def opening(studio, saving) -> Opening:
    return Opening(studio, saving, MissingFiles(studio, saving), Reloading(studio))


@pytest.fixture
def exporting(studio):
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    rendering = Rendering(lambda: image, lambda: image, lambda size, transparent: image, lambda: (4, 3))
    made = Exporting(studio, rendering, lambda: "light")
    yield made
    made.close()


def test_a_clip_is_opened_and_remembered(qtbot, studio, opening, notices, clip, tmp_path):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies))
    with qtbot.waitSignal(opening.opened):
        opening.open([path], frame=2)
    assert studio.document.state.frame == 2 and studio.session.recent == [path]
    assert notices.said[-1].startswith("Opened walk.bvh")


def test_a_picture_is_opened_and_people_are_to_be_looked_for_in_it(qtbot, studio, opening, tmp_path):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "someone.png"))
    with qtbot.waitSignal(opening.picture_opened):
        opening.open([tmp_path / "someone.png"])
    shown = studio.document.state.picture
    assert shown.image.size() == image.size() and studio.document.state.empty


def test_a_file_that_cannot_be_read_is_a_failure_until_something_else_is_opened(
    qtbot, studio, opening, notices, tmp_path
):
    opening.open([tmp_path / "absent.bvh"])
    qtbot.waitUntil(lambda: "file" in notices.failures)
    assert "absent.bvh" in notices.failures["file"] and studio.document.state.empty
    opening.open_example()
    assert not notices.failures
    qtbot.waitUntil(lambda: studio.document.state.picture is not None)


def test_what_was_edited_is_replaced_only_after_a_question(studio, opening, clip, answers):
    studio.document.open_source(clip)
    studio.document.joints.mirror()
    opening.open_standing_pose()
    assert len(answers.asked) == 1 and studio.document.state.source is clip
    answers.button = QMessageBox.StandardButton.Discard
    opening.open_standing_pose()
    assert studio.document.state.source.name == "Standing pose"


def test_a_project_is_saved_and_opened_again(qtbot, studio, saving, opening, clip, tmp_path):
    studio.document.open_source(clip)
    studio.document.joints.mirror()
    path = tmp_path / "one.posestudio"
    with qtbot.waitSignal(saving.saved):
        saving.save_project(path)
    assert saving.path == path and saving.may_leave() and saving.may_close()
    keypoint_edits = studio.document.state.keypoint_edits
    opening.open_standing_pose()
    with qtbot.waitSignal(opening.opened):
        opening.open([path])
    assert saving.path == path and studio.document.state.keypoint_edits.keys() == keypoint_edits.keys()


def test_a_project_that_cannot_be_written_is_a_failure(qtbot, studio, saving, notices, clip, tmp_path):
    studio.document.open_source(clip)
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "one.posestudio"
    saving.save_project(path)
    qtbot.waitUntil(lambda: bool(notices.failures))
    assert list(notices.failures) == [f"save {path}"] and saving.path is None


def test_an_export_writes_what_is_open(qtbot, studio, exporting, notices, clip, tmp_path):
    studio.document.open_source(clip)
    exporting.export("camera", tmp_path / "camera.json")
    qtbot.waitUntil(lambda: not studio.jobs.running_title)
    assert load_camera(tmp_path / "camera.json") == studio.document.state.camera
    exporting.export("pose", tmp_path / "pose.bvh")
    qtbot.waitUntil(lambda: bool(notices.failures))
    assert "no 3D poses" in notices.failures["file"]
