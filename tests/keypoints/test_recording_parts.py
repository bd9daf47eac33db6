"""Parts of recordings, and whether frames are one sequence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.common.frame_range import FrameRange
from posestudio.errors import KeypointsError
from posestudio.keypoints.reading import Recording
from posestudio.keypoints.recording_parts import cut, is_sequence
from tests.fakes import standing_keypoints


@pytest.mark.parametrize(
    ("names", "fps", "one"),
    [
        (["v_000000", "v_000001", "v_000002", "v_000007"], None, True),
        (["1.png", "2.png"], None, True),
        (["a", "a", "a"], None, True),  # a file without names of frames
        (["a.png", "b.png"], None, False),
        (["a", "b"], 25.0, True),
        (["a_1", "a_2", "b_1", "b_2"], 25.0, False),  # of two videos
        (["000000000139.jpg", "000000000285.jpg", "000000000632.jpg", "000000005037.jpg"], None, False),
        (["v_0"], 25.0, False),
        ([], None, False),
    ],
)
def test_frames_are_a_sequence_when_they_follow_each_other(names, fps, one):
    assert is_sequence(names, fps) == one


def recording(**more):
    return Recording(tuple(replace(standing_keypoints(), source=str(index)) for index in range(10)), **more)


def test_the_rate_of_a_part_is_that_of_its_frames():
    part = cut(recording(fps=30.0), FrameRange(1, 8, 3))
    assert [frame.source for frame in part.frames] == ["1", "4", "7"] and part.fps == 10
    times = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 1.0, 1.1, 1.2])
    part = cut(recording(fps=30.0, times=times), FrameRange(4))
    assert part.times.tolist() == times[4:].tolist() and part.fps == pytest.approx(5 / 0.8)
    part = cut(recording(fps=30.0, times=times), FrameRange(last=5))
    assert part.times is None and part.fps == pytest.approx(10)
    whole = recording(fps=30.0)
    assert cut(whole, FrameRange()) is whole
    with pytest.raises(KeypointsError, match="10 frames: expected more than 10"):
        cut(whole, FrameRange(10))
