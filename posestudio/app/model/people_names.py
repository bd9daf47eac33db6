"""The names that people are given by hand, beside their numbers. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from posestudio.app.common.translation import tr
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.state import State

LONGEST = 60
"""Characters of a name."""


def number_title(person: int) -> str:
    """'Person 1' for the first."""
    return tr("Person {number}", number=person + 1)


def name_of(state: State, person: int) -> str:
    """The name that a person was given, else 'Person 1'."""
    return state.names.get(person) or number_title(person)


def renamed(state: State, person: int, name: str) -> Change | None:
    """The person with another name, or without one for an empty text; None where nothing changes."""
    name = " ".join(name.split())[:LONGEST]
    if name == number_title(person):
        name = ""
    if name == state.names.get(person, ""):
        return None
    rest = {one: given for one, given in state.names.items() if one != person}
    names = MappingProxyType({**rest, person: name} if name else rest)
    return Change(tr("Rename person {number}", number=person + 1), replace(state, names=names))


def renumbered(names: Mapping[int, str], moved: Callable[[int], int | None]) -> Mapping[int, str]:
    """The names of people who have the numbers that ``moved`` returns; None for those who are gone."""
    kept = {moved(person): name for person, name in names.items()}
    return MappingProxyType({person: name for person, name in kept.items() if person is not None})
