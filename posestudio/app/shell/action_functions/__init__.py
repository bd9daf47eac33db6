"""What each action does: tables from the ids of actions to functions, a module a menu."""

from __future__ import annotations

from posestudio.app.shell.action_functions.alternatives_menu import alternatives_commands
from posestudio.app.shell.action_functions.camera_menu import camera_commands
from posestudio.app.shell.action_functions.edit_menu import edit_commands
from posestudio.app.shell.action_functions.file_menu import file_commands
from posestudio.app.shell.action_functions.help_menu import help_commands
from posestudio.app.shell.action_functions.motion_menu import motion_commands
from posestudio.app.shell.action_functions.person_menu import person_commands
from posestudio.app.shell.action_functions.time_menu import time_commands
from posestudio.app.shell.action_functions.view_menu import view_commands
from posestudio.app.shell.parts import Parts

_MENUS = (
    file_commands,
    edit_commands,
    view_commands,
    person_commands,
    camera_commands,
    time_commands,
    motion_commands,
    alternatives_commands,
    help_commands,
)


def connect(parts: Parts) -> None:
    """Let each action call its function."""
    for commands in _MENUS:
        for name, function in commands(parts).items():
            parts.actions[name].triggered.connect(lambda _=False, function=function: function())
