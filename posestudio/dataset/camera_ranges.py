"""Between what the virtual cameras are drawn; no torch, since windows and configurations speak of it."""

from __future__ import annotations

from dataclasses import dataclass

ELEVATION = (-20.0, 60.0)
FIELD_OF_VIEW = (25.0, 75.0)


@dataclass(frozen=True)
class Ranges:
    """Degrees between which cameras' elevations and vertical fields of view are drawn."""

    elevation: tuple[float, float] = ELEVATION
    field_of_view: tuple[float, float] = FIELD_OF_VIEW
