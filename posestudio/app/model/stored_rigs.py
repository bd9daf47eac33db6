"""The folder of rigs that were corrected by hand, and its contents."""

from __future__ import annotations

from pathlib import Path

from posestudio.app.common.user_folders import user_folder
from posestudio.mocap.rig_files import Rig, load_rigs


def rigs_folder() -> Path:
    """The folder of rigs corrected by hand; it need not exist."""
    return user_folder("rigs")


def stored_rigs() -> dict[tuple[str, ...], Rig]:
    """{joint names of a skeleton: its corrected rig}. Raises RigError where one cannot be read."""
    folder = rigs_folder()
    return load_rigs(folder) if folder.exists() else {}
