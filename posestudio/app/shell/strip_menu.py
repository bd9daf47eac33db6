"""The menu of the strip of frames: what can be done to the selected keys and frames."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from posestudio.app.shell.actions import Actions

_ENTRIES = (
    *("make_key", "delete_key", "copy_key", "paste_key", None),
    *("mark_in", "mark_out", "trim", "keep_all", None),
    *("swap_range", "missing_range", "range_start", "range_end", None),
    *("next_unsure", "loop_motion"),
)


class StripMenu:
    """Opens at a point of the screen; ``menu`` is the menu."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        self.menu = QMenu(parent)
        for name in _ENTRIES:
            if name is None:
                self.menu.addSeparator()
            else:
                self.menu.addAction(actions[name])

    def open(self, at: QPoint) -> None:
        """Open at a point of the screen."""
        self.menu.popup(at)
