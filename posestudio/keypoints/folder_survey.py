"""A first pass over a folder of keypoint files, before it is lifted in parts: the unit of the coordinates, the frame
rate, the extent of the keypoints, and the track number of each person. Frames themselves are not kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posestudio.common.atomic_files import atomic_write
from posestudio.errors import KeypointsError, PoseStudioError
from posestudio.keypoints.frame_order import fill_missing
from posestudio.keypoints.layout_choice import FileLayout
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.reading import FileFacts, read_keypoint_file
from posestudio.keypoints.reading_context import ReadingContext
from posestudio.keypoints.tracks import Tracker


@dataclass
class FolderSurvey:
    """What is known of the files read so far: ``people`` has the (people,) track numbers of each file, ``unreadable``
    a line for each that cannot be read."""

    folder: Path
    layout: str | None = None
    size: tuple[int, int] | None = None
    follow: bool = True
    """Whether people are numbered"""
    facts: FileFacts = field(default_factory=FileFacts)
    people: list[NDArray[np.int64]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    context: ReadingContext = field(init=False)
    _tracker: Tracker = field(default_factory=Tracker)

    def __post_init__(self) -> None:
        self.context = ReadingContext(FileLayout.of(self.layout))

    def frames(self, names: Sequence[str | None]) -> Iterator[Keypoints]:
        """Read the files; yields the one frame of each, coordinates as they stand there, and an empty frame for None
        and for a file that cannot be read or has several."""
        for name in names:
            frame = self._frame(name)
            if self.follow:
                self.people.append(self._tracker.number(frame))
            yield frame

    def _frame(self, name: str | None) -> Keypoints:
        empty = Keypoints(np.zeros((0, 17, 2)))
        if name is None:
            return empty
        try:
            frames = read_keypoint_file(self.folder / name, self.context, self.facts, self.size)
            if len(frames) > 1:
                raise KeypointsError(
                    f"{self.folder / name}: expected one frame per file in a folder, found {len(frames)}"
                )
        except PoseStudioError as problem:
            self.unreadable.append(str(problem))
            return empty
        return frames[0] if frames else empty

    @property
    def unit(self) -> str:
        """The unit of the coordinates, see `coordinate_units`. Raises KeypointsError where it is not recognised."""
        return self.facts.extent.unit(str(self.folder))


def files_in_time(names: list[str]) -> list[str | None]:
    """A folder's files in order, with None for each number that is left out in one sequence."""
    entries = fill_missing([os.path.splitext(name)[0] for name in names])
    if entries is None:
        return list(names)
    return [None if index is None else names[index] for index, _ in entries]


def save_people(path: Path, people: Sequence[NDArray[np.int64]]) -> None:
    """Write the track numbers of the people in each file."""
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
