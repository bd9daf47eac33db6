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
from posestudio.lifting.motion.sampling import MotionSettings, Networks
from posestudio.lifting.motion.section import Problem, Stretch, solve_stretch

SECTION = 240
"""Instants of a section."""

CONTEXT = 30
"""Instants before a section that are held as the section before has solved them."""

AHEAD = 30
"""Instants behind a section that are solved with it, for what they say of it, and then again with the next."""


@dataclass(frozen=True, eq=False)
class Carried:
    """What the next section of one person's motion continues: the solved ``context`` before it, in the order of the
    hypotheses' starting noise, and the ``order`` (H,) that the first section has ranked these in."""

    context: Stretch
    order: NDArray[np.int64]


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
            if one.context.floor is not None:
                found[f"floor_{number}"] = one.context.floor.array()
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
                        Floor.from_array(arrays[f"floor_{number}"]) if f"floor_{number}" in arrays else None,
                    ),
                    np.asarray(arrays[f"order_{number}"], np.int64),
                )
                for number in np.asarray(arrays["tracks"]).tolist()
            }
            return cls(int(arrays["section"]), carried)
        except (KeyError, TypeError, ValueError) as problem:
            raise LiftError(f"state: not that of a lift in sections: {problem}") from problem


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
    context: Stretch | None,
) -> tuple[Stretch, Stretch]:
    """(the motions at the instants ``first`` to ``last`` - 1, as far as the person is there, and some behind these;
    the context of the next section). ``context`` is that of the section before."""
    begin, end = problem.span
    start = max(first, begin) if context is None else context.first
    solved = solve_stretch(
        problem,
        start,
        min(last + AHEAD, end),
        networks,
        settings,
        [] if context is None else [context],
    )
    return solved, solved.part(last - CONTEXT, last)


def solve_track(
    problem: Problem, networks: Networks, settings: MotionSettings
) -> Iterator[tuple[NDArray[np.int64], Stretch]]:
    """The numbers of the frames of each section of one person's motion, and the motions at them."""
    context = None
    begin, end = problem.span
    for first, last in boundaries(problem.clock):
        if last <= begin or first >= end:
            continue
        solved, context = solve_section(problem, first, last, networks, settings, context)
        frames = problem.frames_at(first, last if last < end else end + 1)
        yield frames, solved.at(problem.clock.places[frames], problem.lengths)
