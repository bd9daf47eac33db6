"""Projects whose files have moved, shrunk, or lie elsewhere: opened all the same, and asked about in the banner."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project, save_project
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip

pytestmark = pytest.mark.gl


@pytest.fixture
def walk(tmp_path, clip):
    path = tmp_path / "folder" / "walk.bvh"
    path.parent.mkdir()
    save_bvh(path, to_clip(clip.bodies))
    return path


@pytest.fixture
def project(qapp, walk):
    """About the last frame of a clip beside it."""
    document = Document()
    document.open_source(read(walk).content)
    document.set_frame(5)
    document.joints.mirror()
    path = walk.parent / "one.posestudio"
    save_project(path, Project(document.state))
    return path


def opened(qtbot, window, project):
    window.open([project])
    qtbot.waitUntil(lambda: window.saving.path == project)


def test_a_clip_that_moved_is_asked_for_and_takes_its_place_with_its_edits(
    qtbot, window, walk, project, monkeypatch, answers
):
    elsewhere = walk.parent.parent / "moved.bvh"
    walk.rename(elsewhere)
    opened(qtbot, window, project)
    keypoint_edits = window.document.state.keypoint_edits
    assert window.document.state.empty and (5, 0) in keypoint_edits
    words = window.banner.label.text()
    assert window.banner.isVisible() and "one.posestudio" in words and "walk.bvh" in words
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.banner.offer.click()
    assert window.banner.label.text() == words  # nothing was chosen: still asked for
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(elsewhere), ""))
    window.banner.offer.click()
    qtbot.waitUntil(lambda: not window.document.state.empty and window.lift_scheduler.settled)
    assert window.banner.isHidden()
    assert window.document.state.source.path == elsewhere
    assert window.document.state.keypoint_edits == keypoint_edits and window.document.state.frame == 5
    assert not window.document.history.isClean()  # the project is to be saved with where it is now
    window.actions_by_id["save_project"].trigger()
    qtbot.waitUntil(window.document.history.isClean)
    assert read(project, trusted=frozenset([str(elsewhere)])).content.missing == ()


def test_a_clip_that_shrank_is_shown_as_far_as_it_goes_and_said(qtbot, window, walk, project, clip):
    save_bvh(walk, to_clip(clip.bodies[:2]))
    opened(qtbot, window, project)
    qtbot.waitUntil(lambda: window.lift_scheduler.settled)
    state = window.document.state
    assert (state.source.frames, state.frame) == (2, 1) and (5, 0) in state.keypoint_edits
    words = window.banner.label.text()
    assert window.banner.isVisible() and "walk.bvh" in words and "2 frames" in words


def test_another_kind_of_file_is_no_answer(qtbot, window, walk, project, monkeypatch):
    walk.unlink()
    opened(qtbot, window, project)
    wrong = walk.parent / "notes.txt"
    wrong.write_text("Dear reader")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    window.banner.offer.click()
    qtbot.waitUntil(lambda: "notes.txt" in window.banner.label.text())
    assert window.banner.offer.isVisible() and window.document.state.empty


def test_files_outside_the_projects_folder_are_opened_only_when_somebody_says_so(
    qtbot, window, tmp_path, clip
):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "outside.png"))
    document = Document()
    document.open_source(clip)
    document.set_picture(Picture("outside.png", image, tmp_path / "outside.png"))
    project = tmp_path / "folder" / "one.posestudio"
    project.parent.mkdir()
    save_project(project, Project(document.state))
    opened(qtbot, window, project)
    assert window.document.state.picture.missing
    words = window.banner.label.text()
    assert "outside its folder" in words and str(tmp_path / "outside.png") in words
    window.banner.offer.click()
    qtbot.waitUntil(lambda: not window.document.state.picture.missing)
    assert window.banner.isHidden() and window.document.history.isClean()
    opened_again = read(project, trusted=window.session.trusted).content
    assert opened_again.missing == ()


def test_what_a_project_lacks_is_not_asked_for_once_something_else_is_open(
    qtbot, window, walk, project, clip
):
    walk.unlink()
    opened(qtbot, window, project)
    assert window.banner.isVisible()
    window.actions_by_id["standing_pose"].trigger()
    assert window.banner.isHidden() and window.saving.path is None
