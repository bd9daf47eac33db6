"""The inspector: one panel that follows what is selected, with the sampler's settings folded at its bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.translation import tr
from posestudio.app.model.selection import Selection, What

Title = Callable[[], str]


class InspectorPanel(QWidget):
    """Shows the page of what ``selection`` says: ``pages`` are widgets by that, each with a function that returns the
    title of what it shows. ``advanced`` is folded at the bottom while nothing is selected."""

    def __init__(
        self,
        selection: Selection,
        pages: Mapping[What, tuple[QWidget, Title]],
        advanced: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection, self._pages = selection, pages
        self.title, self.back = QLabel(), QToolButton()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.back.setText("\u00d7")
        self.back.setAutoRaise(True)
        self.back.setToolTip(tr("Back to the alternatives (Esc)"))
        self.back.clicked.connect(selection.clear)
        self._stack = QStackedWidget()
        for page, _ in pages.values():
            self._stack.addWidget(page)
        self.fold = QToolButton()
        self.fold.setText(tr("Advanced"))
        self.fold.setToolTip(tr("Number of hypotheses, sampler, steps, noise, seed and weights"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setArrowType(Qt.ArrowType.RightArrow)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.toggled.connect(self._unfold)
        self.advanced = ScrolledPanel(advanced)
        self.advanced.hide()
        self._lay_out()
        selection.changed.connect(self.follow)
        self.follow()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 4, 4, 4)
        header.addWidget(self.title, 1)
        header.addWidget(self.back)
        self._header = QWidget()
        self._header.setLayout(header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)
        column.addWidget(self.fold)
        column.addWidget(self.advanced)

    def sizeHint(self) -> QSize:
        return QSize(296, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 160)

    def follow(self) -> None:
        """Show the page of what is selected, and its title."""
        what = self._selection.what
        page, title = self._pages[what]
        self._stack.setCurrentWidget(page)
        self.title.setText(title())
        nothing = what == "nothing"
        self.back.setVisible(not nothing)
        self.fold.setVisible(nothing)
        self.advanced.setVisible(nothing and self.fold.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._selection.what != "nothing":
            self._selection.clear()
        else:
            super().keyPressEvent(event)

    def _unfold(self, unfolded: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self.advanced.setVisible(unfolded)
