"""The time of a frame as text, and the frame that a typed text means. No widgets."""

from __future__ import annotations

import re

import numpy as np

_CODE = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+):(\d+)")  # hours, minutes, seconds, frames
_CLOCK = re.compile(
    r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?|\.\d+)\s*s?"
)  # hours, minutes, seconds with a fraction
_NUMBER = re.compile(r"(?:#\s*(\d+)|(\d+)\s*f)")
_ROUNDING = 6e-4  # seconds: texts have thousandths


def frames_per_second(times: np.ndarray) -> float:
    """The rate of frames shown at ``times`` (F,) seconds, by the median of the times between; 0 for one."""
    apart = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return 1 / apart if apart > 0 else 0.0


def time_code(times: np.ndarray, frame: int) -> str:
    """'00:01:02:11': hours, minutes, seconds, and the number of the frame within its second, from 00."""
    second = int(times[frame] + _ROUNDING)
    within = frame - int(np.searchsorted(times, second - _ROUNDING))
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}:{within:02}"


def seconds_text(times: np.ndarray, frame: int) -> str:
    """'62.367 s'."""
    return f"{float(times[frame]):.3f} s"


def frame_of(text: str, times: np.ndarray) -> int | None:
    """The frame that a text means: '1:02:11' (the last of four numbers, or fewer, are frames), '62.4 s', '1:02.4', or
    '#12' and '12f' for a number from 1. One beyond the last frame is the last; None where it means nothing."""
    text = text.strip().lower()
    last = len(times) - 1
    if number := _NUMBER.fullmatch(text):
        return min(max(int(number[1] or number[2]) - 1, 0), last)
    if code := _CODE.fullmatch(text):
        first = int(np.searchsorted(times, _seconds(*code.groups()[:3]) - _ROUNDING))
        return min(first + int(code[4]), last)
    if clock := _CLOCK.fullmatch(text):
        return (
            min(int(np.searchsorted(times, _seconds(*clock.groups()) + _ROUNDING, side="right")), last + 1)
            - 1
        )
    return None


def _seconds(hours: str | None, minutes: str | None, seconds: str) -> float:
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds)
