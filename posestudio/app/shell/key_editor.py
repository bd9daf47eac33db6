"""The dialog that assigns keys to commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import MENUS, specs_in
from posestudio.app.shell.actions import Actions, native
from posestudio.app.shell.command_palette import matches
from posestudio.errors import PoseStudioError

_NAME = Qt.ItemDataRole.UserRole


class KeyEditor(QDialog):
    """The commands by menu, a field for the selected one's keys, and a button that restores all first keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._actions = actions
        self._made: list[QTreeWidgetItem] = []
        self.search, self.tree, self.keys = QLineEdit(), QTreeWidget(), QKeySequenceEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.tree.setHeaderLabels([tr("Command"), tr("Keys")])
        self.tree.setColumnWidth(0, 260)
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        self.assign, self.problem = QPushButton(tr("Set")), QLabel()
        self.problem.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Keys of the selected command")))
        row.addWidget(self.keys, 1)
        row.addWidget(self.assign)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset = buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.resize(520, 600)
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.assign.clicked.connect(self._assign)
        self.reset.clicked.connect(self._reset)
        buttons.rejected.connect(self.close)
        self._fill()

    def choose(self, name: str) -> None:
        """Choose a command by its id in the table."""
        for item in self._made:
            if item.data(0, _NAME) == name:
                self.tree.setCurrentItem(item)

    def _fill(self) -> None:
        for menu, entries in MENUS.items():
            top = QTreeWidgetItem(self.tree, [tr(menu), ""])
            for spec in specs_in(entries):
                item = QTreeWidgetItem(top, [tr(spec.text).rstrip("."), ""])
                item.setToolTip(0, tr(spec.tip))
                item.setData(0, _NAME, spec.id)
                self._made.append(item)
            top.setExpanded(True)
        self._show_keys()

    def _show_keys(self) -> None:
        for item in self._made:
            item.setText(1, ", ".join(map(native, self._actions.keys(item.data(0, _NAME)))))
        self._show_chosen()

    def _chosen(self) -> str | None:
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _NAME)

    def _show_chosen(self) -> None:
        name = self._chosen()
        keys = self._actions.keys(name) if name else ()
        self.keys.setKeySequence(QKeySequence(keys[0] if keys else ""))
        self.keys.setEnabled(name is not None)
        self.assign.setEnabled(name is not None)
        self.problem.clear()

    def _assign(self) -> None:
        name = self._chosen()
        if name is None:
            return
        try:
            self._actions.set_keys(name, [self.keys.keySequence().toString()])
        except PoseStudioError as problem:
            self.problem.setText(str(problem))
        else:
            self._show_keys()

    def _reset(self) -> None:
        self._actions.reset_keys()
        self._show_keys()

    def _filter(self, words: str) -> None:
        for item in self._made:
            item.setHidden(matches(words, item.text(0), item.toolTip(0)) is None)
