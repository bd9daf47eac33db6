"""What is dragged is lifted at once; hypotheses are chosen, steps and frames are played, in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog

from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import SamplerSettings
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.keypoints import Keypoints
from tests.app.gestures import drag, move, press, release

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]
HAND = BODY_INDEX["left_wrist"]
ALT = Qt.KeyboardModifier.AltModifier


def trigger(window, name):
    window.actions_by_id[name].trigger()


def settled(qtbot, window):
    """Wait until the fine answer to the present state is shown."""
    qtbot.waitUntil(lambda: window.lift_scheduler.settled, timeout=5000)


def drag_wrist(window, x=40, y=-60, **options):
    drag(window.editor, window.editor.joint_position(WRIST), QPoint(x, y), **options)


def test_a_clip_is_lifted_at_once_and_shown_with_its_ghost(studio):
    scene = studio.viewport.scene
    assert 4 <= len(scene.hypotheses) <= 9 and scene.selected == 0
    assert np.ptp(scene.hypotheses[:, 0], axis=0).max() < 1e-5  # at the hips of the chosen one
    studio.visibility.set(everyone=True, align_hips=False)
    scene = studio.viewport.scene
    assert scene.hypotheses == pytest.approx(studio.document.result.joints[0])
    assert scene.ghosts[0] == pytest.approx(studio.document.state.source.bodies[0])
    assert scene.camera is studio.document.state.camera
    assert studio.panels.hypotheses.get().model.rowCount() == 50
    assert studio.playback.at_end


def test_dragging_a_joint_moves_it_in_3d(qtbot, studio, lifter):
    before = studio.viewport.scene.hypotheses[0]
    at = studio.editor.joint_position(WRIST)
    press(studio.editor, at)
    for step in range(1, 8):
        move(studio.editor, at + QPointF(6, -9) * step)
    qtbot.waitUntil(lambda: np.abs(studio.viewport.scene.hypotheses[0, HAND] - before[HAND]).max() > 0.05)
    assert studio.document.result.trajectory is None  # a quick answer: the hand is still on
    release(studio.editor, at + QPointF(42, -63))
    settled(qtbot, studio)
    after = studio.viewport.scene.hypotheses[0]
    assert after[HAND, 0] > before[HAND, 0] + 0.05 and after[HAND, 1] > before[HAND, 1] + 0.1
    assert {call["seed"] for call in lifter.calls} == {SamplerSettings().seed}


def test_every_gesture_is_undone_and_redone_with_its_poses(qtbot, studio):
    first = studio.document.result.joints
    drag_wrist(studio)
    settled(qtbot, studio)
    second = studio.document.result.joints
    trigger(studio, "undo")
    settled(qtbot, studio)
    assert studio.document.result.joints == pytest.approx(first)
    trigger(studio, "redo")
    settled(qtbot, studio)
    assert studio.document.result.joints == pytest.approx(second)
    assert studio.actions_by_id["undo"].text() == "Undo move left wrist"


def test_an_occluded_joint_is_told_the_lifter_at_once(qtbot, studio, lifter):
    studio.editor.select([WRIST])
    trigger(studio, "cycle_visibility")
    settled(qtbot, studio)
    assert lifter.finished[-1]["keypoints"].visibility[0, WRIST] == 1


def test_scrubbing_reads_what_was_recorded(qtbot, studio, lifter):
    computed = len(lifter.calls)
    studio.visibility.set(align_hips=False)
    slider = studio.panels.denoising.steps
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.position_of(4)), 20))
    assert studio.playback.step == 4
    assert studio.viewport.scene.hypotheses == pytest.approx(studio.document.result.shown_trajectory()[4, 0])
    assert "Step 4 of" in studio.panels.denoising.readout.text()
    studio.panels.denoising.shown.setCurrentIndex(1)
    assert studio.viewport.scene.hypotheses == pytest.approx(studio.document.result.denoised[4, 0])
    assert len(lifter.calls) == computed


def test_keys_are_frames_and_in_the_denoising_panel_steps(qtbot, studio):
    document, panel, last = studio.document, studio.panels.denoising, studio.playback.last
    studio.editor.setFocus()
    keys = Qt.Key
    for key, frame in (
        (keys.Key_Right, 1),
        (keys.Key_Period, 2),
        (keys.Key_Left, 1),
        (keys.Key_End, 5),
        (keys.Key_Home, 0),
    ):
        qtbot.keyClick(studio.editor, key)
        assert document.state.frame == frame and studio.playback.step == last
    qtbot.keyClick(studio.editor, keys.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert document.state.frame == 5 and not document.history.canUndo()
    settled(qtbot, studio)
    studio.workspace.bring("denoising")
    panel.setFocus()
    qtbot.waitUntil(panel.hasFocus)
    for key, step in ((keys.Key_Home, 0), (keys.Key_Right, 1), (keys.Key_PageDown, 11), (keys.Key_Left, 10)):
        qtbot.keyClick(panel, key)
        assert studio.playback.step == step and document.state.frame == 5
    qtbot.keyClick(panel, keys.Key_Space)
    assert studio.playback.playing and not studio.player.playing
    assert studio.actions_by_id["play"].text() == "Pause"
    qtbot.keyClick(panel, keys.Key_Space)
    assert not studio.playback.playing


def test_how_a_pose_formed_is_played_once_and_ends_in_it(qtbot, studio):
    positions = []
    studio.playback.moved.connect(lambda: positions.append(studio.playback.position))
    studio.playback.loop = True
    trigger(studio, "how_it_formed")
    assert studio.playback.forming and positions[0] == 0
    assert studio.actions_by_id["play_frames"].text() == "Pause"
    qtbot.waitUntil(lambda: not studio.playback.playing)
    assert studio.playback.at_end and not studio.playback.forming and positions == sorted(positions)
    trigger(studio, "how_it_formed")
    trigger(studio, "how_it_formed")
    assert studio.playback.at_end and not studio.playback.playing


def test_moving_the_camera_by_numbers_moves_the_picture_and_lifts_again(qtbot, studio, lifter):
    before, entries = studio.document.state.points, studio.document.history.count()
    studio.panels.camera.get().fields["azimuth"].spin.setValue(35.0)
    assert studio.document.orbit.azimuth == pytest.approx(35, abs=1e-6)
    assert np.abs(studio.document.state.points - before).max() > 5
    studio.document.end_gesture()
    settled(qtbot, studio)
    studio.panels.camera.get().fields["fov"].slider.setValue(200)
    studio.document.end_gesture()
    assert studio.document.orbit.fov == pytest.approx(5 + 0.2 * 115, abs=0.1)
    assert studio.document.history.count() == entries + 2
    studio.document.undo()
    studio.document.undo()
    assert studio.document.state.points == pytest.approx(before)
    assert studio.panels.camera.get().fields["azimuth"].spin.value() == 0


def test_the_sampler_panel_asks_for_what_it_says(qtbot, studio, lifter):
    panel = studio.panels.sampler.get()
    panel.hypotheses.setValue(5)
    studio.document.end_gesture()
    panel.steps.setValue(7)
    studio.document.end_gesture()
    panel.sampler.setCurrentIndex(panel.sampler.findData("heun"))
    panel.sampler.activated.emit(panel.sampler.currentIndex())
    studio.document.end_gesture()
    panel.keypoint_noise.setValue(2.5)
    studio.document.end_gesture()
    panel.new_seed.click()
    settled(qtbot, studio)
    last = lifter.finished[-1]
    assert last["keypoint_noise"] == pytest.approx(0.025)
    assert (last["hypotheses"], last["steps"], last["sampler"], last["seed"]) == (5, 7, "heun", 1)
    assert len(studio.viewport.scene.hypotheses) == 5
    for _ in range(5):
        studio.document.undo()
    assert studio.document.state.settings == SamplerSettings()
    assert panel.keypoint_noise.text() == "Automatic"
    assert panel.hypotheses.value() == SamplerSettings().hypotheses and panel.seed.value() == 0


def test_other_weights_are_asked_for_in_both_panels(studio, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: asked.append(True) or ([], ""))
    for panel in (studio.panels.advanced, studio.panels.sampler.get()):
        panel.weights.setCurrentIndex(panel.weights.count() - 1)
        panel.weights.activated.emit(panel.weights.currentIndex())
    assert len(asked) == 2 and studio.document.state.settings == SamplerSettings()


def test_a_hypothesis_is_chosen_in_the_list_or_in_3d(studio):
    studio.visibility.set(everyone=True)
    studio.panels.hypotheses.get().table.selectRow(3)
    assert studio.viewport.scene.selected == 3
    studio.viewport.hypothesis_clicked.emit(6)
    assert studio.viewport.scene.selected == 6
    assert studio.panels.hypotheses.get().table.currentIndex().row() == 6
    trigger(studio, "best")
    assert studio.viewport.scene.selected == 0


def test_the_chosen_pose_is_followed_while_ranks_change(qtbot, studio, lifter):
    studio.document.select(5)
    chosen = studio.document.selected_body()
    lifter.shuffle = True
    drag_wrist(studio, 2, 2, keys=ALT)
    settled(qtbot, studio)
    assert studio.document.selected not in (0, 5)
    assert np.abs(studio.document.selected_body() - chosen).max() < 0.05
    trigger(studio, "best")
    chosen = studio.document.selected_body()
    drag_wrist(studio, 2, 2, keys=ALT)
    settled(qtbot, studio)
    assert np.abs(studio.document.selected_body() - chosen).mean() < 0.02
    studio.document.set_settings("other seed", seed=7)
    settled(qtbot, studio)
    assert studio.document.selected == 0  # new poses: the best of them


def test_the_chosen_pose_is_the_one_that_a_drag_moves(qtbot, studio, lifter):
    studio.document.select(5)
    chosen = studio.document.selected_body()
    lifter.shuffle = True
    drag_wrist(studio, 2, 2)
    settled(qtbot, studio)
    moved = np.abs(studio.document.selected_body() - chosen).max(-1)
    arm = [BODY_INDEX[f"left_{part}"] for part in ("elbow", "wrist", "hand")]
    assert studio.document.selected == 0 and 0.01 < moved[HAND] < 0.1
    assert np.delete(moved, arm).max() < 1e-4


def test_the_curve_stays_while_a_quick_answer_is_shown(qtbot, studio):
    at = studio.editor.joint_position(WRIST)
    press(studio.editor, at)
    move(studio.editor, at + QPointF(30, 0))
    qtbot.waitUntil(lambda: studio.document.result.trajectory is None)
    assert not studio.panels.denoising.steps.isEnabled() and studio.panels.denoising.steps.maximum() == 30
    assert not studio.actions_by_id["play"].isEnabled()
    release(studio.editor, at + QPointF(30, 0))
    settled(qtbot, studio)
    assert studio.panels.denoising.steps.isEnabled() and studio.actions_by_id["play"].isEnabled()


def test_a_refused_lift_is_said_and_the_poses_stay(qtbot, studio, lifter):
    poses = studio.document.result
    lifter.refuse = "expected at least four joints"
    drag_wrist(studio, keys=ALT)
    qtbot.waitUntil(studio.banner.isVisible)
    assert "at least four joints" in studio.banner.label.text()
    assert studio.status_line.state.text() == ""
    assert studio.document.result is poses
    drag_wrist(studio)  # makes a pose itself
    qtbot.waitUntil(lambda: not studio.document.gesturing)
    joints = studio.document.result.joints[0]
    assert np.array_equal(joints[0], studio.document.state.posed)
    assert np.array_equal(joints[1:], poses.joints[0, :-1])
    lifter.refuse = ""
    drag_wrist(studio, -10, 0)
    settled(qtbot, studio)
    assert studio.banner.isHidden()


def test_the_hand_goes_on_while_the_lifter_has_no_answer(qtbot, studio, lifter):
    lifter.hold()
    calls = len(lifter.calls)
    before = studio.document.result
    at = studio.editor.joint_position(WRIST)
    press(studio.editor, at)
    for step in range(1, 21):
        move(studio.editor, at + QPointF(step, -step))
    reached = studio.editor.joint_position(WRIST) - at
    assert (reached.x(), reached.y()) == pytest.approx((20, -20), abs=1)
    qtbot.waitUntil(lambda: len(lifter.calls) > calls)
    assert studio.document.result is before  # no answer yet, and everything else was done
    lifter.release()
    release(studio.editor, at + QPointF(20, -20))
    settled(qtbot, studio)
    assert studio.document.result is not before


def test_everybody_in_the_picture_has_a_body(qtbot, window, lifter):
    rng = np.random.default_rng(0)
    people = Keypoints(rng.uniform(100, 400, (3, 17, 2)), size=(500, 500))
    window.document.open_source(KeypointsSource("three.json", (people,)))
    settled(qtbot, window)
    assert len(window.viewport.scene.ghosts) == 2 and len(window.viewport.scene.hypotheses) > 1
    lifted = len(lifter.calls)
    drag_wrist(window)
    settled(qtbot, window)
    others = [
        call
        for call in lifter.calls[lifted:]
        if not (call["keypoints"].points[0] == people.points[0]).sum() >= 30
    ]
    assert others == []  # those who have not changed are not lifted again
    window.document.set_person(2)
    assert len(window.viewport.scene.ghosts) == 0
    settled(qtbot, window)
    assert len(window.viewport.scene.ghosts) == 2


def test_a_hidden_hypothesis_is_not_drawn_and_its_row_says_so(qtbot, studio):
    studio.visibility.set(everyone=True)
    studio.document.select(3)
    studio.actions_by_id["hide"].trigger()
    assert len(studio.viewport.scene.hypotheses) == 49 and studio.viewport.scene.selected is None
    model = studio.panels.hypotheses.get().model
    tick = Qt.ItemDataRole.CheckStateRole
    assert model.data(model.index(3, 0), tick) == Qt.CheckState.Unchecked
    model.setData(model.index(3, 0), Qt.CheckState.Checked.value, tick)
    assert len(studio.viewport.scene.hypotheses) == 50
    studio.actions_by_id["solo"].trigger()
    assert len(studio.viewport.scene.hypotheses) == 1 and studio.viewport.scene.selected == 0
    studio.viewport.hypothesis_clicked.emit(0)
    assert studio.document.selected == 3
    studio.actions_by_id["show_all"].trigger()
    assert len(studio.viewport.scene.hypotheses) == 50


def test_frames_and_steps_are_gone_to_by_number(qtbot, studio, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (4, True))
    studio.actions_by_id["go_to_frame"].trigger()
    assert studio.document.state.frame == 3
    studio.document.end_gesture()
    settled(qtbot, studio)
    studio.actions_by_id["go_to_step"].trigger()
    assert studio.playback.step == 4
