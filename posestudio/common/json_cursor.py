"""A value of a JSON file with its location in the file, which errors about it name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.picture_limits import LARGEST_SIZE
from posestudio.errors import KeypointsError


@dataclass(frozen=True)
class JsonCursor:
    """A JSON ``value``, the ``file`` it is in, and its ``path`` there, such as ``people[2].keypoints``."""

    value: Any
    file: str
    path: str = ""

    @property
    def where(self) -> str:
        """The file and the path in it."""
        return f"{self.file}: {self.path}" if self.path else self.file

    def error(self, expected: str, kind: type[KeypointsError] = KeypointsError) -> KeypointsError:
        """The error that says what was expected here, and what was found."""
        return kind(f"{self.where}: expected {expected}, got {_described(self.value)}")

    def __contains__(self, key: str) -> bool:
        """Whether this is an object with something other than null under ``key``."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def __getitem__(self, key: str) -> JsonCursor:
        """The value under ``key``. Raises KeypointsError when this isn't an object or lacks it."""
        if not isinstance(self.value, dict) or key not in self.value:
            raise self.error(f"an object with {key}")
        name = key if re.fullmatch(r"\w{1,40}", key, re.ASCII) else f"[{short(key)}]"
        return JsonCursor(self.value[key], self.file, f"{self.path}.{name}".lstrip(".").replace(".[", "["))

    def __iter__(self) -> Iterator[JsonCursor]:
        """The elements of a list. Raises KeypointsError when this is not a list."""
        if not isinstance(self.value, list):
            raise self.error("a list")
        for index, value in enumerate(self.value):
            yield JsonCursor(value, self.file, f"{self.path}[{index}]")

    def text(self) -> str:
        """A name: a string, or a number written out."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            raise self.error("a name or a number")
        return str(self.value)

    def whole(self) -> int:
        """A whole number of pixels, of at least one, which may be written as text."""
        value = self.value
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}(\.0+)?\s*", value, re.ASCII):
            value = float(value)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 1 <= value <= LARGEST_SIZE
            or value % 1
        ):
            raise self.error(f"a whole number of 1 to {LARGEST_SIZE}")
        return int(value)

    def fast_numbers(self) -> NDArray[np.float64] | None:
        """Numbers that fit float32, of whatever shape; None where anything else is among them."""
        try:
            array = np.array(self.value)
        except (ValueError, OverflowError):  # rows of different lengths, or lists too deep
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            if array.dtype.kind in "iuf" and np.isfinite(array.astype(np.float32)).all():
                return array.astype(np.float64)
        return None

    def numbers(self) -> NDArray[np.float64]:
        """Numbers that fit float32, of whatever shape. Raises KeypointsError naming the first other value."""
        if not isinstance(self.value, list):
            raise self.error("a list of numbers")
        if not self.value:
            return np.zeros(0)
        array = self.fast_numbers()
        if array is None:
            raise self._odd_one_out()
        return array

    def _odd_one_out(self) -> KeypointsError:
        """The error about the first value that keeps this list from being numbers or rows of them."""
        first = self.value[0]
        for element in self:
            if isinstance(first, list) and not (
                isinstance(element.value, list) and len(element.value) == len(first)
            ):
                return element.error(f"a row of {len(first)} numbers, as the one before")
            for leaf in element if isinstance(element.value, list) else (element,):
                if not np.isfinite(number_in(leaf.value)) or isinstance(leaf.value, str):
                    return leaf.error("a finite number")
        return self.error("a list of numbers, or of rows of them")


def number_in(value: Any) -> float:
    """A number that fits float32, also one written as text; nan for anything else."""
    if isinstance(value, str) and len(value) < 40:
        try:
            value = float(value)
        except ValueError:
            return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return float(value) if abs(value) <= float(np.finfo(np.float32).max) else math.nan


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(map(short, list(value)[:4]))}" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "null" if value is None else short(value)


def short(value: Any) -> str:
    """A value as Python writes it, printable and of at most 40 characters."""
    if isinstance(value, str):
        value = value[:50]
    elif isinstance(value, int) and abs(value) >= 10**50:
        return "a number of more than 50 digits"
    text = ascii(value)
    return text if len(text) <= 40 else text[:37] + "..."
