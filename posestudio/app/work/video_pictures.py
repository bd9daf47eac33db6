"""Decodes the pictures of the open video in a thread: the frame that is shown, and those after it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from posestudio.app.model.document import Document
from posestudio.app.model.picture import image_of
from posestudio.app.model.video_source import SHOWN_SIDE, VideoSource
from posestudio.app.work.newest_request import NewestRequestThread
from posestudio.common.video_seeking import VideoFile, VideoReader
from posestudio.errors import PoseStudioError

READ_AHEAD = 6
"""Frames after the one that is shown that are decoded as well."""
KEPT_BYTES = 96 << 20
"""Memory of the decoded frames that are kept."""


class VideoPictures(QObject):
    """Gives the document the picture of the frame that is shown, as soon as it is decoded.

    While frames change faster than they can be decoded, those between are left out.
    """

    failed = Signal(str)
    """Why a frame cannot be shown."""
    _decoded = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._thread: _DecodingThread | None = None
        self._problem = ""
        self._decoded.connect(self._show, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._document_changed)

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "frame"}:
            self._show()

    def _show(self) -> None:
        """Show the frame's picture, or ask for it."""
        source, frame = self._document.state.source, self._document.state.frame
        picture = source.picture if isinstance(source, VideoSource) else None
        if not isinstance(source, VideoSource) or source.video is None or picture is None:
            return
        if picture.frame == frame and self._thread is None:
            return  # the first frame, with which the video was opened
        if self._thread is None:
            self._thread = _DecodingThread(self._decoded.emit, self)
            self._thread.start()
        image = self._thread.images.get(source.video, frame)
        if image is not None and picture.frame != frame:
            picture.show(frame, image)
            self._document.picture_shown.emit()
        if self._thread.wanted != (source.video, frame):
            self._thread.put_wanted(source.video, frame)
        if self._thread.problem != self._problem:
            self._problem = self._thread.problem
            if self._problem:
                self.failed.emit(self._problem)

    def close(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()


class _Images:
    """The decoded frames of one video, the latest of them; used by both threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._video: VideoFile | None = None
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0

    def get(self, video: VideoFile, frame: int) -> QImage | None:
        with self._lock:
            if video is not self._video or frame not in self._images:
                return None
            self._images.move_to_end(frame)
            return self._images[frame]

    def put(self, video: VideoFile, frame: int, image: QImage) -> None:
        with self._lock:
            if video is not self._video:
                self._video, self._bytes = video, 0
                self._images.clear()
            self._images[frame] = image
            self._bytes += image.sizeInBytes()
            while self._bytes > KEPT_BYTES and len(self._images) > 1:
                self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()


@dataclass(frozen=True, eq=False)
class _Wanted:
    video: VideoFile
    frame: int


class _DecodingThread(NewestRequestThread[_Wanted]):
    """Decodes the frame that is wanted, then those after it until another is; calls ``decoded`` after each."""

    def __init__(self, decoded: Callable[[], None], parent: QObject) -> None:
        super().__init__("posestudio-video", parent)
        self._notify = decoded
        self.images = _Images()
        self.problem = ""
        self.wanted: tuple[VideoFile, int] | None = None
        self._reader: VideoReader | None = None
        self._video: VideoFile | None = None

    def put_wanted(self, video: VideoFile, frame: int) -> None:
        """Decode a frame next."""
        self.wanted = video, frame
        self.put(_Wanted(video, frame))

    def answer(self, request: _Wanted) -> bool:
        video = request.video
        for frame in range(request.frame, min(request.frame + READ_AHEAD + 1, video.frames)):
            if self.superseded:
                return False
            if self.images.get(video, frame) is None and not self._decode(video, frame):
                self._notify()
                break
            if frame == request.frame:
                self._notify()
        return True

    def _decode(self, video: VideoFile, frame: int) -> bool:
        try:
            image = image_of(self._reader_of(video).frame(frame, SHOWN_SIDE))
        except PoseStudioError as problem:
            self.problem = str(problem)
            return False
        self.problem = ""
        self.images.put(video, frame, image)
        return True

    def _reader_of(self, video: VideoFile) -> VideoReader:
        if self._reader is None or self._video is not video:
            if self._reader is not None:
                self._reader.close()
            self._reader, self._video = VideoReader(video), video
        return self._reader

    def run(self) -> None:
        super().run()
        if self._reader is not None:
            self._reader.close()
