"""The times of a sequence's frames: whether the rate is constant, and which it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from posestudio.keypoints.observation import Keypoints

UNEVEN = 0.1
"""A frame so many frames off a constant rate makes the rate a variable one."""

_CLOCK = 0.002  # seconds between two times whose clocks count milliseconds may be off by so much


def times_of(frames: Sequence[Keypoints]) -> NDArray[np.float64] | None:
    """(F,) seconds of each frame; None where one is not known, or they do not increase, as of several videos."""
    return increasing(frame.time for frame in frames)


def increasing(times: Iterable[float | None]) -> NDArray[np.float64] | None:
    """The times (F,) as an array; None where one is not known, or they do not increase."""
    known = list(times)
    if not known or any(time is None for time in known):
        return None
    array = np.array(known, np.float64)
    return array if (np.diff(array) > 0).all() else None


def mean_rate(times: NDArray[np.float64] | None) -> float | None:
    """The mean frames per second of ``times`` (F,); None for fewer than two, and for None."""
    if times is None or len(times) < 2:
        return None
    return float((len(times) - 1) / (times[-1] - times[0]))


def rate_varies(times: NDArray[np.float64] | None) -> bool:
    """Whether frames at ``times`` (F,) are off a constant rate, by more than UNEVEN of a frame."""
    rate = mean_rate(times)
    if times is None or rate is None:
        return False
    return bool(np.abs((times - times[0]) * rate - np.arange(len(times))).max() > UNEVEN)


def best_rate(times: NDArray[np.float64] | None, stated: float | None) -> float | None:
    """The frames per second: the ``stated`` ones where the ``times`` agree or are not known, else those of the
    times."""
    measured = mean_rate(times)
    if measured is None or times is None:
        return stated
    span = float(times[-1] - times[0])
    agree = stated is not None and abs(span - (len(times) - 1) / stated) < max(UNEVEN / stated, _CLOCK)
    return stated if agree and not rate_varies(times) else measured
