"""The banner: a failure or a question over the upper edge of the views, which stays until it is dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.colours import Theme
from posestudio.errors import printable

_COLOURS: dict[Theme, dict[str, tuple[str, str, str]]] = {
    "light": {"failure": ("#fbe9e7", "#8c1d18", "#e2a39d"), "offer": ("#f0eafc", "#3b2177", "#c5b2ee")},
    "dark": {"failure": ("#43211f", "#ffb4ab", "#7d3a35"), "offer": ("#322a4a", "#e2d8fd", "#5c4d8a")},
}
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
_WIDEST, _MARGIN, _BELOW_TITLES = 720, 12, 30  # pixels


@dataclass(frozen=True)
class _Notice:
    topic: str
    text: str
    kind: str
    offer: str = ""
    accepted: Callable[[], object] | None = None
    dismissed: Callable[[], object] | None = None


class Banner(QFrame):
    """Shows a failure or a question; hidden while there is none. It is in no layout: showing and hiding it moves no
    other widget.

    Of several notices the latest is shown, and the one before it once that is settled, accepted or dismissed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over: QWidget | None = None
        self._area: Callable[[], QRect] = QRect
        self.setObjectName("banner")
        self._notices: list[_Notice] = []  # one a topic; the last is shown
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.offer, self.dismiss = QToolButton(), QToolButton()
        self.offer.clicked.connect(self._accept)
        self.dismiss.setText(tr("Dismiss"))
        self.dismiss.setAutoRaise(True)
        self.dismiss.clicked.connect(self._dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.set_theme("light")
        self.hide()

    def show_failure(self, text: str, topic: str) -> None:
        """Show a failure; it replaces an earlier notice of the same ``topic``, such as 'file' or 'lift'."""
        self._put(_Notice(topic, text, "failure"))

    def ask(
        self,
        text: str,
        topic: str,
        offer: str,
        accepted: Callable[[], object],
        dismissed: Callable[[], object] | None = None,
    ) -> None:
        """Show a question with a button called ``offer``, which calls ``accepted``; ``dismissed`` is called when it
        is declined. It replaces an earlier notice of the same ``topic``."""
        self._put(_Notice(topic, text, "offer", offer, accepted, dismissed))

    def clear(self, *topics: str) -> None:
        """Remove the notices of these topics. A topic such as "reload" includes those of single files, such as
        "reload walk.bvh"."""
        self._notices = [
            notice
            for notice in self._notices
            if notice.topic not in topics and not notice.topic.startswith(tuple(f"{one} " for one in topics))
        ]
        self._show()

    def _put(self, notice: _Notice) -> None:
        self._notices = [*(other for other in self._notices if other.topic != notice.topic), notice]
        self._show()

    def _show(self) -> None:
        """Show the latest notice, or hide the banner."""
        if not self._notices:
            self.hide()
            return
        notice = self._notices[-1]
        self.offer.setVisible(notice.accepted is not None)
        self.offer.setText(notice.offer)
        self.label.setText(printable(notice.text))
        self.setProperty("kind", notice.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._take_place()

    def lie_over(self, over: QWidget, area: Callable[[], QRect], parts: Sequence[QWidget] = ()) -> None:
        """Lie above ``over`` and all that is in it, at the upper edge of the rectangle of it that ``area`` returns.
        The position is computed again when ``over`` or one of its ``parts`` changes.
        """
        self._over, self._area = over, area
        self.setParent(over.window())
        for watched in (over, *parts):
            watched.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self.isVisible():
            self._take_place()
        return False

    def _take_place(self) -> None:
        """Move to the middle, below the titles of the docks, as high as the text needs."""
        over = self._over
        if over is None:
            return
        self._row.activate()
        area = self._area()
        width = min(_WIDEST, area.width() - 2 * _MARGIN)
        height = min(self._row.totalHeightForWidth(width), area.height() - _BELOW_TITLES)
        within = area.topLeft() + QPoint((area.width() - width) // 2, _BELOW_TITLES)
        corner = over.mapTo(over.window(), within)
        self.setGeometry(QRect(corner, QSize(width, height)))
        self.raise_()

    def _accept(self) -> None:
        notice = self._notices.pop() if self._notices else None
        self._show()
        if notice is not None and notice.accepted is not None:
            notice.accepted()

    def _dismiss(self) -> None:
        notice = self._notices.pop() if self._notices else None
        self._show()
        if notice is not None and notice.dismissed is not None:
            notice.dismissed()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        rules = []
        for kind, (background, text, border) in _COLOURS[theme].items():
            selector = f'#banner[kind="{kind}"]'
            rules += [
                f"{selector} {{ background: {background}; border: 1px solid {border}; border-radius: 6px; }}",
                f"{selector} QLabel, {selector} QToolButton {{ color: {text}; }}",
            ]
        self.setStyleSheet("".join(rules))
