"""What the actions of the menu Help do."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMessageBox

from posestudio.app.common.translation import tr
from posestudio.app.shell.command_palette import CommandPalette
from posestudio.app.shell.help import KeysDialog
from posestudio.app.shell.key_editor import KeyEditor
from posestudio.app.shell.parts import Parts, Table
from posestudio.app.work.services import Studio
from posestudio.common.version import __version__


def help_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    actions, parent = parts.actions, parts.studio.parent
    palette = CommandPalette(actions, parent)
    return {
        "palette": lambda: palette.open_over(parent),
        "shortcuts": lambda: KeysDialog(actions, parent).show(),
        "edit_shortcuts": lambda: KeyEditor(actions, parent).show(),
        "tour": parts.start_tour,
        "about": partial(_about, parts.studio),
    }


def _about(studio: Studio) -> None:
    QMessageBox.about(
        studio.parent,
        tr("About PoseStudio"),
        f"<h3>PoseStudio {__version__}</h3><p>Drag a person's keypoints, and see, at once and as motion, "
        "every 3D pose that explains them.</p><p>MIT licence.</p>",
    )
