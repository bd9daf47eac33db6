"""What drawn pictures show: cameras that frame bodies, and the part of a picture around keypoints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from posestudio.body.capsules import TOE_RADIUS
from posestudio.body.layouts import BODY_INDEX
from posestudio.export.figure import floor_under
from posestudio.geometry.camera import Camera

_FOV = 32.0
_PITCH = 10.0
_MARGIN = 0.25  # of the people's extent, around their keypoints
_BODY_MARGIN = 0.14  # metres of body beyond the joints
_SMOOTHED_SECONDS = 1.0
_STEADY_PITCH = 16.0  # degrees: steeper, so that the way over the ground is seen
_FILLED = 0.88  # of the picture
_CENTRING_STEPS = 5
_AROUND = 1.0  # metres of ground around everybody
_GROUND_SHARE = 10  # percent of the frames, whose lowest joints may be below the ground

Points = NDArray[np.floating]


def window_around(
    points: Points, observed: NDArray[np.bool_], size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """The part (left, top, right, bottom) of a picture of ``size`` with the observed keypoints (..., 2) in it.

    The whole picture when nothing is observed.
    """
    seen = points[observed]
    if len(seen) == 0:
        return 0.0, 0.0, float(size[0]), float(size[1])
    low, high = seen.min(axis=0), seen.max(axis=0)
    margin = max(_MARGIN * float((high - low).max()), 1.0)
    (left, top), (right, bottom) = low - margin, high + margin
    return float(left), float(top), float(right), float(bottom)


def view_around(centre: Points, radius: float, size: tuple[int, int], yaw: float) -> Camera:
    """A camera that sees the sphere of ``radius`` metres around ``centre`` (3,) in full.

    It stands at ``yaw`` degrees about the vertical; 0 is towards +Z.
    """
    narrow = min(1.0, size[0] / size[1])
    distance = max(radius, 0.5) / np.sin(np.arctan(np.tan(np.radians(_FOV) / 2) * narrow))
    turn, lift = np.radians(yaw), np.radians(_PITCH)
    direction = np.array([np.sin(turn) * np.cos(lift), np.sin(lift), np.cos(turn) * np.cos(lift)])
    return Camera.look_at(centre + distance * direction, centre, _FOV, size)


def sphere_around(bodies: Points) -> tuple[Points, float]:
    """Centre (3,) and radius, in metres, of a sphere around bodies (..., B, 3)."""
    points = bodies.reshape(-1, 3)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    return centre, float(np.linalg.norm(points - centre, axis=1).max()) + _BODY_MARGIN


def yaw_of(camera: Camera, centre: Points) -> float:
    """Degrees about the vertical at which ``camera`` stands, seen from ``centre`` (3,); 0 is towards +Z."""
    away = camera.position - centre
    return float(np.degrees(np.arctan2(away[0], away[2])))


class FollowingView:
    """Cameras that follow moving bodies (F, P, B, 3) smoothly, one for each frame.

    The bodies are within ``radius`` metres of what the cameras are aimed at, on the ground at height ``floor``.
    """

    def __init__(self, bodies: Points, fps: float, yaw: float):
        hips = bodies[:, :, BODY_INDEX["hips"]].mean(axis=1)
        self._centres = _smoothed(hips, max(1, round(_SMOOTHED_SECONDS * fps)))
        self._centres[:, 1] = (bodies[..., 1].min() + bodies[..., 1].max()) / 2
        self.radius = sphere_around(bodies - self._centres[:, None, None])[1]
        self._yaw = yaw
        self.floor = floor_under(bodies)

    def centre(self, index: int) -> Points:
        """(3,) the point that the camera of a frame is aimed at."""
        return self._centres[index]

    def camera(self, index: int, size: tuple[int, int]) -> Camera:
        """The camera of a frame, for a picture of ``size``."""
        return view_around(self._centres[index], self.radius, size, self._yaw)


class SteadyView:
    """A camera that stands still and sees all of moving bodies (F, P, B, 3), from the one of ``yaws``, degrees about
    the vertical, from which their way is longer.

    ``middle`` (3,) is in the midst of them on the ground at height ``floor``; they are within ``reach`` metres of it.
    """

    def __init__(self, bodies: Points, yaws: Sequence[float]):
        self._points = bodies.reshape(-1, 3).astype(np.float64)
        hips = bodies[:, :, BODY_INDEX["hips"]].reshape(-1, 3)
        self._yaw = max(yaws, key=lambda yaw: round(float(np.ptp(hips @ _across(yaw))), 1))
        lowest = bodies[..., 1].min(axis=(1, 2))
        # A foot that a single frame puts too low is not the ground.
        self.floor = float(np.percentile(lowest, _GROUND_SHARE)) - TOE_RADIUS
        low, high = self._points.min(axis=0), self._points.max(axis=0)
        self.middle = np.array([(low[0] + high[0]) / 2, self.floor, (low[2] + high[2]) / 2])
        self.reach = max(3.0, float(np.hypot(*(high - low)[[0, 2]])) / 2 + _AROUND)

    def camera(self, size: tuple[int, int]) -> Camera:
        """The camera, as near as it sees everybody at all times in a picture of ``size``."""
        turn, lift = np.radians(self._yaw), np.radians(_STEADY_PITCH)
        away = np.array([np.sin(turn) * np.cos(lift), np.sin(lift), np.cos(turn) * np.cos(lift)])
        across = _across(self._yaw)
        axes = np.stack([across, np.cross(away, across), away])
        seen = self._points @ axes.T
        tangent = np.tan(np.radians(_FOV) / 2) * _FILLED
        slopes = np.array([tangent * size[0] / size[1], tangent])
        # Each side's plane touches the farthest point out: where two opposite planes meet is where the camera stands.
        outer = (seen[:, :2] + _BODY_MARGIN + seen[:, 2:] * slopes).max(axis=0)
        inner = (-seen[:, :2] + _BODY_MARGIN + seen[:, 2:] * slopes).max(axis=0)
        centre = (outer - inner) / 2
        distance = float(((outer + inner) / 2 / slopes).max())
        depths = distance - seen[:, 2]
        for _ in range(_CENTRING_STEPS):  # the side that leaves room is centred in the picture, too
            places = (seen[:, :2] - centre) / depths[:, None]
            low, high = places.argmin(axis=0), places.argmax(axis=0)
            beyond = places[high, [0, 1]] + places[low, [0, 1]]
            centre = centre + beyond / (1 / depths[high] + 1 / depths[low])
        position = np.array([*centre, distance]) @ axes
        return Camera.look_at(position, position - away, _FOV, size)


def _across(yaw: float) -> NDArray[np.float64]:
    """(3,) to the right in the picture of a camera at ``yaw`` degrees."""
    turn = np.radians(yaw)
    return np.array([np.cos(turn), 0.0, -np.sin(turn)])


def _smoothed(path: Points, window: int) -> NDArray[np.float64]:
    """Moving average of a path (F, 3) over ``window`` frames, its ends repeated."""
    before = window // 2
    padded = np.pad(path.astype(np.float64), ((before, window - 1 - before), (0, 0)), mode="edge")
    sums = np.cumsum(np.vstack([np.zeros(3), padded]), axis=0)
    return (sums[window:] - sums[:-window]) / window
