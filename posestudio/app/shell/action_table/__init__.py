"""The table of all actions, from which menus, palette, tooltips and the list of keys are made.

A module a menu. To add an action: one ActionSpec in the module of its menu here, and its function by the same id in
the module of the same name in `shell.action_functions`.
"""

from __future__ import annotations

from posestudio.app.common.translation import marked
from posestudio.app.shell.action_table.alternatives_menu import ALTERNATIVES
from posestudio.app.shell.action_table.bars import (
    BARS,
    BODY_STYLES,
    INSPECTOR,
    PICTURE_BAR,
    VIEW_BAR,
    VIEW_COUNTS,
)
from posestudio.app.shell.action_table.camera_menu import CAMERA
from posestudio.app.shell.action_table.edit_menu import EDIT
from posestudio.app.shell.action_table.file_menu import FILE
from posestudio.app.shell.action_table.gestures import GESTURES, MARKS
from posestudio.app.shell.action_table.help_menu import HELP
from posestudio.app.shell.action_table.motion_menu import MOTION
from posestudio.app.shell.action_table.person_menu import PERSON
from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu, specs_in
from posestudio.app.shell.action_table.time_menu import TIME
from posestudio.app.shell.action_table.view_menu import VIEW

__all__ = [
    "ACTIONS",
    "BARS",
    "BODY_STYLES",
    "GESTURES",
    "INSIDE",
    "INSPECTOR",
    "MARKS",
    "MENUS",
    "PICTURE_BAR",
    "SPECS",
    "VIEW_BAR",
    "VIEW_COUNTS",
    "ActionSpec",
    "Submenu",
    "specs_in",
]

MENUS: dict[str, tuple[Entry, ...]] = {
    marked("File"): FILE,
    marked("Edit"): EDIT,
    marked("View"): VIEW,
    marked("Person"): PERSON,
    marked("Camera"): CAMERA,
    marked("Time"): TIME,
    marked("Motion"): MOTION,
    marked("Alternatives"): ALTERNATIVES,
    marked("Help"): HELP,
}
"""The menus by their titles."""

ACTIONS: tuple[ActionSpec, ...] = tuple(spec for menu in MENUS.values() for spec in specs_in(menu))
SPECS: dict[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
INSIDE: dict[str, str] = {
    spec.id: entry.title
    for menu in MENUS.values()
    for entry in menu
    if isinstance(entry, Submenu)
    for spec in specs_in(entry.entries)
}
"""The titles of the menus within menus that have actions, by the ids of these."""
