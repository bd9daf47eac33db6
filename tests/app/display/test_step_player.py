import numpy as np
import pytest

from posestudio.app.display.noise_slider import NoiseSlider, curve_heights
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.trajectory import Trajectory
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from tests.app.fakes import FakeLifter


def test_a_new_trajectory_shows_its_end_and_steps_stay_inside(qapp):
    playback = StepPlayer()
    playback.set_length(8)
    assert playback.step == 8 and playback.at_end
    playback.move(-3)
    assert playback.step == 5
    playback.move(99)
    assert playback.step == 8
    playback.move(-99)
    assert playback.step == 0


def test_playing_goes_from_noise_to_pose_and_stops(qtbot):
    playback = StepPlayer()
    playback.set_length(8)
    playback.speed = 40
    seen = []
    playback.moved.connect(lambda: seen.append(playback.position))
    playback.toggle()
    qtbot.waitUntil(lambda: not playback.playing, timeout=5000)
    assert seen[0] == 0 and seen[-1] == 8 and seen == sorted(seen)


def test_a_loop_starts_again(qtbot):
    playback = StepPlayer()
    playback.set_length(4)
    playback.speed, playback.loop = 60, True
    starts = []
    playback.moved.connect(lambda: starts.append(playback.position == 0))
    playback.toggle()
    qtbot.waitUntil(lambda: sum(starts) >= 3, timeout=5000)
    playback.toggle()
    assert not playback.playing


def test_without_a_trajectory_nothing_plays(qapp):
    playback = StepPlayer()
    playback.toggle()
    assert not playback.playing


def test_the_curve_descends_from_the_top_to_the_bottom():
    heights = curve_heights(np.array([80, 5, 0.3, 0.002, 0]))
    assert heights[0] == 1 and heights[-1] == 0
    assert (np.diff(heights) < 0).all()
    assert curve_heights(np.array([1.0, 1.0])).tolist() == [1, 1]
    assert len(curve_heights(np.zeros(0))) == 0


def test_a_press_on_the_slider_jumps_to_the_step_under_the_pointer(qtbot):
    from PySide6.QtCore import QPoint, Qt

    slider = NoiseSlider()
    qtbot.addWidget(slider)
    slider.resize(400, 58)
    slider.setRange(0, 20)
    slider.set_sigmas(np.geomspace(10, 0.01, 21))
    slider.show()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.position_of(7)), 20))
    assert slider.value() == 7 and slider.isSliderDown()
    qtbot.mouseMove(slider, QPoint(round(slider.position_of(15)), 20))
    assert slider.value() == 15
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.value() == 0


def test_between_two_steps_the_poses_are_interpolated():
    keypoints = Keypoints(np.random.default_rng(0).uniform(100, 400, (17, 2)))
    result = FakeLifter().lift(
        keypoints, Camera.default((500, 500)), hypotheses=3, seed=0, steps=4, trajectory=True
    )
    trajectory = Trajectory(result)
    assert trajectory.at(2, False) == pytest.approx(result.shown_trajectory()[2, 0])
    between = trajectory.at(2.25, False)
    assert between == pytest.approx(
        0.75 * result.shown_trajectory()[2, 0] + 0.25 * result.trajectory[3, 0], abs=1e-3
    )
    assert trajectory.at(4, False) == pytest.approx(result.joints[0])
    assert trajectory.at(4, True) == pytest.approx(result.joints[0])
    assert trajectory.at(0, True) == pytest.approx(result.denoised[0, 0])
