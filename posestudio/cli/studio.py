"""The command that opens the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from posestudio.cli.options import Hand, Person, Unit, UpAxis, app, file_axes
from posestudio.errors import PoseStudioError


@app.command()
def studio(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE ...]", help="BVH, keypoints, pictures or weights.")
    ] = None,
    up: UpAxis = None,
    unit: Unit = None,
    handedness: Hand = None,
    person: Person = None,
) -> None:
    """Open the window; 'posestudio FILE ...' is the same."""
    axes = file_axes(up, unit, handedness)
    files = files or []
    for file in files:
        if not file.exists():
            raise _no_such(file)
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise PoseStudioError("no display to open a window on; 'posestudio demo --out demo' needs none")

    from posestudio.app import run

    names = [str(file) for file in files]
    given = person is not None or bool(axes.given())
    raise typer.Exit(run(names, axes, person) if given else run(names))


def _no_such(file: Path) -> Exception:
    if file.suffix or len(file.parts) > 1:
        return PoseStudioError(f"{file}: no such file")
    return typer.BadParameter(f"{file}: neither a command nor a file; 'posestudio --help' lists the commands")
