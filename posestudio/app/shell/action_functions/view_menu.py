"""What the actions of the menu View do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from posestudio.app.shell.parts import Parts, Table
from posestudio.app.shell.workspace import WORKSPACES


def view_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    actions, planes, viewport, visibility = parts.actions, parts.planes, parts.viewport, parts.visibility

    window = parts.studio.parent

    def frame() -> None:
        planes.fit()
        viewport.frame()

    return {
        **{f"workspace_{name}": partial(parts.workspace.choose, name) for name in WORKSPACES},
        "frame": frame,
        "fit_person": lambda: planes.active.fit_person(),
        "front": viewport.view_front,
        "side": viewport.view_side,
        "top": viewport.view_top,
        "orthographic": viewport.toggle_orthographic,
        "one_view": partial(parts.set_views, 1),
        "two_views": partial(parts.set_views, 2),
        "three_views": partial(parts.set_views, 3),
        "four_views": partial(parts.set_views, 4),
        "heatmaps": lambda: planes.show_heat(actions["heatmaps"].isChecked()),
        "body_mannequin": partial(visibility.set, body="mannequin"),
        "body_capsules": partial(visibility.set, body="capsules"),
        "body_sticks": partial(visibility.set, body="sticks"),
        "trails": lambda: visibility.set(trails=actions["trails"].isChecked()),
        "onion": lambda: visibility.set(onion=actions["onion"].isChecked()),
        "full_screen": lambda: actions["full_screen"].setChecked(_toggle_full_screen(window)),
        "menu_bar": lambda: _go_to_menus(window),
        "reset_layout": parts.workspace.reset,
    }


def _toggle_full_screen(window: QWidget) -> bool:
    """Fill the screen, or restore the window as it was before, which may be maximised; returns which."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
    return window.isFullScreen()


def _go_to_menus(window: QWidget) -> None:
    bar = window.menuBar() if isinstance(window, QMainWindow) else None
    if bar is not None and bar.actions():
        bar.setFocus()
        bar.setActiveAction(bar.actions()[0])
