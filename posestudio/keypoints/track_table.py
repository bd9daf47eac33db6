"""The tracks of a sequence as a table to choose from: which are people, and which are left out, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import KeypointsError
from posestudio.keypoints.observation import OCCLUDED_SCORE, Keypoints, person_size
from posestudio.keypoints.track_matching import boxes_of, overlaps
from posestudio.keypoints.tracks import FPS

SHORTEST = 0.5
"""Seconds that a track lasts at least, or a third of a shorter sequence."""
_SHORTEST_SHARE = 1 / 3
_UNSURE = 0.5  # of the surest track's confidence: less sure ones are left out, where they are unsure as well
_SAME_BOX, _SAME_POSE = 0.5, 0.2  # overlap, and distance over the size, of two detections of one person
_DOUBLED_SHARE = 0.5  # of a track's frames in which it is where a longer one is


@dataclass(frozen=True)
class TrackSummary:
    """One track: its ``number``; its ``first`` and ``last`` frame; how many frames it was ``seen`` in; the mean
    ``confidence`` of its keypoints, missing ones counted as 0, or None where the file has none; the mean ``size`` of
    the person in pixels; and ``dropped``, why it is left out, '' where it is kept."""

    number: int
    first: int
    last: int
    seen: int
    confidence: float | None
    size: float
    dropped: str = ""

    @property
    def kept(self) -> bool:
        """Whether it is lifted unless others are chosen."""
        return not self.dropped


@dataclass
class _Sums:
    """What is added up of a track."""

    first: int
    last: int = 0
    seen: int = 0
    confidence: float = 0.0
    rated: int = 0
    size: float = 0.0
    beside: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """In how many frames it is where another one, by its number, is"""


@dataclass
class TrackStatistics:
    """What is known of the tracks of the frames added so far; the frames themselves are not kept."""

    frames: int = 0
    _tracks: dict[int, _Sums] = field(default_factory=dict)

    def add(self, keypoints: Keypoints) -> None:
        """Add the next frame, whose people have ``tracks``."""
        frame, self.frames = self.frames, self.frames + 1
        if not keypoints.people or keypoints.tracks is None:
            return
        sizes = person_size(keypoints)
        for row, number in enumerate(keypoints.tracks.tolist()):
            sums = self._tracks.setdefault(number, _Sums(frame))
            sums.last, sums.seen, sums.size = frame, sums.seen + 1, sums.size + float(sizes[row])
            if keypoints.confidence is not None:
                sums.rated += 1
                sums.confidence += float(
                    np.where(keypoints.observed[row], keypoints.confidence[row], 0).mean()
                )
        for one, other in zip(*np.nonzero(_same_people(keypoints, sizes)), strict=True):
            self._tracks[int(keypoints.tracks[one])].beside[int(keypoints.tracks[other])] += 1

    def table(self, fps: float = FPS) -> tuple[TrackSummary, ...]:
        """The tracks by their numbers, at ``fps`` frames a second, with reasons to leave some out.

        Left out are tracks that are shorter than SHORTEST seconds, or a third of a shorter sequence; that are where a
        longer track is, in at least half of their frames: a second detection of one person; and that are far less
        sure than the surest, as reflections and pictures on a wall are. The longest is never left out.
        """
        rows = [
            TrackSummary(
                number,
                sums.first,
                sums.last,
                sums.seen,
                sums.confidence / sums.rated if sums.rated else None,
                sums.size / sums.seen,
            )
            for number, sums in sorted(self._tracks.items())
        ]
        least = min(SHORTEST * fps, self.frames * _SHORTEST_SHARE)
        by_length = sorted(rows, key=lambda row: (-row.seen, -(row.confidence or 0), row.number))
        longer: list[int] = []
        surest = max((row.confidence or 0 for row in rows if row.seen >= least), default=0.0)
        dropped = {}
        for row in by_length:
            beside = self._tracks[row.number].beside
            double = next((one for one in longer if beside[one] >= _DOUBLED_SHARE * row.seen), None)
            unsure = row.confidence is not None and row.confidence < min(_UNSURE * surest, OCCLUDED_SCORE)
            if longer and double is not None:
                dropped[row.number] = f"the same person as track {double}"
            elif longer and row.seen < least:
                dropped[row.number] = f"only {row.seen / fps:.2f} seconds"
            elif longer and unsure:
                dropped[row.number] = "low confidence"
            else:
                longer.append(row.number)
        return tuple(replace(row, dropped=dropped.get(row.number, "")) for row in rows)


def track_table(frames: Iterable[Keypoints], fps: float = FPS) -> tuple[TrackSummary, ...]:
    """The table of the tracks of ``frames``, whose people are numbered by `tracks.track_people`; see
    `TrackStatistics.table`."""
    statistics = TrackStatistics()
    for frame in frames:
        statistics.add(frame)
    return statistics.table(fps)


def chosen_tracks(table: Sequence[TrackSummary], wanted: Sequence[int] = ()) -> list[int]:
    """The numbers of the tracks ``wanted``, of those that are kept where none is. Raises KeypointsError for a track
    that is not in the table."""
    numbers = [row.number for row in table]
    for number in wanted:
        if number not in numbers:
            raise KeypointsError(f"track {number}: expected one of {_listed(numbers)}")
    return [row.number for row in table if (row.number in wanted if wanted else row.kept)]


def only_tracks(frames: Iterable[Keypoints], numbers: Iterable[int]) -> list[Keypoints]:
    """The frames with only the people of these tracks; frames without any of them stay, without people."""
    wanted = np.array(list(numbers), np.int64)
    return [
        frame
        if not frame.people or frame.tracks is None
        else frame.select(np.flatnonzero(np.isin(frame.tracks, wanted)))
        for frame in frames
    ]


def table_lines(table: Sequence[TrackSummary]) -> list[str]:
    """The table as lines of text, the first the names of its columns."""
    lines = ["track  first   last   seen  confidence  size"]
    for row in table:
        sure = "-" if row.confidence is None else f"{row.confidence:.2f}"
        line = f"{row.number:5} {row.first:6} {row.last:6} {row.seen:6}  {sure:>10} {row.size:5.0f}"
        lines.append(line + (f"  left out: {row.dropped}" if row.dropped else ""))
    return lines


def _same_people(keypoints: Keypoints, sizes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(P, P) which detections are of one person, by boxes and poses; nobody with themselves."""
    same = np.zeros((keypoints.people,) * 2, bool)
    if keypoints.people < 2:
        return same
    boxes = boxes_of(keypoints)
    near = overlaps(boxes, boxes) > _SAME_BOX
    for one, other in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        common = keypoints.observed[one] & keypoints.observed[other]
        if common.sum() >= 3:
            apart = keypoints.points[one][common] - keypoints.points[other][common]
            distance = float(np.median(np.linalg.norm(apart, axis=-1))) / max(sizes[one], sizes[other])
            same[one, other] = same[other, one] = distance < _SAME_POSE
    return same


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" ..." if len(numbers) > 20 else "")
