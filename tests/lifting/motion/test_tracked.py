"""The people of a sequence, whose keypoints are made when they are asked for."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np

from posestudio.keypoints.tracks import FollowedFrames
from posestudio.lifting.motion.tracked import tracks_of
from tests.fakes import standing_keypoints


class Frames(FollowedFrames):
    """As many frames of two people, the second of whom is not in frames 4 to 6; they are made one by one."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if not 0 <= index < self.count:
            raise IndexError
        people = standing_keypoints(2, shift=0.01 * (index % 100))
        people = people.select([1, 0] if index % 2 else [0, 1])  # in another order
        people = replace(people, tracks=np.array([7, 3] if index % 2 else [3, 7]))
        return people.select(np.flatnonzero(people.tracks == 3)) if 4 <= index < 7 else people


def test_each_person_has_their_own_keypoints_in_every_frame():
    one, other = tracks_of(Frames(12))
    assert (one.number, other.number) == (3, 7) and one.observed.all()
    assert np.flatnonzero(~other.observed).tolist() == [4, 5, 6]
    assert all(frame.people == 1 for track in (one, other) for frame in track.keypoints)
    assert all(
        (a.points[0] < b.points[0])[:, 0].all()
        for a, b in zip(one.keypoints[:4], other.keypoints[:4], strict=True)
    )
    part = other.part(3, 6)
    assert part.frames.tolist() == [3, 4, 5] and part.observed.tolist() == [True, False, False]
    assert other.selected([0, 5]).observed.tolist() == [True, False]


def test_a_long_sequence_is_not_kept_in_memory():
    peaks = []
    for count in (100, 600):
        tracemalloc.start()
        tracks = tracks_of(Frames(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(tracks) == 2 and len(tracks[0].keypoints) == count
    assert (peaks[1] - peaks[0]) / 500 < 1500  # bytes a frame of two people, whose Keypoints have 5000
