"""Videos -> upright RGB frames with their times of presentation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posestudio.common.file_kinds import VIDEO_INPUTS, suffix_of
from posestudio.common.frame_range import ALL, FrameRange
from posestudio.common.input_files import regular_file
from posestudio.common.picture_limits import LARGEST_PICTURE
from posestudio.common.pictures import picture_too_large
from posestudio.errors import PoseStudioError

_MOST_FRAMES = 1e9
_SLOWEST, _FASTEST = 0.1, 10_000.0  # frames per second
_ASSUMED_RATE = 30.0  # of a video that states neither times nor a rate
_SHORT = 0.02  # of the frames that a video states, which may be missing at its end: some containers estimate

os.environ.setdefault(
    "OPENCV_FFMPEG_LOGLEVEL", "-8"
)  # what is wrong with a video is said in one line, by an error


class VideoFrame(NamedTuple):
    """A frame of a video: its number, counted from 0, the seconds from the video's beginning when it is shown, and
    its (h, w, 3) uint8 RGB pixels, upright."""

    number: int
    time: float
    picture: NDArray[np.uint8]


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name is a video's."""
    return suffix_of(path) in VIDEO_INPUTS


def frame_count(path: str | os.PathLike[str]) -> int:
    """The number of frames that a video states, in some containers an estimate; 0 where it states none. Raises
    PoseStudioError for what is no file."""
    import cv2

    video = cv2.VideoCapture(str(regular_file(path)))
    try:
        return _stated_count(video)
    finally:
        video.release()


def frame_rate(path: str | os.PathLike[str]) -> float | None:
    """The frames per second that a video states, of a variable rate the mean; None where it states none."""
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        return _stated_rate(video)
    finally:
        video.release()


def read_video(
    path: str | os.PathLike[str],
    frames: FrameRange = ALL,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[VideoFrame]:
    """The ``frames`` of a video, one after the other, turned upright as its rotation says.

    Times are those of presentation, as the file has them, also at a variable rate. What can be read of a damaged or
    truncated video is yielded; ``say`` is called with a line that names the file for frames that are left out.
    Raises PoseStudioError naming the file for what is not a video, where no frame can be read, where the video has
    none of ``frames``, and where a frame is too large.
    """
    import cv2

    video = cv2.VideoCapture(str(regular_file(path)))
    try:
        if not video.isOpened():
            raise PoseStudioError(f"{path}: not a video that can be read")
        width, height = (video.get(side) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if not width * height <= LARGEST_PICTURE:
            raise PoseStudioError(
                f"{path}: {width:g} x {height:g} pixels; expected at most {LARGEST_PICTURE // 10**6} million"
            )
        yield from _Reading(video, path, frames, say).frames()
    finally:
        video.release()


@dataclass
class _Reading:
    """One pass through an opened video."""

    video: Any
    path: str | os.PathLike[str]
    wanted: FrameRange
    say: Callable[[str], None]
    grabbed: int = 0
    read: int = 0
    time: float = 0.0
    """Of the frame grabbed last"""

    def frames(self) -> Iterator[VideoFrame]:
        damaged: list[int] = []
        broken = ""
        while not self.wanted.after(self.grabbed):
            try:
                if not self._grab():
                    break
                index = self.grabbed - 1
                if index not in self.wanted:
                    continue
                picture = self._picture()
            except _Broken as problem:
                broken = str(problem)
                break
            if picture is None:
                damaged.append(index)
                continue
            self.read += 1
            yield VideoFrame(index, self.time, picture)
        if self.read == 0:
            raise self._nothing(damaged, broken)
        if damaged:
            self.say(f"{self.path}: {len(damaged)} damaged frames left out, the first is {damaged[0]}")
        if broken:
            self.say(f"{self.path}: the video is broken after {self.grabbed} frames: {broken}")
        elif not self.wanted.after(self.grabbed) and self._ends_early():
            self.say(
                f"{self.path}: truncated or damaged: {self.grabbed} of the {_stated_count(self.video)} frames that it"
                " states could be read"
            )

    def _grab(self) -> bool:
        """Whether there is another frame; its time follows."""
        import cv2

        try:
            if not self.video.grab():
                return False
        except cv2.error as problem:
            raise _Broken(" ".join(str(problem).split())[:120]) from problem
        shown = self.video.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if self.grabbed == 0:
            self.time = max(shown, 0.0) if np.isfinite(shown) else 0.0
        else:  # containers without times say the same one for all frames
            step = 1 / (_stated_rate(self.video) or _ASSUMED_RATE)
            self.time = shown if np.isfinite(shown) and shown > self.time else self.time + step
        self.grabbed += 1
        return True

    def _picture(self) -> NDArray[np.uint8] | None:
        """The frame just grabbed, as RGB; None where it is damaged."""
        import cv2

        try:
            there, frame = self.video.retrieve()
        except cv2.error as problem:
            raise _Broken(" ".join(str(problem).split())[:120]) from problem
        if not there or frame is None or frame.size == 0:
            return None
        if frame.shape[0] * frame.shape[1] > LARGEST_PICTURE:
            raise picture_too_large(self.path, frame.shape[1], frame.shape[0])
        grey = frame.ndim == 2 or frame.shape[2] == 1
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2RGB if grey else cv2.COLOR_BGR2RGB), np.uint8)

    def _nothing(self, damaged: list[int], broken: str) -> PoseStudioError:
        """The error of a video of which no frame was read."""
        if broken:
            return PoseStudioError(f"{self.path}: the video is broken: {broken}")
        if damaged or self.grabbed == 0:
            return PoseStudioError(f"{self.path}: a video without a frame that can be read")
        return PoseStudioError(
            f"{self.path}: has {self.grabbed} frames; expected more than {self.wanted.first}, the first asked for"
        )

    def _ends_early(self) -> bool:
        """Whether frames are missing at the end, by both the number and the duration that the video states."""
        stated, rate = _stated_count(self.video), _stated_rate(self.video)
        least = stated * (1 - _SHORT) - 1
        return rate is not None and self.grabbed < least and self.time * rate + 1 < least


class _Broken(Exception):
    """OpenCV failed inside a video."""


def _stated_count(video: Any) -> int:
    import cv2

    count = video.get(cv2.CAP_PROP_FRAME_COUNT)
    return int(count) if 0 <= count < _MOST_FRAMES else 0


def _stated_rate(video: Any) -> float | None:
    import cv2

    rate = float(video.get(cv2.CAP_PROP_FPS))
    return rate if _SLOWEST <= rate <= _FASTEST else None
