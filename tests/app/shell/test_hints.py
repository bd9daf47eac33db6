"""What the status bar says depends on what is open."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from posestudio.app.model.animation import new_motion
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.video_source import video_source
from posestudio.app.shell import hints
from posestudio.common.video_seeking import open_video
from tests.app.conftest import walking
from tests.app.sequences import seen
from tests.written_video import write_video


@pytest.fixture
def document(qapp):
    return Document()


def test_with_nothing_open_it_says_what_can_be_opened(document):
    assert hints.hint(document).startswith(hints.NOTHING_OPEN)


def test_a_picture_without_people_is_something_open(document):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    document.open_picture(Picture("group.jpg", image))
    assert hints.hint(document).startswith(hints.PICTURE)


def test_poses_sequences_and_motions_from_nothing(document):
    for source, text in (
        (walking(), hints.POSE),
        (seen(1), hints.POSE),
        (seen(8), hints.SOLVING),
        (new_motion(1), hints.KEY_POSES),
    ):
        document.open_source(source)
        assert hints.hint(document).startswith(text)


def test_a_video_says_how_far_the_search_is(document, tmp_path):
    document.open_source(video_source(open_video(write_video(tmp_path / "a.mp4", np.arange(4) / 25))))
    found = seen(4).sequence
    document.take_found({0: found[0], 2: found[2]})
    assert hints.hint(document).startswith("2 of 4 frames searched for people")
    assert hints.hint(document, searching=True) == "Finding people: 2 of 4 frames..."
    document.take_found({1: found[1], 3: found[3]})
    assert hints.hint(document) == hints.SOLVING
