"""The times of frames, kept in keypoint files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.errors import KeypointsError
from posestudio.keypoints import load_recording, save_keypoints
from posestudio.keypoints.frame_times import best_rate, mean_rate, rate_varies, times_of
from tests.fakes import standing_keypoints


def frames_at(times):
    return [
        replace(standing_keypoints(), source=f"v_{index:06d}", time=time) for index, time in enumerate(times)
    ]


def test_times_are_read_back_where_the_rate_varies(tmp_path):
    times = [0.0, 0.03, 0.1, 0.13]
    save_keypoints(tmp_path / "k.json", frames_at(times), fps=30)
    recording = load_recording(tmp_path / "k.json")
    assert recording.times.tolist() == times and recording.fps == pytest.approx(3 / 0.13)
    assert list(recording.frames) == frames_at(times)


def test_a_constant_rate_has_the_stated_one(tmp_path):
    times = [round(index / 29.97, 3) for index in range(20)]
    save_keypoints(tmp_path / "k.json", frames_at(times), fps=29.97)
    recording = load_recording(tmp_path / "k.json")
    assert recording.times is None and recording.fps == 29.97
    save_keypoints(tmp_path / "k.json", frames_at(times))
    assert load_recording(tmp_path / "k.json").fps == pytest.approx(29.97, rel=1e-3)


@pytest.mark.parametrize("times", [[0, 1, 1], [0, None, 1], [3, 2, 4]])
def test_times_of_several_videos_or_unknown_ones_are_none(times):
    assert times_of(frames_at(times)) is None
    assert not rate_varies(None) and mean_rate(None) is None and best_rate(None, 25) == 25


@given(st.floats(10, 240), st.integers(3, 300), st.floats(-100, 100))
def test_clocks_of_milliseconds_are_a_constant_rate_up_to_90_a_second(rate, count, start):
    times = np.round(start + np.arange(count) / rate, 3)
    assert rate > 90 or not rate_varies(times)
    assert rate_varies(np.delete(times, count // 2)) or count < 5
    assert best_rate(times, rate) == rate or rate > 90


def test_seconds_are_finite(tmp_path):
    with pytest.raises(KeypointsError, match="time"):
        replace(standing_keypoints(), time=float("nan"))
