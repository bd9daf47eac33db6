"""Tracks: the same number for the same person in every frame, by the tracks that a file gives or by position.

People are assigned to the tracks of earlier frames (see `track_matching`), also after frames in which they are not
seen, and where they pass each other. Where a file's tracks exchange people, and positions show so clearly, positions
decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posestudio.keypoints.frame_order import may_be_sequence
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.track_matching import APART, Person, Track, assigned, distances, people_of

FPS = 30.0
"""Frames per second of a sequence of which the rate is not known."""
LONGEST_GAP = 60
"""Frames without a person after which their track ends, at 30 frames a second: 2 seconds."""
_FEWEST = 10  # frames without a person after which their track ends, at the slowest rates
_OTHER = 0.4  # added to the distance from a track which is not the one that the file gives
_FAR = 1.5  # the largest distance of a person from the track that the file gives
_CLEAR = 0.35  # the largest distance at which a position contradicts the file
_RECENT, _RENEWED = (
    0.2,
    0.5,
)  # seconds without the person after which a position does not contradict, or continue
_CONTRADICTED = 0.3  # seconds after which the person keeps the other track of the file


class FollowedFrames(Sequence[Keypoints]):
    """Frames whose people have been numbered already: `track_people` leaves them as they are."""


def track_people(frames: Sequence[Keypoints], fps: float = FPS) -> Sequence[Keypoints]:
    """The frames with ``tracks`` set to numbers that are the same for a person in all of them: 0, 1, ... by
    appearance.

    Tracks that the file gives decide, where they identify people and positions do not clearly say something else;
    other people are matched by position. In frames of unrelated pictures, people are numbered 0, 1, ... in each.
    """
    if isinstance(frames, FollowedFrames):
        return frames
    if len(frames) > 1 and not may_be_sequence([frame.source for frame in frames]):
        return [replace(frame, tracks=np.arange(frame.people)) for frame in frames]
    usable = tell_apart(frames)
    tracker = Tracker(fps)
    result = []
    for frame in frames:
        given = frame.tracks if usable else None
        result.append(replace(frame, tracks=tracker.number(replace(frame, tracks=given))))
    return result


def tell_apart(frames: Iterable[Keypoints]) -> bool:
    """Whether the given tracks identify people: they recur, and hardly ever stand twice in one frame."""
    seen: Counter[int] = Counter()
    several = doubled = count = 0
    for frame in frames:
        count += 1
        if frame.tracks is None:
            continue
        given = frame.tracks[frame.tracks >= 0]
        seen.update(given.tolist())
        several += len(given) > 1
        doubled += len(np.unique(given)) < len(given)
    again = any(times > 1 for times in seen.values()) or count < 3
    return bool(seen) and again and doubled * 10 <= several


class Tracker:
    """Numbers people frame by frame, at ``fps`` frames a second; only the tracks of the latest frames are kept."""

    def __init__(self, fps: float = FPS) -> None:
        self._fps = fps
        self._longest_gap = max(round(LONGEST_GAP / FPS * fps), _FEWEST)
        self._frame = -1
        self._next = 0
        self._tracks: list[Track] = []
        self._numbers: dict[int, int] = {}  # of given tracks

    def number(self, keypoints: Keypoints) -> NDArray[np.int64]:
        """(people,) the numbers of the people in the next frame."""
        self._frame += 1
        self._tracks = [track for track in self._tracks if self._frame - track.frame <= self._longest_gap]
        given = np.full(keypoints.people, -1) if keypoints.tracks is None else keypoints.tracks.copy()
        doubled = [track for track, count in Counter(given.tolist()).items() if count > 1]
        given[np.isin(given, doubled)] = -1
        new = np.array([track >= 0 and track not in self._numbers for track in given.tolist()], bool)
        people = people_of(keypoints, given, new)
        numbers = np.full(len(people), -1, np.int64)
        for track, row in self._matched(people):
            numbers[row] = track.number
            self._follow(track, people[row])
        for row, person in enumerate(people):
            if numbers[row] < 0:
                numbers[row] = self._begin(person)
        return numbers

    def _matched(self, people: list[Person]) -> list[tuple[Track, int]]:
        """(track, row) of the people who continue a track.

        A person who is given another's track keeps their own by position only if the other one is somewhere else:
        where the camera jumps, somebody may stand by chance where another one was.
        """
        here = {person.given: row for row, person in enumerate(people) if person.given >= 0}
        costs = distances(self._tracks, people, self._frame)
        for index, track in enumerate(self._tracks):
            for row, person in enumerate(people):
                costs[index, row] = self._cost(float(costs[index, row]), track, person, here)
        while True:
            pairs = assigned(costs)
            placed = {row for _, row in pairs}
            doubtful = [
                (index, row)
                for index, row in pairs
                if self._contradicts(self._tracks[index], people[row])
                and here.get(self._tracks[index].given, row) not in placed
            ]
            if not doubtful:
                return [(self._tracks[index], row) for index, row in pairs]
            for pair in doubtful:
                costs[pair] = APART

    @staticmethod
    def _contradicts(track: Track, person: Person) -> bool:
        """Whether the file gives the person a track that was another's before."""
        return track.given >= 0 and person.given >= 0 and not person.new and person.given != track.given

    def _cost(self, distance: float, track: Track, person: Person, here: dict[int, int]) -> float:
        """The cost of continuing a track with a person at this distance; ``here`` are the given tracks that are in
        the frame."""
        if person.given >= 0 and person.given == track.given:
            return min(distance, _FAR)
        if self._contradicts(track, person):
            clear = distance < _CLEAR and track.waited(self._frame) < _RECENT
            return distance + _OTHER if clear else APART
        if track.given >= 0 and track.given in here:
            return APART  # the file knows where that person is
        if track.given >= 0 and person.new:  # the file's track was broken off
            clear = distance < _CLEAR and track.waited(self._frame) < _RENEWED
            return distance + _OTHER if clear else APART
        if person.given >= 0 and not person.new:
            return APART
        return distance

    def _follow(self, track: Track, person: Person) -> None:
        """Continue the track with the person, and with their track in the file."""
        given = person.given
        if given >= 0 and given != track.given:
            track.contradicted += 1
            lasting = track.contradicted > _CONTRADICTED * self._fps
            if person.new or lasting:
                track.given, track.contradicted = given, 0
                self._numbers[given] = track.number
        elif given >= 0:
            track.contradicted = 0
        track.move(person, self._frame)

    def _begin(self, person: Person) -> int:
        """The number of a person who continues no track: their given track's, or a new one."""
        given = person.given
        number = self._numbers.get(given, self._next) if given >= 0 else self._next
        if any(
            track.number == number for track in self._tracks
        ):  # the given track's person is somewhere else
            number, given = self._next, -1
        if number == self._next:
            self._next += 1
        if given >= 0:
            self._numbers[given] = number
        self._tracks.append(Track.of(number, replace(person, given=given), self._frame, self._fps))
        return number
