"""Small pictures of a video's frames, decoded in a thread and kept while the video is open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from posestudio.app.model.picture import image_of
from posestudio.app.work.newest_request import NewestRequestThread
from posestudio.common.video_seeking import VideoFile, VideoReader
from posestudio.errors import PoseStudioError

SIDE = 112
"""Pixels of the longer side."""
_TOLD_EVERY = 4  # pictures
_MOST_KEPT = 3000  # pictures


class VideoThumbnails(QObject):
    """``want`` asks for pictures, ``image`` gives those that are there."""

    ready = Signal()
    """More pictures are there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._wanted: tuple[VideoFile, tuple[int, ...]] | None = None
        self._lock = threading.Lock()
        self._images: dict[int, QImage | None] = {}  # None of a frame that cannot be decoded
        self._video: VideoFile | None = None

    def image(self, video: VideoFile, frame: int) -> QImage | None:
        """The picture of a frame; None while it is not there."""
        with self._lock:
            return self._images.get(frame) if video is self._video else None

    def want(self, video: VideoFile, frames: Sequence[int]) -> None:
        """Decode these frames next, in this order, unless they are there; frames asked for before are left out."""
        with self._lock:
            if video is not self._video:
                self._video, self._images = video, {}
            if len(self._images) > _MOST_KEPT:
                self._images = {frame: self._images[frame] for frame in frames if frame in self._images}
            missing = tuple(frame for frame in frames if frame not in self._images)
        if not missing or self._wanted == (video, missing):
            return
        self._wanted = video, missing
        if self._thread is None:
            self._thread = _Thread(self._take, self.ready.emit, self)
            self._thread.start(QThread.Priority.LowestPriority)
        self._thread.put(_Wanted(video, missing))

    def _take(self, video: VideoFile, frame: int, image: QImage | None) -> None:
        """Keep a picture; called by the thread."""
        with self._lock:
            if video is self._video:
                self._images[frame] = image

    def close(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()


@dataclass(frozen=True, eq=False)
class _Wanted:
    video: VideoFile
    frames: tuple[int, ...]


class _Thread(NewestRequestThread[_Wanted]):
    """Decodes frames until others are wanted."""

    def __init__(
        self,
        take: Callable[[VideoFile, int, QImage | None], None],
        tell: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__("posestudio-thumbnails", parent)
        self._give, self._tell = take, tell

    def answer(self, request: _Wanted) -> bool:
        with VideoReader(request.video) as reader:
            for number, frame in enumerate(request.frames, start=1):
                if self.superseded:
                    return False
                try:
                    image = image_of(reader.frame(frame, SIDE))
                except PoseStudioError:
                    image = None
                self._give(request.video, frame, image)
                if number % _TOLD_EVERY == 0 or number == len(request.frames):
                    self._tell()
        return True
