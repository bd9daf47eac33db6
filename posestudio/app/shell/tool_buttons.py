"""Buttons of actions in bars: icon alone or with a word, and a row of them that fits any width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from posestudio.app.common.flat_buttons import flat_button
from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import SPECS


def tool_button(action: QAction, *, word: bool = False) -> QToolButton:
    """A flat button of an action of the table, with its word where that is wanted or it has no icon."""
    spec = SPECS.get(action.objectName())
    return flat_button(action, word=word or (spec is not None and not spec.icon))


class ButtonRow(QWidget):
    """A row of buttons that begins at the left, None for a gap; those without space are in a menu at its end."""

    def __init__(self, entries: Sequence[QAction | QMenu | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        self._entries: list[tuple[QAction, QWidget]] = []
        for entry in entries:
            if entry is None:
                row.addSpacing(8)
            elif isinstance(entry, QMenu):
                button = tool_button(entry.menuAction())
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
                self._add(entry.menuAction(), button)
            else:
                self._add(entry, tool_button(entry))
        row.addStretch(1)
        self.more = QToolButton()
        self.more.setText("\u00bb")
        self.more.setAutoRaise(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.setToolTip(tr("More"))
        self.more.setAccessibleName(tr("More"))
        self._menu = QMenu(self)
        self.more.clicked.connect(self._show_rest)
        row.addWidget(self.more)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _add(self, action: QAction, button: QWidget) -> None:
        self._row.addWidget(button)
        self._entries.append((action, button))

    def minimumSizeHint(self) -> QSize:
        """The width of the button that opens the menu."""
        return QSize(self.more.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide the last buttons where there is no space for all."""
        room = self.width()
        widths = [button.sizeHint().width() + self._row.spacing() for _, button in self._entries]
        gaps = 8 * (self._row.count() - len(widths) - 2)
        fits = len(widths) if sum(widths) + gaps <= room else 0
        if not fits:
            room -= self.more.sizeHint().width() + gaps
            while fits < len(widths) and sum(widths[: fits + 1]) <= room:
                fits += 1
        for index, (_, button) in enumerate(self._entries):
            button.setVisible(index < fits)
        self.more.setVisible(fits < len(widths))

    def _show_rest(self) -> None:
        """Show the actions whose buttons have no space."""
        self._menu.clear()
        self._menu.addActions([action for action, button in self._entries if button.isHidden()])
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
