"""What the actions of the menu File do."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QInputDialog

from posestudio.app.common.translation import tr
from posestudio.app.exporting.contents import KINDS
from posestudio.app.files.opening import EXAMPLE_MOTION
from posestudio.app.model.animation import MOST_SECONDS
from posestudio.app.shell.parts import Parts, Table


def file_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    opening, exporting = parts.opening, parts.exporting
    exports: Table = {f"export_{kind}": partial(exporting.ask, kind) for kind in KINDS}
    return exports | {
        "standing_pose": opening.open_standing_pose,
        "new_motion": partial(_new_motion, parts),
        "open": opening.ask,
        "add_folder": parts.add_folder,
        "open_example": opening.open_example,
        "open_example_motion": partial(opening.open_example, EXAMPLE_MOTION),
        "open_last": parts.recovery_prompt.open_last,
        "save_project": parts.saving.save,
        "save_project_as": parts.saving.ask_project,
        "export": exporting.ask,
        "copy_picture": exporting.copy_picture,
        "screenshot": partial(exporting.ask, "picture", "window"),
        "place_behind": opening.ask_behind,
        "remove_picture": lambda: parts.document.set_picture(None),
        "correct_clip": parts.reloading.correct_clip,
        "close_document": opening.close,
        "quit": parts.close,
    }


def _new_motion(parts: Parts) -> None:
    seconds, given = QInputDialog.getDouble(
        parts.studio.parent, tr("New motion"), tr("Seconds"), 4.0, 0.1, MOST_SECONDS, 1
    )
    if given:
        parts.opening.open_new_motion(seconds)
