"""The row of small pictures on the strip: frames of a video, or the person's keypoints as lines."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPixmap

from posestudio.app.display.strip_scale import StripScale
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.document import Document
from posestudio.app.model.video_source import VideoSource
from posestudio.app.work.video_thumbnails import VideoThumbnails
from posestudio.body.layouts import COCO_LIMBS
from posestudio.keypoints import MISSING

_STEPS = sorted({2**power for power in range(22)} | {3 * 2**power for power in range(21)})
_POSE_WIDTH = 0.9  # of the row's height
_LEAST_WIDTH = 14.0  # pixels

_Role = QPalette.ColorRole


class StripPictures(QObject):
    """Small pictures of some frames of ``document``, as many as fit beside each other.

    A video's are decoded in the background: until one is there, its place is empty.
    """

    changed = Signal()

    def __init__(self, document: Document, scale: StripScale, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._scale = document, scale
        self._thumbnails = VideoThumbnails(self)
        self._thumbnails.ready.connect(self.changed)
        self._poses: dict[int, np.ndarray] = {}  # (17, 2) pixels by frame, NaN where missing
        self._row = QPixmap()  # the poses as they were painted last
        self._row_of: tuple[object, ...] = ()  # what they were painted of
        document.changed.connect(self._document_changed)
        document.gesture_ended.connect(self._gesture_ended)
        document.keypoints_found.connect(lambda _: self._poses.clear())

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "person", "motion"} or ("camera" in names and "frame" not in names):
            self._poses.clear()
        elif names & {"keypoint_edits", "pins"} and not self._document.gesturing:
            self._poses.clear()

    def _gesture_ended(self) -> None:
        """Draw the frame that was edited anew: during a drag the row stays, which takes as long to draw as a pose."""
        self._poses.pop(self._document.state.frame, None)
        self._row_of = ()
        self.changed.emit()

    def frames(self, width: float) -> list[int]:
        """The frames that have a picture of that width, from left to right."""
        if not self._scale.frames:
            return []
        first, last = self._scale.visible()
        needed = width / self._scale.per_frame
        step = next((one for one in _STEPS if one >= needed), _STEPS[-1])
        # The same frames have one however far the strip is scrolled, so that nothing flickers.
        return list(range(first - first % step, last + 1, step))

    def paint(self, painter: QPainter, palette: QPalette, top: float, height: float) -> None:
        """Paint the row, from ``top`` and of that ``height``."""
        source = self._document.state.source
        if isinstance(source, VideoSource):
            self._paint_video(painter, source, top, height)
        elif not isinstance(source, AnimationSource):
            self._paint_row_of_poses(painter, palette, top, height)

    def _paint_video(self, painter: QPainter, source: VideoSource, top: float, height: float) -> None:
        if source.video is None or source.picture is None:
            return
        wide, high = source.video.size
        width = max(height * wide / max(high, 1), _LEAST_WIDTH)
        frames = self.frames(width + 1)
        self._thumbnails.want(source.video, frames)
        for frame in frames:
            image = self._thumbnails.image(source.video, frame)
            if image is not None:
                painter.drawImage(QRectF(self._scale.x(frame), top, width, height), image)

    def _paint_row_of_poses(self, painter: QPainter, palette: QPalette, top: float, height: float) -> None:
        """Paint the poses, or the row as it was painted before: while frames play it is the same."""
        scale, ratio = self._scale, painter.device().devicePixelRatio()
        key = (scale.first, scale.per_frame, scale.width, height, ratio, palette.cacheKey())
        if key != self._row_of or not self._poses:
            self._row_of = key
            self._row = QPixmap(math.ceil(scale.width * ratio), math.ceil(height * ratio))
            self._row.setDevicePixelRatio(ratio)
            self._row.fill(Qt.GlobalColor.transparent)
            row = QPainter(self._row)
            self._paint_poses(row, palette, 0.0, height)
            row.end()
        painter.drawPixmap(QPointF(0, top), self._row)

    def _paint_poses(self, painter: QPainter, palette: QPalette, top: float, height: float) -> None:
        width = max(height * _POSE_WIDTH, _LEAST_WIDTH)
        poses = [(frame, self._pose(frame)) for frame in self.frames(width)]
        seen = [(frame, points) for frame, points in poses if np.isfinite(points).any()]
        tallest = max((float(np.ptp(_known(points)[:, 1])) for _, points in seen), default=0.0)
        if tallest <= 0:
            return
        scale = (height - 5) / tallest
        colour = QColor(palette.color(_Role.Text))
        colour.setAlphaF(0.75)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.2))
        for frame, points in seen:
            known = _known(points)
            middle, bottom = (known[:, 0].min() + known[:, 0].max()) / 2, known[:, 1].max()
            at = (points - (middle, bottom)) * scale
            at += (self._scale.x(frame) + width / 2, top + height - 2.5)
            for one, other in COCO_LIMBS:
                if np.isfinite(at[[one, other]]).all():
                    painter.drawLine(QPointF(*at[one].tolist()), QPointF(*at[other].tolist()))
        painter.restore()

    def _pose(self, frame: int) -> np.ndarray:
        if frame not in self._poses:
            state = self._document.state
            points, visibility = state.at_frame(frame).observe(state.person)
            self._poses[frame] = np.where((visibility == MISSING)[:17, None], np.nan, points[:17])
        return self._poses[frame]

    def close(self) -> None:
        """End the thread that decodes."""
        self._thumbnails.close()


def _known(points: np.ndarray) -> np.ndarray:
    return points[np.isfinite(points).all(-1)]
