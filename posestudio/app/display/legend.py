"""The legend of the 3D view: a swatch and a name for each kind of body that is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from posestudio.common.colours import DARK, LIGHT, RGB, Palette

_MARGIN, _SWATCH, _GAP, _PADDING = 12, 11, 6, 6  # pixels
_DARK = 128  # lightness of the ground below which the theme is a dark one


@dataclass(frozen=True)
class Entry:
    """A ``kind`` of body ("solid", "translucent" or "line") in a colour, and its name; without a colour that of
    bodies."""

    name: str
    kind: str = "solid"
    colour: RGB | None = None


class Legend(QWidget):
    """Lies in the lower left corner of ``over``; the mouse goes to what is below it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.entries: tuple[Entry, ...] = ()
        over.installEventFilter(self)
        self.hide()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, from top to bottom."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self.setAccessibleName(", ".join(entry.name for entry in self.entries))
            self.setVisible(bool(self.entries))
            self._place()
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the view."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._place()
        return False

    def _place(self) -> None:
        over, metrics = self._over, self.fontMetrics()
        widest = max((metrics.horizontalAdvance(entry.name) for entry in self.entries), default=0)
        width = min(widest + _SWATCH + _GAP + 2 * _PADDING + 2, max(over.width() - 2 * _MARGIN, 1))
        height = len(self.entries) * (metrics.height() + 2) + 2 * _PADDING
        self.setGeometry(_MARGIN, max(over.height() - height - _MARGIN, 0), width, height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Base)
        colours = DARK if ground.lightness() < _DARK else LIGHT
        ground.setAlpha(190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), 6, 6)
        line = self.fontMetrics().height() + 2
        for row, entry in enumerate(self.entries):
            top = _PADDING + row * line
            self._paint_swatch(
                painter, entry, QRectF(_PADDING, top + (line - _SWATCH) / 2, _SWATCH, _SWATCH), colours
            )
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            words = QRectF(_PADDING + _SWATCH + _GAP, top, self.width() - 2 * _PADDING - _SWATCH - _GAP, line)
            text = self.fontMetrics().elidedText(
                entry.name, Qt.TextElideMode.ElideRight, int(words.width()) + 1
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _paint_swatch(self, painter: QPainter, entry: Entry, area: QRectF, colours: Palette) -> None:
        colour = QColor(*(colours.body if entry.colour is None else entry.colour))
        edge = QColor(*colours.text)
        edge.setAlpha(90)
        if entry.kind == "line":
            painter.setPen(QPen(colour, 2.0))
            middle = area.center().y()
            painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
            return
        if entry.kind == "translucent":
            colour.setAlpha(90)
        painter.setPen(
            QPen(edge, 1.0, Qt.PenStyle.DotLine if entry.kind == "translucent" else Qt.PenStyle.SolidLine)
        )
        painter.setBrush(colour)
        painter.drawRoundedRect(area, 3, 3)
