"""The desktop studio; the only package that imports Qt."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posestudio.mocap.given_axes import FileAxes


def run(
    paths: Sequence[str | PathLike[str]] = (), axes: FileAxes | None = None, person: int | None = None
) -> int:
    """Open the studio on ``paths``, or on its start page, until it is closed; returns the exit status.

    Clips among ``paths`` are read with ``axes``, and of several people in one, ``person`` (from 0).
    """
    from posestudio.app.main import run as start

    return start(paths, axes, person)
