"""A tour for a first session: three steps, each shown over the control that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.colours import Theme

_MARGIN = 16
_COLOURS: dict[Theme, tuple[str, str, str]] = {
    "light": ("#ffffff", "#1d2027", "#6b3fd4"),
    "dark": ("#32363f", "#f0f2f5", "#a78bfa"),
}


class Tour(QFrame):
    """A box of text at the lower edge of one control after the other; the rest of the window stays usable."""

    def __init__(self, window: QWidget, stops: Sequence[tuple[QWidget, str]]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self._window, self._stops, self._index = window, stops, 0
        self.label, self.count = QLabel(), QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.skip, self.next = QPushButton(tr("Skip")), QPushButton(tr("Next"))
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch()
        row.addWidget(self.skip)
        row.addWidget(self.next)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.addWidget(self.label)
        column.addLayout(row)
        self.setFixedWidth(340)
        self.skip.clicked.connect(self.end)
        self.next.clicked.connect(self._advance)
        self.set_theme("light")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        background, text, border = _COLOURS[theme]
        self.setStyleSheet(
            f"#tour {{ background: {background}; border: 2px solid {border}; border-radius: 8px; }}"
            f"#tour QLabel {{ color: {text}; }}"
        )

    def start(self) -> None:
        """Show the first stop."""
        self._index = 0
        self._window.installEventFilter(self)
        self._show_stop()

    def end(self) -> None:
        """Hide the box."""
        self._window.removeEventFilter(self)
        self.hide()

    def _advance(self) -> None:
        self._index += 1
        if self._index < len(self._stops):
            self._show_stop()
        else:
            self.end()

    def _show_stop(self) -> None:
        _, text = self._stops[self._index]
        self.label.setText(text)
        self.count.setText(f"{self._index + 1} / {len(self._stops)}")
        last = self._index == len(self._stops) - 1
        self.next.setText(tr("Done") if last else tr("Next"))
        self.skip.setVisible(not last)
        self.show()
        self._move()

    def _move(self) -> None:
        control, _ = self._stops[self._index]
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))
        corner = control.mapTo(self._window, QPoint(_MARGIN, control.height() - self.height() - _MARGIN))
        x = min(max(corner.x(), _MARGIN), self._window.width() - self.width() - _MARGIN)
        y = min(max(corner.y(), _MARGIN), self._window.height() - self.height() - _MARGIN)
        self.move(x, y)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._move()
        return False


def first_steps(editor: QWidget, timeline: QWidget, viewport: QWidget) -> list[tuple[QWidget, str]]:
    """The three steps of a first session: the control that each is about, and its text."""
    return [
        (
            editor,
            tr(
                "<b>Drag a keypoint.</b> The 3D poses follow while you drag, and are refined when you let go. "
                "Right-click a keypoint that can't be seen."
            ),
        ),
        (
            timeline,
            tr("<b>Scrub from noise to pose.</b> Every denoising step was recorded; Space plays them."),
        ),
        (
            viewport,
            tr(
                "<b>Select a pose and save it.</b> Click a thin body, or a row of the list; "
                "Ctrl+E saves it as BVH. E shows handles to pull joints in 3D."
            ),
        ),
    ]
