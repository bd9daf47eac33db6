"""Edits of a motion as a whole: ranges of frames in which a person's sides are exchanged or the person is missing,
and the part that is kept. No Qt.

The keys of a motion are not here: a key is a frame in which a person's joints were moved by hand or pinned, so it is
in ``State.keypoint_edits`` and ``State.pins``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

Range = tuple[int, int]
"""The first and the last of consecutive frames; both belong to it."""
Ranges = tuple[Range, ...]
"""Ranges in ascending order that neither overlap nor touch."""

_NONE: Mapping[int, Ranges] = MappingProxyType({})


@dataclass(frozen=True)
class MotionEdits:
    """``missing`` and ``swapped`` are by person: frames whose keypoints are ignored, and frames whose left and right
    are exchanged. ``trim`` is the part that is played and exported, None for all. ``lifted``
    says that the frames of a clip are lifted as one motion, not each by itself."""

    missing: Mapping[int, Ranges] = field(default_factory=lambda: _NONE)
    swapped: Mapping[int, Ranges] = field(default_factory=lambda: _NONE)
    trim: Range | None = None
    lifted: bool = False

    def is_missing(self, frame: int, person: int) -> bool:
        """Whether the source's keypoints of a person are ignored in a frame."""
        return bool(self.missing) and contains(self.missing.get(person, ()), frame)

    def is_swapped(self, frame: int, person: int) -> bool:
        """Whether left and right of a person are exchanged in a frame."""
        return bool(self.swapped) and contains(self.swapped.get(person, ()), frame)

    def with_missing(self, person: int, ranges: Ranges) -> MotionEdits:
        """The edits with these ranges as those in which a person is missing."""
        return replace(self, missing=_with(self.missing, person, ranges))

    def with_swapped(self, person: int, ranges: Ranges) -> MotionEdits:
        """The edits with these ranges as those in which a person's sides are exchanged."""
        return replace(self, swapped=_with(self.swapped, person, ranges))

    def renumbered(self, moved: Callable[[int], int | None]) -> MotionEdits:
        """The edits with each person's ranges under the number that ``moved`` returns, without those of None."""

        def kept(ranges: Mapping[int, Ranges]) -> Mapping[int, Ranges]:
            found = {moved(person): of_person for person, of_person in ranges.items()}
            return MappingProxyType({person: found[person] for person in found if person is not None})

        return replace(self, missing=kept(self.missing), swapped=kept(self.swapped))


NO_MOTION_EDITS = MotionEdits()


def _with(ranges: Mapping[int, Ranges], person: int, of_person: Ranges) -> Mapping[int, Ranges]:
    rest = {other: value for other, value in ranges.items() if other != person}
    return MappingProxyType({**rest, person: of_person} if of_person else rest)


# -- ranges


def contains(ranges: Ranges, frame: int) -> bool:
    """Whether one of the ranges has that frame."""
    return any(first <= frame <= last for first, last in ranges)


def covers(ranges: Ranges, wanted: Range) -> bool:
    """Whether every frame of ``wanted`` is in the ranges."""
    return any(first <= wanted[0] and wanted[1] <= last for first, last in ranges)


def joined(ranges: Ranges, added: Range) -> Ranges:
    """The ranges with the frames of ``added``."""
    result: list[Range] = []
    for first, last in sorted((*ranges, added)):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def without(ranges: Ranges, removed: Range) -> Ranges:
    """The ranges without the frames of ``removed``."""
    result: list[Range] = []
    for first, last in ranges:
        pieces = ((first, min(last, removed[0] - 1)), (max(first, removed[1] + 1), last))
        result += [piece for piece in pieces if piece[0] <= piece[1]]
    return tuple(result)


def exchanged(ranges: Ranges, frames: Range) -> Ranges:
    """The frames that are either in ``ranges`` or in ``frames``, but not in both."""
    inside: Ranges = (frames,)
    for one in ranges:
        inside = without(inside, one)
    result = without(ranges, frames)
    for one in inside:
        result = joined(result, one)
    return result
