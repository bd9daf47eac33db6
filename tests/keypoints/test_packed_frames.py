"""Frames packed in files."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints
from posestudio.keypoints.coordinate_units import FRACTIONS
from posestudio.keypoints.packed_frames import FRAMES, ROWS, FrameWriter, PackedFrames
from posestudio.keypoints.tracks import track_people
from tests.fakes import standing_keypoints


def frame(number, people=1, **more):
    return replace(standing_keypoints(people, shift=0.01 * number), source=str(number), **more)


def pack(folder, frames):
    with FrameWriter(folder) as writer:
        for one in frames:
            writer.append(one)


FRAMES_OF = [
    frame(0, 2, tracks=np.array([3, -1]), time=0.0, focal_length=71.5),
    frame(
        1, 2, noise=np.full((2, 17), 2.0), confidence=np.full((2, 17), 0.5), scores=np.array([0.5, np.nan])
    ),
    Keypoints(np.zeros((0, 17, 2)), size=(64, 48), source="2", time=0.5),
    frame(3, 1, boxes=np.array([[1, 2, 30, 40.0]]), extra=np.ones((1, 6, 2)), extra_noise=np.ones((1, 6))),
]


def test_frames_are_read_back_as_they_were(tmp_path):
    pack(tmp_path, FRAMES_OF)
    packed = PackedFrames(tmp_path)
    assert len(packed) == 4 and packed[-1].people == 1 and len(packed[1:3]) == 2
    for given, back in zip(FRAMES_OF, packed, strict=True):
        tracks = np.full(given.people, -1) if given.tracks is None and given.people else given.tracks
        assert back == replace(given, tracks=tracks)
    assert packed.numbers_in_source.tolist() == [0, 0, 0, 0]
    assert packed.times.tolist()[::2] == [0, 0.5] and np.isnan(packed.times[1])


def test_numbers_and_those_who_are_chosen(tmp_path):
    pack(tmp_path, FRAMES_OF)
    packed = PackedFrames(tmp_path, np.array([0, 1, 1, 0, 1]), [1])
    assert [one.people for one in packed] == [1, 1, 0, 1]
    assert packed[1].points[0] == pytest.approx(FRAMES_OF[1].points[0]) and packed[1].tracks.tolist() == [1]
    assert track_people(packed) is packed
    with pytest.raises(PoseStudioError, match="other frames"):
        PackedFrames(tmp_path, np.zeros(3, np.int64))
    with pytest.raises(PoseStudioError, match="not the keypoints"):
        PackedFrames(tmp_path / "nowhere")


def test_fractions_become_pixels(tmp_path):
    points = np.random.default_rng(0).uniform(0.1, 0.9, (1, 17, 2)).astype(np.float32)
    pack(tmp_path, [Keypoints(points)])
    assert PackedFrames(tmp_path, size=(640, 480), unit=FRACTIONS)[0].points == pytest.approx(
        points * [640, 480]
    )


def test_what_is_complete_after_an_interruption_is_kept(tmp_path):
    pack(tmp_path, FRAMES_OF)
    for name, cut, left in ((ROWS, 5, 3), (FRAMES, 3, 2), (ROWS, 0, 2)):
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) - cut])
        with FrameWriter(tmp_path) as writer:
            assert writer.frames == left
        assert len(PackedFrames(tmp_path)) == left
    pack(tmp_path, FRAMES_OF[2:])
    assert [one.people for one in PackedFrames(tmp_path)] == [2, 2, 0, 1]


def test_memory_does_not_grow_with_the_frames(tmp_path):
    peaks, one = [], frame(0)
    for count in (100, 600):
        folder = tmp_path / str(count)
        tracemalloc.start()
        pack(folder, (one for _ in range(count)))
        assert sum(found.people for found in PackedFrames(folder)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 100 * 500  # 100 bytes a frame
