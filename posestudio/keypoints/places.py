"""Values of a JSON file that know where they stand in it, so that every error can say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.camera import LARGEST_SIZE
from posestudio.errors import KeypointsError


@dataclass(frozen=True)
class Place:
    """A JSON ``value``, the ``file`` it is in, and its ``path`` there, such as ``people[2].keypoints``."""

    value: Any
    file: str
    path: str = ""

    def fail(self, expected: str) -> KeypointsError:
        """The error that says what was expected here, and what was found."""
        where = f"{self.file}: {self.path}" if self.path else self.file
        return KeypointsError(f"{where}: expected {expected}, got {_described(self.value)}")

    def __contains__(self, key: str) -> bool:
        """Whether this is an object with something other than null under ``key``."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def __getitem__(self, key: str) -> Place:
        """The value under ``key``. Raises KeypointsError when this isn't an object or lacks it."""
        if not isinstance(self.value, dict) or key not in self.value:
            raise self.fail(f"an object with {key}")
        return Place(self.value[key], self.file, f"{self.path}.{key}".lstrip("."))

    def __iter__(self) -> Iterator[Place]:
        """The elements of a list. Raises KeypointsError when this is none."""
        if not isinstance(self.value, list):
            raise self.fail("a list")
        for index, value in enumerate(self.value):
            yield Place(value, self.file, f"{self.path}[{index}]")

    def text(self) -> str:
        """A name: a string, or a number written out."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            raise self.fail("a name or a number")
        return str(self.value)

    def whole(self) -> int:
        """A whole number of pixels, of at least one."""
        value = self.value
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 1 <= value <= LARGEST_SIZE
            or value % 1
        ):
            raise self.fail(f"a whole number of 1 to {LARGEST_SIZE}")
        return int(value)

    def numbers(self) -> NDArray[np.float64]:
        """Numbers that fit float32, of whatever shape. Raises KeypointsError naming the odd one out."""
        if not isinstance(self.value, list):
            raise self.fail("a list of numbers")
        try:
            array = np.array(self.value)
        except ValueError:  # rows of different lengths, or lists too deep
            array = np.array(None)
        with np.errstate(over="ignore", invalid="ignore"):
            if array.size == 0 or (array.dtype.kind in "iuf" and np.isfinite(array.astype(np.float32)).all()):
                return array.astype(np.float64)
        raise self._odd_one_out()

    def _odd_one_out(self) -> KeypointsError:
        """The error about the first thing that keeps this list from being numbers or rows of them."""
        first = self.value[0]
        for place in self:
            if isinstance(first, list) and not (
                isinstance(place.value, list) and len(place.value) == len(first)
            ):
                return place.fail(f"a row of {len(first)} numbers, as the one before")
            for leaf in place if isinstance(place.value, list) else (place,):
                if not _is_number(leaf.value):
                    return leaf.fail("a finite number")
        return self.fail("a list of numbers, or of rows of them")


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= float(np.finfo(np.float32).max)  # a NaN isn't, either


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(map(repr, list(value)[:4]))}" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = "null" if value is None else repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
