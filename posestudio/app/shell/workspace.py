"""The four workspaces: the panels of each, as docks that can be moved, floated, tabbed and hidden, and its layout."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from posestudio.app.common.translation import marked
from posestudio.app.shell.dock_menu import dock_menu, move_across
from posestudio.app.shell.dock_sizes import HORIZONTAL, VERTICAL, DockSizes, Sizes, tab_bars
from posestudio.app.shell.dock_title import DockTitle

WORKSPACES: dict[str, str] = {
    "pose": marked("Pose"),
    "motion": marked("Motion"),
    "train": marked("Train"),
    "inspect": marked("Inspect"),
}
"""The titles of the workspaces by their names, in the order of their tabs."""

NARROW = 1440
"""Below this width in pixels, all docks beside the views are in one column. Each workspace has a layout for both."""

Area = Literal["left", "centre", "right", "bottom", "bottom right"]

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_SIDE, _COLUMN, _TIMELINE = 280, 300, 150  # pixels at first: left, right, bottom
_UPPER = {
    "left": 0.32,
    "right": 0.6,
}  # of the height of a column for its upper dock, where others are below it


@dataclass(frozen=True)
class Panel:
    """A dock: its name in stored layouts, its title, what returns its widget, the workspaces that have it, where it
    is at first, and whether it is shown in them at first. ``header`` is shown in its title bar.

    The first panel of the left and of the right area is on top of its column, the others of it are tabs below.
    """

    name: str
    title: str
    content: Callable[[], QWidget]
    workspaces: tuple[str, ...] = ("pose", "motion")
    area: Area = "right"
    shown: bool = True
    header: QWidget | None = None


class Workspace(QMainWindow):
    """A window of docks alone, which are known by their panels' names; ``name`` is the workspace that is shown.

    A dock gets its widget when a workspace that has it is shown for the first time.
    """

    chosen = Signal(str)
    """Another workspace is shown now."""

    def __init__(self, panels: list[Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, _BOTTOM)
        self.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self.name = next(iter(WORKSPACES))
        self._panels = {panel.name: panel for panel in panels}
        self.docks: dict[str, QDockWidget] = {}
        self._titles: dict[str, DockTitle] = {}
        self._retitling = QTimer(self, singleShot=True, interval=0)
        self._retitling.timeout.connect(self._tidy)
        for panel in panels:
            self.docks[panel.name] = self._make_dock(panel)
        self.sizes = DockSizes(self, self.docks)
        self.sizes.remembered.connect(self._store)
        self._layouts: dict[str, QByteArray] = {}  # as they were left, by ``_key``
        self._sizes: dict[str, Sizes] = {}  # of those of this session
        self._needed: dict[str, bool] = {}
        self._narrow = False
        self._sized = True
        self._laid_out = (
            False  # whether the present layout has been seen: before, docks have sizes of no meaning
        )
        self.reset()

    def _make_dock(self, panel: Panel) -> QDockWidget:
        dock = QDockWidget(panel.title, self)
        dock.setObjectName(f"dock-{panel.name}")
        self._titles[panel.name] = DockTitle(dock, panel.header)
        title = self._titles[panel.name]
        dock.setTitleBarWidget(title)
        title.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        title.customContextMenuRequested.connect(
            lambda at: self.menu_of(panel.name).popup(title.mapToGlobal(at))
        )
        for changed in (dock.visibilityChanged, dock.dockLocationChanged, dock.topLevelChanged):
            changed.connect(lambda *_: self._retitling.start())
        return dock

    # -- which workspace

    def choose(self, name: str) -> None:
        """Show the workspace of a name in ``WORKSPACES``, with the layout in which it was left."""
        if name != self.name:
            self._store()
            self.name = name
            self._show_layout()
            self.chosen.emit(name)

    def panels(self) -> list[str]:
        """The names of the panels that the present workspace has."""
        return [name for name, panel in self._panels.items() if self.name in panel.workspaces]

    def actions_to_show(self) -> list[QAction]:
        """One checkable action for each panel of the workspace, which shows or hides it."""
        return [self.docks[name].toggleViewAction() for name in self.panels()]

    def createPopupMenu(self) -> QMenu:
        """The menu of a right click between the docks: the panels of the workspace."""
        menu = QMenu(self)
        menu.addActions(self.actions_to_show())
        return menu

    def menu_of(self, name: str) -> QMenu:
        """The menu of a right click on the title or the tab of a panel's dock."""
        beside = self._panels[name].area in ("left", "right")
        move = partial(self.move_across, name) if beside else None
        menu = dock_menu(self.docks[name], move, self.actions_to_show())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def move_across(self, name: str) -> None:
        """Take a panel at one side of the views to the other side."""
        panels = [self._panels[one] for one in self.panels()]
        views = [self.docks[one.name] for one in panels if one.area == "centre"]
        columns = [self.docks[one.name] for one in panels if one.area in ("left", "right")]
        move_across(self, self.docks[name], views, columns)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu of a dock that a tab was clicked of."""
        if isinstance(watched, QTabBar) and isinstance(event, QContextMenuEvent):
            title = watched.tabText(watched.tabAt(event.pos()))
            for name in self.panels():
                if title and self.docks[name].windowTitle() == title:
                    self.menu_of(name).popup(event.globalPos())
                    return True
        return super().eventFilter(watched, event)

    def bring(self, name: str) -> None:
        """Show a panel, in front of those that share its place behind tabs; in another workspace where the present
        one does not have it."""
        places = self._panels[name].workspaces
        if self.name not in places:
            self.choose(places[0])
        self.docks[name].show()
        self.docks[name].raise_()

    def set_needed(self, name: str, needed: bool) -> None:
        """Hide a panel in all workspaces while there is nothing that it could show, or show it again."""
        if needed != self._needed.get(name, True) and name in self.panels():
            self.docks[name].setVisible(needed)
        self._needed[name] = needed

    # -- layouts

    @property
    def _key(self) -> str:
        return f"{self.name}-narrow" if self._narrow else self.name

    @property
    def _version(self) -> int:
        """Of the present workspace's layouts: a stored one with other panels would hide the new ones."""
        return zlib.crc32(" ".join(self.panels()).encode()) & 0x7FFFFFFF

    def saved_layouts(self) -> dict[str, QByteArray]:
        """The layouts of all workspaces that were shown, for ``restore``."""
        self._store()
        return dict(self._layouts)

    def restore(self, layouts: Mapping[str, QByteArray]) -> None:
        """Restore layouts that ``saved_layouts`` returned; those of workspaces with other panels are ignored."""
        self._layouts = dict(layouts)
        self._show_layout()

    def reset(self) -> None:
        """Restore the first layout of the present workspace."""
        self._layouts.pop(self._key, None)
        self._show_layout()

    def _store(self) -> None:
        if not self._laid_out:
            return
        self._layouts[self._key] = self.saveState(self._version)
        self._sizes[self._key] = self.sizes.kept

    def _show_layout(self) -> None:
        """Lay the panels of the workspace out as they were left, or as at first."""
        self.setUpdatesEnabled(False)
        stored = self._layouts.get(self._key)
        self.sizes.keep(self._sizes.get(self._key, Sizes()) if stored is not None else Sizes())
        present = self.panels()
        for name in present:
            if self.docks[name].widget() is None:
                self.docks[name].setWidget(self._panels[name].content())
        for dock in self.docks.values():
            self.removeDockWidget(dock)
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        layout.activate()  # without docks: Qt puts the tab bars away that it does not need
        self._sized = stored is not None and self.restoreState(stored, self._version)
        if not self._sized:
            self._arrange()
        for name in self._needed.keys() & set(present):
            self.docks[name].setVisible(self._needed[name])
        areas = self._areas(present)
        tall = [*areas["left"][1:], *areas["right"][:1]]
        self.sizes.tall = tuple(name for name in present if self.docks[name] in tall)
        self._retitling.start()
        self._laid_out = self.isVisible()
        if self._laid_out:
            self._share_space()
        self.setUpdatesEnabled(True)

    def _areas(self, names: list[str]) -> dict[str, list[QDockWidget]]:
        """The docks of panels by their first areas; in a narrow window those of the left one are at the right."""
        areas: dict[str, list[QDockWidget]] = {"left": [], "centre": [], "right": [], "bottom": []}
        areas["bottom right"] = []
        for name in names:
            areas[self._panels[name].area].append(self.docks[name])
        if self._narrow:
            areas["right"] = [*areas["right"][:1], *areas["left"], *areas["right"][1:]]
            areas["bottom"] = [*areas["bottom"], *areas["bottom right"]]
            areas["left"] = areas["bottom right"] = []
        return areas

    def _arrange(self) -> None:
        """Place the docks of the workspace in their areas."""
        areas = self._areas(self.panels())
        if areas["left"]:
            self.addDockWidget(_LEFT, areas["left"][0])
        for index, dock in enumerate(areas["centre"]):
            if index == 0:
                self.addDockWidget(_LEFT, dock)
                if areas["left"]:
                    self.splitDockWidget(areas["left"][0], dock, HORIZONTAL)
            else:
                self.splitDockWidget(areas["centre"][index - 1], dock, HORIZONTAL)
        for side, area in (("left", _LEFT), ("right", _RIGHT)):
            for index, dock in enumerate(areas[side]):
                if index == 0 and side == "right":
                    self.addDockWidget(area, dock)
                elif index == 1:
                    self.splitDockWidget(areas[side][0], dock, VERTICAL)
                elif index > 1:
                    self.tabifyDockWidget(areas[side][index - 1], dock)
        if areas["bottom"]:
            self.addDockWidget(_BOTTOM, areas["bottom"][0])
        if areas["bottom right"]:  # before there are tabs: a dock beside tabs would become one of them
            self.splitDockWidget(areas["bottom"][0], areas["bottom right"][0], HORIZONTAL)
        for docks in (areas["bottom"], areas["bottom right"]):
            for one, other in pairwise(docks):
                self.tabifyDockWidget(one, other)
        for name in self.panels():
            self.docks[name].setFloating(False)
            self.docks[name].setVisible(self._panels[name].shown)
        rest = (areas["left"][1:2], areas["right"][1:2])
        for front in (*rest, areas["bottom"][:1], areas["bottom right"][:1]):
            for dock in front:
                dock.raise_()

    # -- sizes

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._retitling.start()
        # Only after the window has been laid out: before, docks have no space to share.
        QTimer.singleShot(0, partial(self._begin_layout, not self._sized))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (self.width() < NARROW) != self._narrow:
            self._narrow = not self._narrow
            self._show_layout()
        elif self._sized:
            self.sizes.window_resized()

    def _begin_layout(self, share: bool) -> None:
        self._laid_out = self.isVisible()
        if share:
            self._share_space()

    def _share_space(self) -> None:
        """Give most of the space to the views."""
        if self._sized:
            self.sizes.window_resized()
            self.sizes.arranged()
            return
        self._sized = True
        areas = self._areas([name for name in self.panels() if not self.docks[name].isHidden()])
        sides = {"left": _SIDE, "right": _COLUMN}
        widths = {areas[side][0]: width for side, width in sides.items() if areas[side]}
        room = max(self.width() - sum(widths.values()), 1)
        widths |= {dock: room // len(areas["centre"]) for dock in areas["centre"]}
        self.resizeDocks(list(widths), list(widths.values()), HORIZONTAL)
        if areas["bottom"] and areas["centre"]:
            heights = [max(self.height() - _TIMELINE, 1), _TIMELINE]
            self.resizeDocks([areas["centre"][0], areas["bottom"][0]], heights, VERTICAL)
        for side, share in _UPPER.items():
            if len(areas[side]) > 1:
                lower = self._lower_height(areas[side][1], self.height() * (1 - share))
                self.resizeDocks(areas[side][:2], [self.height() - lower, lower], VERTICAL)
        self.sizes.arranged()

    def _lower_height(self, dock: QDockWidget, usual: float) -> int:
        """Of the lower dock of a column: one that has moved there from the left gets what it asks for, at most a
        third."""
        panel = next(panel for name, panel in self._panels.items() if self.docks[name] is dock)
        if self._narrow and panel.area == "left":
            return round(min(dock.widget().sizeHint().height(), self.height() / 3))
        return round(usual)

    def _tidy(self) -> None:
        """Show each title once, in the tab or in the title bar, and move tab bars without tabs out of sight: Qt
        leaves them as a line in the corner."""
        for name, dock in self.docks.items():
            others = [other for other in self.tabifiedDockWidgets(dock) if not other.isHidden()]
            self._titles[name].show_tabbed(bool(others) and not dock.isFloating())
        for bar in tab_bars(self):
            bar.setDocumentMode(True)
            bar.setExpanding(False)
            bar.installEventFilter(self)
            if not bar.count():
                bar.move(-bar.width(), -bar.height())

    def share_views(self, two_pictures: bool) -> None:
        """As `DockSizes.share_views`."""
        self.sizes.share_views(two_pictures)

    def views_area(self) -> QRect:
        """As `DockSizes.views_area`."""
        return self.sizes.views_area()
