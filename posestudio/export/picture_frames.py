"""The pictures that a lifted sequence was seen in: the frames of a video or of a folder, one in memory at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posestudio.common.file_kinds import PICTURE_INPUTS, suffix_of
from posestudio.common.pictures import picture_files, read_picture
from posestudio.common.videos import VideoFrame, frame_count, is_video, read_video
from posestudio.errors import PoseStudioError
from posestudio.lifting.sequence import LiftedSequence

_LATE = 0.25  # seconds after the last frame of a video from which on there is no picture


class PictureFrames(Protocol):
    """The pictures of a sequence's frames, by the frame's index. Asking for frames in order reads each once."""

    def picture(self, index: int) -> NDArray[np.uint8] | None:
        """(h, w, 3) RGB of a frame; None where there is no picture of it."""
        ...

    def time(self, index: int) -> float | None:
        """Seconds from the first frame to this one, whose picture was read last; None where only the rate says."""
        ...


def pictures_of(path: str | os.PathLike[str], sequence: LiftedSequence) -> PictureFrames:
    """The pictures of ``sequence`` in a video, a folder of pictures or one picture.

    A video's frames belong to those of the sequence at their times, or one by one where the sequence has no times and
    as many frames; a folder's pictures in the order of their names, or where some are missing by the last numbers in
    their names, counted from the lowest. Raises PoseStudioError where there is no picture, or a folder has others.
    """
    if is_video(path):
        if sequence.times is None and frame_count(path) == sequence.frames:
            return video_pictures(path, range(sequence.frames))
        seconds = np.arange(sequence.frames) / sequence.fps if sequence.times is None else sequence.times
        return _VideoFrames(path, seconds, by_number=False)
    files = dict(enumerate(picture_files(Path(path))))
    if len(files) != sequence.frames:
        files = _by_number(list(files.values()))
        if not files or max(files) >= sequence.frames:
            raise PoseStudioError(
                f"{path}: expected a picture for each of the sequence's {sequence.frames} frames, or numbers of"
                " frames in the pictures' names"
            )
    return _FolderPictures(files)


def video_pictures(path: str | os.PathLike[str], numbers: Sequence[int]) -> PictureFrames:
    """The pictures of frames of a video by their ``numbers``, ascending; times are from the first of them."""
    return _VideoFrames(path, np.asarray(numbers, np.float64), by_number=True)


def named_pictures(path: str | os.PathLike[str], names: Sequence[str]) -> PictureFrames | None:
    """The pictures of frames by the ``names`` that detection and keypoint files give them: frames of a video, whose
    names end in their numbers, the picture ``path``, or pictures in the folder ``path``, or beside the file. None
    where there is no such picture."""
    path = Path(path)
    if is_video(path):
        return video_pictures(path, [int(name.rpartition("_")[2]) for name in names])
    if path.is_file() and suffix_of(path) in PICTURE_INPUTS:
        return _FolderPictures({0: path})
    folder = path if path.is_dir() else path.parent
    named = {index: folder / name for index, name in enumerate(names) if suffix_of(name) in PICTURE_INPUTS}
    files = {index: file for index, file in named.items() if file.is_file()}
    return _FolderPictures(files) if files else None


def _by_number(files: list[Path]) -> dict[int, Path]:
    """The files by the last number in their names, counted from the lowest; none where a name has no number."""
    numbers = [re.findall(r"\d+", file.stem)[-1:] for file in files]
    found = {int(number[0]): file for number, file in zip(numbers, files, strict=True) if number}
    return {number - min(found): file for number, file in found.items()} if len(found) == len(files) else {}


class OnePicture:
    """The picture (h, w, 3) RGB of a sequence of one frame."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._pixels = pixels

    def picture(self, index: int) -> NDArray[np.uint8] | None:
        return self._pixels if index == 0 else None

    def time(self, index: int) -> float | None:
        return None


class _FolderPictures:
    """Pictures by the frames' indices."""

    def __init__(self, files: dict[int, Path]) -> None:
        self._files = files

    def picture(self, index: int) -> NDArray[np.uint8] | None:
        return read_picture(self._files[index]) if index in self._files else None

    def time(self, index: int) -> float | None:
        return None


class _VideoFrames:
    """Frames of a video, read forwards; asking for an earlier one begins again. ``wanted`` (frames,) are numbers of
    the video's frames, or seconds from its beginning, ascending; of those the nearest frame is shown."""

    def __init__(self, path: str | os.PathLike[str], wanted: NDArray[np.float64], *, by_number: bool) -> None:
        self._path, self._wanted, self._by_number = path, wanted, by_number
        self._frames, self._now, self._next = self._begun()
        self._asked = -np.inf
        self._start = self._now.time

    def picture(self, index: int) -> NDArray[np.uint8] | None:
        wanted = float(self._wanted[index])
        if wanted < self._asked:
            self._frames, self._now, self._next = self._begun()
        self._asked = wanted
        while self._next is not None and self._off(self._next) <= self._off(self._now):
            self._now, self._next = self._next, next(self._frames, None)
        if index == 0:
            self._start = self._now.time
        return None if self._over() else self._now.picture

    def time(self, index: int) -> float | None:
        if not self._by_number:
            return float(self._wanted[index] - self._wanted[0])
        return None if self._over() else self._now.time - self._start

    def _over(self) -> bool:
        """Whether the video ends before what is asked for."""
        return self._asked > self._place(self._now) + (0.5 if self._by_number else _LATE)

    def _begun(self) -> tuple[Iterator[VideoFrame], VideoFrame, VideoFrame | None]:
        """A reading of the video, and its first two frames."""
        frames = read_video(self._path)
        first = next(frames)
        return frames, first, next(frames, None)

    def _place(self, frame: VideoFrame) -> float:
        return frame.number if self._by_number else frame.time

    def _off(self, frame: VideoFrame) -> float:
        return abs(self._place(frame) - self._asked)
