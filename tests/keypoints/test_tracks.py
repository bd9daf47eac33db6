"""People followed through frames, and frames kept in time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.keypoints import Keypoints, load_recording, save_keypoints
from posestudio.keypoints.frame_order import fill_missing, frame_numbers, time_order
from posestudio.keypoints.tracks import LONGEST_GAP, track_people
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.sequence import gather
from tests.fakes import FakeLifter, standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
BODY = (BODY - BODY.mean(0)) / np.ptp(BODY[:, 1]) * 200


def frame_of(
    people: dict[int, np.ndarray | tuple[float, float]], dice: np.random.Generator, given: bool
) -> Keypoints:
    """Somebody about each middle, in an order drawn by lot; tracks are theirs plus 5 if ``given``."""
    order = dice.permutation(list(people)) if people else []
    points = [BODY + people[one] + dice.normal(0, 1.5, BODY.shape) for one in order]
    tracks = np.array([one + 5 for one in order]) if given and people else None
    return Keypoints(np.array(points).reshape(-1, 17, 2), tracks=tracks, source="f")


def identities(frames: list[dict[int, tuple[float, float]]], given: bool = False) -> dict[int, set[int]]:
    """True person -> the numbers they got."""
    dice = np.random.default_rng(3)
    made = [frame_of(people, dice, given) for people in frames]
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
    dice = np.random.default_rng(0)
    for tracks in (lambda t: [0, 0], lambda t: [2 * t, 2 * t + 1]):
        made = [
            replace(frame_of({0: (100, 0), 1: (600, 0)}, dice, False), tracks=np.array(tracks(t)))
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
    dice = np.random.default_rng(0)
    made = [frame_of({0: (100 + t, 0)}, dice, given=t > 5) for t in range(12)]
    assert {int(frame.tracks[0]) for frame in track_people(made)} == {0}


def test_unrelated_pictures_have_each_its_own_people():
    names = ["000000000139.jpg", "000000000285.jpg", "000000000632.jpg", "000000005037.jpg"]
    made = [replace(frame_of({0: (100, 0)}, np.random.default_rng(0), False), source=name) for name in names]
    assert [frame.tracks.tolist() for frame in track_people(made)] == [[0]] * 4
    assert fill_missing(names) is None


def test_the_take_says_who_is_who():
    dice = np.random.default_rng(1)
    frames = [
        replace(frame_of({0: (200, 300), 1: (700, 300)}, dice, True), size=(900, 600), source=str(t))
        for t in range(6)
    ]
    frames[3] = replace(frames[3].person(0), source="3")
    take = gather(lift_frames(FakeLifter(), frames, hypotheses=2))
    left = take.points[:, 0, 0] < 450
    assert len(set(zip(take.person.tolist(), left.tolist(), strict=True))) == 2 and take.frames == 6


class TestTime:
    def results(self, numbers: list[int], name: str = "{}.jpg") -> list[dict]:
        points = [number for x, y in BODY + 300 for number in (x, y, 0.9)]
        return [{"image_id": name.format(number), "keypoints": points} for number in numbers]

    def read(self, folder: Path, content: object):
        path = folder / "k.json"
        path.write_text(json.dumps(content))
        return load_recording(path)

    @pytest.mark.parametrize("name", ["{}.jpg", "frame_{:06d}.png", "clip2_{}_x.jpg", "{}"])
    def test_frames_left_out_stay_in_time(self, tmp_path, name):
        numbers = [n for n in range(40) if not 12 <= n < 25 and n != 30]
        read = self.read(tmp_path, self.results([*numbers[::-1]], name))
        assert [frame.people for frame in read.frames] == [int(n in numbers) for n in range(40)]
        assert [frame.source for frame in read.frames] == [name.format(n) for n in range(40)]
        assert "14 of 40 frames" in read.warnings[0]

    def test_every_fifth_frame_is_one_after_the_other(self, tmp_path):
        read = self.read(tmp_path, self.results([0, 5, 10, 20, 25, 30]))
        assert [frame.people for frame in read.frames] == [1, 1, 1, 0, 1, 1, 1]

    def test_a_folder_is_in_time_as_well(self, tmp_path):
        for number in (1, 2, 3, 6, 7, 8, 10):
            (tmp_path / f"f_{number:012d}_keypoints.json").write_text(
                json.dumps({"people": [{"pose_keypoints_2d": self.results([0])[0]["keypoints"]}]})
            )
        frames = load_recording(tmp_path).frames
        assert [frame.people for frame in frames] == [1, 1, 1, 0, 0, 1, 1, 1, 0, 1]

    def test_a_huge_gap_is_none(self):
        assert fill_missing([f"{n}.jpg" for n in (0, 1, 2, 3, 10**9)]) is None

    @settings(deadline=None)
    @given(st.lists(st.text("ab01_.", max_size=8), max_size=12))
    def test_any_names(self, names):
        assert sorted(time_order(names)) == list(range(len(names)))
        places = fill_missing([names[index] for index in time_order(names)])
        if places is not None:
            assert [index for index, _ in places if index is not None] == list(range(len(names)))
            numbers = frame_numbers([name for _, name in places])
            steps = np.diff([number for _, number in numbers])
            assert (steps == steps[0]).all()


class TestWhatTravels:
    def test_the_rate_and_that_they_were_found(self, tmp_path):
        frames = [Keypoints(BODY + 300, source=f"v_{n:06d}") for n in (0, 2, 4)]
        save_keypoints(tmp_path / "k.json", frames, fps=59.94 / 2, found=True)
        read = load_recording(tmp_path / "k.json")
        assert read.fps == pytest.approx(29.97) and read.found and not read.warnings
        assert list(read.frames) == frames

    def test_tracks(self, tmp_path):
        frames = [Keypoints(np.stack([BODY, BODY + 9]) + 300, tracks=np.array([7, 2]), source="a")]
        save_keypoints(tmp_path / "k.json", frames)
        assert list(load_recording(tmp_path / "k.json").frames) == frames

    @pytest.mark.parametrize("fps", [0, -30, 1e9, "fast", [30], float("nan")])
    def test_a_rate_that_is_none_is_named(self, tmp_path, fps):
        content = {
            "info": {"fps": fps},
            "annotations": [{"image_id": 1, "keypoints": TestTime().results([0])[0]["keypoints"]}],
        }
        (tmp_path / "k.json").write_text(json.dumps(content))
        read = load_recording(tmp_path / "k.json")
        assert read.fps is None and "info.fps: expected frames a second" in read.warnings[0]
