"""Tests of motion clips: read from BVH files, cut at breaks, written and read."""

from pathlib import Path

import numpy as np
import pytest

from posestudio.body.proportions import LEG_LENGTH
from posestudio.dataset.motion_clips import (
    continuous,
    load_motion_clips,
    read_motion_clips,
    save_motion_clips,
)
from posestudio.errors import PosesError
from tests.dataset.clips import waving, write_clip


def test_clips_of_a_folder_at_about_thirty_frames_a_second(tmp_path: Path):
    write_clip(tmp_path / "cmu_13_01.bvh", 90, 120.0)
    write_clip(tmp_path / "cmu_02_01.bvh", 40, 24.0)
    clips, unreadable = read_motion_clips([tmp_path])
    assert not unreadable
    found = {clip.subject: (len(clip), round(clip.fps)) for clip in clips}
    assert found == {"02": (40, 24), "13": (23, 30)}
    hips, ankle = clips[0].joints[0, [20, 21]] if LEG_LENGTH else (0, 0)
    assert np.isfinite(hips).all() and np.isfinite(ankle).all()


def test_a_jump_that_nobody_makes_cuts_a_clip():
    joints = waving(60)
    joints[35:] += [1.0, 0, 0]
    assert continuous(joints, 30.0) == [(0, 35), (35, 60)]
    joints[50, 13] = np.nan
    assert continuous(joints, 30.0) == [(0, 35), (35, 50)]


def test_file_gives_the_same_clips(tmp_path: Path):
    write_clip(tmp_path / "cmu_13_01.bvh", 30, 30.0)
    clips = load_motion_clips(tmp_path)
    save_motion_clips(tmp_path / "clips.npz", clips)
    again = load_motion_clips(tmp_path / "clips.npz")
    assert [(clip.name, clip.subject, clip.fps, clip.first) for clip in again] == [
        (clip.name, clip.subject, clip.fps, clip.first) for clip in clips
    ]
    np.testing.assert_array_equal(again[0].joints, clips[0].joints)


def test_a_folder_without_motion_is_refused(tmp_path: Path):
    (tmp_path / "broken.bvh").write_text("HIERARCHY\n")
    with pytest.raises(PosesError):
        load_motion_clips(tmp_path)
    with pytest.raises(PosesError):
        load_motion_clips(tmp_path / "none.npz")
