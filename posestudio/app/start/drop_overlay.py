"""The overlay that lies over the whole window while files are dragged over it, and says what a drop will do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QWidget

from posestudio.app.common.icons import icon
from posestudio.app.start.drop_choices import DropChoice

_GAP, _ROUND, _ICON = 16, 14, 48  # pixels
_NARROWEST = 240  # of zones beside each other
_ROLE = QPalette.ColorRole


class DropOverlay(QWidget):
    """Has a zone for each choice, which together cover the window; the one under the pointer is lit.

    It appears as soon as a drag enters the window, wherever that is, and takes all of it, so that no field of the
    window takes a file as text.
    """

    def __init__(self, window: QWidget, choices: Callable[[QMimeData], list[DropChoice]]) -> None:
        super().__init__(window)
        self.setObjectName("drop-overlay")
        self.setAcceptDrops(True)
        self._window, self._choices_of = window, choices
        self.choices: list[DropChoice] = []
        """What is offered now."""
        self.lit: DropChoice | None = None
        """What a drop would do now."""
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See drags at the native window, before any widget has them; what is over this overlay leaves them to the
        window."""
        kind = event.type()
        if isinstance(event, QDragEnterEvent) and kind == QEvent.Type.DragEnter:
            self.begin(event.mimeData(), event.position())
        if watched is not self._window:
            return False
        handle = self._window.windowHandle()
        if kind == QEvent.Type.Show and handle is not None:
            handle.installEventFilter(self)
        elif kind == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        elif isinstance(event, QDragMoveEvent):  # as is that of the entrance
            self.dragMoveEvent(event)
        elif isinstance(event, QDropEvent):
            self.drop(event)
        return False

    def begin(self, data: QMimeData, at: QPointF) -> bool:
        """Say what can be done with what is dragged ``at`` a point of the window. Returns whether it is a matter of
        the window."""
        self.choices = self._choices_of(data)
        if not self.choices:
            self.end()
            return False
        self.setGeometry(self._window.rect())
        self._light(at)
        self.show()
        self.raise_()
        return True

    def end(self) -> None:
        """Nothing is dragged any more."""
        self.hide()
        self.choices, self.lit = [], None

    def drop(self, event: QDropEvent) -> None:
        """Do what the zone under the pointer says, once the program from which it was dragged has its answer."""
        if not self.choices and not self.begin(event.mimeData(), event.position()):
            return
        self._light(event.position())
        chosen = self.lit
        self.end()
        event.acceptProposedAction()
        if chosen is not None:
            QTimer.singleShot(0, self, chosen.do)

    # -- zones

    def zones(self) -> list[QRect]:
        """The rectangle of each choice: beside each other, or one above the other in a narrow window."""
        count, beside = len(self.choices), self.width() >= _NARROWEST * len(self.choices)
        length = (self.width() if beside else self.height()) / max(count, 1)
        edges = [round(index * length) for index in range(count + 1)]
        return [
            QRect(low, 0, high - low, self.height()) if beside else QRect(0, low, self.width(), high - low)
            for low, high in zip(edges, edges[1:], strict=False)
        ]

    def _light(self, at: QPointF) -> None:
        point = at.toPoint()
        for choice, zone in zip(self.choices, self.zones(), strict=True):
            if zone.contains(point) and choice is not self.lit:
                self.lit = choice
                self.update()

    # -- the drag

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.choices or self.begin(event.mimeData(), event.position()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.choices:
            self._light(event.position())
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.end()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self.palette().color(_ROLE.Window))
        veil.setAlphaF(0.9)
        painter.fillRect(self.rect(), veil)
        for choice, zone in zip(self.choices, self.zones(), strict=True):
            self._paint_zone(painter, choice, QRectF(zone).adjusted(_GAP, _GAP, -_GAP, -_GAP))
        painter.end()

    def _paint_zone(self, painter: QPainter, choice: DropChoice, zone: QRectF) -> None:
        palette, lit = self.palette(), choice is self.lit
        accent = palette.color(_ROLE.Highlight if choice.possible else _ROLE.BrightText)
        inside = QColor(accent)
        inside.setAlphaF(0.2 if lit else 0.0)
        line = Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine
        painter.setPen(QPen(accent if lit else palette.color(_ROLE.Mid), 3 if lit else 2, line))
        painter.setBrush(inside)
        painter.drawRoundedRect(zone, _ROUND, _ROUND)
        text = palette.color(_ROLE.WindowText)
        left, middle = zone.center().x() - _ICON / 2, zone.center().y()
        icon(choice.icon, accent).paint(painter, QRect(round(left), round(middle) - 92, _ICON, _ICON))
        room = QRectF(zone.left() + _GAP, middle - 28, zone.width() - 2 * _GAP, zone.height() / 2)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        font = QFont(self.font())
        font.setPixelSize(20)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(text)
        used = painter.boundingRect(room, flags, choice.title)
        painter.drawText(room, flags, choice.title)
        painter.setFont(self.font())
        painter.setPen(palette.color(_ROLE.PlaceholderText))
        painter.drawText(room.adjusted(0, used.height() + 8, 0, 0), flags, choice.about)
