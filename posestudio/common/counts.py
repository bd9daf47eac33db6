"""How counts are written in sentences."""

from __future__ import annotations


def counted(count: int, one: str, several: str | None = None) -> str:
    """A count with its noun, such as "1 person" or "2 people"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
