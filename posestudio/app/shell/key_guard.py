"""Keys typed into a field reach the field, and not the shortcuts of the same keys; long tips have several lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
)

from posestudio.app.common.tool_tips import show_wrapped

_MOVES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class KeyGuard(QObject):
    """An event filter that gives keys to the field with the focus before they can be shortcuts.

    Text and number fields get every key without Ctrl, Alt or Meta; sliders and lists get the keys that move in
    them. Long tool tips are shown in lines, see `tool_tips`.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The types of Python first: every event of the application comes here, and to ask for ``type()`` takes long.
        if isinstance(event, QHelpEvent):
            return show_wrapped(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            field = QApplication.focusWidget()
            typing = isinstance(field, QLineEdit | QAbstractSpinBox) and not event.modifiers() & _COMMANDS
            moving = isinstance(field, QAbstractSlider | QAbstractItemView) and event.key() in _MOVES
            function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if watched is field and (typing or moving) and not function_key:
                event.accept()
                return True
        return False
