"""People who keep their number from frame to frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.keypoints import Keypoints
from posestudio.keypoints.frame_order import fill_missing
from posestudio.keypoints.tracks import LONGEST_GAP, track_people
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.sequence import gather
from tests.fakes import FakeLifter, standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
BODY = (BODY - BODY.mean(0)) / np.ptp(BODY[:, 1]) * 200


def frame_of(
    people: dict[int, np.ndarray | tuple[float, float]], random: np.random.Generator, given: bool
) -> Keypoints:
    """A person about each middle, in a random order; tracks are theirs plus 5 if ``given``."""
    order = random.permutation(list(people)) if people else []
    points = [BODY + people[one] + random.normal(0, 1.5, BODY.shape) for one in order]
    tracks = np.array([one + 5 for one in order]) if given and people else None
    return Keypoints(np.array(points).reshape(-1, 17, 2), tracks=tracks, source="f")


def identities(frames: list[dict[int, tuple[float, float]]], given: bool = False) -> dict[int, set[int]]:
    """True person -> the numbers they got."""
    random = np.random.default_rng(3)
    made = [frame_of(people, random, given) for people in frames]
    result: dict[int, set[int]] = {}
    for people, before, after in zip(frames, made, track_people(made), strict=True):
        np.testing.assert_array_equal(before.points, after.points)
        for row, points in enumerate(after.points):
            middle = points.mean(0)
            who = min(people, key=lambda one: float(np.linalg.norm(middle - BODY.mean(0) - people[one])))
            result.setdefault(who, set()).add(int(after.tracks[row]))
    return result


def one_each(found: dict[int, set[int]]) -> None:
    assert all(len(numbers) == 1 for numbers in found.values())
    assert len(set.union(*found.values())) == len(found)


@pytest.mark.parametrize("given", [False, True])
def test_people_who_swap_places_in_the_file(given):
    one_each(identities([{0: (200, 0), 1: (500 + 3 * t, 0)} for t in range(40)], given))


@pytest.mark.parametrize("hidden", [0, 30, 120])
@pytest.mark.parametrize("speed", [4, 9])
def test_people_who_pass_each_other(hidden, speed):
    frames = []
    for t in range(1000 // speed):
        first, second = speed * t, 1000 - speed * t
        here = {0: (first, 0.0), 1: (second, 12.0)}
        if abs(first - second) < hidden:
            del here[1]
        frames.append(here)
    one_each(identities(frames))


def test_whoever_leaves_ends_and_the_other_stays():
    found = identities([{0: (200, 0), 1: (700, 0)} if t < 20 else {1: (700 + 2 * t, 0)} for t in range(50)])
    one_each(found)


def test_through_a_gap_somebody_stays_who_they_were():
    one_each(identities([{} if 10 <= t < 30 else {0: (6 * t, 0), 1: (900 - 4 * t, 0)} for t in range(60)]))


def test_somebody_else_after_a_long_time():
    nobody = [{}] * (LONGEST_GAP + 1)
    found = identities([*[{0: (100, 0)}] * 5, *nobody, *[{1: (110, 0)}] * 5])
    one_each(found)


def test_somebody_at_the_other_side_is_somebody_else():
    one_each(identities([*[{0: (100, 0)}] * 5, *[{1: (1200, 0)}] * 5]))


def test_tracks_that_are_all_the_same_or_never_come_again_are_not_believed():
    random = np.random.default_rng(0)
    for tracks in (lambda t: [0, 0], lambda t: [2 * t, 2 * t + 1]):
        made = [
            replace(frame_of({0: (100, 0), 1: (600, 0)}, random, False), tracks=np.array(tracks(t)))
            for t in range(8)
        ]
        after = track_people(made)
        sides = {
            (int(track), bool(points[0, 0] > 350))
            for f in after
            for track, points in zip(f.tracks, f.points, strict=True)
        }
        assert len(sides) == 2


def test_a_track_that_begins_late_is_the_person_who_was_there():
    random = np.random.default_rng(0)
    made = [frame_of({0: (100 + t, 0)}, random, given=t > 5) for t in range(12)]
    assert {int(frame.tracks[0]) for frame in track_people(made)} == {0}


def test_unrelated_pictures_have_each_its_own_people():
    names = ["000000000139.jpg", "000000000285.jpg", "000000000632.jpg", "000000005037.jpg"]
    made = [replace(frame_of({0: (100, 0)}, np.random.default_rng(0), False), source=name) for name in names]
    assert [frame.tracks.tolist() for frame in track_people(made)] == [[0]] * 4
    assert fill_missing(names) is None


def test_the_sequence_numbers_people_as_their_tracks():
    random = np.random.default_rng(1)
    frames = [
        replace(frame_of({0: (200, 300), 1: (700, 300)}, random, True), size=(900, 600), source=str(t))
        for t in range(6)
    ]
    frames[3] = replace(frames[3].person(0), source="3")
    take = gather(lift_frames(FakeLifter(), frames, hypotheses=2))
    left = take.points[:, 0, 0] < 450
    assert len(set(zip(take.person.tolist(), left.tolist(), strict=True))) == 2 and take.frames == 6
