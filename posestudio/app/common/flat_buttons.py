"""Flat buttons of actions, as bars and rows of controls have them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

ICON = 18
"""Pixels of an icon's side."""


def flat_button(action: QAction, *, word: bool = False) -> QToolButton:
    """A flat button of ``action``: its icon, with its word beside it where that is wanted."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(QSize(ICON, ICON))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    show_word(button, word)
    return button


def show_word(button: QToolButton, word: bool) -> None:
    """Show the word of a button's action beside its icon, or the icon alone."""
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if word else style.ToolButtonIconOnly)
