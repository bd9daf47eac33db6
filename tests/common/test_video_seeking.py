import gc
import os
import struct
import sys

import numpy as np
import pytest

from posestudio.common.video_seeking import VideoReader, open_video
from posestudio.common.videos import read_video
from posestudio.errors import PoseStudioError
from tests.written_video import SIZE, write_video


def brightness(frame):
    return round(float(frame.mean()) / 2)


@pytest.fixture(scope="module")
def uneven(tmp_path_factory):
    """A video of variable frame rate, with frames stored in another order than shown (B frames)."""
    steps = np.random.default_rng(0).choice([0.02, 0.04, 0.1], 99)
    times = np.concatenate([[0.0], np.cumsum(steps)])
    return write_video(tmp_path_factory.mktemp("video") / "uneven.mp4", times), times


def test_the_times_of_all_frames_are_known_without_decoding(uneven):
    path, times = uneven
    video = open_video(path)
    assert video.frames == 100 and video.size == SIZE and not video.steady
    assert np.allclose(video.times, times, atol=2e-3)
    assert video.frame_time == pytest.approx(np.median(np.diff(times)), abs=2e-3)


def test_any_frame_is_the_one_that_was_asked_for(uneven):
    video = open_video(uneven[0])
    order = [0, 1, 2, 60, 61, 59, 99, 0, 98, 37, 40, 41, 39, *np.random.default_rng(1).integers(0, 100, 20)]
    with VideoReader(video) as reader:
        in_turn = [reader.frame(index) for index in range(video.frames)]
        assert [abs(brightness(frame) - index) <= 1 for index, frame in enumerate(in_turn)] == [True] * 100
        for index in order:
            assert (reader.frame(int(index)) == in_turn[index]).all(), index


def test_a_frame_can_be_read_smaller(uneven):
    with VideoReader(open_video(uneven[0])) as reader:
        assert reader.frame(50, longest=48).shape == (32, 48, 3)
        assert reader.frame(50, longest=480).shape == (64, 96, 3)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are listed in /proc")
def test_a_closed_video_leaves_no_threads(uneven):
    before = set(os.listdir("/proc/self/task"))
    gc.disable()
    try:
        with VideoReader(open_video(uneven[0])) as reader:
            reader.frame(60, longest=48)
            assert len(os.listdir("/proc/self/task")) > len(before)
        assert set(os.listdir("/proc/self/task")) <= before
    finally:
        gc.enable()


def test_a_constant_rate_is_steady(tmp_path):
    video = open_video(write_video(tmp_path / "even.mkv", np.arange(30) / 25))
    assert video.steady and video.frame_time == pytest.approx(0.04, abs=1e-3)


def test_what_is_not_a_video_is_refused_by_name(tmp_path):
    (tmp_path / "text.mp4").write_text("not a video")
    with pytest.raises(PoseStudioError, match=r"text\.mp4: not a video"):
        open_video(tmp_path / "text.mp4")


def test_a_video_cut_short_gives_the_frames_it_has(tmp_path):
    path = write_video(tmp_path / "whole.mkv", np.arange(80) / 25)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    video = open_video(path)
    assert 10 < video.frames < 80
    with VideoReader(video) as reader:
        assert abs(brightness(reader.frame(video.frames - 1)) - (video.frames - 1)) <= 3


def test_a_rotated_video_is_upright(tmp_path):
    path = write_video(tmp_path / "even.mp4", np.arange(5) / 25)
    content = bytearray(path.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 40
    content[matrix : matrix + 20] = struct.pack(">5i", 0, 1 << 16, 0, -(1 << 16), 0)
    path.write_bytes(content)
    video = open_video(path)
    assert video.size == (SIZE[1], SIZE[0])
    with VideoReader(video) as reader:
        assert reader.frame(3).shape == next(read_video(path)).picture.shape == (SIZE[0], SIZE[1], 3)
