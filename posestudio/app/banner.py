"""A line of words above the views that stays until it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from posestudio.colours import Theme

_COLOURS: dict[Theme, tuple[str, str, str]] = {
    "light": ("#fbe9e7", "#8c1d18", "#e2a39d"),
    "dark": ("#43211f", "#ffb4ab", "#7d3a35"),
}


class Banner(QFrame):
    """Says what failed; hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._topic = ""
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        close = QToolButton()
        close.setText("Dismiss")
        close.setAutoRaise(True)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.addWidget(self.words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.set_theme("light")
        self.hide()

    def say(self, words: str, topic: str) -> None:
        """Show a failure of a kind: 'file' or 'lift'."""
        self._topic = topic
        self.words.setText(words)
        self.show()

    def settle(self, topic: str) -> None:
        """What failed has been tried again: hide what was said of it."""
        if topic == self._topic:
            self.hide()

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        ground, ink, edge = _COLOURS[theme]
        self.setStyleSheet(
            f"#banner {{ background: {ground}; border: 0; border-bottom: 1px solid {edge}; }}"
            f"#banner QLabel, #banner QToolButton {{ color: {ink}; }}"
        )
