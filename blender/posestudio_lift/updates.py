"""Whether a property that is set applies a pose: what the user sets does, what the add-on sets itself does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_paused = [False]


@contextmanager
def paused() -> Iterator[None]:
    """A context in which properties are set without anything else."""
    before, _paused[0] = _paused[0], True
    try:
        yield
    finally:
        _paused[0] = before


def are_paused() -> bool:
    """Whether properties are being set by the add-on."""
    return _paused[0]
