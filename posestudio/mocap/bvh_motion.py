"""The numbers of a BVH file: in blocks where they are as declared, number by number where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from posestudio.mocap.bvh_motion_head import MotionHead
from posestudio.mocap.bvh_text import LARGEST, BvhText, parse_number

_BLOCK = 1 << 20  # characters
_TWO_COMMAS_IN_A_WORD = re.compile(r",[^\s,]+,")


@dataclass
class _Row:
    """Numbers that stand on one line, or that make up one frame from that line on."""

    line: int
    values: np.ndarray


def read_motion(text: BvhText, head: MotionHead, channels: int) -> np.ndarray:
    """(F, C) float64 channel values, F >= 1, all finite.

    Rows may be wrapped anywhere. A short row, and a value that is NaN, infinite or beyond 1e15, is
    filled from the frame before (the next one at the beginning). That is warned of, and so is a
    count of frames other than the declared one. A skeleton without channels has one frame. Raises
    BvhError where a word is not a number, or where there is none.
    """
    values = _as_declared(text.content, head.end, channels, head.frames)
    if values is None:
        values = _number_by_number(text, head, channels)
    if head.frames not in (None, len(values)):
        text.warn(head.frames_at, f"{head.frames} frames were declared, {len(values)} were found")
    return values


def _as_declared(content: str, start: int, channels: int, frames: int | None) -> np.ndarray | None:
    """The values from ``start`` on when there is nothing to repair, else None.

    That is, each row holds all channels as plain sound numbers, or exactly the declared numbers are
    wrapped over the lines.
    """
    if not channels or not content[start : start + _BLOCK].strip():
        return None
    try:
        # Block by block: one call for all of a long file would hold Python's lock for a second.
        values = np.concatenate(
            [np.loadtxt(lines, comments=None, ndmin=2) for lines in _blocks(content, start)]
        )
    except ValueError:
        values = np.empty((0, 0))
    if values.shape[1] != channels:
        values = _wrapped_as_declared(content[start:], channels, frames)
    return values if len(values) and _is_sound(values).all() else None


def _blocks(content: str, start: int) -> Iterator[list[str]]:
    """The lines from ``start`` on, so many at a time; blocks of nothing but blank ones are left out."""
    while start < len(content):
        end = content.find("\n", start + _BLOCK)
        end = len(content) if end < 0 else end
        block = content[start:end]
        if not block.isspace():
            yield block.split("\n")
        start = end + 1


def _wrapped_as_declared(numbers: str, channels: int, frames: int | None) -> np.ndarray:
    """(F, C) when exactly F times C plain numbers are there, else (0, C)."""
    words = numbers.split()
    if frames is not None and len(words) == frames * channels and "_" not in numbers:  # float reads 1_0
        with suppress(ValueError):
            return np.fromiter(map(float, words), np.float64, len(words)).reshape(frames, channels)
    return np.empty((0, channels))


def _number_by_number(text: BvhText, head: MotionHead, channels: int) -> np.ndarray:
    rows = _rows(text, head.end, text.content[head.end :])
    if not channels:
        if rows:
            text.warn_line(rows[0].line, "numbers without a channel were ignored")
        return np.zeros((1, 0))
    if not rows:
        raise text.expected(len(text.content), f"a frame of {channels} numbers", "")
    if not _rows_are_frames(rows, channels, head.frames):
        rows = _rewrapped(rows, channels)
    if len(rows[-1].values) < channels and len(rows) not in (1, head.frames):
        text.warn_line(rows.pop().line, "the last frame is cut short; it was left out")
    values = np.full((len(rows), channels), np.nan)
    for frame, row in enumerate(rows):
        given = row.values[:channels]
        values[frame, : len(given)] = given
        if len(given) < channels:
            text.warn_line(row.line, f"a row is short of its {channels} numbers; earlier ones were used")
        elif len(row.values) > channels:
            text.warn_line(row.line, f"a row is longer than its {channels} numbers; the rest was ignored")
        if not _is_sound(given).all():
            text.warn_line(row.line, "a value is not a number (NaN); an earlier one was used")
    return _filled(values)


def _rows(text: BvhText, start: int, numbers: str) -> list[_Row]:
    """The lines that hold numbers, with NaN for what is written as none."""
    if "," in numbers:
        separating = "." in numbers or _TWO_COMMAS_IN_A_WORD.search(numbers) is not None
        kind = "separators" if separating else "decimal points"
        text.warn(start + numbers.index(","), f"commas were read as {kind}")
        if separating:
            numbers = numbers.replace(",", " ")
    rows = []
    for line, content in enumerate(numbers.split("\n"), text.line(start)):
        if words := content.split():
            try:
                values = np.loadtxt([content], comments=None, ndmin=1)
            except ValueError:
                values = np.array(_parsed(text, start, words))
            rows.append(_Row(line, values))
        start += len(content) + 1
    return [row for row in rows if len(row.values)]


def _parsed(text: BvhText, start: int, words: list[str]) -> list[float]:
    """The numbers of a line that begins at ``start``. One that the file's end cuts off is left out."""
    values = []
    at = start
    for word in words:
        at = text.content.find(word, at)
        number = parse_number(word)
        if number is None:
            if at + len(word) == len(text.content) and parse_number(word + "0") is not None:
                break
            raise text.expected(at, "a number", word)
        values.append(number)
        at += len(word)
    return values


def _rows_are_frames(rows: list[_Row], channels: int, frames: int | None) -> bool:
    """Whether each line is meant as a frame, rather than that frames are wrapped over lines."""
    sizes = [len(row.values) for row in rows]
    if frames is not None and sum(sizes) == frames * channels:
        return False
    return len(rows) == frames or 2 * sizes.count(channels) >= len(rows)


def _rewrapped(rows: list[_Row], channels: int) -> list[_Row]:
    """The same numbers, a row per frame."""
    values = np.concatenate([row.values for row in rows])
    lines = np.repeat([row.line for row in rows], [len(row.values) for row in rows])
    return [
        _Row(int(lines[first]), values[first : first + channels]) for first in range(0, len(values), channels)
    ]


def _is_sound(values: np.ndarray) -> np.ndarray:
    return np.abs(values) <= LARGEST


def _filled(values: np.ndarray) -> np.ndarray:
    """(F, C) with each unsound value replaced by its channel's last sound one, else the next, else 0."""
    sound = _is_sound(values)
    frames = np.arange(len(values))[:, None]
    source = np.maximum.accumulate(np.where(sound, frames, -1), axis=0)
    source = np.where(source < 0, sound.argmax(axis=0), source)
    filled = np.take_along_axis(values, source, axis=0)
    return np.where(_is_sound(filled), filled, 0.0)
