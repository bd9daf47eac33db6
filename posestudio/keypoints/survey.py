"""A folder of keypoint files looked through once, a file at a time, before it is lifted in parts: what their
numbers are, the rate, the outermost keypoints, and who is who. Of the frames only the numbers of people stay."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posestudio.common.files import atomic_write
from posestudio.errors import PoseStudioError
from posestudio.keypoints.naming import Layout
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.people import Reading
from posestudio.keypoints.reading import Facts, read_file
from posestudio.keypoints.timeline import filled
from posestudio.keypoints.tracks import Follower


@dataclass
class Survey:
    """What is known of a folder's files so far; ``people`` has (people,) numbers for each file."""

    folder: Path
    layout: str | None = None
    size: tuple[int, int] | None = None
    facts: Facts = field(default_factory=Facts)
    people: list[NDArray[np.int64]] = field(default_factory=list)
    reading: Reading = field(init=False)
    _follower: Follower = field(default_factory=Follower)

    def __post_init__(self) -> None:
        self.reading = Reading(Layout.of(self.layout))

    def frames(self, names: Sequence[str | None]) -> Iterator[Keypoints]:
        """Look through the files; yields the one frame of each, its numbers as they stand there, and an empty one
        for None and for a file that cannot be read or has several."""
        for name in names:
            frame = self._frame(name)
            self.people.append(self._follower.number(frame))
            yield frame

    def _frame(self, name: str | None) -> Keypoints:
        nobody = Keypoints(np.zeros((0, 17, 2)))
        if name is None:
            return nobody
        try:
            frames = read_file(self.folder / name, self.reading, self.facts, self.size)
        except PoseStudioError:  # said when the file is lifted
            return nobody
        return frames[0] if len(frames) == 1 else nobody

    @property
    def unit(self) -> str:
        """What the numbers are. Raises KeypointsError for what cannot be pixels or fractions."""
        return self.facts.extent.unit(str(self.folder))


def in_time(names: list[str]) -> list[str | None]:
    """A folder's files in order, None for each that one sequence's numbers leave out."""
    places = filled([os.path.splitext(name)[0] for name in names])
    if places is None:
        return list(names)
    return [None if index is None else names[index] for index, _ in places]


def save_people(path: Path, people: Sequence[NDArray[np.int64]]) -> None:
    """Write who is in each file."""
    counts = np.array([len(numbers) for numbers in people], np.int64)
    with atomic_write(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, counts=counts, numbers=np.concatenate([np.zeros(0, np.int64), *people]))


def load_people(path: Path, files: int) -> list[NDArray[np.int64]]:
    """Read what `save_people` wrote. Raises PoseStudioError."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            counts, numbers = archive["counts"], archive["numbers"]
        ends = np.cumsum(counts)
        if len(counts) != files or (len(ends) and ends[-1] != len(numbers)) or (counts < 0).any():
            raise ValueError("of other files")
        return np.split(numbers, ends[:-1]) if files else []
    except Exception as problem:
        raise PoseStudioError(f"{path}: not the numbers of people that a lift of a folder wrote") from problem
