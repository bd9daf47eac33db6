"""The studio: Qt starts here, and only here."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike


def run(paths: Sequence[str | PathLike[str]] = ()) -> int:
    """Open the studio on ``paths`` (its bundled example when there are none); the exit status."""
    from posestudio.app.main import run as start

    return start(paths)
