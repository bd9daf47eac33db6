"""The menu of a dock, of a right click on its title or tab: to the other side, floating, closed; and the panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from posestudio.app.common.translation import tr
from posestudio.app.shell.dock_sizes import HORIZONTAL

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def dock_menu(dock: QDockWidget, move: Callable[[], None] | None, panels: Sequence[QAction]) -> QMenu:
    """What can be done with ``dock``; ``move`` takes it to the other side, None for one that has no side. ``panels``
    show and hide the docks of the workspace."""
    menu = QMenu(dock.parentWidget())
    if move is not None:
        menu.addAction(tr("Move to the other side"), move)
    floats = dock.isFloating()
    menu.addAction(tr("Dock") if floats else tr("Float"), lambda: dock.setFloating(not floats))
    menu.addAction(tr("Close"), dock.close)
    menu.addSeparator()
    menu.addActions(panels)
    return menu


def move_across(
    window: QMainWindow, dock: QDockWidget, views: Sequence[QDockWidget], columns: Sequence[QDockWidget]
) -> None:
    """Take ``dock`` to the other side of the ``views``, which lie beside each other in the left area: as a tab of the
    lowest of the ``columns``, the docks at the sides, that is there, or into a column of its own."""
    area = _RIGHT if window.dockWidgetArea(dock) == _LEFT else _LEFT
    dock.setFloating(False)
    there = [
        one
        for one in columns
        if one is not dock and window.dockWidgetArea(one) == area and not (one.isHidden() or one.isFloating())
    ]
    if there:
        lowest = max(there, key=lambda one: (one.y(), not one.visibleRegion().isEmpty()))
        window.tabifyDockWidget(lowest, dock)
    elif area == _RIGHT or not views:
        window.addDockWidget(area, dock)
    else:
        # Qt puts the second of two docks behind the first: the view goes behind the dock.
        window.splitDockWidget(views[0], dock, HORIZONTAL)
        window.splitDockWidget(dock, views[0], HORIZONTAL)
    dock.show()
    dock.raise_()
