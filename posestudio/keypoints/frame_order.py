"""The order of frames in time, from the numbers in their names; and which frames of a sequence are missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import gcd

MOST_MISSING = 1000
"""So many missing frames are filled in at most, or twenty for each frame that is there, if that is more."""


def frame_numbers(names: Sequence[str]) -> list[tuple[int, int]] | None:
    """(group, number) of each frame; names that differ in one number only are one group, numbered by appearance.

    None where any name has no number or two frames have the same one.
    """
    split = [re.split(r"(\d+)", name) for name in names]
    varying: dict[tuple[str, ...], set[int]] = {}
    first: dict[tuple[str, ...], list[str]] = {}
    for parts in split:
        pattern = tuple(parts[::2])
        begun = first.setdefault(pattern, parts)
        changed = {index for index in range(1, len(parts), 2) if parts[index] != begun[index]}
        varying.setdefault(pattern, set()).update(changed)
    groups: dict[tuple[str, ...], int] = {}
    numbers = []
    for parts in split:
        if len(parts) < 2:
            return None
        column = max(varying[tuple(parts[::2])], default=len(parts) - 2)
        if len(parts[column]) > 18:
            return None
        rest = (*parts[:column], "", *parts[column + 1 :])
        numbers.append((groups.setdefault(rest, len(groups)), int(parts[column])))
    return numbers if len(set(numbers)) == len(numbers) else None


def time_order(names: Sequence[str]) -> list[int]:
    """Indices of the frames in order: by their numbers (2 before 10) where all have one, else the given order."""
    numbers = frame_numbers(names)
    if numbers is None:
        return list(range(len(names)))
    return sorted(range(len(names)), key=lambda index: numbers[index])


def fill_missing(names: Sequence[str]) -> list[tuple[int | None, str]] | None:
    """(index, name) of the frames of a sequence, in order, with (None, name) for every one that is missing.

    None where the names are not those of one sequence: numbers that mostly don't follow each other, as of
    unrelated pictures, or too many missing. Frames are counted in the largest step that all the numbers fit.
    """
    numbers = frame_numbers(names)
    if numbers is None or len({group for group, _ in numbers}) != 1:
        return None
    steps = [after - before for (_, before), (_, after) in pairwise(numbers)]
    if not steps or min(steps) < 1:
        return None
    stride = gcd(*steps)
    present, span = len(names), sum(steps) // stride + 1
    regular = 2 * steps.count(stride) > len(steps) or 2 * present >= span
    if not regular or span - present > max(MOST_MISSING, 20 * present):
        return None
    result: list[tuple[int | None, str]] = [(0, names[0])]
    for index, step in enumerate(steps):
        before, number = names[index], numbers[index][1]
        result += [(None, _renumbered(before, number, number + left)) for left in range(stride, step, stride)]
        result.append((index + 1, names[index + 1]))
    return result


def _renumbered(name: str, old: int, new: int) -> str:
    """The name with its last number of that value replaced, as many digits wide."""
    found = [match for match in re.finditer(r"\d+", name) if int(match[0]) == old]
    at = found[-1]
    return f"{name[: at.start()]}{new:0{len(at[0])}d}{name[at.end() :]}"


def may_be_sequence(names: Sequence[str]) -> bool:
    """Whether frames of these names, in order, may follow each other in time."""
    numbers = frame_numbers(names)
    return numbers is None or len({group for group, _ in numbers}) != 1 or fill_missing(names) is not None
