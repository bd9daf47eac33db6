"""A video is dropped on the window: its people are found, their motion is solved, corrected, played and exported."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.picture import rgba_of
from posestudio.app.shell import hints
from posestudio.body.layouts import COCO_INDEX
from posestudio.mocap.bvh import load_bvh
from tests.app.fake_detector import FakeDetector, detected
from tests.app.gestures import drag
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


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


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


def test_from_a_dropped_video_to_a_corrected_motion_in_a_file(qtbot, opened, lifter, tmp_path):
    document, work = opened.document, opened.sequence_work
    source = document.state.source
    assert source.people == 2 and source.found_frames.complete and opened.panels.people.model.rowCount() == 2
    assert hints.MOTION in opened.status_line.hint.text() and not document.has_unsaved_work
    values = opened.timeline.strip.model.facts.values(0, FRAMES - 1)
    assert values == pytest.approx(np.full(FRAMES, 0.9), abs=1e-3)
    assert np.allclose(lifter.motions[-1]["times"], TIMES, atol=2e-3)

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

    opened.exporting.export("export_sequence", tmp_path / "walk.bvh")
    qtbot.waitUntil(lambda: (tmp_path / "walk.bvh").exists() and not opened.jobs.running_title)
    assert len(load_bvh(tmp_path / "walk.bvh")) >= FRAMES


def test_a_saved_project_is_opened_without_searching_again(qtbot, opened, detector, tmp_path):
    opened.document.set_frame(7)
    project = tmp_path / "walk.posestudio"
    opened.session.trust([opened.document.state.source.video.path])
    opened.saving.save_project(project)
    qtbot.waitUntil(lambda: project.exists() and opened.saving.path == project)
    asked, before = len(detector.asked), opened.document.state.source
    opened.open([project])
    qtbot.waitUntil(lambda: opened.document.state.source is not before)
    work = opened.sequence_work
    qtbot.waitUntil(lambda: opened.document.motion_result is not None and work.solver.settled)
    assert len(detector.asked) == asked and opened.document.state.frame == 7
    qtbot.waitUntil(lambda: shown_frame(opened) == 7)


def test_a_search_is_cancelled_and_goes_on_when_asked(qtbot, window, detector, path):
    detector.held = True
    drop(window, path)
    qtbot.waitUntil(lambda: len(detector.asked) == 7)
    bar = window.status_line.bars[1]
    qtbot.waitUntil(bar.isVisible)
    assert "of 24 frames searched" in window.status_line.hint.text()
    qtbot.waitUntil(lambda: bool(window.document.state.visibility.all()))
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


def test_playing_shows_picture_joints_and_motion_of_the_same_time(qtbot, opened):
    document, shown = opened.document, []

    def note(*_):
        body = document.motion_result.joints[document.state.frame, document.selected]
        shown.append((document.state.frame, np.array_equal(document.selected_body(), body)))

    document.result_changed.connect(note)
    lifts = len(opened.lift_worker.lifters.get("mlp").calls)
    opened.player.speed = 2.0
    opened.actions_by_id["play_frames"].trigger()
    qtbot.waitUntil(lambda: document.state.frame == FRAMES - 1 and not opened.player.playing)
    frames = [frame for frame, _ in shown]
    assert len(set(frames)) > 2 and frames == sorted(frames) and all(same for _, same in shown)
    assert len(opened.lift_worker.lifters.get("mlp").calls) == lifts
    qtbot.waitUntil(lambda: shown_frame(opened) == FRAMES - 1)


def test_the_step_of_the_denoising_stays_while_frames_change(qtbot, opened):
    document, playback = opened.document, opened.playback
    assert playback.last == document.state.settings.steps
    playback.go(4)
    document.set_frame(9)
    assert playback.step == 4 and opened.timeline.steps.isEnabled()
    drawn = opened.viewport.scene.hypotheses
    noisy = opened.presenter.trajectory.at(4, False)
    assert drawn.shape == noisy.shape and np.allclose(drawn, noisy)
    assert len(opened.viewport.scene.path) == FRAMES
