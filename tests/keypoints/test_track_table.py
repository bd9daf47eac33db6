"""The table of tracks: who is kept, who is left out, and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.errors import KeypointsError
from posestudio.keypoints import Keypoints
from posestudio.keypoints.track_table import chosen_tracks, only_tracks, table_lines, track_table
from posestudio.keypoints.tracks import track_people
from tests.fakes import standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
BODY = (BODY - BODY.mean(0)) / np.ptp(BODY[:, 1]) * 200


def sequence(frames, *people):
    """Frames of people given as (from, to, middle, confidence)."""
    result = []
    for index in range(frames):
        here = [one for one in people if one[0] <= index < one[1]]
        points = np.array([BODY + one[2] for one in here]).reshape(-1, 17, 2)
        confidence = np.array([np.full(17, one[3]) for one in here]).reshape(-1, 17)
        result.append(Keypoints(points, confidence=confidence, source=f"f{index}"))
    return track_people(result)


def test_a_row_says_what_there_is_of_a_track():
    (row,) = track_table(sequence(30, (4, 20, (300, 0), 0.75)))
    assert (row.number, row.first, row.last, row.seen, row.kept) == (0, 4, 19, 16, True)
    assert row.confidence == pytest.approx(0.75) and row.size == pytest.approx(200, rel=0.05)


def test_ghosts_are_left_out_with_the_reason():
    frames = sequence(
        90,
        (0, 90, (200, 0), 0.9),
        (30, 70, (204, 6), 0.8),  # the first person, twice
        (50, 58, (900, 0), 0.8),  # for a quarter of a second
        (0, 90, (1400, 0), 0.2),  # a picture on the wall
        (10, 80, (2000, 0), 0.6),
    )
    table = track_table(frames)
    assert [row.kept for row in table] == [True, False, True, False, False]
    reasons = [row.dropped for row in table if row.dropped]
    assert reasons == ["low confidence", "the same person as track 0", "only 0.27 seconds"]
    assert chosen_tracks(table) == [0, 2]
    kept = only_tracks(frames, chosen_tracks(table))
    assert len(kept) == 90 and [frame.people for frame in kept[::40]] == [1, 2, 1]
    lines = table_lines(table)
    assert len(lines) == 6 and "left out: the same person as track 0" in lines[4]


def test_two_people_close_together_are_two():
    table = track_table(sequence(60, (0, 60, (200, 0), 0.9), (0, 60, (262, 0), 0.9)))
    assert [row.kept for row in table] == [True, True]


def test_of_short_sequences_and_one_person_nobody_is_left_out():
    assert [row.kept for row in track_table(sequence(3, (0, 3, (0, 0), 0.1), (0, 3, (500, 0), 0.1)))] == [
        True
    ] * 2
    assert [row.kept for row in track_table(sequence(900, (10, 12, (0, 0), 0.1)))] == [True]
    assert track_table(sequence(5)) == ()


def test_tracks_are_chosen_by_number():
    table = track_table(sequence(60, (0, 60, (200, 0), 0.9), (20, 24, (900, 0), 0.9)))
    assert chosen_tracks(table) == [0] and chosen_tracks(table, [1]) == [1]
    with pytest.raises(KeypointsError, match="track 7: expected one of 0, 1"):
        chosen_tracks(table, [1, 7])


def test_files_without_confidence_are_kept():
    frames = [replace(frame, confidence=None) for frame in sequence(40, (0, 40, (0, 0), 1))]
    (row,) = track_table(frames)
    assert row.confidence is None and row.kept
