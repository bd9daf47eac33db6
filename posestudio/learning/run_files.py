"""Which files of a folder belong to a training run, and their removal. Imports no torch, because the desktop
app imports it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from posestudio.common.json_files import read_json
from posestudio.common.temporaries import remove_leftovers
from posestudio.errors import CheckpointError
from posestudio.learning.config import SETTINGS

LAST, PREVIOUS = "last.safetensors", "previous.safetensors"
"""Names of the checkpoints: the newest, and the one before it."""

FILES = (SETTINGS, "log.jsonl", LAST, PREVIOUS, "weights.safetensors", "best.safetensors", ".lock")
TENSORBOARD = "tensorboard"
"""Name of a run's folder for TensorBoard's files."""

_OF_FILE_MANAGERS = {".ds_store", "thumbs.db", "desktop.ini", ".directory"}
_BEFORE_2026_11_29 = re.compile(r"\.(config|last|weights|best)-[a-z0-9_]{8}\.(json|safetensors)")


def new_run_problem(folder: Path) -> str:
    """Why no run can begin in ``folder``, which must be new or empty; an empty text when one can."""
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return f"{folder}: is a file; expected a new or empty folder for the run"
    others = sorted(entry.name for entry in folder.iterdir() if not _is_of_a_run(entry))
    if not others:
        return ""
    return f"{folder}: is not a run and has other files in it, such as {others[0]}; expected a new or empty folder"


def remove_run(folder: Path) -> bool:
    """Delete the files of the run in ``folder``, and the folder unless other files are in it; returns whether that
    was deleted.

    Raises CheckpointError when ``folder`` is not a run's, OSError when something cannot be deleted.
    """
    if not folder.exists():
        return True
    if not (folder / SETTINGS).exists():
        if new_run_problem(folder):
            raise CheckpointError(f"{folder}: is not a run: nothing is deleted")
    else:
        content = read_json(folder / SETTINGS, CheckpointError)
        if not (isinstance(content, dict) and "steps" in content and "batch" in content):
            raise CheckpointError(f"{folder}: its {SETTINGS} is not a run's: nothing is deleted")
    sweep_run(folder)
    board = folder / TENSORBOARD
    made = [*(folder / name for name in FILES if name != SETTINGS), *board.glob("events.out.tfevents.*")]
    for path in [*made, folder / SETTINGS]:  # the settings last: by them the folder is known as a run's
        if path.is_file():
            path.unlink()
    for directory in (board, folder):
        with suppress(OSError):  # not empty: it has other files
            directory.rmdir()
    return not folder.exists()


def _is_of_a_run(entry: Path) -> bool:
    name = entry.name
    return (
        name in FILES[1:] + (TENSORBOARD,)
        or name.lower() in _OF_FILE_MANAGERS
        or name.startswith(".posestudio-")
        or _BEFORE_2026_11_29.fullmatch(name) is not None
    )


def sweep_run(folder: Path) -> None:
    """Remove temporary files that a killed training left, also those that older versions named differently."""
    remove_leftovers(folder, now=True)
    for entry in folder.iterdir():
        if _BEFORE_2026_11_29.fullmatch(entry.name):
            entry.unlink(missing_ok=True)
