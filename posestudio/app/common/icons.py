"""The icons for playing, stepping, looping and keys, drawn in the palette's text colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

_SIDE = 64


def _triangle(x: float, width: float) -> QPolygonF:
    """A triangle that points right for a positive width, left for a negative one."""
    return QPolygonF([QPointF(x, 14), QPointF(x, 50), QPointF(x + width, 32)])


def _play(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(18, 34))


def _pause(painter: QPainter) -> None:
    painter.drawRect(QRectF(17, 14, 11, 36))
    painter.drawRect(QRectF(36, 14, 11, 36))


def _forward(painter: QPainter) -> None:
    painter.drawRect(QRectF(16, 14, 7, 36))
    painter.drawPolygon(_triangle(29, 24))


def _backward(painter: QPainter) -> None:
    painter.drawRect(QRectF(41, 14, 7, 36))
    painter.drawPolygon(_triangle(35, -24))


def _end(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(14, 26))
    painter.drawRect(QRectF(43, 14, 7, 36))


def _start(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(50, -26))
    painter.drawRect(QRectF(14, 14, 7, 36))


def _loop(painter: QPainter) -> None:
    pen = QPen(painter.brush(), 6)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(13, 13, 38, 38), 60 * 16, 280 * 16)
    painter.setBrush(pen.brush())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(36, 4), QPointF(56, 14), QPointF(37, 26)]))


def _diamond(x: float) -> QPolygonF:
    """A diamond about a point at half of the height."""
    return QPolygonF([QPointF(x, 18), QPointF(x + 13, 32), QPointF(x, 46), QPointF(x - 13, 32)])


def _key_after(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(8, 24))
    painter.drawPolygon(_diamond(46))


def _key_before(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(56, -24))
    painter.drawPolygon(_diamond(18))


_SHAPES = {
    "play": _play,
    "pause": _pause,
    "forward": _forward,
    "backward": _backward,
    "start": _start,
    "end": _end,
    "loop": _loop,
    "key_before": _key_before,
    "key_after": _key_after,
}


def icon(name: str, colour: QColor) -> QIcon:
    """The icon of a name in ``_SHAPES``, in ``colour``."""
    made = QIcon()
    faint = QColor(colour)
    faint.setAlphaF(0.35)
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint)):
        pixmap = QPixmap(_SIDE, _SIDE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        _SHAPES[name](painter)
        painter.end()
        made.addPixmap(pixmap, mode)
    return made
