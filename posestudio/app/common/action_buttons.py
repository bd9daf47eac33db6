"""Buttons for commands on a view that shows nothing yet: what can be done there now, in words with their keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from posestudio.app.common.spacing import GRID
from posestudio.app.common.style_buttons import PRIMARY

_BELOW, _GAP = 60, GRID  # pixels below the middle of a view, where its text ends, and between buttons


class ActionButtons(QWidget):
    """A column of buttons for those of ``actions`` that can be used, as many pixels ``below`` the middle of
    ``view``."""

    def __init__(self, view: QWidget, actions: Sequence[QAction], below: int = _BELOW) -> None:
        super().__init__(view)
        self._view, self._actions, self._below = view, list(actions), below
        self._wanted = False
        self.buttons = [QPushButton() for _ in self._actions]
        for first in self.buttons[:1]:
            first.setProperty(PRIMARY, True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for action, button in zip(self._actions, self.buttons, strict=True):
            column.addWidget(button)
            button.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
        view.installEventFilter(self)
        self._follow()

    def set_wanted(self, wanted: bool) -> None:
        """Whether the view has nothing else to show."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._follow()

    def _follow(self) -> None:
        for action, button in zip(self._actions, self.buttons, strict=True):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(
                re.sub(r"\(&.\)|&", "", action.text()).rstrip(".") + (f" ({keys})" if keys else "")
            )
            button.setToolTip(action.statusTip())
            button.setVisible(action.isEnabled())
        self.setVisible(self._wanted and any(action.isEnabled() for action in self._actions))
        self._take_place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._take_place()
        return False

    def _take_place(self) -> None:
        size, room = self.sizeHint(), self._view.rect()
        width = min(size.width(), max(room.width() - 2 * _GAP, 1))
        top = min(room.center().y() + self._below, max(room.height() - size.height() - _GAP, 0))
        self.setGeometry(QRect(room.center().x() - width // 2, top, width, size.height()))
