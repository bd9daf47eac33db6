"""Views: from where, and through what lens, a scene is seen. Geometry only: no Qt, no OpenGL.

World axes are the project's (metres, Y up), and they are the axes of every drawn item too: the view
matrix made here is the one place where they become OpenGL's (x right, y up, looking along -z), so
pyqtgraph's own Z-up camera is never used. Pixels are the widget's: origin top left, centres at .5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan, degrees, radians, tan
from typing import Protocol

import numpy as np

from posestudio.geometry import orbit
from posestudio.geometry.camera import Camera

Size = tuple[float, float]
Point = tuple[float, float, float]

CLOSEST, FARTHEST = 0.05, 400.0  # metres from the eye to its target
_REACH = 200.0  # how far behind its target a view still draws, metres
_MARGIN_FACTOR = 1.06  # of the size of a framed subject
_BODY_MARGIN = 0.14  # metres that limbs reach past joints
_PICTURE_SHARE = 0.92  # of the widget, for the picture seen through the virtual camera
_TO_OPENGL = np.diag([1.0, -1.0, -1.0])  # from OpenCV's camera axes; its own inverse


class View(Protocol):
    """A position from which a scene is seen, and a projection."""

    def view_matrix(self) -> np.ndarray:
        """(4, 4) world -> OpenGL's eye axes."""
        ...

    def projection_matrix(self, size: Size) -> np.ndarray:
        """(4, 4) eye axes -> clip space, for a widget of ``size`` (width, height)."""
        ...

    def point_at(self, pixel: tuple[float, float], size: Size, depth: float) -> np.ndarray:
        """(3,) world point under ``pixel`` at ``depth`` metres before the eye."""
        ...


def project(view: View, points: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (..., 2) and depths (...,) in front of the eye of world points (..., 3).

    Points at or behind the eye of a perspective view, where no pixel shows them, have NaN pixels.
    """
    points = np.asarray(points, dtype=np.float64)
    modelview = view.view_matrix()
    eye = points @ modelview[:3, :3].T + modelview[:3, 3]
    projection = view.projection_matrix(size)
    clip = eye @ projection[:, :3].T + projection[:, 3]
    w = np.where(clip[..., 3] > 1e-6, clip[..., 3], np.nan)
    pixels = (clip[..., :2] / w[..., None] * (0.5, -0.5) + 0.5) * size
    return pixels, -eye[..., 2]


@dataclass(frozen=True)
class OrbitView:
    """An eye ``distance`` metres from ``target``, turned about it like a turntable.

    At azimuth and elevation 0 (degrees) it looks along -Z, into the face of a person facing +Z;
    azimuth grows towards +X, elevation upwards. ``fov`` is vertical, in degrees. Orthographic views
    show at the target what the perspective one shows there, so switching keeps the subject's size.
    """

    target: Point = (0.0, 0.9, 0.0)
    distance: float = 4.0
    azimuth: float = 25.0
    elevation: float = 12.0
    fov: float = 36.0
    orthographic: bool = False

    def rotation(self) -> np.ndarray:
        """(3, 3) rows right, up and back in world axes; well defined at the poles too."""
        return orbit.axes(self.azimuth, self.elevation)

    @property
    def eye(self) -> np.ndarray:
        """(3,) world position of the eye."""
        return self.target + self.distance * self.rotation()[2]

    def view_matrix(self) -> np.ndarray:
        """(4, 4) world -> eye axes."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.rotation()
        matrix[:3, 3] = -matrix[:3, :3] @ self.eye
        return matrix

    def projection_matrix(self, size: Size) -> np.ndarray:
        """(4, 4) eye axes -> clip space."""
        slope = tan(radians(self.fov) / 2)
        aspect = size[0] / size[1]
        matrix = np.zeros((4, 4))
        if self.orthographic:
            near, far = self.distance - _REACH, self.distance + _REACH
            half = self.distance * slope
            matrix[0, 0], matrix[1, 1] = 1 / (half * aspect), 1 / half
            matrix[2, 2], matrix[2, 3] = -2 / (far - near), -(far + near) / (far - near)
            matrix[3, 3] = 1.0
        else:
            near, far = self.distance * 0.02, self.distance + _REACH
            matrix[0, 0], matrix[1, 1] = 1 / (slope * aspect), 1 / slope
            matrix[2, 2], matrix[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
            matrix[3, 2] = -1.0
        return matrix

    def point_at(self, pixel: tuple[float, float], size: Size, depth: float | None = None) -> np.ndarray:
        """(3,) world point under ``pixel`` at ``depth`` metres before the eye; at the target's by default."""
        depth = self.distance if depth is None else depth
        half = (self.distance if self.orthographic else depth) * tan(radians(self.fov) / 2)
        x = (2 * pixel[0] / size[0] - 1) * half * size[0] / size[1]
        y = (1 - 2 * pixel[1] / size[1]) * half
        return self.eye + np.array([x, y, -depth]) @ self.rotation()

    def orbited(self, azimuth: float, elevation: float, about: np.ndarray | None = None) -> OrbitView:
        """Turned by so many degrees about the world point ``about`` (3,), which stays under its pixel;
        about the target by default. It stops at the poles, so that up stays up."""
        turned = replace(
            self,
            azimuth=(self.azimuth + azimuth) % 360.0,
            elevation=orbit.raised(self.elevation, elevation),
        )
        if about is None:
            return turned
        return turned._at(orbit.carried(np.asarray(self.target), about, self.rotation(), turned.rotation()))

    def panned(self, start: tuple[float, float], end: tuple[float, float], size: Size) -> OrbitView:
        """Moved so that what was under pixel ``start``, at the target's depth, is under ``end``."""
        return self._at(self.target - self.point_at(end, size) + self.point_at(start, size))

    def zoomed(self, factor: float, about: np.ndarray) -> OrbitView:
        """Distance times ``factor``; the world point ``about`` (3,) stays under its pixel."""
        distance = float(np.clip(self.distance * factor, CLOSEST, FARTHEST))
        target = about + (distance / self.distance) * (self.target - about)
        return replace(self._at(target), distance=distance)

    def framed(self, points: np.ndarray, size: Size) -> OrbitView:
        """From the same side, so near that ``points`` (M, 3) fill the view with a little space around them."""
        if not len(points):
            return self
        center = (points.min(axis=0) + points.max(axis=0)) / 2
        right, up, back = self.rotation() @ (points - center).T
        slope = tan(radians(self.fov) / 2)
        reach = np.maximum(np.abs(up), np.abs(right) * size[1] / size[0])
        needed = (reach * _MARGIN_FACTOR + _BODY_MARGIN) / slope + (0.0 if self.orthographic else back)
        return replace(self._at(center), distance=float(np.clip(needed.max(), CLOSEST, FARTHEST)))

    def containing(self, seen: Size, size: Size) -> OrbitView:
        """For a picture of ``size`` that contains all that a widget of size ``seen`` shows: a narrower
        picture sees more above and below, a wider one more at the sides."""
        narrower = max(seen[0] * size[1] / (seen[1] * size[0]), 1.0)
        return replace(self, fov=2 * degrees(atan(narrower * tan(radians(self.fov) / 2))))

    def _at(self, target: np.ndarray) -> OrbitView:
        return replace(self, target=_point(target))


@dataclass(frozen=True, eq=False)
class CameraView:
    """Through the virtual camera, its picture's frame as large as the widget allows.

    The lens's distortion is left out: OpenGL draws straight lines straight.
    """

    camera: Camera

    def view_matrix(self) -> np.ndarray:
        """(4, 4) world -> eye axes."""
        matrix = np.eye(4)
        matrix[:3, :3] = _TO_OPENGL @ self.camera.R
        matrix[:3, 3] = _TO_OPENGL @ self.camera.t
        return matrix

    def projection_matrix(self, size: Size) -> np.ndarray:
        """(4, 4) eye axes -> clip space, after K: pixels of the picture to pixels of the widget."""
        pixels = self._intrinsics(size)
        near, far = 0.02, _REACH
        matrix = np.zeros((4, 4))
        matrix[0, :3] = 2 * pixels[0] / size[0] - [0.0, 0.0, 1.0]
        matrix[1, :3] = [0.0, 0.0, 1.0] - 2 * pixels[1] / size[1]
        matrix[2, 2], matrix[2, 3] = (far + near) / (far - near), -2 * far * near / (far - near)
        matrix[3, 2] = 1.0
        matrix[:, :3] = matrix[:, :3] @ _TO_OPENGL
        return matrix

    def point_at(self, pixel: tuple[float, float], size: Size, depth: float) -> np.ndarray:
        """(3,) world point under ``pixel`` at ``depth`` metres before the lens."""
        ray = np.linalg.solve(self._intrinsics(size), [*pixel, 1.0])
        rotation, shift = (np.asarray(part, dtype=float) for part in (self.camera.R, self.camera.t))
        return rotation.T @ (depth * ray - shift)

    def _intrinsics(self, size: Size) -> np.ndarray:
        """(3, 3) camera axes -> pixels of a widget of ``size``."""
        widget, picture = np.asarray(size, dtype=float), np.asarray(self.camera.size, dtype=float)
        scale = (widget / picture).min() * _PICTURE_SHARE
        margin = (widget - scale * picture) / 2
        k = np.asarray(self.camera.K, dtype=float)
        return np.vstack([scale * k[:2] + margin[:, None] * [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])

    def orbiting(self, subject: np.ndarray, like: OrbitView) -> OrbitView:
        """The orbit that starts from this camera's position and turns about the depth of ``subject`` (M, 3), with the
        field of view of ``like``. Roll is dropped."""
        forward = np.asarray(self.camera.R, dtype=float)[2]
        eye = np.asarray(self.camera.position, dtype=float)
        depth = float(((subject - eye) @ forward).mean()) if len(subject) else like.distance
        depth = float(np.clip(depth, CLOSEST, FARTHEST))
        azimuth, elevation = orbit.angles(-forward)
        return replace(
            like,
            target=_point(eye + depth * forward),
            distance=depth,
            azimuth=azimuth,
            elevation=elevation,
            orthographic=False,
        )


def _point(position: np.ndarray) -> Point:
    x, y, z = position.tolist()
    return x, y, z
