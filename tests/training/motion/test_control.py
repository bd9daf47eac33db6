from __future__ import annotations

import numpy as np

from posestudio.keypoints import Keypoints
from posestudio.training.motion.control import control, filtered, filtered_keypoints, without_gaps
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


def test_gaps_are_filled_on_a_straight_line_through_time() -> None:
    points = np.zeros((5, 1, 17, 2)) + np.arange(5)[:, None, None, None] * 10.0
    visibility = np.full((5, 1, 17), 2)
    visibility[1:4, 0, 9] = 0
    visibility[:, 0, 3] = 0  # never seen
    points[1:4, 0, 9] = np.nan
    frames = without_gaps([Keypoints(*frame) for frame in zip(points, visibility, strict=True)])
    assert [frame.points[0, 9, 0] for frame in frames] == [0, 10, 20, 30, 40]
    assert not any(frame.observed[0, 3] for frame in frames)
    assert all(frame.observed[0].sum() == 16 for frame in frames)


def test_the_filter_keeps_slow_movement_without_lag_and_takes_jitter_away() -> None:
    seconds = np.arange(120) / 30
    slow, jitter = np.sin(2 * np.pi * seconds), 0.2 * np.cos(np.pi * np.arange(120))
    left = filtered(slow + jitter, 30)
    assert np.abs(left - slow)[10:-10].max() < 0.02


def test_a_short_or_slow_sequence_is_left_as_it_is() -> None:
    values = np.arange(5.0)
    assert np.array_equal(filtered(values[:2], 30), values[:2])
    assert np.array_equal(filtered(values, 10), values)
    assert np.allclose(filtered(values, 30), values, atol=0.5)


def test_keypoints_of_a_person_who_stands_still_are_steadied() -> None:
    rng, still = np.random.default_rng(0), standing_keypoints()
    frames = [Keypoints(still.points + rng.normal(0, 2, (1, 17, 2)), size=still.size) for _ in range(60)]
    steady = np.stack([frame.points for frame in filtered_keypoints(frames, 30)])
    assert (steady - still.points).std() < 1.5
    assert np.diff(steady, axis=0).std() < 1


def test_the_control_is_one_motion_in_camera_axes() -> None:
    motion = control(FakeLifter(), [standing_keypoints()] * 8, CAMERA, 30)
    assert motion.shape == (8, 29, 3) and np.isfinite(motion).all()
    assert (motion[..., 2] > 0).all()
