"""Tracks of random walks, crossings, gaps, exchanged ids and permuted people: everybody keeps one number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.keypoints import Keypoints
from posestudio.keypoints.tracks import track_people
from tests.fakes import standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
BODY = (BODY - BODY.mean(0)) / np.ptp(BODY[:, 1]) * 200

EXAMPLES = 5
SEEDS = st.integers(0, 10**6)
FEW = settings(max_examples=EXAMPLES, deadline=None)


def walks(random, people, frames, spread=260.0):
    """(frames, people, 2) middles of people who walk at random, each in their own lane."""
    steps = random.normal(0, 3, (frames, people, 2)).cumsum(0)  # velocities that change little by little
    steps = 8 * steps / np.maximum(np.abs(steps).max(axis=(0, 2), keepdims=True), 8)
    ways = steps.cumsum(0)
    ways[..., 0] = spread * np.arange(people) + 40 * np.tanh(ways[..., 0] / 40)
    return ways


def frames_of(random, middles, there=None, tracks=None, first_in_order=True):
    """Frames of people about ``middles`` (F, P, 2), each frame in another order, and who is in each row."""
    frames, who = [], []
    for index, at in enumerate(middles):
        people = np.arange(len(at)) if there is None else np.flatnonzero(there[index])
        if index or not first_in_order:
            people = random.permutation(people)
        points = BODY + at[people, None] + random.normal(0, 2, (len(people), 17, 2))
        given = None if tracks is None or not len(people) else np.asarray(tracks[index])[people]
        frames.append(Keypoints(points.reshape(-1, 17, 2), source=f"f{index}", tracks=given))
        who.append(people)
    return frames, who


def numbers_of(frames, who):
    """{person: their numbers}"""
    found = {}
    for frame, people in zip(track_people(frames), who, strict=True):
        for person, number in zip(people.tolist(), () if frame.tracks is None else frame.tracks, strict=True):
            found.setdefault(person, set()).add(int(number))
    return found


def keeps_numbers(frames, who):
    found = numbers_of(frames, who)
    assert all(len(numbers) == 1 for numbers in found.values()), found
    assert len(set.union(*found.values())) == len(found)
    return found


@FEW
@given(SEEDS, st.integers(1, 4))
def test_random_walks_in_any_order_of_people(seed, people):
    random = np.random.default_rng(seed)
    frames, who = frames_of(random, walks(random, people, 60))
    assert keeps_numbers(frames, who) == {person: {person} for person in range(people)}


@FEW
@given(SEEDS, st.integers(1, 25))
def test_gaps_in_which_some_are_not_seen(seed, longest):
    random = np.random.default_rng(seed)
    there = np.ones((80, 3), bool)
    for person in range(3):
        begin = random.integers(10, 50)
        there[begin : begin + random.integers(1, longest + 1), person] = False
    frames, who = frames_of(random, walks(random, 3, 80), there)
    keeps_numbers(frames, who)


@FEW
@given(SEEDS, st.floats(2, 14), st.floats(0, 60), st.floats(0.5, 2))
def test_people_who_cross_and_hide_each_other(seed, speed, hidden, ratio):
    random = np.random.default_rng(seed)
    time = np.arange(-40, 41)[:, None]
    middles = np.stack([speed * time * [1, 0], -ratio * speed * time * [1, 0] + [0, 10]], axis=1)
    there = np.ones((81, 2), bool)
    there[:, random.integers(0, 2)] = np.abs(middles[:, 0, 0] - middles[:, 1, 0]) >= hidden
    frames, who = frames_of(random, middles, there)
    keeps_numbers(frames, who)


@FEW
@given(SEEDS, st.integers(1, 40), st.booleans())
def test_ids_that_the_file_exchanges_for_some_frames_are_mended(seed, length, new_ids):
    random = np.random.default_rng(seed)
    tracks = np.tile([7, 3, 5], (80, 1))
    begin = int(random.integers(10, 40))
    tracks[begin : begin + length, :2] = tracks[begin : begin + length, 1::-1]
    if new_ids:  # and a tracker that loses people and numbers them anew
        tracks[60:, 2] = 11
    frames, who = frames_of(random, walks(random, 3, 80), tracks=tracks)
    keeps_numbers(frames, who)


@FEW
@given(SEEDS)
def test_ids_lead_where_positions_say_nothing(seed):
    """The camera jumps: nobody is where anybody was, except by chance."""
    random = np.random.default_rng(seed)
    middles = walks(random, 3, 60)
    for cut in (20, 40):
        middles[cut:] += random.uniform(-1500, 1500, 2)
    frames, who = frames_of(random, middles, tracks=np.tile([2, 0, 9], (60, 1)))
    keeps_numbers(frames, who)


@FEW
@given(SEEDS)
def test_the_order_in_the_first_frame_changes_no_grouping(seed):
    random = np.random.default_rng(seed)
    middles = walks(random, 3, 30)
    frames, who = frames_of(random, middles, first_in_order=False)
    keeps_numbers(frames, who)


def test_frames_without_people_stay_frames_with_all_that_they_say():
    empty = Keypoints(np.zeros((0, 17, 2)), size=(64, 48), source="f1", time=0.5)
    frames = [standing_keypoints(), empty, standing_keypoints()]
    frames = [replace(frame, source=f"f{index}") for index, frame in enumerate(frames)]
    followed = track_people(frames)
    assert len(followed) == 3 and followed[1] == empty and followed[2].tracks.tolist() == [0]
