"""The overlay: captions, labels and handles, painted over the 3D view by Qt, as text items in OpenGL are slow."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from posestudio.app.viewport import compass
from posestudio.app.viewport import overlay_marks as marks
from posestudio.app.viewport.compass import Ball
from posestudio.app.viewport.gizmo import Ring
from posestudio.app.viewport.overlay_marks import HaloMark, HandleMark, LimitMark
from posestudio.common.colours import LIGHT, RGB, Palette

_MARGIN = 12.0
_CAPTION_SHARE = 0.12  # of a view's height, that its caption may have at most


@dataclass(frozen=True)
class Notes:
    """What is written: ``caption`` bottom left, ``view`` top left, ``label`` at the pixel ``spot``, or
    ``beside`` the ``figure`` (left, top, width, height of the selected body) with a line to it;
    and what is marked: ``handles``, the first at the back, joints beyond their ``limits``, the ``halo`` of an
    uncertain joint, the ``rings`` of a rotation with the ``chosen`` one, and the compass: ``balls`` about a
    ``middle``."""

    caption: str = ""
    view: str = ""
    label: str = ""
    spot: tuple[float, float] = (0.0, 0.0)
    ring: RGB | None = None
    beside: bool = False
    figure: tuple[float, float, float, float] | None = None
    handles: tuple[HandleMark, ...] = ()
    limits: tuple[LimitMark, ...] = ()
    halo: HaloMark | None = None
    rings: tuple[Ring, ...] = ()
    chosen: int | None = None
    balls: tuple[Ball, ...] = ()
    middle: tuple[float, float] = (0.0, 0.0)
    on_compass: bool = False


class Overlay(QWidget):
    """A transparent widget over the view; the mouse goes to the view below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.notes = Notes()
        self._palette = LIGHT
        self._compass = QPixmap()
        self._compass_key: tuple[object, ...] = ()

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
        notes, palette = self.notes, self._palette
        if notes.halo is not None:
            marks.paint_halo(painter, notes.halo, palette)
        for limit in notes.limits:
            marks.paint_limit(painter, limit, palette)
        for handle in notes.handles:
            marks.paint_handle(painter, handle, palette)
        marks.paint_rings(painter, notes.rings, notes.chosen, palette)
        self._draw_view(painter, self.notes.view)
        self._draw_caption(painter, self.notes.caption)
        self._draw_callouts(painter)
        if notes.balls:
            self._draw_compass(painter)
        painter.end()

    def _draw_compass(self, painter: QPainter) -> None:
        """The compass, painted anew only when the view has turned: it costs as much as a body."""
        notes, ratio = self.notes, self.devicePixelRatioF()
        key = (notes.balls, notes.on_compass, self._palette, ratio)
        scale = compass.scale((self.width(), self.height()))
        reach = math.ceil(scale * (compass.RADIUS + compass.BALL + 5))
        corner = QPointF(*notes.middle) - QPointF(reach, reach)
        if key != self._compass_key:
            self._compass_key = key
            self._compass = QPixmap(QSize(2 * reach, 2 * reach) * ratio)
            self._compass.setDevicePixelRatio(ratio)
            self._compass.fill(Qt.GlobalColor.transparent)
            own = QPainter(self._compass)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            own.setFont(self.font())
            own.translate(-corner)
            marks.paint_compass(own, notes.balls, notes.middle, notes.on_compass, self._palette, scale)
            own.end()
        painter.drawPixmap(corner, self._compass)

    def _draw_view(self, painter: QPainter, name: str) -> None:
        """The view's name at the upper left, as much of it as there is room for beside the compass."""
        bounds = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self.notes.balls:
            reach = (compass.RADIUS + compass.BALL + 6) * compass.scale((self.width(), self.height()))
            bounds.setRight(self.notes.middle[0] - reach)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(bounds.width()))
        self._draw_note(painter, shown, bounds, Qt.AlignmentFlag.AlignTop, 150)

    def _draw_caption(self, painter: QPainter, caption: str) -> None:
        """The caption at the lower left, unless it would hide much of a small view."""
        bounds = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        if painter.boundingRect(bounds, flags, caption).height() < _CAPTION_SHARE * self.height():
            self._draw_note(painter, caption, bounds, Qt.AlignmentFlag.AlignBottom, 255)

    def _draw_note(
        self, painter: QPainter, note: str, bounds: QRectF, edge: Qt.AlignmentFlag, strength: int
    ) -> None:
        """Text at the left of an edge, on a ground that keeps it readable over a body."""
        if not note:
            return
        flags = int(Qt.AlignmentFlag.AlignLeft | edge | Qt.TextFlag.TextWordWrap)
        area = painter.boundingRect(bounds, flags, note)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(marks.with_alpha(self._palette.background, 170))
        painter.drawRoundedRect(area.adjusted(-5, -2, 5, 2), 4, 4)
        painter.setPen(marks.with_alpha(self._palette.text, strength))
        painter.drawText(bounds, flags, note)

    def _draw_callouts(self, painter: QPainter) -> None:
        """The words about joints, beside the figure: bent limits, then what is under the cursor."""
        notes, view, taken = self.notes, QRectF(self.rect()), list[QRectF]()
        figure = QRectF(*notes.figure) if notes.figure is not None else QRectF()
        spot, red, grey = QPointF(*notes.spot), QColor(*self._palette.too_long), QColor(*self._palette.grid)
        if notes.label and notes.beside and notes.figure is not None:
            size = marks.tag_size(painter, notes.label)
            taken.append(marks.place_beside(size, spot, figure, view, ()))
        for limit in sorted(notes.limits, key=lambda mark: mark.pixel[1]):
            if limit.name:
                pixel = QPointF(*limit.pixel)
                box = marks.place_beside(marks.tag_size(painter, limit.name), pixel, figure, view, taken)
                taken.append(box)
                marks.paint_callout(painter, limit.name, pixel, box, self._palette, red)
        if not notes.label:
            return
        if notes.ring is not None:
            painter.setPen(QPen(QColor(*notes.ring), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot, 7.0, 7.0)
        if notes.beside and notes.figure is not None:
            marks.paint_callout(painter, notes.label, spot, taken[0], self._palette, grey)
        else:
            lines = notes.label.count("\n") + 1
            above = spot + QPointF(14, -lines * painter.fontMetrics().height() - 12)
            marks.paint_tag(painter, notes.label, above, self._palette, grey)
