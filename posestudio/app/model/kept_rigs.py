"""Rigs that were corrected by hand: where they are kept, by the skeletons they are for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from posestudio.mocap.rig_files import Rig, load_rigs


def rigs_folder() -> Path:
    """Where rigs corrected by hand are kept."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "rigs"


def kept_rigs() -> dict[tuple[str, ...], Rig]:
    """All of them. Raises RigError where one cannot be read."""
    folder = rigs_folder()
    return load_rigs(folder) if folder.exists() else {}
