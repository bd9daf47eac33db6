"""Tracks: the same number for the same person in every frame, by the tracks that a file gives or by position.

People are matched one to one to the positions expected of the tracks, at the least total distance (Hungarian
algorithm), also after frames in which they are not seen, and where they pass each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posestudio.keypoints.frame_order import may_be_sequence
from posestudio.keypoints.observation import Keypoints

LONGEST_GAP = 60
"""Frames without a person after which their track ends."""
_GATE, _GATE_PER_FRAME, _WIDEST_GATE = 0.8, 0.05, 2.0  # largest distance of a match, over the person's size
_SMOOTHING = 0.6  # weight of the latest movement in the velocity
_COASTING = 15  # frames without the person over which the velocity is extrapolated
_APART = 1e6  # the distance where a match is excluded


def track_people(frames: Sequence[Keypoints]) -> list[Keypoints]:
    """The frames with ``tracks`` set to numbers that are the same for a person in all of them: 0, 1, ... by
    appearance.

    Tracks that the file gives decide, where they identify people; other people are matched by position.
    In frames of unrelated pictures, people are numbered 0, 1, ... in each.
    """
    if len(frames) > 1 and not may_be_sequence([frame.source for frame in frames]):
        return [replace(frame, tracks=np.arange(frame.people)) for frame in frames]
    usable = _tell_apart(frames)
    tracker = Tracker()
    result = []
    for frame in frames:
        given = frame.tracks if usable else None
        result.append(replace(frame, tracks=tracker.number(replace(frame, tracks=given))))
    return result


def _tell_apart(frames: Sequence[Keypoints]) -> bool:
    """Whether the given tracks identify people: they recur, and hardly ever stand twice in one frame."""
    seen: Counter[int] = Counter()
    several = doubled = 0
    for frame in frames:
        if frame.tracks is None:
            continue
        given = frame.tracks[frame.tracks >= 0]
        seen.update(given.tolist())
        several += len(given) > 1
        doubled += len(np.unique(given)) < len(given)
    again = any(count > 1 for count in seen.values()) or len(frames) < 3
    return bool(seen) and again and doubled * 10 <= several


@dataclass(frozen=True)
class _Person:
    """A person in the frame: (17, 2) points, (17,) observed, the given track or -1, and whether that is new."""

    points: NDArray[np.float64]
    observed: NDArray[np.bool_]
    given: int
    new: bool

    @property
    def size(self) -> float:
        """The larger side of the box around the keypoints, in pixels."""
        return float(np.ptp(self.points[self.observed], axis=0).max()) if self.observed.any() else 0.0


@dataclass
class _Track:
    number: int
    given: int
    points: NDArray[np.float64]
    """(17, 2) where each keypoint was last observed, moved with the person since"""
    known: NDArray[np.bool_]
    """(17,) whether the keypoint was ever observed"""
    size: float
    frame: int
    velocity: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    seen: int = 1

    def expected(self, frame: int) -> NDArray[np.float64]:
        """(17, 2) where the keypoints are expected in a frame."""
        return self.points + self.velocity * min(frame - self.frame, _COASTING)


class Tracker:
    """Numbers people frame by frame; tracks of the last LONGEST_GAP frames are kept."""

    def __init__(self) -> None:
        self._frame = -1
        self._next = 0
        self._tracks: list[_Track] = []
        self._numbers: dict[int, int] = {}  # of given tracks

    def number(self, keypoints: Keypoints) -> NDArray[np.int64]:
        """(people,) the numbers of the people in the next frame."""
        self._frame += 1
        self._tracks = [track for track in self._tracks if self._frame - track.frame <= LONGEST_GAP]
        given = np.full(keypoints.people, -1) if keypoints.tracks is None else keypoints.tracks.copy()
        doubled = [track for track, count in Counter(given.tolist()).items() if count > 1]
        given[np.isin(given, doubled)] = -1
        numbers = np.full(keypoints.people, -1, np.int64)
        people = [
            _Person(
                points.astype(np.float64),
                observed,
                int(track),
                track >= 0 and int(track) not in self._numbers,
            )
            for points, observed, track in zip(keypoints.points, keypoints.observed, given, strict=True)
        ]
        free = [track for track in self._tracks if track.given < 0 or track.given not in given]
        wanting = [row for row, person in enumerate(people) if person.given < 0 or person.new]
        for row, track in self._matched(free, wanting, people):
            numbers[row] = track.number
            if people[row].new:
                track.given = people[row].given
                self._numbers[track.given] = track.number
            self._move(track, people[row])
        for row, person in enumerate(people):
            if numbers[row] < 0:
                numbers[row] = self._begin(person)
        return numbers

    def _begin(self, person: _Person) -> int:
        """The number of a person who was not matched by position: their given track's, or a new one."""
        given = person.given
        if given in self._numbers:
            for track in self._tracks:
                if track.given == given:
                    self._move(track, person)
                    return track.number
            number = self._numbers[given]
        else:
            number, self._next = self._next, self._next + 1
            if given >= 0:
                self._numbers[given] = number
        self._tracks.append(
            _Track(number, given, person.points.copy(), person.observed.copy(), person.size, self._frame)
        )
        return number

    def _matched(
        self, tracks: list[_Track], wanting: list[int], people: list[_Person]
    ) -> list[tuple[int, _Track]]:
        """(row, track) of the people who match a track by position."""
        if not tracks or not wanting:
            return []
        from scipy.optimize import linear_sum_assignment

        costs = np.array([[self._distance(track, people[row]) for row in wanting] for track in tracks])
        pairs = zip(*linear_sum_assignment(costs), strict=True)
        return [(wanting[b], tracks[a]) for a, b in pairs if costs[a, b] < _APART]

    def _distance(self, track: _Track, person: _Person) -> float:
        """The distance of a person from the position expected of a track, over their size; _APART for no match."""
        if person.new and track.given >= 0:
            return _APART
        expected, points, observed = track.expected(self._frame), person.points, person.observed
        size = max(track.size, person.size, 1e-6)
        common = track.known & observed
        if common.sum() >= 3:
            apart = float(np.linalg.norm(expected[common] - points[common], axis=-1).mean())
        elif track.known.any() and observed.any():
            apart = float(np.linalg.norm(_middle(expected, track.known) - _middle(points, observed)))
        else:
            return _APART
        waited = self._frame - track.frame - 1
        gate = min(_GATE + _GATE_PER_FRAME * waited, _WIDEST_GATE)
        return apart / size if apart / size < gate else _APART

    def _move(self, track: _Track, person: _Person) -> None:
        """Continue the track with a person in this frame."""
        points, observed = person.points, person.observed
        frames = self._frame - track.frame
        common = track.known & observed
        moved = np.median(points[common] - track.points[common], axis=0) if common.any() else np.zeros(2)
        share = 1.0 if track.seen == 1 else _SMOOTHING
        track.velocity = (1 - share) * track.velocity + share * moved / frames
        track.points = np.where(observed[:, None], points, track.points + moved)
        track.known = track.known | observed
        track.size = max(person.size, 0.9 * track.size)
        track.frame = self._frame
        track.seen += 1


def _middle(points: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(2,) the middle of the box around the known points."""
    return (points[known].min(0) + points[known].max(0)) / 2
