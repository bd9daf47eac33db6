"""Small pictures of a video's frames come from a thread, and are kept."""

import numpy as np
import pytest

from posestudio.app.model.picture import rgba_of
from posestudio.app.work.video_thumbnails import SIDE, VideoThumbnails
from posestudio.common.video_seeking import open_video
from tests.written_video import write_video


@pytest.fixture
def thumbnails(qapp):
    made = VideoThumbnails()
    yield made
    made.close()


def test_pictures_of_the_frames_wanted_last_are_small_and_of_those_frames(qtbot, thumbnails, tmp_path):
    video = open_video(write_video(tmp_path / "v.mp4", np.arange(12) / 25, (320, 240), step=10))
    assert thumbnails.image(video, 4) is None
    thumbnails.want(video, [0, 4, 9])
    qtbot.waitUntil(lambda: thumbnails.image(video, 9) is not None)
    for frame in (0, 4, 9):
        image = thumbnails.image(video, frame)
        assert max(image.width(), image.height()) == SIDE
        assert round(rgba_of(image)[..., 0].mean() / 10) == frame
    (tmp_path / "v.mp4").unlink()
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.want(video, [2])
    assert thumbnails.image(video, 2) is None
