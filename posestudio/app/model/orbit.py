"""A camera described the way a person moves one: about a target. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from posestudio.geometry.camera import Camera

STEEPEST = 89.0
NEAREST, FARTHEST = 0.3, 50.0


@dataclass(frozen=True)
class Orbit:
    """Where a camera stands around a target, angles in degrees, distance in metres.

    ``yaw`` 0 looks at a person from the front (from +Z) and grows towards the person's left (+X);
    ``elevation`` is positive from above; ``roll`` turns the camera clockwise about its own axis; ``fov`` is vertical.
    """

    yaw: float
    elevation: float
    roll: float
    distance: float
    fov: float

    def apply(self, camera: Camera, target: np.ndarray) -> Camera:
        """``camera``, its lens kept but for the field of view, moved to look at ``target`` (3,)."""
        yaw, elevation = math.radians(self.yaw), math.radians(self.elevation)
        outwards = np.array(
            [
                math.sin(yaw) * math.cos(elevation),
                math.sin(elevation),
                math.cos(yaw) * math.cos(elevation),
            ]
        )
        position = np.asarray(target, np.float64) + self.distance * outwards
        placed = Camera.look_at(position, target, self.fov, camera.size, roll=self.roll)
        return camera.with_fov(self.fov).posed(placed.R, placed.t)

    def turned(self, yaw: float, elevation: float) -> Orbit:
        """Moved by these angles in degrees, short of the poles."""
        return replace(
            self,
            yaw=wrap_degrees(self.yaw + yaw),
            elevation=min(max(self.elevation + elevation, -STEEPEST), STEEPEST),
        )


def wrap_degrees(angle: float) -> float:
    """The same angle in (-180, 180]."""
    return 180 - (180 - angle) % 360


def orbit_of(camera: Camera, target: np.ndarray) -> Orbit:
    """How ``camera`` stands about ``target`` (3,). Exact for a camera that looks at the target;
    for any other the yaw and elevation are those of its viewing direction."""
    right, down, forward = np.asarray(camera.R, np.float64)
    distance = float(np.linalg.norm(np.asarray(camera.position) - target))
    yaw = math.degrees(math.atan2(-forward[0], -forward[2]))
    elevation = math.degrees(math.asin(np.clip(-forward[1], -1, 1)))
    level = np.cross(forward, [0, 1, 0])
    level /= np.linalg.norm(level) or 1
    roll = math.degrees(math.atan2(right @ np.cross(forward, level), right @ level))
    return Orbit(yaw, elevation, roll, max(distance, NEAREST), float(camera.fov))


def on_axis(camera: Camera, target: np.ndarray) -> np.ndarray:
    """(3,) ``target`` itself where ``camera`` looks at it, else the point as far away that it does look at: about
    that point the camera's orbit is exact, so that a small turn is a small movement."""
    target = np.asarray(target, np.float64)
    position, forward = np.asarray(camera.position), np.asarray(camera.R[2], np.float64)
    distance = max(float(np.linalg.norm(target - position)), NEAREST)
    ahead = position + distance * forward
    return target if np.linalg.norm(ahead - target) <= 1e-6 * max(distance, 1.0) else ahead


def resized(camera: Camera, size: tuple[int, int]) -> Camera:
    """The same view on a picture of another size: the vertical field of view is kept."""
    scale = size[1] / camera.size[1]
    K = np.array(camera.K, np.float64)
    K[0, 0] *= scale
    K[1, 1] *= scale
    K[:2, 2] = (K[:2, 2] - np.array(camera.size) / 2) * scale + np.array(size) / 2
    return replace(camera, K=K, size=size)
