"""The overlay: captions, labels and handles, painted over the 3D view by Qt, as text items in OpenGL are slow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from posestudio.common.colours import LIGHT, RGB, Palette

_MARGIN = 12.0
_HANDLE, _HIGHLIGHTED_HANDLE = 4.5, 6.5  # radii, pixels


@dataclass(frozen=True)
class HandleMark:
    """A handle at ``pixel``, with a line to the pixel of its ``joint``: a ring, or a diamond where
    ``pinned``; larger where ``highlighted``: under the cursor, or being dragged."""

    pixel: tuple[float, float]
    joint: tuple[float, float]
    colour: RGB
    pinned: bool = False
    highlighted: bool = False


@dataclass(frozen=True)
class Notes:
    """What is written: ``caption`` bottom left, ``view`` top left, ``label`` beside the pixel ``spot``,
    and ``handles``, the first at the back."""

    caption: str = ""
    view: str = ""
    label: str = ""
    spot: tuple[float, float] = (0.0, 0.0)
    ring: RGB | None = None
    handles: tuple[HandleMark, ...] = ()


class Overlay(QWidget):
    """A transparent widget over the view; the mouse goes to the view below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.notes = Notes()
        self._palette = LIGHT

    def set_palette(self, palette: Palette) -> None:
        """Paint in the colours of another theme."""
        self._palette = palette
        self.update()

    def write(self, **changes: object) -> None:
        """Change some of ``notes``; repaints only when something is different."""
        notes = replace(self.notes, **changes)  # type: ignore[arg-type]
        if notes != self.notes:
            self.notes = notes
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handles, then the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(painter.font())
        for handle in self.notes.handles:
            self._draw_handle(painter, handle)
        self._draw_note(painter, self.notes.view, Qt.AlignmentFlag.AlignTop, 150)
        self._draw_note(painter, self.notes.caption, Qt.AlignmentFlag.AlignBottom, 255)
        if self.notes.label:
            self._draw_label(painter, metrics)
        painter.end()

    def _draw_note(self, painter: QPainter, note: str, edge: Qt.AlignmentFlag, strength: int) -> None:
        """Text at the left of an edge, on a ground that keeps it readable over a body."""
        if not note:
            return
        bounds = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        flags = int(Qt.AlignmentFlag.AlignLeft | edge | Qt.TextFlag.TextWordWrap)
        area = painter.boundingRect(bounds, flags, note)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_with_alpha(self._palette.background, 170))
        painter.drawRoundedRect(area.adjusted(-5, -2, 5, 2), 4, 4)
        painter.setPen(_with_alpha(self._palette.text, strength))
        painter.drawText(bounds, flags, note)

    def _draw_handle(self, painter: QPainter, handle: HandleMark) -> None:
        """A ring, or a filled diamond, with a halo that sets it off from bodies and ground."""
        pixel, colour = QPointF(*handle.pixel), QColor(*handle.colour)
        if handle.pixel != handle.joint:
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(*handle.joint), pixel)
        reach = _HIGHLIGHTED_HANDLE if handle.highlighted else _HANDLE
        halo, inside = _with_alpha(self._palette.background, 235), QColor(*self._palette.background)
        if handle.pinned:
            reach += 1.5  # a diamond has less inside
            sides = (QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0), QPointF(0, -reach))
            shape = QPolygonF([pixel + side for side in sides])
            painter.setBrush(colour)
            painter.setPen(QPen(halo, 5.0))
            painter.drawPolygon(shape)
            painter.setPen(QPen(QColor(*self._palette.text), 1.5))
            painter.drawPolygon(shape)
            return
        painter.setBrush(colour if handle.highlighted else inside)
        painter.setPen(QPen(halo, 5.0))
        painter.drawEllipse(pixel, reach, reach)
        painter.setPen(QPen(colour, 2.0))
        painter.drawEllipse(pixel, reach, reach)

    def _draw_label(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        notes, spot = self.notes, QPointF(*self.notes.spot)
        if notes.ring is not None:
            painter.setPen(QPen(QColor(*notes.ring), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot, 7.0, 7.0)
        box = QRectF(0, 0, metrics.horizontalAdvance(notes.label) + 14, metrics.height() + 6)
        box.moveTo(spot + QPointF(14, -box.height() - 6))
        box.moveRight(min(box.right(), self.width() - 4.0))
        box.moveTop(max(box.top(), 4.0))
        painter.setPen(QPen(QColor(*self._palette.grid), 1.0))
        painter.setBrush(_with_alpha(self._palette.background, 225))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(*self._palette.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), notes.label)


def _with_alpha(colour: RGB, alpha: int) -> QColor:
    return QColor(*colour, alpha)
