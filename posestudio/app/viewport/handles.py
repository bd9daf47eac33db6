"""Handles on joints and on the camera: which there are, where they are, and to where a drag moves one. numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from posestudio.app.viewport.picking import Pixel, Sight, nearest_handle
from posestudio.app.viewport.views import CameraView, Size, View, project
from posestudio.body.layouts import BODY_JOINTS

CAMERA_HANDLE = len(BODY_JOINTS)
"""The handle of the scene's camera, beside those of body joints."""

Constraint = Literal["screen", "vertical", "horizontal"]
"""How a drag may move a joint: parallel to the screen, up and down, or at its height."""

_END_ON = (
    0.1  # sine of the angle to the line of sight below which a line or plane is too foreshortened to drag on
)
_HORIZON = 0.04  # least slope of a ray that is intersected with the horizontal plane


@dataclass(frozen=True)
class Handles:
    """Body joints (0 to 26) of a scene's best body that have handles, and ``CAMERA_HANDLE`` for its camera's."""

    joints: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()
    """Those of ``joints`` that are pinned."""

    @staticmethod
    def points(sight: Sight) -> np.ndarray:
        """(28, 3) where handles would be: the best body's joints, then the camera unless that is looked through;
        NaN where there is none."""
        scene, points = sight.scene, np.full((CAMERA_HANDLE + 1, 3), np.nan)
        if scene.selected is not None:
            points[:-1] = scene.hypotheses[scene.selected]
        if scene.camera is not None and not isinstance(sight.view, CameraView):
            points[CAMERA_HANDLE] = scene.camera.position
        return points

    def at(self, pixel: Pixel, sight: Sight) -> int | None:
        """The joint (or ``CAMERA_HANDLE``) whose handle is at ``pixel``, or None."""
        if not self.joints:
            return None
        return nearest_handle(*sight.project(self.points(sight)), pixel, self.joints)


@dataclass(frozen=True, eq=False)
class HandleDrag:
    """The beginning of a drag: ``start`` (3,) world metres where the joint was, and ``offset`` (2,) pixels
    from the cursor to it, so that it does not jump under the cursor's tip."""

    start: np.ndarray
    offset: np.ndarray

    @classmethod
    def begin(cls, pixel: Pixel, start: np.ndarray, view: View, size: Size) -> HandleDrag:
        """The drag of a joint at ``start`` (3,) that begins with the cursor at ``pixel``."""
        start = np.asarray(start, dtype=np.float64)
        return cls(start, project(view, start, size)[0] - pixel)

    def moved(self, pixel: Pixel, view: View, size: Size, constraint: Constraint = "screen") -> np.ndarray:
        """(3,) world metres where the joint is with the cursor at ``pixel``.

        On the plane through ``start`` parallel to the screen it stays under the cursor. Constrained, it is the
        point nearest to it on the vertical line, or on the horizontal plane, through ``start``.
        """
        spot = (pixel[0] + float(self.offset[0]), pixel[1] + float(self.offset[1]))
        if constraint == "vertical":
            return self._moved_up(*_ray(view, spot, size))
        free = self._moved_free(spot, view, size)
        if constraint == "horizontal":
            return self._moved_level(free, spot, view, size)
        return free

    def _moved_free(self, spot: Pixel, view: View, size: Size) -> np.ndarray:
        _, depth = project(view, self.start, size)
        return view.point_at(spot, size, float(depth))

    def _moved_up(self, eye: np.ndarray, way: np.ndarray) -> np.ndarray:
        """The point above or below ``start`` that comes nearest to the ray."""
        apart = 1.0 - way[1] ** 2
        if apart < _END_ON**2:
            return self.start.copy()
        to_start = self.start - eye
        rise = (way[1] * (way @ to_start) - to_start[1]) / apart
        return self.start + [0.0, rise, 0.0]

    def _moved_level(self, free: np.ndarray, spot: Pixel, view: View, size: Size) -> np.ndarray:
        """Where the ray meets the horizontal plane; where that is seen edge on, the joint moves sideways only."""
        home, _ = project(view, self.start, size)
        _, first = _ray(view, (float(home[0]), float(home[1])), size)
        if abs(first[1]) < _END_ON:
            point = free
        else:
            eye, way = _ray(view, spot, size)
            down = np.sign(first[1])
            slope = down * max(down * way[1], _HORIZON)
            point = eye + (self.start[1] - eye[1]) / slope * way
        return np.array([point[0], self.start[1], point[2]])


def line_of_sight(point: np.ndarray, sight: Sight) -> np.ndarray:
    """(3,) the unit direction in which a ``point`` (3,) is seen."""
    pixel, _ = sight.project(point)
    return _ray(sight.view, (float(pixel[0]), float(pixel[1])), sight.size)[1]


def along_screen(point: np.ndarray, way: tuple[float, float], sight: Sight) -> np.ndarray:
    """(3,) the unit vector in the world that leads from a ``point`` (3,) along a direction of the screen, ``way`` in
    pixels, at the point's depth."""
    pixel, depth = sight.project(point)
    spots = [(float(pixel[0]) + step * way[0], float(pixel[1]) + step * way[1]) for step in (0, 1)]
    start, end = (sight.view.point_at(spot, sight.size, float(depth)) for spot in spots)
    return (end - start) / np.linalg.norm(end - start)


def _ray(view: View, pixel: Pixel, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Origin (3,) and unit direction (3,) of what is seen under ``pixel``."""
    origin = view.point_at(pixel, size, 0.0)
    way = view.point_at(pixel, size, 1.0) - origin
    return origin, way / np.linalg.norm(way)
