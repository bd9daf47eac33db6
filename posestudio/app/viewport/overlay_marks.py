"""The marks of the overlay, as values and how Qt paints each: handles and locks, the compass, rings, halos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from posestudio.app.viewport.compass import BALL, RADIUS, Ball
from posestudio.app.viewport.gizmo import Ring
from posestudio.common.colours import RGB, Palette

_HANDLE, _HIGHLIGHTED_HANDLE = 4.5, 6.5  # radii, pixels
_LIMIT = 11.0
_ASIDE = 18.0  # pixels between a figure and the words about its joints
_LETTERS = "XYZ"


@dataclass(frozen=True)
class HandleMark:
    """A handle at ``pixel``, with a line to the pixel of its ``joint``: a ring, or a lock where
    ``pinned``; larger where ``highlighted``: under the cursor, or being dragged."""

    pixel: tuple[float, float]
    joint: tuple[float, float]
    colour: RGB
    pinned: bool = False
    highlighted: bool = False


@dataclass(frozen=True)
class LimitMark:
    """A joint at ``pixel`` that is bent too far, and its ``name``."""

    pixel: tuple[float, float]
    name: str


@dataclass(frozen=True)
class HaloMark:
    """An ellipse about ``pixel`` with half axes of ``reach`` pixels, the first turned by ``angle`` degrees, clockwise
    from the right."""

    pixel: tuple[float, float]
    reach: tuple[float, float]
    angle: float


def halo_of(centre: np.ndarray, ends: np.ndarray) -> HaloMark | None:
    """The ellipse that an ellipsoid covers whose centre is at pixel (2,) and whose half axes end at pixels (3, 2);
    None where it is not seen."""
    if not (np.isfinite(centre).all() and np.isfinite(ends).all()):
        return None
    axes = (ends - centre).T
    values, vectors = np.linalg.eigh(axes @ axes.T)
    long, short = np.sqrt(np.maximum(values[::-1], 9.0)).tolist()
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    return HaloMark((float(centre[0]), float(centre[1])), (long, short), angle)


def paint_handle(painter: QPainter, handle: HandleMark, palette: Palette) -> None:
    """A ring, or a lock, with a halo that sets it off from bodies and ground."""
    pixel, colour = QPointF(*handle.pixel), QColor(*handle.colour)
    if handle.pixel != handle.joint:
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(*handle.joint), pixel)
    reach = _HIGHLIGHTED_HANDLE if handle.highlighted else _HANDLE
    halo = with_alpha(palette.background, 235)
    if handle.pinned:
        _paint_lock(painter, pixel, reach / _HANDLE, colour, halo)
        return
    painter.setBrush(colour if handle.highlighted else QColor(*palette.background))
    painter.setPen(QPen(halo, 5.0))
    painter.drawEllipse(pixel, reach, reach)
    painter.setPen(QPen(colour, 2.0))
    painter.drawEllipse(pixel, reach, reach)


def _paint_lock(painter: QPainter, pixel: QPointF, size: float, colour: QColor, halo: QColor) -> None:
    body = QRectF(-6.0 * size, -2.0 * size, 12.0 * size, 9.0 * size).translated(pixel)
    shackle = QRectF(-3.6 * size, -7.5 * size, 7.2 * size, 10.0 * size).translated(pixel)
    for pen in (QPen(halo, 5.0), QPen(colour, 2.0)):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(shackle, 0, 180 * 16)
        painter.setBrush(pen.color())
        painter.drawRoundedRect(body, 1.5, 1.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(halo)
    painter.drawEllipse(body.center(), 1.6 * size, 1.6 * size)


def paint_limit(painter: QPainter, mark: LimitMark, palette: Palette) -> None:
    """A red ring."""
    pixel, colour = QPointF(*mark.pixel), QColor(*palette.too_long)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(with_alpha(palette.background, 190), 5.0))
    painter.drawEllipse(pixel, _LIMIT, _LIMIT)
    painter.setPen(QPen(colour, 2.4))
    painter.drawEllipse(pixel, _LIMIT, _LIMIT)


def paint_halo(painter: QPainter, halo: HaloMark, palette: Palette) -> None:
    """A soft ellipse."""
    colour = QColor(*palette.hover)
    painter.save()
    painter.translate(QPointF(*halo.pixel))
    painter.rotate(halo.angle)
    painter.scale(halo.reach[0], halo.reach[1])
    gradient = QRadialGradient(QPointF(0, 0), 1.0)
    for place, alpha in ((0.0, 130), (0.6, 80), (0.97, 40), (1.0, 0)):
        gradient.setColorAt(place, QColor(colour.red(), colour.green(), colour.blue(), alpha))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(QPointF(0, 0), 1.0, 1.0)
    painter.restore()
    outline = QTransform().translate(*halo.pixel).rotate(halo.angle)
    painter.setTransform(outline, combine=True)
    painter.setPen(QPen(with_alpha(palette.hover, 170), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0, 0), *halo.reach)
    painter.setTransform(outline.inverted()[0], combine=True)


def paint_rings(painter: QPainter, rings: Sequence[Ring], chosen: int | None, palette: Palette) -> None:
    """The rings of a rotation gizmo: strong where they face the eye."""
    for ring in sorted(rings, key=lambda ring: ring.axis == chosen):
        points = [QPointF(x, y) for x, y in ring.pixels.tolist()]
        colour = palette.hover if ring.axis == chosen else palette.rings[ring.axis]
        for near in (False, True):
            strength, width = (255, 3.5 if ring.axis == chosen else 2.4) if near else (70, 1.4)
            painter.setPen(QPen(with_alpha(colour, strength), width))
            for run in _runs(ring.near == near):
                painter.drawPolyline(QPolygonF(points[run[0] : run[1] + 1]))


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """First piece and the one after the last of each run of True in ``mask``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


def paint_compass(
    painter: QPainter,
    shown: Sequence[Ball],
    centre: tuple[float, float],
    hovered: bool,
    palette: Palette,
    scale: float,
) -> None:
    """Six balls about ``centre``, those of the positive axes with their letter and a line; a disc behind them while
    the cursor is there."""
    if not shown:
        return
    radius, reach = scale * RADIUS, scale * BALL
    middle = QPointF(*centre)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(palette.grid, 60 if hovered else 18))
    painter.drawEllipse(middle, radius + reach + 3, radius + reach + 3)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(round(4 + 7 * scale))
    painter.setFont(font)
    for ball in shown:
        pixel = QPointF(*ball.pixel)
        strength = 150 + round(105 * (ball.nearness + 1) / 2)
        colour = with_alpha(palette.axes[ball.axis], strength)
        if ball.sign > 0:
            painter.setPen(QPen(colour, 2.4))
            painter.drawLine(middle, pixel)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(pixel, reach, reach)
            painter.setPen(QColor(255, 255, 255))
            box = QRectF(0, 0, 2 * reach, 2 * reach)
            box.moveCenter(pixel)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), _LETTERS[ball.axis])
        else:
            painter.setPen(QPen(colour, 1.6))
            painter.setBrush(with_alpha(palette.axes[ball.axis], 60))
            painter.drawEllipse(pixel, 0.72 * reach, 0.72 * reach)


def tag_size(painter: QPainter, text: str) -> QSizeF:
    """The size of the box of ``paint_tag``."""
    words = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, 1e4, 1e4), 0, text)
    return QSizeF(words.width() + 16, words.height() + 6)


def place_beside(
    size: QSizeF, pixel: QPointF, figure: QRectF, view: QRectF, taken: Sequence[QRectF]
) -> QRectF:
    """Where a tag of ``size`` about ``pixel`` covers nothing: at the height of the pixel beside the ``figure``, on
    the nearer side, below all that is ``taken``; where there is no room in the ``view``, below the pixel."""
    right = pixel.x() >= figure.center().x()
    box = QRectF(QPointF(0, 0), size)
    box.moveCenter(pixel)
    box.moveLeft(figure.right() + _ASIDE if right else figure.left() - _ASIDE - size.width())
    inside = view.adjusted(4, 4, -4, -4)
    box.moveRight(min(box.right(), inside.right()))
    box.moveLeft(max(box.left(), inside.left()))
    if box.adjusted(-_ASIDE, 0, _ASIDE, 0).contains(pixel):
        box.moveTop(pixel.y() + _ASIDE)
    box.moveTop(max(box.top(), inside.top()))
    for other in sorted(taken, key=lambda one: one.top()):
        if box.intersects(other):
            box.moveTop(other.bottom() + 4)
    box.moveBottom(min(box.bottom(), inside.bottom()))
    return box


def paint_callout(
    painter: QPainter, text: str, pixel: QPointF, box: QRectF, palette: Palette, edge: QColor
) -> None:
    """A tag in its place, with a line from what it is about."""
    end = QPointF(min(max(pixel.x(), box.left()), box.right()), min(max(pixel.y(), box.top()), box.bottom()))
    way = end - pixel
    away = (way.x() ** 2 + way.y() ** 2) ** 0.5
    if away > _LIMIT + 4:
        line = QColor(edge)
        line.setAlpha(170)
        painter.setPen(QPen(line, 1.2))
        painter.drawLine(pixel + way * (_LIMIT / away), end)
    paint_tag(painter, text, box.topLeft(), palette, edge)


def paint_tag(painter: QPainter, text: str, corner: QPointF, palette: Palette, edge: QColor) -> None:
    """One or more lines in a box with its upper left at ``corner``, moved to where it is seen."""
    box = QRectF(corner, tag_size(painter, text))
    whole = QRectF(painter.window())
    box.moveRight(min(box.right(), whole.right() - 4.0))
    box.moveLeft(max(box.left(), 4.0))
    box.moveTop(min(max(box.top(), 4.0), whole.bottom() - box.height() - 4.0))
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(with_alpha(palette.background, 225))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(*palette.text))
    inside = box.adjusted(8, 3, -8, -3)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def with_alpha(colour: RGB, alpha: int) -> QColor:
    """A colour with an opacity from 0 to 255."""
    return QColor(*colour, alpha)
