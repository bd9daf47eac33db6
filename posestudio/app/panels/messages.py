"""The panel of messages: remarks and failures, each with its time."""

from __future__ import annotations

from PySide6.QtCore import QTime
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from posestudio.app.common.spacing import PANEL
from posestudio.app.common.translation import tr
from posestudio.errors import printable

MOST = 500


class MessagesPanel(QWidget):
    """A list of at most ``MOST`` messages, the latest last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(tr("Messages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*PANEL)
        column.addWidget(self.list)

    def add(self, text: str, *, failure: bool = False) -> None:
        """Append a message; failures are bold and red."""
        item = QListWidgetItem(f"{QTime.currentTime().toString('HH:mm:ss')}  {printable(text)}")
        if failure:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
            item.setForeground(QBrush(QColor("#c5493f")))  # on light and dark ground alike
        self.list.addItem(item)
        while self.list.count() > MOST:
            self.list.takeItem(0)
        self.list.scrollToBottom()
