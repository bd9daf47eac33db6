"""What the inspector's pages are built of: rows of a name and a value, segmented choices, buttons of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

_GAP = 8  # pixels


class Page(QWidget):
    """A column with a form of names and values, then buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setHorizontalSpacing(2 * _GAP)
        self.form.setVerticalSpacing(_GAP)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self.column.setSpacing(_GAP)
        self.column.addLayout(self.form)

    def add_value(self, name: str, tip: str = "") -> QLabel:
        """A row with a text that is set later."""
        value = QLabel()
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_row(name, value, tip)
        return value

    def add_row(self, name: str, value: QWidget, tip: str = "") -> None:
        """A row with a widget, its name before it."""
        label = QLabel(name)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setBuddy(value)
        label.setToolTip(tip)
        value.setToolTip(tip)
        value.setAccessibleName(name)
        self.form.addRow(label, value)

    def show_value(self, label: QLabel, text: str) -> None:
        """Show a row's text, or hide the row where there is none."""
        label.setText(text)
        self.form.setRowVisible(label, bool(text))


class Segments(QWidget):
    """A choice of one of a few: buttons beside each other, each with a ``value``."""

    chosen = Signal(int)
    """The value that the user has chosen."""

    def __init__(self, choices: Sequence[tuple[int, str, str]], parent: QWidget | None = None) -> None:
        """``choices`` are values with their words and tooltips."""
        super().__init__(parent)
        self.buttons: dict[int, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for value, words, tip in choices:
            button = QToolButton()
            button.setText(words)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            group.addButton(button, value)
            row.addWidget(button)
            self.buttons[value] = button
        group.idClicked.connect(self.chosen)

    def show_value(self, value: int) -> None:
        """Mark what is chosen; nothing is emitted."""
        self.buttons[value].setChecked(True)

    def set_icons(self, icons: dict[int, QIcon]) -> None:
        """The icons of values, before their words."""
        for value, drawn in icons.items():
            self.buttons[value].setIcon(drawn)


def button(words: str, tip: str = "") -> QToolButton:
    """A button of a page, as wide as there is space."""
    made = QToolButton()
    made.setText(words)
    made.setToolTip(tip)
    made.setIconSize(QSize(16, 16))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def command_button(action: QAction) -> QToolButton:
    """A button of a command of the window."""
    made = button("")
    made.setDefaultAction(action)
    return made


def in_rows(*buttons: QWidget, columns: int = 2) -> QVBoxLayout:
    """Buttons in rows of ``columns``."""
    column = QVBoxLayout()
    column.setSpacing(_GAP // 2)
    for start in range(0, len(buttons), columns):
        row = QHBoxLayout()
        row.setSpacing(_GAP // 2)
        for one in buttons[start : start + columns]:
            row.addWidget(one, 1)
        column.addLayout(row)
    return column
