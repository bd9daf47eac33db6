"""The folders of the user's data that the window keeps by itself, each with a name of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def user_folder(name: str) -> Path:
    """The folder ``name`` among the program's data of this user; it need not exist."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location)) / name
