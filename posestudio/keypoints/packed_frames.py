"""Frames of keypoints packed in files: a sequence of any length takes a few bytes of memory a frame.

A folder has two files of records, ``keypoints.frames`` with one for each frame and ``keypoints.people`` with one for
each person of each frame, in order. Frames are appended; after an interruption what is complete is kept.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import PoseStudioError
from posestudio.keypoints.coordinate_units import PIXELS, to_pixels
from posestudio.keypoints.noise import with_noise
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.tracks import FollowedFrames

FRAMES, ROWS = "keypoints.frames", "keypoints.people"

_FRAME = np.dtype(
    [
        ("people", "<i4"),
        ("width", "<i4"),
        ("height", "<i4"),
        ("number", "<i4"),
        ("time", "<f8"),
        ("focal_length", "<f8"),
    ]
)
_ROW = np.dtype(
    [
        ("points", "<f4", (17, 2)),
        ("visibility", "i1", (17,)),
        ("confidence", "<f4", (17,)),
        ("noise", "<f4", (17,)),
        ("boxes", "<f4", (4,)),
        ("scores", "<f4"),
        ("tracks", "<i8"),
        ("extra", "<f4", (6, 2)),
        ("extra_noise", "<f4", (6,)),
    ]
)
_KNOWN = ("confidence", "noise", "boxes", "scores", "extra", "extra_noise")  # NaN where they are not known


class FrameWriter:
    """Appends frames to the files of a folder; ``frames`` counts those that are there."""

    def __init__(self, folder: Path) -> None:
        self.frames = _complete(folder)
        self._rows = (folder / ROWS).open("ab")
        self._frames = (folder / FRAMES).open("ab")

    def append(self, keypoints: Keypoints, number: int = 0) -> None:
        """Add the next frame, which has this number in its source."""
        rows = np.zeros(keypoints.people, _ROW)
        rows["points"], rows["visibility"] = keypoints.points, keypoints.visibility
        rows["tracks"] = -1 if keypoints.tracks is None else keypoints.tracks
        for name in _KNOWN:
            array = getattr(keypoints, name)
            rows[name] = np.nan if array is None else array
        width, height = keypoints.size or (0, 0)
        stated = (np.nan if value is None else value for value in (keypoints.time, keypoints.focal_length))
        self._rows.write(rows.tobytes())
        self._rows.flush()  # a frame is there once its rows are
        self._frames.write(np.array([(keypoints.people, width, height, number, *stated)], _FRAME).tobytes())
        self._frames.flush()
        self.frames += 1

    def close(self) -> None:
        """Close the files."""
        self._rows.close()
        self._frames.close()

    def __enter__(self) -> FrameWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _complete(folder: Path) -> int:
    """The number of complete frames in a folder; what is behind them is cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (FRAMES, ROWS):
        (folder / name).touch()
    people = np.fromfile(folder / FRAMES, _FRAME)["people"].astype(np.int64)
    whole = (folder / ROWS).stat().st_size // _ROW.itemsize
    count = int(np.searchsorted(people.cumsum(), whole, side="right"))
    os.truncate(folder / FRAMES, count * _FRAME.itemsize)
    os.truncate(folder / ROWS, int(people[:count].sum()) * _ROW.itemsize)
    return count


class PackedFrames(FollowedFrames):
    """The frames of a folder, each read when it is asked for.

    ``numbers`` (N,) are the tracks of the people of all frames, one after the other; ``tracks`` those who are in the
    frames, None for everybody. Frames without a size have ``size``; coordinates in the ``unit`` become pixels; points
    of unknown noise have ``noise`` over the person's size, where it is given. Raises PoseStudioError for a folder
    without such files.
    """

    def __init__(
        self,
        folder: Path,
        numbers: NDArray[np.int64] | None = None,
        tracks: Sequence[int] | None = None,
        size: tuple[int, int] | None = None,
        unit: str = PIXELS,
        noise: float | None = None,
    ) -> None:
        try:
            self._frames = np.fromfile(folder / FRAMES, _FRAME)
            rows = (folder / ROWS).stat().st_size // _ROW.itemsize
            self._rows: Any = (
                np.memmap(folder / ROWS, _ROW, "r", shape=(rows,)) if rows else np.zeros(0, _ROW)
            )
        except (OSError, ValueError) as problem:
            raise PoseStudioError(f"{folder}: not the keypoints of a lift in parts: {problem}") from problem
        ends = self._frames["people"].astype(np.int64).cumsum()
        if (len(ends) and ends[-1] != rows) or (numbers is not None and len(numbers) != rows):
            raise PoseStudioError(f"{folder}: not the keypoints of a lift in parts: of other frames")
        self._starts = np.append(0, ends)
        self._numbers = numbers
        self._wanted = None if tracks is None or numbers is None else np.isin(numbers, np.asarray(tracks))
        self._size, self._unit, self._noise, self._folder = size, unit, noise, folder

    @property
    def times(self) -> NDArray[np.float64]:
        """(F,) seconds of each frame, NaN where one is not known."""
        return np.asarray(self._frames["time"])

    @property
    def numbers_in_source(self) -> NDArray[np.int64]:
        """(F,) the number that each frame has in its source."""
        return np.asarray(self._frames["number"], np.int64)

    def __len__(self) -> int:
        return len(self._frames)

    @overload
    def __getitem__(self, index: int) -> Keypoints: ...

    @overload
    def __getitem__(self, index: slice) -> list[Keypoints]: ...

    def __getitem__(self, index: int | slice) -> Keypoints | list[Keypoints]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        rows: Any = np.arange(self._starts[number], self._starts[number + 1])
        if self._wanted is not None:
            rows = rows[self._wanted[rows]]
        _, width, height, _, *numbers = self._frames[number].tolist()
        size = (width, height) if width and height else self._size
        seconds, focal_length = (None if np.isnan(value) else value for value in numbers)
        of_picture: dict[str, Any] = {
            "size": size,
            "source": str(number),
            "time": seconds,
            "focal_length": focal_length,
        }
        if not len(rows):
            return Keypoints(np.zeros((0, 17, 2)), **of_picture)
        people = self._rows[rows]
        known = {name: people[name] for name in _KNOWN if not np.isnan(people[name]).all()}
        tracks = people["tracks"] if self._numbers is None else self._numbers[rows]
        frame = Keypoints(
            people["points"],
            people["visibility"],
            tracks=tracks,
            **of_picture,
            **known,
        )
        frame = to_pixels(frame, self._unit, str(self._folder))
        return frame if self._noise is None else with_noise(frame, self._noise)
