"""The frames of a video in any order: how many there are and when each is shown, and one of them decoded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.input_files import regular_file
from posestudio.common.picture_limits import LARGEST_PICTURE
from posestudio.errors import PoseStudioError

_SEEK_PAST = 48  # frames ahead of the last one that are decoded on the way rather than sought
_MOST_FRAMES = 2_000_000
_GENERATE_TIMES = 0x1  # AVFMT_FLAG_GENPTS: times for frames whose file states none


@dataclass(frozen=True, eq=False)
class VideoFile:
    """A video's file, its upright ``size`` (width, height), and ``times`` (F,) float64: when each frame is shown, in
    seconds after the first, ascending. ``start`` is when the file says that the first is shown, in seconds."""

    path: Path
    size: tuple[int, int]
    times: NDArray[np.float64]
    start: float = 0.0

    @property
    def frames(self) -> int:
        """The number of frames."""
        return len(self.times)

    @cached_property
    def frame_time(self) -> float | None:
        """The median of the seconds from one frame to the next; None for a single frame."""
        return float(np.median(np.diff(self.times))) if len(self.times) > 1 else None

    @cached_property
    def steady(self) -> bool:
        """Whether all frames are shown equally long."""
        apart = np.diff(self.times)
        return not len(apart) or bool(np.ptp(apart) <= 0.25 * np.median(apart))


def open_video(path: str | os.PathLike[str]) -> VideoFile:
    """Find out the frames of a video without decoding more than the first.

    Raises PoseStudioError, naming the file, for what is not a video, has no frame, or has frames that are too large.
    """
    import av

    path = Path(path).absolute()
    with _errors(path), av.open(str(regular_file(path))) as container:
        stream = _stream(container, path)
        container.flags |= _GENERATE_TIMES
        stamps = [
            packet.pts
            for packet in container.demux(stream)
            if packet.size and packet.pts is not None and not packet.is_discard
        ]
        base = float(stream.time_base or 0)
    if len(stamps) > _MOST_FRAMES:
        raise PoseStudioError(f"{path}: {len(stamps)} frames; expected at most {_MOST_FRAMES}")
    times = np.unique(np.asarray(stamps, np.float64)) * base
    if not len(times):
        raise PoseStudioError(f"{path}: a video without a frame that can be read")
    video = VideoFile(path, (0, 0), times - times[0], float(times[0]))
    with VideoReader(video) as reader:
        height, width = reader.frame(0).shape[:2]
    return replace(video, size=(width, height))


class VideoReader:
    """Decodes single frames of a video, for one thread at a time. Frames that follow each other are read without
    seeking; only the last one decoded is kept."""

    def __init__(self, video: VideoFile) -> None:
        self._video = video
        self._container: Any = None
        self._decoded: Iterator[Any] = iter(())
        self._at: float = -np.inf  # seconds of the last frame decoded
        self._last: Any = None

    def frame(self, index: int, longest: int | None = None) -> NDArray[np.uint8]:
        """Frame ``index`` (h, w, 3) RGB, upright; its longer side at most ``longest`` pixels. Of a damaged frame, the
        one before it.

        Raises PoseStudioError, naming the file, where nothing can be decoded.
        """
        with _errors(self._video.path):
            return _upright(self._find(index), longest, self._video.path)

    def _find(self, index: int) -> Any:
        times = self._video.times
        target = float(times[index])
        slack = (target - float(times[index - 1])) / 2 if index else self._span(1) / 2
        if self._last is None or not -slack <= target - self._at <= self._span(_SEEK_PAST):
            self._seek(target)
        while self._last is None or self._at < target - slack:
            if not self._decode():
                break
        if self._last is None:
            raise PoseStudioError(f"{self._video.path}: frame {index + 1} of the video cannot be read")
        return self._last

    def _span(self, frames: int) -> float:
        return frames * (self._video.frame_time or 0.04)

    def _seek(self, target: float) -> None:
        """Go to the last key frame before ``target``."""
        import av

        if self._container is None:
            self._container = av.open(str(self._video.path))
            self._container.flags |= _GENERATE_TIMES
            stream = _stream(self._container, self._video.path)
            stream.thread_type = "AUTO"
        stream = _stream(self._container, self._video.path)
        base = float(stream.time_base or 1)
        self._container.seek(int((self._video.start + target) / base), stream=stream, backward=True)
        self._decoded = self._decode_all(stream)
        self._last, self._at = None, -np.inf

    def _decode_all(self, stream: Any) -> Iterator[Any]:
        """The frames from here on; packets that cannot be decoded are left out."""
        import av

        for packet in self._container.demux(stream):
            try:
                yield from packet.decode()
            except av.FFmpegError:
                continue

    def _decode(self) -> bool:
        """Take the next frame; whether there was one."""
        frame = next(self._decoded, None)
        if frame is None:
            return False
        following = self._at + self._span(1) if self._last is not None else 0.0
        self._at = following if frame.time is None else float(frame.time) - self._video.start
        self._last = frame
        return True

    def close(self) -> None:
        """Close the file, and end the threads that decode it."""
        self._decoded = iter(
            ()
        )  # refers to this object: left to the garbage collector, its threads would stay
        if self._container is not None:
            self._container.close()
            self._container, self._last = None, None

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stream(container: Any, path: Path) -> Any:
    if not container.streams.video:
        raise PoseStudioError(f"{path}: not a video that can be read")
    return container.streams.video[0]


def _upright(frame: Any, longest: int | None, path: Path) -> NDArray[np.uint8]:
    width, height = frame.width, frame.height
    if width * height > LARGEST_PICTURE:
        raise PoseStudioError(
            f"{path}: {width} x {height} pixels; expected at most {LARGEST_PICTURE // 10**6} million"
        )
    if longest is not None and max(width, height) > longest:
        scale = longest / max(width, height)
        frame = frame.reformat(width=max(round(width * scale), 1), height=max(round(height * scale), 1))
    pixels = frame.to_ndarray(format="rgb24")
    turns = round(getattr(frame, "rotation", 0) / 90) % 4  # counterclockwise
    return np.ascontiguousarray(np.rot90(pixels, turns), np.uint8)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Turns the decoder's errors into PoseStudioError that names the file."""
    import av

    try:
        yield
    except av.FFmpegError as problem:
        reason = problem.strerror or str(problem)
        raise PoseStudioError(f"{path}: not a video that can be read ({reason})") from problem
