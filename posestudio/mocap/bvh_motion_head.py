"""The lines of a BVH file between hierarchy and numbers: MOTION, the count of frames and the frame time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from posestudio.mocap.bvh_cleaning import next_word
from posestudio.mocap.bvh_text import BvhText, parse_number

DEFAULT_FRAME_TIME = 1 / 30

_LONGEST_FRAME = 1e6  # seconds
_FRAME_RATES = (10.0, 1000.0)  # a Frame Time between these is a rate: no one records 30 s per frame
_USUAL_RATES = (12, 15, 24, 30, 48, 60, 72, 75, 90, 120, 144, 150, 240)  # whose milliseconds have a fraction

_FRAMES = re.compile(r"\s*Frames[^\S\n]*:?[^\S\n]*", re.IGNORECASE)
_FRAME_TIME = re.compile(r"\s*Frame[^\S\n]*Time[^\S\n]*:?[^\S\n]*", re.IGNORECASE)
_VALUE = re.compile(r"\S+|\n\s*[-+.\d]\S*(?=[^\S\n]*(\n|$))")  # on this line, or alone on the next


@dataclass(frozen=True)
class MotionHead:
    """The declared number of frames, or None, and where it stands; seconds per frame; where the numbers begin."""

    frames: int | None
    frames_at: int
    frame_time: float
    end: int


def read_motion_head(text: BvhText, at: int) -> MotionHead:
    """What stands between the end of the hierarchy and the numbers. Raises BvhError where there is nothing."""
    first = next_word(text, at)
    if not first.text:
        raise text.expected(first.at, "MOTION", "")
    if first.text.lower().rstrip(":") == "motion":
        at = first.at + len(first.text)
    else:
        text.warn(first.at, "MOTION was missing")
    frames_at = at
    frames: int | None = None
    frame_time: float | None = None
    while True:
        if match := _FRAME_TIME.match(text.content, at):
            number, at = _value(text, match.end())
            frame_time = number if number is not None and 0 < number < _LONGEST_FRAME else None
            if frame_time is None:
                text.warn(match.end(), "the frame time is not a positive number; 1/30 s was taken")
                frame_time = DEFAULT_FRAME_TIME
            else:
                frame_time = _in_seconds(text, match.end(), frame_time)
        elif match := _FRAMES.match(text.content, at):
            frames_at = match.end()
            number, at = _value(text, frames_at)
            frames = int(number) if number is not None and number >= 0 else None
            if frames is None:
                text.warn(frames_at, "Frames: is not a number; the rows were counted instead")
        else:
            break
    if frame_time is None:
        text.warn(at, "no Frame Time; 1/30 s was taken")
    return MotionHead(frames, frames_at, frame_time or DEFAULT_FRAME_TIME, at)


def _in_seconds(text: BvhText, at: int, value: float) -> float:
    """Seconds per frame, where some write milliseconds (16.667) or frames per second (60)."""
    if value != round(value) and any(abs(value * rate - 1000) < 1 for rate in _USUAL_RATES):
        text.warn(at, f"Frame Time {value:g} was read as milliseconds")
        return value / 1000
    if _FRAME_RATES[0] <= value <= _FRAME_RATES[1]:
        text.warn(at, f"Frame Time {value:g} was read as frames per second")
        return 1 / value
    return value


def _value(text: BvhText, at: int) -> tuple[float | None, int]:
    """The number that belongs to a keyword that ends at ``at``, and where the words after it begin."""
    match = _VALUE.match(text.content, at)
    return (parse_number(match.group().strip()), match.end()) if match else (None, at)
