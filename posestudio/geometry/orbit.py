"""The mathematics of a camera that turns about a target: its angles, and the directions that go with them.

Azimuth and elevation are in degrees. At 0 the camera stands on the +Z side of its target and looks along -Z, into the
face of a person facing +Z. Azimuth grows towards +X (counter-clockwise as seen from above), elevation upwards.
"""

from __future__ import annotations

import math

import numpy as np

_VERTICAL = 1e-6  # horizontal part of a unit line of sight, below which that is straight up or down


def outward(azimuth: float, elevation: float) -> np.ndarray:
    """(3,) unit direction from the target to the camera, in world axes."""
    return axes(azimuth, elevation)[2]


def axes(azimuth: float, elevation: float) -> np.ndarray:
    """(3, 3) rows right, up and back of a level camera in world axes; well defined at the poles too."""
    a, e = math.radians(azimuth), math.radians(elevation)
    return np.array(
        [
            [math.cos(a), 0.0, -math.sin(a)],
            [-math.sin(a) * math.sin(e), math.cos(e), -math.cos(a) * math.sin(e)],
            [math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)],
        ]
    )


def angles(outwards: np.ndarray) -> tuple[float, float]:
    """Azimuth and elevation of a unit direction (3,) from the target to the camera; the inverse of `outward`."""
    azimuth = math.degrees(math.atan2(outwards[0], outwards[2]))
    return azimuth, math.degrees(math.asin(np.clip(outwards[1], -1.0, 1.0)))


def roll(rotation: np.ndarray) -> float:
    """Degrees by which a camera is turned clockwise about its line of sight; 0 where that is vertical.

    ``rotation`` (3, 3) has the rows right, down and forward in world axes.
    """
    right, _, forward = rotation
    level = level_right(forward, fallback=right)
    return math.degrees(math.atan2(right @ np.cross(forward, level), right @ level))


def level_right(forward: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """(3,) horizontal unit axis to the right of a line of sight (3,); ``fallback`` where that is vertical."""
    right = np.array([-forward[2], 0.0, forward[0]])  # forward x up
    length = np.linalg.norm(right)
    return right / length if length > _VERTICAL else fallback


def raised(elevation: float, by: float, steepest: float = 90.0) -> float:
    """The elevation raised ``by`` degrees, at most to ``steepest`` above or below: up stays up."""
    return min(max(elevation + by, -steepest), steepest)


def wrapped(angle: float) -> float:
    """The same angle in (-180, 180] degrees."""
    return 180 - (180 - angle) % 360


def carried(point: np.ndarray, about: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The new position of a ``point`` (3,) of the camera that turns about the world point ``about`` (3,).

    ``before`` and ``after`` are the camera's axes (3, 3) in rows; ``about`` stays where it is in the picture.
    """
    return about + after.T @ before @ (point - about)
