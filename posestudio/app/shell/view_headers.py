"""The buttons in the title bars of the picture and of the 3D view."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import BODY_STYLES, PICTURE_BAR, VIEW_BAR, VIEW_COUNTS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.tool_buttons import ButtonRow


def picture_header(actions: Actions) -> ButtonRow:
    """Detecting people, heatmaps, and what is seen of the picture."""
    return ButtonRow(_entries(actions, PICTURE_BAR))


def view_header(actions: Actions) -> ButtonRow:
    """From where the bodies are seen, how they are drawn, and in how many views."""
    menus = [
        _menu(tr("Body"), [actions[name] for name in BODY_STYLES]),
        _menu(tr("Number of 3D views"), [actions[name] for name in VIEW_COUNTS]),
    ]
    row = ButtonRow([*_entries(actions, VIEW_BAR), *menus])
    for menu in menus:
        menu.setParent(row, menu.windowFlags())
    return row


def _menu(title: str, choices: list[QAction]) -> QMenu:
    """A menu of choices, with the icon of the one that is ticked."""
    menu = QMenu(title)
    menu.addActions(choices)

    def show_choice() -> None:
        chosen = next((choice for choice in choices if choice.isChecked()), choices[0])
        menu.menuAction().setIcon(chosen.icon())
        menu.menuAction().setToolTip(title)

    for choice in choices:
        choice.changed.connect(show_choice)  # ticked, or drawn in the colours of another theme
    return menu


def _entries(actions: Actions, names: tuple[str, ...]) -> list[QAction | None]:
    return [actions[name] if name else None for name in names]
