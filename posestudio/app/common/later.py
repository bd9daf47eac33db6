"""Parts of the window that are made only when they are first needed, such as panels that nobody looks at yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Part = TypeVar("Part")


class Later(Generic[Part]):
    """What ``make`` returns, made when it is asked for first."""

    def __init__(self, make: Callable[[], Part]) -> None:
        self._make = make
        self._part: Part | None = None
        self._waiting: list[Callable[[Part], object]] = []

    @property
    def made(self) -> Part | None:
        """The part; None where nobody has asked for it yet."""
        return self._part

    def get(self) -> Part:
        """The part, which is made now where it has not been."""
        if self._part is None:
            self._part = self._make()
            for use in self._waiting:
                use(self._part)
            self._waiting.clear()
        return self._part

    def then(self, use: Callable[[Part], object]) -> None:
        """Call ``use`` with the part as soon as it is made: now, where it is."""
        if self._part is None:
            self._waiting.append(use)
        else:
            use(self._part)
