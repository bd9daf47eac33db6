"""What the table of actions is made of: an action, and a menu within a menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``shortcuts`` are portable key sequences; ``icon`` is a name in `app.common.icons`; ``needs`` is
    the condition of `shell.availability` under which it can be used, '' for always; ``word`` is its name where there
    is little space, as on buttons."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    icon: str = ""
    needs: str = ""
    word: str = ""


@dataclass(frozen=True)
class Submenu:
    """A menu within a menu, with its title."""

    title: str
    entries: tuple[Entry, ...]


Entry = ActionSpec | Submenu | None
"""An entry of a menu; None is a line between groups."""


def specs_in(entries: Sequence[Entry]) -> Iterator[ActionSpec]:
    """The actions of a menu and of the menus in it, in order."""
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from specs_in(entry.entries)
        elif entry is not None:
            yield entry
