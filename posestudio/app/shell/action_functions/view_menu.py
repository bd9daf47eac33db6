"""What the actions of the menu View do."""

from __future__ import annotations

from functools import partial

from posestudio.app.shell.parts import Parts, Table
from posestudio.app.shell.workspace import WORKSPACES


def view_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    actions, planes, viewport, visibility = parts.actions, parts.planes, parts.viewport, parts.visibility

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
        "reset_layout": parts.workspace.reset,
    }
