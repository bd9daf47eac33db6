"""The people of a sequence, each with their keypoints in every frame from their first to their last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.tracks import track_people


@dataclass(frozen=True, eq=False)
class Track:
    """One person of a sequence: ``keypoints`` of one person each, in the ``frames`` (F,), which are consecutive."""

    number: int
    frames: np.ndarray
    keypoints: tuple[Keypoints, ...]


def tracks_of(frames: Sequence[Keypoints]) -> list[Track]:
    """The people in ``frames``, by their numbers (see `track_people`). Frames in which a person is not found have
    all of their keypoints MISSING."""
    rows: dict[int, dict[int, int]] = {}
    for index, frame in enumerate(track_people(frames)):
        for person, number in enumerate([] if frame.tracks is None else frame.tracks.tolist()):
            rows.setdefault(number, {})[index] = person
    found = []
    for number in sorted(rows):
        people = rows[number]
        span = range(min(people), max(people) + 1)
        keypoints = tuple(
            frames[index].person(people[index]) if index in people else unseen(frames[index].size)
            for index in span
        )
        found.append(Track(number, np.arange(span.start, span.stop), keypoints))
    return found


def unseen(size: tuple[int, int] | None) -> Keypoints:
    """One person, all of whose keypoints are MISSING."""
    count = len(COCO_KEYPOINTS)
    return Keypoints(np.zeros((1, count, 2)), np.full((1, count), MISSING), size)
