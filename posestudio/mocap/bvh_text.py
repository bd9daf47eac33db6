"""The text of a BVH file: its lines and columns, how its numbers are written, and warnings about it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from posestudio.errors import BvhError

LARGEST = 1e15
"""The largest magnitude taken for a number: the square of a larger one leaves float32."""

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([ed][+-]?\d+)?", re.IGNORECASE | re.ASCII)
_NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity|\d\.#[a-z]+\d*)(\(\w*\))?", re.IGNORECASE | re.ASCII)
_LINES_NAMED = 3
_LONGEST_WORD = 40


@dataclass
class BvhText:
    """The text with only line feeds at its line ends, and the warnings about it."""

    content: str
    name: str = ""
    repaired: dict[str, list[int]] = field(default_factory=dict)

    def line(self, at: int) -> int:
        """Line number of a character index, from 1."""
        return bisect_left(self._line_ends, at) + 1

    def column(self, at: int) -> int:
        """Column of a character index, from 1."""
        return at - self.content.rfind("\n", 0, at)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.content)]

    def expected(self, at: int, what: str, found: str) -> BvhError:
        """The error to raise at a character index, for a word found there ('' at the end of the file)."""
        seen = repr(shortened(found)) if found else "the end of the file"
        position = f"line {self.line(at)}, column {self.column(at)}"
        return BvhError(f"{self.name or 'BVH'}: {position}: expected {what}, found {seen}")

    def warn(self, at: int, message: str) -> None:
        """Note that something was repaired at a character index."""
        self.warn_line(self.line(at), message)

    def warn_line(self, line: int, message: str) -> None:
        """Note that something was repaired on a line, from 1."""
        self.repaired.setdefault(message, []).append(line)

    def warnings(self) -> tuple[str, ...]:
        """One sentence per kind of repair, with the lines it was needed on."""
        sentences = []
        for message, lines in self.repaired.items():
            named = ", ".join(str(line) for line in lines[:_LINES_NAMED])
            more = f" and {len(lines) - _LINES_NAMED} more" if len(lines) > _LINES_NAMED else ""
            sentences.append(f"line{'s' if len(lines) > 1 else ''} {named}{more}: {message}")
        return tuple(sentences)


def shortened(word: str) -> str:
    """The word, or its beginning where it is too long for a message."""
    return word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "..."


def parse_number(word: str) -> float | None:
    """A number as BVH files write it: NaN where it is written as none or absurd, None for another word.

    A decimal comma and Fortran's exponent letter are understood.
    """
    if _NUMBER.fullmatch(word):
        number = float(word.replace(",", ".").lower().replace("d", "e"))
        return number if abs(number) <= LARGEST else float("nan")
    return float("nan") if _NOT_A_NUMBER.fullmatch(word) else None
