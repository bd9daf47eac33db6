"""The painting of people's boxes on the picture plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from posestudio.app.common.typeface import SMALL_TEXT, sized
from posestudio.app.editor.box_geometry import SMALL, handle_points
from posestudio.common.colours import colour_of_person

_HANDLE, _SMALL_HANDLE = 3.5, 2.5  # half a side of a handle, widget pixels
_CONTRAST = 90  # of 255, the opacity of the dark line below a box's, so that it is seen on any picture


def paint_box(
    painter: QPainter, box: np.ndarray, person: int, label: str, *, chosen: bool, handles: bool, waiting: bool
) -> None:
    """Paint a person's box (4,), widget pixels, thin, or thicker with its handles for the one ``chosen``; dashed
    while keypoints are detected in it."""
    tint = QColor(*colour_of_person(person))
    frame = QRectF(*box)
    width = 2.0 if chosen else 1.2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, _CONTRAST), width + 1.6))
    painter.drawRect(frame)
    pen = QPen(tint, width, Qt.PenStyle.DashLine if waiting else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawRect(frame)
    _paint_tag(painter, frame, label, tint, chosen)
    if handles:
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(QColor(255, 255, 255))
        half = _HANDLE if min(box[2:]) >= SMALL else _SMALL_HANDLE
        for x, y in handle_points(box):
            painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))


def _paint_tag(painter: QPainter, frame: QRectF, label: str, tint: QColor, chosen: bool) -> None:
    """Paint the person's number above the upper left corner, or below where there is no space above."""
    usual, small = painter.font(), sized(painter.font(), SMALL_TEXT)
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    tag = QRectF(0, 0, metrics.horizontalAdvance(label) + 8, metrics.height())
    tag.moveBottomLeft(frame.topLeft() - QPointF(0, 4 if chosen else 1))
    if tag.top() < 0:
        tag.moveTopLeft(frame.topLeft() + QPointF(5, 5))
    painter.setPen(Qt.PenStyle.NoPen)
    ground = QColor(tint)
    ground.setAlphaF(1.0 if chosen else 0.75)
    painter.setBrush(ground)
    painter.drawRoundedRect(tag, 3, 3)
    painter.setPen(QColor(20, 22, 26))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, label)
    painter.setFont(usual)
