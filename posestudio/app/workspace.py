"""The panels as docks that can be moved, floated, tabbed and hidden; remembered, and put back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_HORIZONTAL, _VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_LIBRARY, _COLUMN, _TIMELINE = 200, 290, 150  # pixels at first
_VERSION = 2  # of the layout: a kept one of another version would hide new panels


@dataclass(frozen=True)
class Panel:
    """A dock: its name in kept layouts, its title, what is in it, and whether it is seen at first."""

    name: str
    title: str
    content: QWidget
    shown: bool = True


class Workspace(QMainWindow):
    """Nothing but docks. Panels are known by name.

    At first: the library at the left; picture and 3D view beside each other with the timeline below;
    the rest in a column at the right, what is not seen there behind a tab.
    """

    def __init__(self, panels: list[Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, _BOTTOM)
        self.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self._shown_first = {panel.name: panel.shown for panel in panels}
        self.docks: dict[str, QDockWidget] = {}
        for panel in panels:
            dock = QDockWidget(panel.title, self)
            dock.setObjectName(f"dock-{panel.name}")
            dock.setWidget(panel.content)
            self.docks[panel.name] = dock
        self.reset()

    def actions_to_show(self) -> list[QAction]:
        """One checkable action a panel, to show or hide it."""
        return [dock.toggleViewAction() for dock in self.docks.values()]

    def bring(self, name: str) -> None:
        """Show a panel, in front of those behind the same tab."""
        self.docks[name].show()
        self.docks[name].raise_()

    def reset(self) -> None:
        """The first layout."""
        docks = self.docks
        for dock in docks.values():
            self.removeDockWidget(dock)
        self.addDockWidget(_LEFT, docks["library"])
        self.addDockWidget(_LEFT, docks["picture"])
        self.splitDockWidget(docks["library"], docks["picture"], _HORIZONTAL)
        self.splitDockWidget(docks["picture"], docks["view"], _HORIZONTAL)
        self.addDockWidget(_BOTTOM, docks["timeline"])
        self.addDockWidget(_RIGHT, docks["hypotheses"])
        for above, below in (("hypotheses", "sampler"), ("sampler", "camera")):
            self.splitDockWidget(docks[above], docks[below], _VERTICAL)
        for behind in ("history", "messages"):
            self.tabifyDockWidget(docks["hypotheses"], docks[behind])
        self.tabifyDockWidget(docks["timeline"], docks["spread"])
        self.tabifyDockWidget(docks["timeline"], docks["limits"])
        self.tabifyDockWidget(docks["picture"], docks["training"])
        for name, dock in docks.items():
            dock.setFloating(False)
            dock.setVisible(self._shown_first[name])
        docks["hypotheses"].raise_()
        docks["timeline"].raise_()
        self._sized = False
        QTimer.singleShot(0, self._put_empty_tabs_away)
        if self.isVisible():
            self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self._put_empty_tabs_away)
        if not self._sized:
            # Once the window has laid itself out: before, docks have no room to share.
            QTimer.singleShot(0, self._share_room)

    def _put_empty_tabs_away(self) -> None:
        """Qt leaves a bar without tabs, of which only a line is seen, in the corner."""
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not bar.count():
                bar.move(-bar.width(), -bar.height())

    def _share_room(self) -> None:
        """Most of the room to the two views."""
        if self._sized:
            return
        self._sized = True
        library = _LIBRARY if self._shown_first["library"] else 0
        view = (self.width() - library - _COLUMN) // 2
        widths = {"library": library, "picture": view, "view": view, "hypotheses": _COLUMN}
        heights = {"picture": self.height() - _TIMELINE, "timeline": _TIMELINE}
        column = {
            "hypotheses": self.height(),
            "sampler": 1,
            "camera": 1,
        }  # the last two as low as they can be
        for sizes, orientation in ((widths, _HORIZONTAL), (heights, _VERTICAL), (column, _VERTICAL)):
            self.resizeDocks([self.docks[name] for name in sizes], list(sizes.values()), orientation)

    def kept(self) -> QByteArray:
        """The layout as it is, for ``restore``."""
        return self.saveState(_VERSION)

    def restore(self, kept: QByteArray) -> None:
        """Come back to a layout of ``kept``; another version's is ignored."""
        self._sized = self.restoreState(kept, _VERSION) or self._sized
