"""A video is dropped on the window: its people are found, their motion is solved, corrected, played and exported."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.picture import rgba_of
from posestudio.app.shell import hints
from posestudio.body.layouts import COCO_INDEX
from posestudio.mocap.bvh import load_bvh
from tests.app.fake_detector import FakeDetector, detected
from tests.app.gestures import drag, drop
from tests.written_video import write_video

pytestmark = pytest.mark.gl

SIZE, FRAMES, STEP = (320, 240), 24, 10
TIMES = np.concatenate([np.arange(12) / 25, 12 / 25 + np.arange(12) / 12.5])  # slower in its second half
WRIST = COCO_INDEX["left_wrist"]


class KnowingDetector(FakeDetector):
    """Knows where two people are in each frame, which it tells by the brightness; a third is seen for one frame."""

    def detect(self, picture, boxes=None, steps=4, callback=None, **_):
        frame = round(float(picture.mean()) / STEP)
        self.asked.append(frame)
        callback(0, None)
        while self.held and len(self.asked) > 6:
            time.sleep(0.02)
            callback(0, None)
        people = [(40 + 2 * frame, 30, 60, 180), (180 - 2 * frame, 40, 60, 170)]
        people += [(260, 10, 30, 90)] * (frame == 9)
        return detected(people, size=SIZE, scores=[0.9, 0.8, 0.4][: len(people)])


@pytest.fixture
def detector():
    return KnowingDetector()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("video") / "walk.mp4", TIMES, SIZE, step=STEP)


@pytest.fixture
def opened(qtbot, window, path):
    """Dropped, searched and solved."""
    drop(window, path)
    work = window.sequence_work
    qtbot.waitUntil(lambda: window.document.state.source.frames == FRAMES and not work.search.busy)
    qtbot.waitUntil(lambda: work.solver.settled and window.document.motion_result is not None)
    return window


def shown_frame(window):
    """The frame that the picture under the joints is of, by its brightness."""
    return round(rgba_of(window.document.state.picture.image)[..., 0].mean() / STEP)


def play(qtbot, window):
    """Play to the last frame; all frames shown, and whether each showed the motion's pose."""
    document, shown = window.document, []

    def note(*_):
        body = document.motion_result.joints[document.state.frame, document.selected]
        shown.append((document.state.frame, np.array_equal(document.selected_body(), body)))

    document.result_changed.connect(note)
    window.player.speed, window.player.loop = 4.0, False
    window.actions_by_id["play_frames"].trigger()
    qtbot.waitUntil(lambda: document.state.frame == FRAMES - 1 and not window.player.playing)
    document.result_changed.disconnect(note)
    return [frame for frame, _ in shown], all(same for _, same in shown)


def test_from_a_dropped_video_to_a_corrected_motion_in_a_file(qtbot, opened, lifter, detector, tmp_path):
    document, work = opened.document, opened.sequence_work
    source = document.state.source
    assert source.people == 2 and source.found_frames.complete and opened.panels.people.model.rowCount() == 2
    assert hints.MOTION in opened.status_line.hint.text() and not document.has_unsaved_work
    values = opened.timeline.strip.model.facts.values(0, FRAMES - 1)
    assert values == pytest.approx(np.full(FRAMES, 0.9), abs=1e-3)
    assert np.allclose(lifter.motions[0]["times"], TIMES, atol=2e-3)

    lifts = len(lifter.calls)
    frames, all_of_the_motion = play(qtbot, opened)
    assert len(set(frames)) > 2 and frames == sorted(frames) and all_of_the_motion
    assert len(lifter.calls) == lifts
    qtbot.waitUntil(lambda: shown_frame(opened) == FRAMES - 1)

    opened.visibility.set(align_hips=False)
    opened.playback.go(4)  # of the denoising
    document.set_frame(9)
    assert opened.playback.step == 4 and opened.panels.denoising.steps.isEnabled()
    noisy = opened.presenter.trajectory.at(4, False)
    assert np.allclose(opened.viewport.scene.hypotheses, noisy) and len(opened.viewport.scene.path) == FRAMES
    opened.playback.go(opened.playback.last)
    beside = len(document.companions)
    opened.actions_by_id["onion"].trigger()
    assert len(opened.viewport.scene.ghosts) == beside + 3  # the fourth would be before the first frame

    document.set_frame(15)
    qtbot.waitUntil(lambda: shown_frame(opened) == 15)
    before = document.motion_result.joints.copy()
    editor = opened.editor
    drag(editor, QPointF(*editor.model.points()[WRIST]), QPoint(30, -20))
    assert key_frames(document.state) == [15] and opened.timeline.strip.model.keys == [15]
    qtbot.waitUntil(lambda: work.solver.settled and not document.motion_is_coarse)
    after = document.motion_result.joints
    assert np.array_equal(after[:11], before[:11]) and np.abs(after[15] - before[15]).max() > 0.01
    assert np.array_equal(document.selected_body(), after[15, document.selected])

    opened.exporting.export("motion", tmp_path / "walk.bvh")
    qtbot.waitUntil(lambda: (tmp_path / "walk.bvh").exists() and not opened.jobs.running_title)
    assert len(load_bvh(tmp_path / "walk.bvh")) >= FRAMES

    project = tmp_path / "walk.posestudio"
    opened.session.trust([source.video.path])
    opened.saving.save_project(project)
    qtbot.waitUntil(lambda: project.exists() and opened.saving.path == project)
    asked = len(detector.asked)
    opened.open([project])
    qtbot.waitUntil(lambda: document.state.source is not source)
    qtbot.waitUntil(lambda: document.motion_result is not None and work.solver.settled)
    assert len(detector.asked) == asked and key_frames(document.state) == [15]
    qtbot.waitUntil(lambda: shown_frame(opened) == 15)


def test_a_search_is_cancelled_and_goes_on_when_asked(qtbot, window, detector, path):
    detector.held = True
    drop(window, path)
    qtbot.waitUntil(lambda: len(detector.asked) == 7)
    bar = window.progress.pictures[0].words
    qtbot.waitUntil(bar.isVisible)
    assert "of 24 frames" in window.status_line.hint.text()
    qtbot.waitUntil(lambda: bool(window.document.state.visibility[:17].all()))
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.sequence_work.search.busy)
    found = window.document.state.source.found_frames.searched
    assert found[:6].all() and not found[7:].any()
    qtbot.waitUntil(lambda: window.document.motion_result is not None)  # of what was found
    detector.held = False
    window.actions_by_id["detect"].trigger()
    qtbot.waitUntil(lambda: not window.sequence_work.search.busy)
    assert found.all()
    motion = lambda: window.document.motion_result  # noqa: E731
    qtbot.waitUntil(lambda: motion() is not None and len(motion().frames) == FRAMES)
