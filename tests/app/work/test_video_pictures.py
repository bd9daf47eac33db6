"""The picture behind the joints follows the frame of the video, in constant memory."""

import numpy as np
import pytest

from posestudio.app.model.document import Document
from posestudio.app.model.picture import rgba_of
from posestudio.app.model.video_source import video_source
from posestudio.app.work import video_pictures
from posestudio.app.work.video_pictures import VideoPictures
from posestudio.common.video_seeking import open_video
from tests.written_video import write_video


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("video") / "bright.mp4", np.arange(100) / 25)


@pytest.fixture
def document(qapp, path):
    made = Document()
    made.open_source(video_source(open_video(path)))
    return made


@pytest.fixture
def pictures(document):
    made = VideoPictures(document)
    yield made
    made.close()


def shown(document):
    """The frame that the picture behind the joints is of, by its brightness."""
    picture = document.state.picture
    assert abs(rgba_of(picture.image)[..., 0].mean() / 2 - picture.frame) < 2
    return picture.frame


def test_the_first_frame_is_there_at_once_and_others_follow(qtbot, document, pictures):
    assert shown(document) == 0
    for frame in (5, 6, 90, 2, 50):
        document.set_frame(frame)
        qtbot.waitUntil(lambda frame=frame: shown(document) == frame)


def test_of_many_frames_in_a_hurry_the_last_is_shown(qtbot, document, pictures):
    for frame in range(100):
        document.set_frame(frame)
    qtbot.waitUntil(lambda: shown(document) == 99)
    assert document.state.frame == 99


def test_few_frames_are_kept(qtbot, document, pictures, monkeypatch):
    monkeypatch.setattr(video_pictures, "KEPT_BYTES", 10 * 96 * 64 * 4)
    for frame in range(0, 100, 9):
        document.set_frame(frame)
        qtbot.waitUntil(lambda frame=frame: shown(document) == frame)
    assert len(pictures._thread.images._images) <= 10


def test_undo_leaves_the_picture_of_the_frame(qtbot, document, pictures):
    document.set_orbit(document.orbit.turned(10, 0))
    document.set_frame(40)
    qtbot.waitUntil(lambda: shown(document) == 40)
    document.undo()
    assert document.state.frame == 0
    qtbot.waitUntil(lambda: shown(document) == 0)


def test_a_video_that_is_gone_is_told(qtbot, document, pictures, path, tmp_path):
    said = []
    pictures.failed.connect(said.append)
    aside = path.rename(tmp_path / "aside.mp4")
    try:
        document.set_frame(30)
        qtbot.waitUntil(lambda: bool(said))
    finally:
        aside.rename(path)
    assert "bright.mp4" in said[0]
