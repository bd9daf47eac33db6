"""One thing that a check found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

AGAIN = "install PoseStudio again, in a new environment; see docs/install.md"
"""What to do where a part of the installation does not work."""


class State(StrEnum):
    """``note``: something is missing that not everybody needs. ``problem``: something does not work."""

    ok = "ok"
    note = "note"
    problem = "problem"


@dataclass(frozen=True)
class Finding:
    """What was looked at (``subject``, two or three words), what it is, and what to do about it, if anything."""

    subject: str
    text: str
    state: State = State.ok
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]
"""A check gives its findings one by one, so that those before a crash are kept."""


def note(subject: str, text: str, remedy: str = "") -> Finding:
    """A finding that not everybody needs to mind."""
    return Finding(subject, text, State.note, remedy)


def problem(subject: str, text: str, remedy: str = "") -> Finding:
    """A finding that keeps something from working."""
    return Finding(subject, text, State.problem, remedy)
