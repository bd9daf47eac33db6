"""Frames in time, by the numbers in their names."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.keypoints import load_recording
from posestudio.keypoints.frame_order import fill_missing, frame_numbers, time_order
from tests.keypoints.sample_files import BODY, recording


def results(numbers: list[int], name: str = "{}.jpg") -> list[dict]:
    points = [number for x, y in BODY for number in (x, y, 0.9)]
    return [{"image_id": name.format(number), "keypoints": points} for number in numbers]


@pytest.mark.parametrize("name", ["{}.jpg", "frame_{:06d}.png", "clip2_{}_x.jpg", "{}"])
def test_frames_left_out_stay_in_time(tmp_path, name):
    numbers = [n for n in range(40) if not 12 <= n < 25 and n != 30]
    read = recording(tmp_path, results([*numbers[::-1]], name))
    assert [frame.people for frame in read.frames] == [int(n in numbers) for n in range(40)]
    assert [frame.source for frame in read.frames] == [name.format(n) for n in range(40)]
    assert "14 of 40 frames" in read.warnings[0]


def test_every_fifth_frame_is_one_after_the_other(tmp_path):
    read = recording(tmp_path, results([0, 5, 10, 20, 25, 30]))
    assert [frame.people for frame in read.frames] == [1, 1, 1, 0, 1, 1, 1]


def test_a_folder_is_in_time_as_well(tmp_path):
    for number in (1, 2, 3, 6, 7, 8, 10):
        (tmp_path / f"f_{number:012d}_keypoints.json").write_text(
            json.dumps({"people": [{"pose_keypoints_2d": results([0])[0]["keypoints"]}]})
        )
    frames = load_recording(tmp_path).frames
    assert [frame.people for frame in frames] == [1, 1, 1, 0, 0, 1, 1, 1, 0, 1]


def test_a_huge_gap_is_no_gap_of_one_sequence():
    assert fill_missing([f"{n}.jpg" for n in (0, 1, 2, 3, 10**9)]) is None


@settings(deadline=None)
@given(st.lists(st.text("ab01_.", max_size=8), max_size=12))
def test_any_names(names):
    assert sorted(time_order(names)) == list(range(len(names)))
    entries = fill_missing([names[index] for index in time_order(names)])
    if entries is not None:
        assert [index for index, _ in entries if index is not None] == list(range(len(names)))
        numbers = frame_numbers([name for _, name in entries])
        steps = np.diff([number for _, number in numbers])
        assert (steps == steps[0]).all()
