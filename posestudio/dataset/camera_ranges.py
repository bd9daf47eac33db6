"""The ranges that virtual cameras are drawn from. Imports no torch, because the desktop app and
configurations import it."""

from __future__ import annotations

from dataclasses import dataclass

ELEVATION = (-20.0, 60.0)
FIELD_OF_VIEW = (25.0, 75.0)


@dataclass(frozen=True)
class CameraRanges:
    """Ranges, in degrees, of the cameras' elevations and vertical fields of view."""

    elevation: tuple[float, float] = ELEVATION
    field_of_view: tuple[float, float] = FIELD_OF_VIEW
