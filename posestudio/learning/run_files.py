"""What belongs to a run in its folder, and what is somebody else's. No torch: windows ask, too."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from posestudio.common.files import remove_leftovers
from posestudio.common.json_files import read_json
from posestudio.errors import CheckpointError
from posestudio.learning.config import SETTINGS

LAST, PREVIOUS = "last.safetensors", "previous.safetensors"
"""Checkpoints: the newest, and the one before it."""

FILES = (SETTINGS, "log.jsonl", LAST, PREVIOUS, "weights.safetensors", "best.safetensors", ".lock")
BOARD = "tensorboard"
"""Its folder for TensorBoard's files."""

_OF_FOLDERS = {".ds_store", "thumbs.db", "desktop.ini", ".directory"}  # what file managers leave
_BEFORE_2026_11_29 = re.compile(r"\.(config|last|weights|best)-[a-z0-9_]{8}\.(json|safetensors)")


def why_no_run_begins(folder: Path) -> str:
    """Why no run can begin in ``folder``, or nothing: it must be new or empty, for all that is in it is the run's."""
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return f"{folder}: is a file; expected a new or empty folder for the run"
    others = sorted(entry.name for entry in folder.iterdir() if not _is_of_a_run(entry))
    if not others:
        return ""
    return (
        f"{folder}: is no run and has other files in it, such as {others[0]}; expected a new or empty folder"
    )


def remove_run(folder: Path) -> bool:
    """Delete what a run has made in ``folder``, and the folder when nothing else is in it; whether all is gone.

    Raises CheckpointError where no run is, OSError where something cannot be deleted.
    """
    if not folder.exists():
        return True
    if not (folder / SETTINGS).exists():
        if why_no_run_begins(folder):
            raise CheckpointError(f"{folder}: is no run: nothing is deleted")
    else:
        content = read_json(folder / SETTINGS, CheckpointError)
        if not (isinstance(content, dict) and "steps" in content and "batch" in content):
            raise CheckpointError(f"{folder}: its {SETTINGS} is not a run's: nothing is deleted")
    sweep_run(folder)
    board = folder / BOARD
    made = [*(folder / name for name in FILES if name != SETTINGS), *board.glob("events.out.tfevents.*")]
    for path in [*made, folder / SETTINGS]:  # which says that it is a run: last
        if path.is_file():
            path.unlink()
    for place in (board, folder):
        with suppress(OSError):  # somebody else's files are in it
            place.rmdir()
    return not folder.exists()


def _is_of_a_run(entry: Path) -> bool:
    name = entry.name
    return (
        name in FILES[1:] + (BOARD,)
        or name.lower() in _OF_FOLDERS
        or name.startswith(".posestudio-")
        or _BEFORE_2026_11_29.fullmatch(name) is not None
    )


def sweep_run(folder: Path) -> None:
    """Remove temporary files that a killed training left; those of older versions had no process in their names."""
    remove_leftovers(folder, now=True)
    for entry in folder.iterdir():
        if _BEFORE_2026_11_29.fullmatch(entry.name):
            entry.unlink(missing_ok=True)
