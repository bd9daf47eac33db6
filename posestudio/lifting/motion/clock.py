"""The instants at which a motion is solved, about 30 a second whatever the frames' rate, and what is between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from posestudio.errors import LiftError

RATE = 30.0
"""Instants a second that motions are solved at where frames come faster, slower or unevenly."""

SLOWEST, FASTEST = 20.0, 45.0
"""Frames a second between which every frame is an instant."""


LONGEST_PAUSE = 120.0
"""Instants between two frames that are further apart: what a person does meanwhile cannot be told."""

MOST_BETWEEN = 15
"""Most instants from one frame to the next at an even rate."""


@dataclass(frozen=True, eq=False)
class Clock:
    """``places`` (F,) of the frames of a sequence, counted in instants from frame 0; ``rate`` instants a second."""

    places: NDArray[np.float64]
    rate: float

    @property
    def even(self) -> bool:
        """Whether every frame is an instant, and every instant a frame."""
        return bool(np.array_equal(self.places, np.arange(len(self.places))))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The first and last instant that are needed for the frames ``first`` to ``last``."""
        return int(np.floor(self.places[first] + 1e-6)), int(np.ceil(self.places[last] - 1e-6))


def clock_of(frames: int, fps: float, times: ArrayLike | None = None) -> Clock:
    """The clock of a sequence of ``frames`` frames, ``fps`` a second or at ``times`` (F,) seconds.

    Raises LiftError that names ``times`` unless they are as many finite numbers that increase.
    """
    if times is not None:
        seconds = np.asarray(times, np.float64)
        if seconds.shape != (frames,) or not np.isfinite(seconds).all() or not (np.diff(seconds) > 0).all():
            raise LiftError(f"times: expected seconds that increase, one for each of {frames} frames")
        steps = np.diff(seconds)
        if len(steps) and np.ptp(steps) > 0.02 * steps.mean():
            places = np.zeros(frames, np.float64)
            places[1:] = np.cumsum(np.minimum(steps * RATE, LONGEST_PAUSE))
            return Clock(places, RATE)
        fps = 1 / float(steps.mean()) if len(steps) else fps
    if SLOWEST <= fps <= FASTEST:
        return Clock(np.arange(frames, dtype=np.float64), fps)
    # As many frames between instants, or instants between frames, as brings the rate nearest to RATE.
    step = 1.0 / round(fps / RATE) if fps > FASTEST else float(min(round(RATE / fps), MOST_BETWEEN))
    return Clock(np.arange(frames, dtype=np.float64) * step, fps * step)


def between(values: NDArray, places: NDArray[np.float64]) -> NDArray:
    """(F, ...) a cubic spline through ``values`` (T, ...) at instants 0, 1, ..., at ``places`` (F,)."""
    if len(values) == 1:
        return np.repeat(values, len(places), 0)
    return CubicSpline(np.arange(len(values)), values, axis=0)(places)
