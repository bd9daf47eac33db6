"""The row at the top of the window: the tabs of the workspaces, and the commands that the present one needs most."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QCursor, QIcon, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QTabBar, QToolButton, QWidget

from posestudio.app.common.flat_buttons import ICON, show_word
from posestudio.app.common.icons import icon
from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import BARS, SPECS
from posestudio.app.shell.actions import Actions, native
from posestudio.app.shell.tool_buttons import tool_button
from posestudio.app.shell.workspace import WORKSPACES, Workspace

_HEIGHT = 36  # pixels
_PADDING, _GAP, _LINE = 12, 8, 2
_FAINT = 0.7  # opacity of the tabs that are not chosen


class _Tabs(QTabBar):
    """Tabs of an icon and a word without frames; the present one has a line below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._icons: list[QIcon] = []

    def draw(self, names: list[str]) -> None:
        """Draw the icons of these names in the palette's colours."""
        self._icons = [
            icon(name, QApplication.palette().color(QPalette.ColorRole.WindowText)) for name in names
        ]
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self.tabText(index)) + ICON + _GAP + 2 * _PADDING, _HEIGHT
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette, roles = QPainter(self), self.palette(), QPalette.ColorRole
        under = self.tabAt(self.mapFromGlobal(QCursor.pos())) if self.underMouse() else -1
        for index in range(self.count()):
            area, current = self.tabRect(index), index == self.currentIndex()
            painter.setOpacity(1.0 if current or index == under else _FAINT)
            if index < len(self._icons):
                square = QRect(area.x() + _PADDING, area.center().y() - ICON // 2, ICON, ICON)
                self._icons[index].paint(painter, square)
            painter.setPen(palette.color(roles.WindowText))
            words = area.adjusted(_PADDING + ICON + _GAP, 0, 0, 0)
            painter.drawText(
                words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.tabText(index)
            )
            if current:
                line = QRect(
                    area.x() + _PADDING, area.bottom() - _LINE + 1, area.width() - 2 * _PADDING, _LINE
                )
                painter.fillRect(line, palette.color(roles.Highlight))
            if current and self.hasFocus():
                painter.setPen(palette.color(roles.Mid))
                painter.drawRect(area.adjusted(2, 4, -3, -6))
        painter.end()


class WorkspaceBar(QWidget):
    """Tabs that choose among the workspaces of ``workspace``, and buttons of ``actions`` beside them; where the
    window is too narrow for the words of the buttons, they have icons alone."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        super().__init__()
        self._workspace, self._actions = workspace, actions
        self._names = list(WORKSPACES)
        self.tabs = _Tabs()
        self.tabs.setAccessibleName(tr("Workspaces"))
        for index, (name, title) in enumerate(WORKSPACES.items()):
            self.tabs.addTab(tr(title))
            keys = actions.keys(f"workspace_{name}")
            tip = tr(SPECS[f"workspace_{name}"].tip)
            self.tabs.setTabToolTip(index, tip + (f" ({native(keys[0])})" if keys else ""))
        self.buttons: list[QToolButton] = []
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._separators: list[QWidget] = []
        self.tabs.currentChanged.connect(lambda index: workspace.choose(self._names[index]))
        workspace.chosen.connect(self._show)
        self._show(workspace.name)
        self.draw()

    def _show(self, name: str) -> None:
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(self._names.index(name))
        for widget in (*self.buttons, *self._separators):
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.buttons, self._separators = [], []
        for group in BARS[name]:
            if self.buttons:
                line = QFrame()
                line.setFrameShape(QFrame.Shape.VLine)
                line.setFrameShadow(QFrame.Shadow.Sunken)
                line.setFixedHeight(_HEIGHT - 16)
                self._separators.append(line)
                self._row.addWidget(line)
            for action in group:
                button = tool_button(self._actions[action], word=True)
                self.buttons.append(button)
                self._row.addWidget(button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the words of the buttons, or leave them out where they do not fit."""
        for word in (True, False):
            for button in self.buttons:
                show_word(button, word)
            needs = sum(button.sizeHint().width() + self._row.spacing() for button in self.buttons)
            needs += 12 * len(self._separators) + self.tabs.sizeHint().width() + 16
            if needs <= self.width():
                break

    def draw(self) -> None:
        """Use the colours of the palette."""
        self.tabs.draw(self._names)
