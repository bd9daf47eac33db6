"""A clip's axes and unit: what people tell of them, and what is decided from the evidence of the motion."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posestudio.errors import RigError

UPS = ("y", "z", "-y", "-z")
HANDS = ("right", "left")
UNITS = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0,
    "dm": 0.1, "cm": 0.01, "centimetres": 0.01, "centimeters": 0.01,
    "mm": 0.001, "millimetres": 0.001, "millimeters": 0.001,
    "in": 0.0254, "inch": 0.0254, "inches": 0.0254, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048,
}  # fmt: skip


@dataclass(frozen=True)
class FileAxes:
    """What is told of a file's axes; None where it is to be found out.

    ``up`` is its vertical axis ('y', 'z', '-y' or '-z'), ``unit`` the metres of a unit, ``handedness`` 'left'
    where x, y and z are a left hand's. Raises RigError for anything else.
    """

    up: str | None = None
    unit: float | None = None
    handedness: str | None = None

    def __post_init__(self) -> None:
        if self.up is not None and self.up not in UPS:
            raise RigError(f"up must be 'y' or 'z' (or '-y', '-z'), not {self.up!r}")
        unit = self.unit
        if unit is not None and not (
            isinstance(unit, int | float) and not isinstance(unit, bool) and math.isfinite(unit) and unit > 0
        ):
            raise RigError(f"unit must be a positive number of metres, not {unit!r}")
        if self.handedness is not None and self.handedness not in HANDS:
            raise RigError(f"handedness must be 'right' or 'left', not {self.handedness!r}")

    def told(self) -> dict[str, str | float]:
        """Only what is told, by name."""
        values = {"up": self.up, "unit": self.unit, "handedness": self.handedness}
        return {name: value for name, value in values.items() if value is not None}

    def over(self, other: FileAxes) -> FileAxes:
        """These, and the other's where these tell nothing."""
        return FileAxes(**(other.told() | self.told()))  # type: ignore[arg-type]


def unit_of(text: str) -> float:
    """Metres of a unit as people write it: 'cm', 'inches', '0.0254'. Raises RigError."""
    word = text.strip().lower()
    if word in UNITS:
        return UNITS[word]
    try:
        metres = float(word)
    except ValueError:
        metres = 0.0
    if not (math.isfinite(metres) and metres > 0):
        raise RigError(f"{text!r}: expected a unit such as m, cm, mm or in, or its metres")
    return metres
