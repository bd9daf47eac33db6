"""The window's menus and toolbar, made from the table of actions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolBar

from posestudio.app.common.theme import CHOICES, Choice
from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import TOOLBAR
from posestudio.app.views.saved_views import SavedViews

if TYPE_CHECKING:
    from posestudio.app.shell.window import StudioWindow


class Menus(QObject):
    """Belongs to a window whose panels and actions are there."""

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        actions = window.actions_by_id
        menus = actions.fill(window.menuBar())
        self._recent = QMenu(tr("Open recent"), window)
        self._recent.aboutToShow.connect(self._fill_recent)
        menus["File"].insertMenu(actions["open_example"], self._recent)
        view = menus["View"]
        view.addSeparator()
        view.addMenu(SavedViews(window.viewport, window.session, window))
        self._themes = QActionGroup(window)
        self._add_themes(view.addMenu(tr("Theme")))
        view.addMenu(tr("Panels")).addActions(window.workspace.actions_to_show())
        window.addToolBar(self._toolbar())
        for action in actions:
            window.addAction(action)

    def _add_themes(self, menu: QMenu) -> None:
        for choice in CHOICES:
            action = menu.addAction(choice.capitalize())
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(partial(self._window.choose_theme, choice))
            self._themes.addAction(action)

    def _toolbar(self) -> QToolBar:
        bar = QToolBar("Toolbar", self._window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        for group in TOOLBAR:
            if bar.actions():
                bar.addSeparator()
            bar.addActions([self._window.actions_by_id[name] for name in group])
        return bar

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._window.session.recent:
            self._recent.addAction(path.name, partial(self._window.open, [path])).setToolTip(str(path))
        if self._recent.isEmpty():
            self._recent.addAction(tr("Nothing yet")).setEnabled(False)

    def mark_theme(self, choice: Choice) -> None:
        """Tick the chosen theme."""
        for action in self._themes.actions():
            action.setChecked(action.data() == choice)
