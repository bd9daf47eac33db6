"""What the actions of the menu Help do."""

from __future__ import annotations

from posestudio.app.shell.command_palette import CommandPalette
from posestudio.app.shell.help import KeysDialog
from posestudio.app.shell.key_editor import KeyEditor
from posestudio.app.shell.parts import Parts, Table
from posestudio.app.shell.system_report import SystemReport
from posestudio.app.start.about import AboutDialog
from posestudio.app.start.documentation import DocumentationDialog


def help_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    actions, parent = parts.actions, parts.studio.parent
    palette = CommandPalette(actions, parent)
    return {
        "palette": lambda: palette.open_over(parent),
        "shortcuts": lambda: KeysDialog(actions, parent).show(),
        "edit_shortcuts": lambda: KeyEditor(actions, parent).show(),
        "tour": parts.start_tour,
        "documentation": lambda: DocumentationDialog(parent).show(),
        "system_report": lambda: SystemReport(parent).show(),
        "about": lambda: AboutDialog(parent).show(),
    }
