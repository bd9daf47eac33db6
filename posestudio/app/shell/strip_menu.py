"""The menu of the strip of frames: what can be done to the selected keys and frames."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from posestudio.app.display.frame_strip import FrameStrip
from posestudio.app.shell.actions import Actions

_ENTRIES = (
    *("make_key", "delete_key", "copy_key", "paste_key", None),
    *("mark_in", "mark_out", "trim", "keep_all", None),
    *("swap_range", "missing_range", "range_start", "range_end", None),
    *("next_unsure", "loop_motion"),
)


class StripMenu:
    """Opens where ``strip`` asks for it; ``menu`` is the menu."""

    def __init__(self, actions: Actions, strip: FrameStrip) -> None:
        self.menu = QMenu(strip)
        for name in _ENTRIES:
            if name is None:
                self.menu.addSeparator()
            else:
                self.menu.addAction(actions[name])
        strip.menu_requested.connect(self.menu.popup)
