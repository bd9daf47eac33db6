"""The folder of rigs that were corrected by hand, and its contents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from posestudio.mocap.rig_files import Rig, load_rigs


def rigs_folder() -> Path:
    """The folder of rigs corrected by hand; it need not exist."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "rigs"


def stored_rigs() -> dict[tuple[str, ...], Rig]:
    """{joint names of a skeleton: its corrected rig}. Raises RigError where one cannot be read."""
    folder = rigs_folder()
    return load_rigs(folder) if folder.exists() else {}
