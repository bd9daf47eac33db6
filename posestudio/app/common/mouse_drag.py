"""Which mouse button is at work in a view, and at what: only the one that began a drag ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt

_NONE = Qt.MouseButton.NoButton


class Hand:
    """One drag of one button. False while nothing is held; other buttons are told from the one that holds."""

    def __init__(self) -> None:
        self.doing = ""
        self.button = _NONE

    def __bool__(self) -> bool:
        return bool(self.doing)

    def __repr__(self) -> str:
        return repr(self.doing)

    def take(self, doing: str, button: Qt.MouseButton) -> None:
        """Begin ``doing`` something with ``button``."""
        self.doing, self.button = doing, button

    def let_go(self) -> str:
        """End it, however that came about; returns what was being done."""
        doing, self.doing, self.button = self.doing, "", _NONE
        return doing

    def holds(self, button: Qt.MouseButton) -> bool:
        """Whether ``button`` is the one at work."""
        return bool(self.doing) and button == self.button

    def lost(self, buttons: Qt.MouseButton) -> bool:
        """Whether, by the ``buttons`` that are down, the one at work came up where nobody told us."""
        return bool(self.doing) and not buttons & self.button
