"""Everybody in all frames of a video is found in the background, the frame that is shown first."""

import time

import numpy as np
import pytest

from posestudio.app.model.document import Document
from posestudio.app.model.people_edits import person_removed
from posestudio.app.model.video_source import video_source
from posestudio.app.work.video_search import VideoSearch
from posestudio.common.video_seeking import open_video
from tests.app.fake_detector import FakeDetector, detected
from tests.written_video import SIZE, write_video

FRAMES = 12


class WalkingDetector(FakeDetector):
    """Finds two people, who pass each other: which stands where is told by the frame's brightness."""

    def __init__(self):
        super().__init__()
        self.order = []
        self.stop_after = None

    def detect(self, picture, boxes=None, steps=4, callback=None, **_):
        frame = round(float(picture.mean()) / 16)
        self.order.append(frame)
        callback(0, None)
        if self.stop_after is not None and len(self.order) > self.stop_after:
            self.held = True
        while self.held:
            time.sleep(0.002)
            callback(0, None)
        left, right = 4 + 4 * frame, 60 - 4 * frame
        people = [(left, 4, 14, 56), (right, 6, 16, 50)]
        order = people if frame % 3 else people[::-1]  # the surest of them changes
        return detected(order, size=SIZE, scores=[0.9, 0.8])


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("video") / "two.mp4", np.arange(FRAMES) / 25, step=16)


@pytest.fixture
def document(qapp, path):
    made = Document()
    made.open_source(video_source(open_video(path)))
    return made


@pytest.fixture
def detector():
    return WalkingDetector()


@pytest.fixture
def search(document, detector):
    made = VideoSearch(document, lambda: detector)
    yield made
    detector.held = False
    made.close()


def side(document, frame, person):
    """The left edge of a person's box."""
    return document.state.source.box(frame, person)[0]


def test_all_frames_are_searched_and_people_keep_their_numbers(qtbot, document, detector, search):
    said = []
    search.message.connect(said.append)
    search.search()
    qtbot.waitUntil(lambda: not search.busy)
    source = document.state.source
    assert (
        source.found_frames.complete and source.people == 2 and sorted(set(detector.order)) == list(range(12))
    )
    leftmost = 0 if side(document, 0, 0) < side(document, 0, 1) else 1
    assert [side(document, frame, leftmost) for frame in range(FRAMES)] == [4 + 4 * f for f in range(FRAMES)]
    assert said == ["2 people found in two.mp4"]
    assert not document.has_unsaved_work


def test_the_frame_that_is_shown_is_searched_first_and_its_joints_appear_at_once(
    qtbot, document, detector, search
):
    document.set_frame(7)
    detector.stop_after = 1
    assert not document.state.visibility.any()
    search.search()
    qtbot.waitUntil(lambda: document.state.source.searched(7))
    assert detector.order[0] == 7 and document.state.visibility[:17].all()
    document.set_frame(9)
    detector.stop_after, detector.held = 100, False
    qtbot.waitUntil(lambda: not search.busy)
    assert detector.order.index(9) <= 2 and len(detector.order) == FRAMES


def test_a_search_that_was_stopped_goes_on_where_it_was(qtbot, document, detector, search):
    said = []
    search.message.connect(said.append)
    detector.stop_after = 4
    search.search()
    qtbot.waitUntil(lambda: int(document.state.source.found_frames.searched.sum()) == 4)
    search.jobs.cancel()
    qtbot.waitUntil(lambda: not search.busy)
    assert said == ["Stopped: 4 of 12 frames searched; press D to go on"]
    detector.stop_after, detector.held = None, False
    detector.order.clear()
    search.search()
    qtbot.waitUntil(lambda: not search.busy)
    assert detector.order == list(range(4, 12)) and document.state.source.people == 2


def test_deleting_a_person_meanwhile_is_undone_with_what_was_found_then(qtbot, document, detector, search):
    detector.stop_after = 3
    search.search()
    qtbot.waitUntil(lambda: int(document.state.source.found_frames.searched.sum()) == 3)
    document.edit_to(*person_removed(document.state, 1))
    assert document.state.source.people == 1
    detector.stop_after, detector.held = None, False
    qtbot.waitUntil(lambda: not search.busy)
    assert document.state.source.found_frames.complete
    document.undo()
    assert document.state.source.people == 2 and side(document, 0, 1) != side(document, 0, 0)


def test_undo_shows_keypoints_that_were_found_since(qtbot, document, search):
    document.set_orbit(document.orbit.turned(10, 0))
    assert not document.state.visibility.any()
    document.set_orbit(document.orbit.turned(10, 0))
    search.search()
    qtbot.waitUntil(lambda: not search.busy)
    document.undo()
    assert document.state.visibility[:17].all()


def test_a_detector_that_cannot_be_loaded_is_told(qtbot, document):
    def load():
        raise ValueError("no weights")

    search, said = VideoSearch(document, load), []
    search.failed.connect(said.append)
    search.search()
    qtbot.waitUntil(lambda: not search.busy)
    assert said == ["no weights"]
    search.close()
