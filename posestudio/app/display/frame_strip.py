"""The strip of frames: how sure each frame is, keys, ranges and the part that is kept, edited by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from posestudio.app.common.mouse_tools import ToolRouter
from posestudio.app.common.own_keys import OwnKeys
from posestudio.app.common.translation import tr
from posestudio.app.display.strip_model import HEIGHT, RULER, StripModel
from posestudio.app.display.strip_painting import paint_strip
from posestudio.app.display.strip_tools import strip_tools
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection

_ZOOM = 1.25  # for a click of the wheel
_CLICK = 120  # eighths of a degree
_SCROLLED = 60.0  # pixels, for a click of the wheel with Shift


class FrameStrip(OwnKeys):
    """The frames of ``document``; dragging goes through them, the wheel zooms to the pointer."""

    hovered = Signal(str)
    """What is under the pointer; empty for nothing."""
    menu_requested = Signal(QPoint)
    """The point of the screen where the menu is wanted."""

    def __init__(self, document: Document, selection: MotionSelection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Frames"))
        self._document, self._selection = document, selection
        self.model = StripModel(document, selection, self)
        self.model.changed.connect(self.update)
        self._tools = ToolRouter(strip_tools(self.model))

    def sizeHint(self) -> QSize:
        return QSize(400, int(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, int(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.model.set_width(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if paint_strip(painter, self.model, self.palette(), focused=self.hasFocus()):
            self.update()

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tools.press(event)
        self._show_cursor(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._tools.move(event)
        self._show_cursor(event)
        text = self.model.describe(event.position().x(), event.position().y())
        self.hovered.emit(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._tools.release(event)
        self._show_cursor(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """In the ruler: show all frames."""
        if event.position().y() < RULER:
            self.model.scale.fit()
            self.update()
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tools.cancel()
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        scale = self.model.scale
        if turned.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            scale.scroll(-(turned.x() or turned.y()) / _CLICK * _SCROLLED)
        else:
            scale.zoom(_ZOOM ** (turned.y() / _CLICK), event.position().x())
        event.accept()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        key = self.model.key_under(event.x(), event.y())
        if key is not None and key not in self._selection.keys:
            self._selection.select_keys([key])
        self.menu_requested.emit(event.globalPos())

    def _show_cursor(self, event: QMouseEvent) -> None:
        at = event.position()
        over = self.model.handle_under(at.x(), at.y()) is not None
        over = over or self.model.key_under(at.x(), at.y()) is not None
        tool = self._tools.tool
        shape = tool.cursor if tool is not None else Qt.CursorShape.SizeHorCursor if over else None
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    # -- keys

    def key_command(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None where it is left to the window."""
        selection = self._selection
        if event.matches(QKeySequence.StandardKey.Copy):
            return selection.copy_keys if selection.keys_meant else None
        if event.matches(QKeySequence.StandardKey.Paste):
            return selection.paste_keys if selection.copied else None
        direction = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if direction is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return lambda: selection.move_keys(direction)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if event.key() == Qt.Key.Key_Escape:
            if self._tools.tool is not None:
                return self._tools.cancel
            return selection.clear if selection.keys or selection.range else None
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return selection.delete_keys
        return None
