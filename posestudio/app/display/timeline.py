"""The timeline: one row of controls, and below it the strip of the frames of what is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.frame_strip import FrameStrip
from posestudio.app.display.transport import Transport
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection


class Timeline(QWidget):
    """Time, frames and keys of a video, a sequence or a clip; ``action`` returns one by its id, for the buttons."""

    def __init__(
        self,
        document: Document,
        selection: MotionSelection,
        player: FramePlayer,
        action: Callable[[str], QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.transport = Transport(document, player, action)
        self.strip = FrameStrip(document, selection)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.transport)
        column.addWidget(self.strip)
        column.addStretch(1)

    def go_to_unsure(self) -> bool:
        """Show the first frame of the next unsure ones; whether there is one."""
        frame = self.strip.model.next_unsure()
        if frame is not None:
            self._document.end_gesture()
            self._document.set_frame(frame)
        return frame is not None

    def close_down(self) -> None:
        """End the background work."""
        self.strip.model.pictures.close()
