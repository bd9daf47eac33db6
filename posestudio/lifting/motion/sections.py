"""Solves motions of any length in sections that continue each other, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import LiftError
from posestudio.lifting.motion.clock import Clock
from posestudio.lifting.motion.ground import Floor
from posestudio.lifting.motion.problem import Problem
from posestudio.lifting.motion.sampling import MotionSettings, Networks
from posestudio.lifting.motion.section import Stretch, floor_under, on_floor, solve_stretch

SECTION = 240
"""Instants of a section."""

CONTEXT = 30
"""Instants before a section that are held as the section before has solved them."""

AHEAD = 30
"""Instants behind a section that are solved with it, for what they say of it, and then again with the next."""


@dataclass(frozen=True, eq=False)
class Carried:
    """What the next section of one person's motion continues: the solved ``context`` before it, in the order of the
    hypotheses' starting noise, the ``order`` (H,) that the first section has ranked these in, and the ``floor``."""

    context: Stretch
    order: NDArray[np.int64]
    floor: Floor | None


@dataclass(frozen=True, eq=False)
class MotionState:
    """Where a lift in sections has got to: the next ``section``, and what is ``carried`` of each track.

    It can be saved: :meth:`arrays` are what NPZ files hold, :meth:`from_arrays` reads them.
    """

    section: int
    carried: Mapping[int, Carried]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The state as arrays by name."""
        found: dict[str, NDArray[Any]] = {
            "section": np.array(self.section),
            "tracks": np.array(sorted(self.carried), np.int64),
        }
        for number, one in self.carried.items():
            found[f"first_{number}"] = np.array(one.context.first)
            found[f"joints_{number}"] = one.context.joints
            found[f"hips_{number}"] = one.context.hips
            found[f"stands_{number}"] = one.context.stands
            found[f"order_{number}"] = one.order
            if one.floor is not None:
                found[f"floor_{number}"] = np.array([*one.floor.normal, one.floor.height, one.floor.known])
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> MotionState:
        """The state of what :meth:`arrays` gave. Raises LiftError where something is missing."""
        try:
            carried = {
                int(number): Carried(
                    Stretch(
                        int(arrays[f"first_{number}"]),
                        np.asarray(arrays[f"joints_{number}"], np.float32),
                        np.asarray(arrays[f"hips_{number}"], np.float32),
                        np.asarray(arrays[f"stands_{number}"], np.float32),
                    ),
                    np.asarray(arrays[f"order_{number}"], np.int64),
                    _floor(arrays, f"floor_{number}"),
                )
                for number in np.asarray(arrays["tracks"]).tolist()
            }
            return cls(int(arrays["section"]), carried)
        except (KeyError, TypeError, ValueError) as problem:
            raise LiftError(f"state: not that of a lift in sections: {problem}") from problem


def _floor(arrays: Mapping[str, NDArray[Any]], name: str) -> Floor | None:
    """The floor that `MotionState.arrays` gave by a name, if there was one."""
    if name not in arrays:
        return None
    *normal, height, known = np.asarray(arrays[name], np.float64).tolist()
    return Floor(np.array(normal), height, bool(known))


@dataclass(frozen=True, eq=False)
class Solved:
    """A section of one person's motion, ``motions`` at its instants and some behind them; the ``context`` of the next
    one, the ``floor``, and sentences about what was assumed of it."""

    motions: Stretch
    context: Stretch
    floor: Floor | None
    remarks: tuple[str, ...]


def boundaries(clock: Clock) -> list[tuple[int, int]]:
    """The first instant of each section of a sequence and that behind its last; a short rest belongs to the last."""
    count = clock.span(0, len(clock.places) - 1)[1] + 1
    starts = list(range(0, count, SECTION))
    if len(starts) > 1 and count - starts[-1] <= 2 * AHEAD:
        starts.pop()
    return list(zip(starts, [*starts[1:], count], strict=True))


def solve_section(
    problem: Problem,
    first: int,
    last: int,
    networks: Networks,
    settings: MotionSettings,
    before: tuple[Stretch, Floor | None] | None,
) -> Solved:
    """The motions at the instants ``first`` to ``last`` - 1, as far as the person is there. ``before`` is the context
    and the floor of the section before; the first one finds the floor."""
    begin, end = problem.span
    held = [] if before is None else [before[0]]
    start = before[0].first if before is not None else max(first, begin)
    solved = solve_stretch(problem, start, min(last + AHEAD, end), networks, settings, held)
    remarks: tuple[str, ...] = ()
    if before is None:
        floor, remarks = floor_under(problem, solved)
    else:
        floor = before[1]
    solved = on_floor(problem, solved, floor, held)
    return Solved(solved, solved.part(last - CONTEXT, last), floor, remarks)


@dataclass(frozen=True, eq=False)
class Whole:
    """A motion of one person at the frames ``frames`` (F,), the floor, and sentences about what was assumed of it."""

    frames: NDArray[np.int64]
    motions: Stretch
    floor: Floor | None
    remarks: tuple[str, ...]


def solve_track(problem: Problem, networks: Networks, settings: MotionSettings) -> Iterator[Whole]:
    """Section by section, one person's motion."""
    before: tuple[Stretch, Floor | None] | None = None
    begin, end = problem.span
    for first, last in boundaries(problem.clock):
        if last <= begin or first >= end:
            continue
        solved = solve_section(problem, first, last, networks, settings, before)
        before = solved.context, solved.floor
        frames = problem.frames_at(first, last if last < end else end + 1)
        motions = solved.motions.at(problem.clock.places[frames], problem.lengths)
        yield Whole(frames, motions, solved.floor, solved.remarks)
