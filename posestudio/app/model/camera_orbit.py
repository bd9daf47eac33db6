"""The virtual camera's orbit: the angles and distance at which it stands about a target. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from posestudio.geometry.camera import Camera
from posestudio.geometry.orbit import angles, outward, raised, roll, wrapped

STEEPEST = 89.0
"""Degrees of elevation, above and below."""
NEAREST, FARTHEST = 0.3, 50.0
"""Metres from the camera to its target."""


@dataclass(frozen=True)
class Orbit:
    """Where a camera stands around a target, angles in degrees, distance in metres.

    ``azimuth`` 0 looks at a person from the front (from +Z) and grows towards the person's left (+X);
    ``elevation`` is positive from above; ``roll`` turns the camera clockwise about its own axis; ``fov`` is vertical.
    """

    azimuth: float
    elevation: float
    roll: float
    distance: float
    fov: float

    def apply(self, camera: Camera, target: np.ndarray) -> Camera:
        """``camera``, its lens kept but for the field of view, moved to look at ``target`` (3,)."""
        position = np.asarray(target, np.float64) + self.distance * outward(self.azimuth, self.elevation)
        placed = Camera.look_at(position, target, self.fov, camera.size, roll=self.roll)
        return camera.with_fov(self.fov).posed(placed.R, placed.t)

    def turned(self, azimuth: float, elevation: float) -> Orbit:
        """Moved by these angles in degrees, short of the poles."""
        return replace(
            self,
            azimuth=wrapped(self.azimuth + azimuth),
            elevation=raised(self.elevation, elevation, STEEPEST),
        )


def orbit_of(camera: Camera, target: np.ndarray) -> Orbit:
    """How ``camera`` stands about ``target`` (3,). Exact for a camera that looks at the target;
    for any other the azimuth and elevation are those of its viewing direction."""
    rotation = np.asarray(camera.R, np.float64)
    distance = float(np.linalg.norm(np.asarray(camera.position) - target))
    azimuth, elevation = angles(-rotation[2])
    return Orbit(azimuth, elevation, roll(rotation), max(distance, NEAREST), float(camera.fov))


def on_axis(camera: Camera, target: np.ndarray) -> np.ndarray:
    """(3,) ``target`` itself where ``camera`` looks at it, else the point at the same distance on its line of sight.
    The orbit about that point is exact, so a small turn moves the camera little."""
    target = np.asarray(target, np.float64)
    position, forward = np.asarray(camera.position), np.asarray(camera.R[2], np.float64)
    distance = max(float(np.linalg.norm(target - position)), NEAREST)
    ahead = position + distance * forward
    return target if np.linalg.norm(ahead - target) <= 1e-6 * max(distance, 1.0) else ahead


def resized(camera: Camera, size: tuple[int, int]) -> Camera:
    """The same view for a picture of another size (width, height): the vertical field of view is kept."""
    scale = size[1] / camera.size[1]
    K = np.array(camera.K, np.float64)
    K[0, 0] *= scale
    K[1, 1] *= scale
    K[:2, 2] = (K[:2, 2] - np.array(camera.size) / 2) * scale + np.array(size) / 2
    return replace(camera, K=K, size=size)
