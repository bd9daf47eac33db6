"""The studio: Qt starts here, and only here."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posestudio.mocap.axes import FileAxes


def run(
    paths: Sequence[str | PathLike[str]] = (), axes: FileAxes | None = None, person: int | None = None
) -> int:
    """Open the studio on ``paths`` (its bundled example when there are none); the exit status.

    ``axes`` and ``person`` are told of the clips among them.
    """
    from posestudio.app.main import run as start

    return start(paths, axes, person)
