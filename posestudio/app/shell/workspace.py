"""The panels as docks that can be moved, floated, tabbed and hidden, and whose layout is stored and restored."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_HORIZONTAL, _VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_LIBRARY, _COLUMN, _TIMELINE = 200, 290, 150  # pixels at first
_PEOPLE = 230  # pixels of height for the people, above the library
_LIST = 280  # pixels of height for the hypotheses, before the panels below them get any
_VIEWS = ("picture", "view", "training")
"""Panels in the middle, which grow and shrink with the window. The others keep their size."""
_TALL = ("library", "hypotheses")  # grow with the height of their columns
_SETTLES_MS = 150
_TWO_PICTURES = 0.64  # of the width of picture and 3D view, for two pictures side by side
_VERSION = 4  # of the layout: a stored one of another version would hide new panels


@dataclass(frozen=True)
class Panel:
    """A dock: its name in stored layouts, its title, its widget, the workspaces that have it, and whether it is shown
    in them at first."""

    name: str
    title: str
    content: QWidget
    workspaces: tuple[str, ...] = ("pose", "motion", "inspect")
    shown: bool = True


class Workspace(QMainWindow):
    """A window of docks alone, which are known by their panels' names.

    At first: people and library at the left; picture and 3D view beside each other with the timeline below;
    the rest in a column at the right, some of it behind tabs.
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
            dock.installEventFilter(self)
            self.docks[panel.name] = dock
        self._kept: dict[str, QSize] = {}  # sizes of docks as the user, or a layout, has made them
        self._kept_for = self._laid_out = QSize()  # of this widget when that was, and at the last layout
        self._remembering = QTimer(self, singleShot=True, interval=0)
        self._remembering.timeout.connect(self._remember)
        # While the window is resized docks change that the user has not arranged: some can be no smaller.
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self.reset()

    def actions_to_show(self) -> list[QAction]:
        """One checkable action for each panel, which shows or hides it."""
        return [dock.toggleViewAction() for dock in self.docks.values()]

    def bring(self, name: str) -> None:
        """Show a panel, in front of those that share its place behind tabs."""
        self.docks[name].show()
        self.docks[name].raise_()

    def reset(self) -> None:
        """Restore the first layout."""
        docks = self.docks
        for dock in docks.values():
            self.removeDockWidget(dock)
        self.addDockWidget(_LEFT, docks["people"])
        self.addDockWidget(_LEFT, docks["picture"])
        self.splitDockWidget(docks["people"], docks["picture"], _HORIZONTAL)
        self.splitDockWidget(docks["picture"], docks["view"], _HORIZONTAL)
        self.splitDockWidget(docks["people"], docks["library"], _VERTICAL)
        self.addDockWidget(_BOTTOM, docks["timeline"])
        self.addDockWidget(_RIGHT, docks["hypotheses"])
        for above, below in (("hypotheses", "sampler"), ("sampler", "camera")):
            self.splitDockWidget(docks[above], docks[below], _VERTICAL)
        for behind in ("inspector", "history", "messages"):
            self.tabifyDockWidget(docks["hypotheses"], docks[behind])
        self.tabifyDockWidget(docks["timeline"], docks["denoising"])
        self.tabifyDockWidget(docks["timeline"], docks["spread"])
        self.tabifyDockWidget(docks["timeline"], docks["limits"])
        self.tabifyDockWidget(docks["picture"], docks["training"])
        for name, dock in docks.items():
            dock.setFloating(False)
            dock.setVisible(self._shown_first[name])
        docks["inspector"].raise_()
        docks["timeline"].raise_()
        self._sized = False
        QTimer.singleShot(0, self._put_empty_tabs_away)
        if self.isVisible():
            self._share_space()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self._put_empty_tabs_away)
        if not self._sized:
            # Only after the window has been laid out: before, docks have no space to share.
            QTimer.singleShot(0, self._share_space)

    # -- sizes while the window is resized

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the sizes when a dock is resized and the window is not: then the user has arranged them."""
        arranged = event.type() == QEvent.Type.Resize and self.size() == self._laid_out
        if arranged and not self._settling.isActive():
            self._remembering.start()
        return False

    def _remember(self) -> None:
        if self.size() == self._laid_out:
            self._kept = {name: self._size_with_tabs(dock) for name, dock in self._docked().items()}
            self._kept_for = self.size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sized and self._kept:
            self._remembering.stop()
            self._settling.start()
            self._keep_sides()
        self._laid_out = self.size()

    def _docked(self) -> dict[str, QDockWidget]:
        """Docks that are seen in this widget: not floating, and in front of those that share their area."""
        return {
            name: dock
            for name, dock in self.docks.items()
            if dock.isVisible() and not dock.isFloating() and not dock.visibleRegion().isEmpty()
        }

    def views_area(self) -> QRect:
        """The rectangle of this widget that the views in the middle take; all of it while none is seen."""
        area = QRect()
        for name, dock in self._docked().items():
            if name in _VIEWS:
                area = area.united(dock.geometry())
        return area if not area.isEmpty() else self.rect()

    def _size_with_tabs(self, dock: QDockWidget) -> QSize:
        """The size of a dock, with the tabs above it."""
        area = dock.geometry()
        for bar in self._tab_bars():
            if abs(bar.geometry().bottom() + 1 - area.y()) <= 2 and bar.geometry().left() == area.x():
                area.setTop(bar.y())
        return area.size()

    def _tab_bars(self) -> list[QTabBar]:
        bars = self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [bar for bar in bars if bar.isVisible() and bar.count()]

    def _keep_sides(self) -> None:
        docks = {name: dock for name, dock in self._docked().items() if name in self._kept}
        views = {name: dock for name, dock in docks.items() if name in _VIEWS}
        if not views:
            return
        gained = self.size() - self._kept_for
        beside = len(views) > 1 and _are_beside([dock.geometry() for dock in views.values()])
        for orientation, gain, shared in (
            (_HORIZONTAL, gained.width(), beside),
            (_VERTICAL, gained.height(), len(views) > 1 and not beside),
        ):
            kept = {name: _along(self._kept[name], orientation) for name in docks}
            whole = sum(kept[name] for name in views)
            for name in views:
                kept[name] += round(gain * kept[name] / max(whole, 1)) if shared else gain
            if orientation == _VERTICAL:
                kept |= {name: kept[name] + gain for name in _TALL if name in kept}
            self.resizeDocks(list(docks.values()), [max(size, 1) for size in kept.values()], orientation)

    def _put_empty_tabs_away(self) -> None:
        """Move tab bars without tabs out of sight: Qt leaves them as a line in the corner."""
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not bar.count():
                bar.move(-bar.width(), -bar.height())

    def _share_space(self) -> None:
        """Give most of the space to the two views."""
        if self._sized:
            return
        self._sized = True
        library = _LIBRARY
        view = (self.width() - library - _COLUMN) // 2
        widths = {"library": library, "picture": view, "view": view, "hypotheses": _COLUMN}
        heights = {"picture": self.height() - _TIMELINE, "timeline": _TIMELINE}
        below = {name: self.docks[name].sizeHint().height() for name in ("sampler", "camera")}
        column = {"hypotheses": max(self.height() - sum(below.values()), _LIST), **below}
        aside = {"people": _PEOPLE, "library": max(self.height() - _PEOPLE, 1)}
        vertical = (heights, column, aside)
        for sizes, orientation in ((widths, _HORIZONTAL), *((one, _VERTICAL) for one in vertical)):
            self.resizeDocks([self.docks[name] for name in sizes], list(sizes.values()), orientation)
        self._laid_out = self.size()
        self._remembering.start()

    def share_views(self, two_pictures: bool) -> None:
        """Share the width of picture and 3D view beside each other: two to one for two pictures, else half each."""
        picture, view = self.docks["picture"], self.docks["view"]
        if picture.isVisible() and view.isVisible() and _are_beside([picture.geometry(), view.geometry()]):
            width = picture.width() + view.width()
            share = _TWO_PICTURES if two_pictures else 0.5
            widths = [round(width * share), round(width * (1 - share))]
            self.resizeDocks([picture, view], widths, _HORIZONTAL)

    def saved_layout(self) -> QByteArray:
        """The present layout, for ``restore``."""
        return self.saveState(_VERSION)

    def restore(self, layout: QByteArray) -> None:
        """Restore a layout that ``saved_layout`` returned; one of another version is ignored."""
        self._sized = self.restoreState(layout, _VERSION) or self._sized


def _along(size: QSize, orientation: Qt.Orientation) -> int:
    return size.width() if orientation == _HORIZONTAL else size.height()


def _are_beside(areas: list[QRect]) -> bool:
    """Whether two of them stand side by side, and not one over the other."""
    first, second = areas[0], areas[1]
    return first.right() < second.left() or second.right() < first.left()
