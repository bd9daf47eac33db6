"""How far people in a frame are from the tracks of earlier frames, and the assignment of the ones to the others.

The distance over a person's size is that of the keypoints from where they are expected, with a part for boxes that do
not overlap and for another size. People are assigned one to one, at the least total distance (Hungarian algorithm:
Kuhn, Naval Research Logistics Quarterly 2, 1955).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posestudio.keypoints.observation import Keypoints

APART = 1e6
"""The distance where a match is excluded."""
_GATE, _GATE_PER_SECOND, _WIDEST_GATE = 0.8, 1.5, 2.0  # largest distance of a match, over the person's size
_OVERLAP_SHARE, _SIZE_SHARE, _MOST_SIZE = 0.15, 0.3, 0.2  # of boxes and sizes in the distance
_HISTORY = 0.3  # seconds over which the velocity is measured
_COASTING = 0.5  # seconds without the person over which the velocity is extrapolated


@dataclass(frozen=True)
class Person:
    """A person in a frame: (17, 2) points, (17,) observed, the box's corners (4,), the track that the file gives, or
    -1, and whether that has not come before."""

    points: NDArray[np.float64]
    observed: NDArray[np.bool_]
    box: NDArray[np.float64]
    given: int
    new: bool

    @property
    def size(self) -> float:
        """The larger side of the box around the keypoints, in pixels."""
        return float(np.ptp(self.points[self.observed], axis=0).max()) if self.observed.any() else 0.0


@dataclass
class Track:
    """Where a person was last seen, and how they moved."""

    number: int
    given: int
    """The person's track in the file, -1 where it has none"""
    points: NDArray[np.float64]
    """(17, 2) where each keypoint was last observed, moved with the person since"""
    known: NDArray[np.bool_]
    """(17,) whether the keypoint was ever observed"""
    box: NDArray[np.float64]
    size: float
    frame: int
    fps: float
    moved: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    """(2,) the way since the track's beginning, pixels"""
    path: deque[tuple[float, NDArray[np.float64]]] = field(default_factory=deque)
    """Frames of the last tenths of a second, with the way until then"""
    contradicted: int = 0
    """Frames in a row in which the file gives the person another track"""

    @classmethod
    def of(cls, number: int, person: Person, frame: int, fps: float) -> Track:
        """The track that begins with a person."""
        track = cls(
            number,
            person.given,
            person.points.copy(),
            person.observed.copy(),
            person.box,
            person.size,
            frame,
            fps,
        )
        track.path.append((frame, track.moved.copy()))
        return track

    def waited(self, frame: int) -> float:
        """The seconds without the person before a frame."""
        return (frame - self.frame - 1) / self.fps

    def way(self, frame: int) -> NDArray[np.float64]:
        """(2,) pixels that the person is expected to have moved since they were seen."""
        return self._velocity() * min(frame - self.frame, max(_COASTING * self.fps, 1))

    def _velocity(self) -> NDArray[np.float64]:
        """(2,) pixels a frame: the slope of the line through the latest positions."""
        if len(self.path) < 2:
            return np.zeros(2)
        times = np.array([time for time, _ in self.path])
        ways = np.array([way for _, way in self.path])
        times = times - times.mean()
        return np.asarray(times @ ways / (times @ times))

    def move(self, person: Person, frame: int) -> None:
        """Continue the track with a person in a frame."""
        points, observed = person.points, person.observed
        common = self.known & observed
        moved = np.median(points[common] - self.points[common], axis=0) if common.any() else np.zeros(2)
        self.moved = self.moved + moved
        self.points = np.where(observed[:, None], points, self.points + moved)
        self.known = self.known | observed
        self.box = person.box if np.isfinite(person.box).all() else self.box + np.tile(moved, 2)
        self.size = max(person.size, 0.9 * self.size)
        self.frame = frame
        self.path.append((frame, self.moved))
        while len(self.path) > 2 and self.path[0][0] < frame - _HISTORY * self.fps:
            self.path.popleft()


def distances(tracks: Sequence[Track], people: Sequence[Person], frame: int) -> NDArray[np.float64]:
    """(T, P) the distance of each person from where each track's is expected in a frame, over their size; at least
    APART where it is too far for any match."""
    if not tracks or not people:
        return np.zeros((len(tracks), len(people)))
    ways = np.array([track.way(frame) for track in tracks])
    expected = np.array([track.points for track in tracks]) + ways[:, None]
    known = np.array([track.known for track in tracks])
    points = np.array([person.points for person in people])
    observed = np.array([person.observed for person in people])
    was = np.maximum([track.size for track in tracks], 1e-6)
    now = np.maximum([person.size for person in people], 1e-6)
    size = np.maximum(was[:, None], now)

    common = known[:, None] & observed
    count = common.sum(-1)
    off = np.linalg.norm(expected[:, None] - points, axis=-1)
    apart = (off * common).sum(-1) / np.maximum(count, 1)
    middles = np.linalg.norm(_middles(expected, known)[:, None] - _middles(points, observed), axis=-1)
    apart = np.where(count >= 3, apart, middles) / size

    waited = np.array([track.waited(frame) for track in tracks])
    gate = np.minimum(_GATE + _GATE_PER_SECOND * waited, _WIDEST_GATE)[:, None]
    boxes = np.array([track.box for track in tracks]) + np.tile(ways, 2)
    overlap = overlaps(boxes, np.array([person.box for person in people]))
    grown = np.abs(np.log(now / was[:, None]))
    near = apart + _OVERLAP_SHARE * (1 - overlap) + np.minimum(_SIZE_SHARE * grown, _MOST_SIZE)
    return np.where(apart < gate, near, APART)  # a NaN apart, where nothing is observed, is no match


def people_of(keypoints: Keypoints, given: NDArray[np.int64], new: NDArray[np.bool_]) -> list[Person]:
    """The people of a frame, with their tracks in the file (people,) and whether these have not come before."""
    points = keypoints.points.astype(np.float64)
    rows = zip(points, keypoints.observed, boxes_of(keypoints), given.tolist(), new.tolist(), strict=True)
    return [Person(*row) for row in rows]


def boxes_of(keypoints: Keypoints) -> NDArray[np.float64]:
    """(P, 4) corners left, top, right, bottom of the people's boxes, around their keypoints where a box is not known;
    NaN where nothing is observed."""
    seen = keypoints.observed[..., None]
    points = keypoints.points.astype(np.float64)
    low = np.where(seen, points, np.inf).min(axis=1, initial=np.inf)
    high = np.where(seen, points, -np.inf).max(axis=1, initial=-np.inf)
    corners = np.concatenate([low, high], axis=-1)
    corners[~keypoints.observed.any(-1)] = np.nan
    if keypoints.boxes is None:
        return corners
    boxes = keypoints.boxes.astype(np.float64)
    given = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=-1)
    return np.where(np.isnan(given), corners, given)


def overlaps(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """(A, B) intersection over union of boxes (A, 4) and (B, 4) given by their corners; 0 where one is NaN."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(-1)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(-1) for boxes in (one, other)]
    union = areas[0][:, None] + areas[1][None] - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0)


def assigned(costs: NDArray[np.float64]) -> list[tuple[int, int]]:
    """(row, column) of the pairs of the least total cost, without those that are excluded."""
    if not costs.size:
        return []
    from scipy.optimize import linear_sum_assignment

    pairs = zip(*linear_sum_assignment(costs), strict=True)
    return [(int(row), int(column)) for row, column in pairs if costs[row, column] < APART]


def _middles(points: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(N, 2) the middles of the boxes around the known points; NaN where none is."""
    low = np.where(known[..., None], points, np.inf).min(axis=1)
    high = np.where(known[..., None], points, -np.inf).max(axis=1)
    middles = (np.where(np.isfinite(low), low, np.nan) + np.where(np.isfinite(high), high, np.nan)) / 2
    return np.asarray(middles)
