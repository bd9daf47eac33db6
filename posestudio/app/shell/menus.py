"""The window's menus, made from the table of actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from posestudio.app.common.session import Session
from posestudio.app.common.theme import Choice, choice_titles
from posestudio.app.common.translation import tr
from posestudio.app.display.saved_views import SavedViews
from posestudio.app.shell.action_table import MENUS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.mnemonics import mark_entries, mark_titles
from posestudio.app.shell.workspace import Workspace
from posestudio.app.viewport import ViewportGrid


class Menus(QObject):
    """Fills the menu bar of ``window``, and gives it the actions' keys."""

    theme_chosen = Signal(str)
    """One of `theme.CHOICES`."""
    open_requested = Signal(Path)
    """A file of the menu of recent ones."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        session: Session,
        viewport: ViewportGrid,
        workspace: Workspace,
    ) -> None:
        super().__init__(window)
        self._actions, self._session = actions, session
        menus = actions.fill(window.menuBar())
        self._recent = QMenu(tr("Open recent"), window)
        self._recent.aboutToShow.connect(self._fill_recent)
        menus["File"].insertMenu(actions["open_example"], self._recent)
        view = menus["View"]
        view.addSeparator()
        view.addMenu(SavedViews(viewport, session, window))
        self._themes = QActionGroup(window)
        self._add_themes(view.addMenu(tr("Theme")))
        self._panels = view.addMenu(tr("Panels"))
        self._panels.aboutToShow.connect(self._fill_panels)
        self._workspace = workspace
        mark_titles(window.menuBar())
        for title in MENUS:
            mark_entries(menus[title])
        for action in actions:
            window.addAction(action)

    def _add_themes(self, menu: QMenu) -> None:
        for choice, title in choice_titles().items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(partial(self._choose_theme, choice))
            self._themes.addAction(action)

    def _choose_theme(self, choice: Choice, *_: object) -> None:
        self.theme_chosen.emit(choice)

    def _fill_panels(self) -> None:
        self._panels.clear()
        self._panels.addActions(self._workspace.actions_to_show())

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._session.recent:
            name = path.name.replace("&", "&&")  # a single one marks a letter
            self._recent.addAction(name, partial(self.open_requested.emit, path)).setToolTip(str(path))
        if self._recent.isEmpty():
            self._recent.addAction(tr("Nothing yet")).setEnabled(False)

    def mark_theme(self, choice: Choice) -> None:
        """Tick the selected theme."""
        for action in self._themes.actions():
            action.setChecked(action.data() == choice)
