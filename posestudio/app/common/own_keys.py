"""Keys that belong to a widget while it, or something in it, has the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class OwnKeys(QWidget):
    """A widget whose keys, those that `key_command` has a function for, go before the window's commands."""

    def key_command(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None where it is left to the window."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Accept the widget's own keys before they are shortcuts of commands."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.key_command(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = self.key_command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()
