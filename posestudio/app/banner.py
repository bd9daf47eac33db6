"""A line of words above the views that stays until it is read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from posestudio.app.words import tr
from posestudio.colours import Theme

_COLOURS: dict[Theme, dict[str, tuple[str, str, str]]] = {
    "light": {"failure": ("#fbe9e7", "#8c1d18", "#e2a39d"), "offer": ("#e6eff9", "#1d3d60", "#a9c4e3")},
    "dark": {"failure": ("#43211f", "#ffb4ab", "#7d3a35"), "offer": ("#22344a", "#cfe2f8", "#3d5a7d")},
}


class Banner(QFrame):
    """Says what failed, or offers something; hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._topic = ""
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.offer, close = QToolButton(), QToolButton()
        self.offer.clicked.connect(self._accept)
        self._accepted: Callable[[], object] | None = None
        close.setText(tr("Dismiss"))
        close.setAutoRaise(True)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.addWidget(self.words, 1)
        row.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.set_theme("light")
        self.hide()

    def say(self, words: str, topic: str) -> None:
        """Show a failure of a kind: 'file' or 'lift'."""
        self._show(words, topic, None, "failure")

    def propose(self, words: str, topic: str, offer: str, accepted: Callable[[], object]) -> None:
        """Show what could be done, with a button called ``offer`` that calls ``accepted``."""
        self.offer.setText(offer)
        self._show(words, topic, accepted, "offer")

    def _show(self, words: str, topic: str, accepted: Callable[[], object] | None, kind: str) -> None:
        self._topic, self._accepted = topic, accepted
        self.offer.setVisible(accepted is not None)
        self.words.setText(words)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _accept(self) -> None:
        self.hide()
        if self._accepted is not None:
            self._accepted()

    def settle(self, topic: str) -> None:
        """What failed has been tried again: hide what was said of it."""
        if topic == self._topic:
            self.hide()

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        rules = []
        for kind, (ground, ink, edge) in _COLOURS[theme].items():
            place = f'#banner[kind="{kind}"]'
            rules += [
                f"{place} {{ background: {ground}; border: 0; border-bottom: 1px solid {edge}; }}",
                f"{place} QLabel, {place} QToolButton {{ color: {ink}; }}",
            ]
        self.setStyleSheet("".join(rules))
