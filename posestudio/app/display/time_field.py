"""The field that shows the time of the frame, and goes to the time that is typed into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.display.time_code import frame_of, seconds_text, time_code
from posestudio.app.model.document import Document
from posestudio.app.model.video_source import times_of


class TimeField(QLineEdit):
    """Shows the time of the document's frame as a time code or, with ``in_seconds``, in seconds. A click selects it,
    Enter goes to what was typed, Escape leaves it."""

    chosen = Signal(int)
    """The frame that was typed."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.in_seconds = self._clicked = False
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00:00:00") + 20)
        self.setAccessibleName(tr("Time of the frame"))
        self.setToolTip(
            tr(
                "Hours:minutes:seconds:frames. Click, type a time such as 0:05:12, 5.4 s or #162 for a frame, then "
                "Enter. A right click changes to seconds and back."
            )
        )
        self.returnPressed.connect(self._go)
        document.changed.connect(self._document_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the time of the document's frame."""
        state = self._document.state
        if not state.source.frames:
            self.clear()
            return
        write = seconds_text if self.in_seconds else time_code
        self.setText(write(times_of(state.source), state.frame))

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "frame"}:
            self.refresh()

    def _go(self) -> None:
        frame = frame_of(self.text(), times_of(self._document.state.source))
        if frame is not None:
            self.chosen.emit(frame)
        self.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._clicked = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._clicked and not self.hasSelectedText():  # the click that gave it the focus
            self.selectAll()
        self._clicked = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.refresh()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Change between time code and seconds."""
        self.in_seconds = not self.in_seconds
        self.refresh()
