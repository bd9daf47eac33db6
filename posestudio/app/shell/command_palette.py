"""The command palette: finds a command by a few letters of its name, and runs it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.spacing import PANEL
from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import ACTIONS, INSIDE
from posestudio.app.shell.actions import Actions, native

_ACTION = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_ROW, _ICON = 28, 16  # pixels
_FAINT = 0.7  # opacity of keys
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def matches(words: str, name: str, tip: str) -> int | None:
    """The penalty of a command that typed ``words`` match, 0 for the best; None when one of them does not occur.

    A match at the beginning of a word of its name is better than one inside, and that better than one in its tip.
    """
    name, tip, total = name.lower(), tip.lower(), 0
    for word in words.lower().split():
        if any(part.startswith(word) for part in name.split()):
            continue
        if word in name:
            total += 1
        elif word in tip:
            total += 3
        else:
            return None
    return total


class CommandPalette(QDialog):
    """A field and the commands that match what is typed; those that can't be used now are grey."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions = actions
        self.field, self.list = QLineEdit(), QListWidget()
        self.field.setPlaceholderText(tr("Type the name of a command"))
        self.field.setAccessibleName(tr("Command palette..."))
        self.nothing = QLabel(tr("No command matches."))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_KeysAtTheRight(self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(*PANEL)
        for widget in (self.field, self.list, self.nothing):
            column.addWidget(widget)
        self.resize(460, 380)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _: self._run())

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of ``window``, with an empty field."""
        self.field.clear()
        self._fill("")
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + window.height() // 8)
        self.show()
        self.field.setFocus()

    def _fill(self, words: str) -> None:
        self.list.clear()
        found = []
        for index, spec in enumerate(ACTIONS):
            action = self._actions[spec.id]
            fit = matches(words, _name(action), tr(spec.tip))
            if fit is not None and spec.id != "palette":
                found.append((not action.isEnabled(), fit, index, action))
        for _, _, _, action in sorted(found, key=lambda entry: entry[:3]):
            self.list.addItem(_item(action))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _run(self) -> None:
        item = self.list.currentItem()
        action = None if item is None else item.data(_ACTION)
        if action is not None and action.isEnabled():
            self.hide()
            action.trigger()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line around it, which the window below does not have."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            steps = {_MOVES[0]: -1, _MOVES[1]: 1, _MOVES[2]: -8, _MOVES[3]: 8}[Qt.Key(event.key())]
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + steps, 0), max(last, 0)))
            return True
        return super().eventFilter(watched, event)


def _name(action: QAction) -> str:
    """The text of an action, after the title of the menu within a menu that it is in."""
    title = INSIDE.get(action.objectName())
    return f"{tr(title)}: {action.text()}" if title else action.text()


def _item(action: QAction) -> QListWidgetItem:
    item = QListWidgetItem(_name(action).rstrip("."))
    item.setToolTip(action.statusTip())
    item.setData(_ACTION, action)
    if not action.isEnabled():
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
    return item


class _KeysAtTheRight(QStyledItemDelegate):
    """Draws a command with its icon, and its keys at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.icon = index.data(_ACTION).icon()
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(_ICON, _ICON)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        action = index.data(_ACTION)
        group = QPalette.ColorGroup.Normal if action.isEnabled() else QPalette.ColorGroup.Disabled
        painter.save()
        painter.setPen(option.palette.color(group, QPalette.ColorRole.Text))
        keys = native(action.shortcut().toString())
        painter.setOpacity(_FAINT)
        painter.drawText(
            option.rect.adjusted(0, 0, -8, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            keys,
        )
        painter.restore()
