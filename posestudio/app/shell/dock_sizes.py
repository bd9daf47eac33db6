"""How the space of the workspace is shared: views take what the window gains, docks beside them keep theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
VIEWS = ("picture", "view", "training")
"""Panels in the middle, which grow and shrink with the window. The others keep their size."""

_SETTLES_MS = 150
_TWO_PICTURES = 0.64  # of the width of picture and 3D view, for two pictures side by side


@dataclass(frozen=True)
class Sizes:
    """Sizes of docks by their names, in a window of size ``within``."""

    docks: dict[str, QSize] = field(default_factory=dict)
    within: QSize = field(default_factory=QSize)


class DockSizes(QObject):
    """Remembers the sizes of the docks of ``window`` as the user, or a layout, has made them, and restores them when
    the window is resized. ``tall`` are the docks that grow with the height of their columns."""

    remembered = Signal()

    def __init__(self, window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self.tall: tuple[str, ...] = ()
        self.kept = Sizes()
        self._laid_out = QSize()  # of the window, at the last layout
        self._remembering = QTimer(self, singleShot=True, interval=0)
        self._remembering.timeout.connect(self._remember)
        # While the window is resized docks change that the user has not arranged: some can be no smaller.
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        for dock in docks.values():
            dock.installEventFilter(self)

    @property
    def at_rest(self) -> bool:
        """Whether no change of sizes is awaited."""
        return not (self._settling.isActive() or self._remembering.isActive())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the sizes when a dock is resized and the window is not: then the user has arranged them."""
        arranged = event.type() == QEvent.Type.Resize and self._window.size() == self._laid_out
        if arranged and not self._settling.isActive():
            self._remembering.start()
        return False

    def arranged(self) -> None:
        """Take the present sizes, once they are settled, as those to keep."""
        self._laid_out = self._window.size()
        self._remembering.start()

    def keep(self, sizes: Sizes) -> None:
        """Keep these sizes, of another layout, from now on; those of none until the next is arranged."""
        self._remembering.stop()
        self.kept = sizes
        self._laid_out = QSize()

    def window_resized(self) -> None:
        """Give the views what the window has gained since the sizes were remembered."""
        if self.kept.docks:
            self._remembering.stop()
            self._settling.start()
            self._keep_sides()
        self._laid_out = self._window.size()

    def share_views(self, two_pictures: bool) -> None:
        """Share the width of picture and 3D view beside each other: two to one for two pictures, else half each."""
        picture, view = self._docks["picture"], self._docks["view"]
        if picture.isVisible() and view.isVisible() and _are_beside([picture.geometry(), view.geometry()]):
            width = picture.width() + view.width()
            share = _TWO_PICTURES if two_pictures else 0.5
            widths = [round(width * share), round(width * (1 - share))]
            self._window.resizeDocks([picture, view], widths, HORIZONTAL)

    def views_area(self) -> QRect:
        """The rectangle that the views in the middle take; all of the window while none is seen."""
        area = QRect()
        for name, dock in self._seen().items():
            if name in VIEWS:
                area = area.united(dock.geometry())
        return area if not area.isEmpty() else self._window.rect()

    def _remember(self) -> None:
        if self._window.size() == self._laid_out:
            sizes = {name: self._size_with_tabs(dock) for name, dock in self._seen().items()}
            self.kept = Sizes(sizes, self._window.size())
            self.remembered.emit()

    def _seen(self) -> dict[str, QDockWidget]:
        """Docks that are seen in the window: not floating, and in front of those that share their area."""
        return {
            name: dock
            for name, dock in self._docks.items()
            if dock.isVisible() and not dock.isFloating() and not dock.visibleRegion().isEmpty()
        }

    def _size_with_tabs(self, dock: QDockWidget) -> QSize:
        """The size of a dock, with the tabs above it."""
        area = dock.geometry()
        for bar in tab_bars(self._window):
            above = abs(bar.geometry().bottom() + 1 - area.y()) <= 2 and bar.geometry().left() == area.x()
            if above and bar.isVisible() and bar.count():
                area.setTop(bar.y())
        return area.size()

    def _keep_sides(self) -> None:
        docks = {name: dock for name, dock in self._seen().items() if name in self.kept.docks}
        views = {name: dock for name, dock in docks.items() if name in VIEWS}
        if not views:
            return
        gained = self._window.size() - self.kept.within
        beside = len(views) > 1 and _are_beside([dock.geometry() for dock in views.values()])
        for orientation, gain, shared in (
            (HORIZONTAL, gained.width(), beside),
            (VERTICAL, gained.height(), len(views) > 1 and not beside),
        ):
            kept = {name: _along(self.kept.docks[name], orientation) for name in docks}
            whole = sum(kept[name] for name in views)
            for name in views:
                kept[name] += round(gain * kept[name] / max(whole, 1)) if shared else gain
            if orientation == VERTICAL:
                kept |= {name: kept[name] + gain for name in self.tall if name in kept}
            sizes = [max(size, 1) for size in kept.values()]
            self._window.resizeDocks(list(docks.values()), sizes, orientation)


def tab_bars(window: QMainWindow) -> list[QTabBar]:
    """The tab bars of the docks that share their places, those without tabs included."""
    return window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _along(size: QSize, orientation: Qt.Orientation) -> int:
    return size.width() if orientation == HORIZONTAL else size.height()


def _are_beside(areas: list[QRect]) -> bool:
    """Whether two of them stand side by side, and not one over the other."""
    first, second = areas[0], areas[1]
    return first.right() < second.left() or second.right() < first.left()
