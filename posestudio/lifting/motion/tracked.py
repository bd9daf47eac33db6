"""The people of a sequence, each with their keypoints in every frame from their first to their last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.diffusion.point_paths import SURE_NOISE
from posestudio.errors import LiftError
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.keypoints.tracks import track_people
from posestudio.lifting.point_noise import KEYPOINT_NOISE, noise_used

SLOWEST = 20.0
"""Frames a second from which the points of a track show their noise: below, people change their movement between."""

_FEW, _MOST = 8, 2000  # frames, or differences of a point, that show no noise; frames that it is measured in
_UNKNOWN = np.full(len(COCO_KEYPOINTS), KEYPOINT_NOISE, np.float32)


@dataclass(frozen=True, eq=False)
class OnePerson(Sequence[Keypoints]):
    """The keypoints of one person alone, each made when it is asked for: of the ``frames`` with these ``numbers``
    (F,), in whose ``rows`` (F,) the person is, -1 where they are not seen."""

    frames: Sequence[Keypoints]
    numbers: np.ndarray
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Keypoints: ...

    @overload
    def __getitem__(self, index: slice) -> OnePerson: ...

    def __getitem__(self, index: int | slice) -> Keypoints | OnePerson:
        if isinstance(index, slice):
            return OnePerson(self.frames, self.numbers[index], self.rows[index])
        frame, row = self.frames[int(self.numbers[index])], int(self.rows[index])
        return unseen(frame.size) if row < 0 else frame.person(row)


@dataclass(frozen=True, eq=False)
class Track:
    """One person of a sequence: ``keypoints`` of one person each, in the ``frames`` (F,), which are consecutive, and
    the ``noise`` (F, 17) of the points over the person's size."""

    number: int
    frames: np.ndarray
    keypoints: Sequence[Keypoints]
    noise: np.ndarray

    @cached_property
    def observed(self) -> np.ndarray:
        """(F,) bool, whether the person was seen."""
        return np.array([frame.observed.any() for frame in self.keypoints], bool)

    def part(self, first: int, last: int) -> Track:
        """The frames with numbers ``first`` to ``last`` - 1, as far as the track has them."""
        chosen = slice(max(first - int(self.frames[0]), 0), max(last - int(self.frames[0]), 0))
        return Track(self.number, self.frames[chosen], self.keypoints[chosen], self.noise[chosen])

    def selected(self, indices: Sequence[int]) -> Track:
        """Some of the frames, by index."""
        chosen = list(indices)
        keypoints = tuple(self.keypoints[index] for index in chosen)
        return Track(self.number, self.frames[chosen], keypoints, self.noise[chosen])


def tracks_of(
    frames: Sequence[Keypoints], keypoint_noise: Any = None, extra: Sequence[int] = ()
) -> list[Track]:
    """The people in ``frames``, by their numbers (see `track_people`). Frames in which a person is not found have
    all of their keypoints MISSING.

    ``keypoint_noise`` is over the person's size: a number, (17,), or a list with one of these, or (P, 17), for each
    frame; None for the keypoints' own. ``extra`` are frames that the only track spans besides those in which it is
    seen. Raises LiftError.
    """
    each = _for_each_frame(keypoint_noise, len(frames))
    rows: dict[int, dict[int, int]] = {}
    noises: dict[int, np.ndarray] = {}
    for index, frame in enumerate(track_people(frames)):
        if frame.people:
            noises[index] = _noise(frame, keypoint_noise[index] if each else keypoint_noise, index)
        for person, number in enumerate([] if frame.tracks is None else frame.tracks.tolist()):
            rows.setdefault(number, {})[index] = person
    if extra and not rows:
        rows[0] = {}
    found = []
    for number in sorted(rows):
        people = rows[number]
        numbers = [*people, *(extra if len(rows) == 1 else ())]
        span = range(min(numbers), max(numbers) + 1)
        rows_in = np.array([people.get(index, -1) for index in span])
        keypoints = OnePerson(frames, np.arange(span.start, span.stop), rows_in)
        noise = np.stack([noises[index][people[index]] if index in people else _UNKNOWN for index in span])
        found.append(Track(number, np.arange(span.start, span.stop), keypoints, noise))
    return found


def track_part(frames: Sequence[Keypoints], keypoint_noise: Any, number: int, numbers: np.ndarray) -> Track:
    """The person with a number in the frames with these ``numbers``, which are consecutive. Where frames have no
    numbers of their people, the people are followed through all of them. See :func:`tracks_of`."""
    near = [frames[index] for index in numbers]
    if any(frame.people and (frame.tracks is None or (frame.tracks < 0).any()) for frame in near):
        numbered = track_people(frames)
        near = [numbered[index] for index in numbers]
    each = _for_each_frame(keypoint_noise, len(frames))
    keypoints, noises = [], []
    for index, frame in zip(numbers.tolist(), near, strict=True):
        rows = [] if frame.tracks is None else np.flatnonzero(frame.tracks == number).tolist()
        if rows:
            person = frame if frame.people == 1 else frame.person(rows[0])
            keypoints.append(person)
            noises.append(_noise(frame, keypoint_noise[index] if each else keypoint_noise, index)[rows[0]])
        else:
            keypoints.append(unseen(frame.size))
            noises.append(_UNKNOWN)
    return Track(number, np.asarray(numbers), tuple(keypoints), np.stack(noises))


def with_shown_noise(track: Track, seconds: NDArray[np.float64]) -> Track:
    """The track with at least the noise that its points show, whose frames are ``seconds`` (F,) apart: points without
    noise move evenly from frame to frame, so that third differences are noise. Faster than SLOWEST only. Points that
    are said to be exact (SURE_NOISE) stay so."""
    if len(seconds) < _FEW or seconds.max() > 1 / SLOWEST or np.ptp(seconds) > 0.1 * seconds.mean():
        return track
    together = Keypoints.concatenate(list(track.keypoints[:_MOST]), track.keypoints[0].size)
    sizes = person_size(together)[together.observed.any(-1)]
    if not len(sizes):
        return track
    points = np.where(together.observed[..., None], together.points / np.median(sizes), np.nan)
    third = np.abs(np.diff(points, n=3, axis=0))
    known = np.isfinite(third[..., 0]).sum(0) >= _FEW
    shown = np.zeros(points.shape[1])
    # 20: the squares of 1, 3, 3, 1. 0.6745: the median of the absolute value of unit noise.
    shown[known] = np.nanmedian(third[:, known], axis=(0, 2)) / (0.6745 * 20**0.5)
    raised = np.maximum(track.noise, shown.astype(np.float32))
    return replace(track, noise=np.where(track.noise <= SURE_NOISE, track.noise, raised))


def _for_each_frame(keypoint_noise: Any, count: int) -> bool:
    """Whether it is a list with one for each of ``count`` frames. Raises LiftError for a list of another length."""
    each = isinstance(keypoint_noise, list) and any(part is None or np.ndim(part) for part in keypoint_noise)
    if each and len(keypoint_noise) != count:
        raise LiftError(
            f"keypoint_noise: expected a list with one for each of {count} frames, found {len(keypoint_noise)}"
        )
    return each


def _noise(frame: Keypoints, given: ArrayLike | None, index: int) -> np.ndarray:
    """(P, 17) the noise of a frame's points over the people's sizes. Raises LiftError that names the frame."""
    try:
        return noise_used(frame, given)
    except LiftError as problem:
        raise LiftError(f"frame {index}: {problem}") from problem


def unseen(size: tuple[int, int] | None) -> Keypoints:
    """One person, all of whose keypoints are MISSING."""
    count = len(COCO_KEYPOINTS)
    return Keypoints(np.zeros((1, count, 2)), np.full((1, count), MISSING), size)
