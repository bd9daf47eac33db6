"""A file's axes and unit, as far as they are given: the up axis, the metres of a unit, the handedness."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posestudio.errors import RigError

UPS = ("y", "z", "-y", "-z")
HANDS = ("right", "left")


@dataclass(frozen=True)
class FileAxes:
    """What is given of a file's axes; None where it is to be decided from the motion.

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

    def given(self) -> dict[str, str | float]:
        """Only what is given, by name."""
        values = {"up": self.up, "unit": self.unit, "handedness": self.handedness}
        return {name: value for name, value in values.items() if value is not None}

    def with_defaults(self, other: FileAxes) -> FileAxes:
        """These axes, with the other's where these are None."""
        return FileAxes(**(other.given() | self.given()))  # type: ignore[arg-type]
