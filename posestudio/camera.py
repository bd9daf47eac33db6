"""The virtual camera: intrinsics, pose, projection and back-projection in OpenCV's conventions.

World: metres, right-handed, Y up. Camera: x right, y down, z forward, ``x_cam = R x_world + t``.
Pixels: origin at the top left corner of the picture, pixel centres at .5.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.errors import CameraError
from posestudio.files import atomic_write
from posestudio.json_files import read_json

ASSUMED_FOV = 50.0
"""Vertical field of view, degrees, of a camera that nobody told us about."""

_ASSUMED_POSITION = (0.0, 1.0, 4.0)  # a standing person at the world's origin fills half of the picture
_ROTATION_TOLERANCE = 1e-3  # room for rotations written with four decimals
_UNDISTORTION_STEPS = 20
_UNDISTORTION_TOLERANCE = 1e-9

Floats = NDArray[np.floating]


LARGEST_SIZE = 1_000_000
"""Pixels along a picture's side."""


@dataclass(frozen=True, eq=False)
class Camera:
    """A pinhole camera with OpenCV's lens distortion.

    ``K`` (3, 3) intrinsics in pixels, ``R`` (3, 3) and ``t`` (3,) world -> camera in metres, ``size``
    (width, height) in pixels, ``distortion`` (5,) as k1, k2, p1, p2, k3 or None. ``assumed`` says that
    nobody gave this camera. Raises CameraError, naming the field, for values no camera can have.
    """

    K: Floats
    R: Floats
    t: Floats
    size: tuple[int, int]
    distortion: Floats | None = None
    assumed: bool = False

    def __post_init__(self) -> None:
        fields = {
            "K": _intrinsics(self.K),
            "R": _rotation(self.R),
            "t": _numbers(self.t, "t", (3,)),
            "size": _picture_size(self.size),
            "distortion": None if self.distortion is None else _coefficients(self.distortion),
        }
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)

    @classmethod
    def look_at(
        cls,
        position: ArrayLike,
        target: ArrayLike,
        fov: float = ASSUMED_FOV,
        size: tuple[int, int] = (1280, 720),
        roll: float = 0.0,
    ) -> Camera:
        """Camera at ``position`` (3,) with ``target`` (3,) in the middle of its picture, world metres.

        ``fov`` is vertical, ``roll`` turns the camera clockwise about its line of sight; both in
        degrees. Looking straight up or down, +X is to the right. Raises CameraError when position
        and target coincide.
        """
        position = _numbers(position, "position", (3,))
        forward = _numbers(target, "target", (3,)) - position
        distance = np.linalg.norm(forward)
        if not 0 < distance < math.inf:
            raise CameraError("target: expected a point away from the camera's position")
        forward = forward / distance
        right = _level_right(forward, fallback=np.array([1.0, 0.0, 0.0]))
        down = np.cross(forward, right)
        angle = math.radians(_finite(roll, "roll"))
        R = np.stack(
            [
                math.cos(angle) * right + math.sin(angle) * down,
                math.cos(angle) * down - math.sin(angle) * right,
                forward,
            ]
        )
        size = _picture_size(size)
        return cls(K=_centred_intrinsics(fov, size), R=R, t=-R @ position, size=size)

    @classmethod
    def default(cls, size: tuple[int, int]) -> Camera:
        """The camera assumed for a picture of ``size`` (width, height) that came without one.

        Principal point at the centre, 50 degrees vertical field of view, level, no distortion; it
        stands 4 m in front of the world's origin, 1 m high, and looks along -Z. ``assumed`` is True.
        """
        x, y, _ = _ASSUMED_POSITION
        return replace(cls.look_at(_ASSUMED_POSITION, (x, y, 0.0), ASSUMED_FOV, size), assumed=True)

    @property
    def position(self) -> Floats:
        """(3,) place of the camera in the world, metres."""
        return -self.R.T @ self.t

    @property
    def fov(self) -> float:
        """Vertical field of view in degrees, as if the principal point were at the centre."""
        return math.degrees(2 * math.atan2(self.size[1] / 2, self.K[1, 1]))

    def to_camera(self, points: ArrayLike) -> Floats:
        """World points (..., 3) in camera axes (..., 3), metres."""
        points, kept = _points(points, 3)
        return (points @ self.R.T + self.t).astype(kept)

    def to_world(self, points: ArrayLike) -> Floats:
        """Points (..., 3) in camera axes in the world (..., 3), metres."""
        points, kept = _points(points, 3)
        return ((points - self.t) @ self.R).astype(kept)

    def project(self, points: ArrayLike) -> Floats:
        """Pixels (..., 2) of world points (..., 3), inside the picture or not.

        A point that is not in front of the camera (z <= 0) has no picture: its pixel is NaN. float32
        in gives float32 out, everything else float64.
        """
        points, kept = _points(points, 3)
        points = points @ self.R.T + self.t
        depth = points[..., 2:]
        rays = np.divide(points[..., :2], depth, out=np.full_like(points[..., :2], np.nan), where=depth > 0)
        if self.distortion is not None:
            rays = _distort(rays, self.distortion)
        return (rays @ self.K[:2, :2].T + self.K[:2, 2]).astype(kept)

    def rays(self, pixels: ArrayLike) -> Floats:
        """Directions (..., 2) as x/z and y/z in camera axes, distortion removed, of ``pixels`` (..., 2).

        NaN where the lens model reaches no such pixel.
        """
        pixels, kept = _points(pixels, 2)
        rays = (pixels - self.K[:2, 2]) @ np.linalg.inv(self.K[:2, :2]).T
        if self.distortion is not None:
            rays = _undistort(rays, self.distortion)
        return rays.astype(kept)

    def with_fov(self, fov: float) -> Camera:
        """The same camera zoomed to a vertical field of view in degrees; the shape of its pixels stays."""
        focal = _focal_length(fov, self.size[1])
        K = self.K.copy()
        K[:2, :2] *= focal / self.K[1, 1]
        return replace(self, K=K, assumed=False)

    def moved(self, offset: ArrayLike) -> Camera:
        """The camera moved by ``offset`` (3,) along its own axes (right, down, forward), metres."""
        return replace(self, t=self.t - _numbers(offset, "offset", (3,)), assumed=False)

    def orbited(self, target: ArrayLike, yaw: float, pitch: float) -> Camera:
        """The camera carried around ``target`` (3,), which stays where it is in the picture.

        ``yaw`` turns about the world's vertical, counter-clockwise as seen from above; ``pitch``
        lifts the camera; degrees. The pitch stops at the poles, so that up stays up.
        """
        target = _numbers(target, "target", (3,))
        right = _level_right(self.R[2], fallback=self.R[0])
        elevation = -math.asin(np.clip(self.R[2, 1], -1.0, 1.0))
        lifted = np.clip(elevation + math.radians(_finite(pitch, "pitch")), -math.pi / 2, math.pi / 2)
        turn = _turn(np.array([0.0, 1.0, 0.0]), math.radians(_finite(yaw, "yaw")))
        turn = turn @ _turn(right, elevation - lifted)
        R = self.R @ turn.T
        position = target + turn @ (self.position - target)
        return replace(self, R=R, t=-R @ position, assumed=False)

    def to_json(self) -> dict[str, Any]:
        """The camera as a dict of JSON values: width, height, K, R, t, and dist where there is one."""
        content: dict[str, Any] = {
            "width": self.size[0],
            "height": self.size[1],
            "K": self.K.tolist(),
            "R": self.R.tolist(),
            "t": self.t.tolist(),
        }
        if self.distortion is not None:
            content["dist"] = self.distortion.tolist()
        if self.assumed:
            content["assumed"] = True
        return content

    @classmethod
    def from_json(cls, content: Any) -> Camera:
        """The camera that ``to_json`` wrote. Raises CameraError naming the field at fault."""
        if not isinstance(content, dict):
            raise CameraError("expected an object with width, height, K, R and t")
        for name in ("width", "height", "K", "R", "t"):
            if name not in content:
                raise CameraError(f"{name}: missing; expected width, height, K, R and t")
        return cls(
            K=content["K"],
            R=content["R"],
            t=content["t"],
            size=(content["width"], content["height"]),
            distortion=content.get("dist"),
            assumed=content.get("assumed") is True,
        )

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Camera) else NotImplemented

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_json()))


def load_camera(path: str | os.PathLike[str]) -> Camera:
    """Read a camera JSON file. Raises CameraError naming the file and the field at fault."""
    content = read_json(path, CameraError)
    try:
        return Camera.from_json(content)
    except CameraError as problem:
        raise CameraError(f"{path}: {problem}") from problem


def save_camera(path: str | os.PathLike[str], camera: Camera) -> None:
    """Write ``camera`` as JSON, completely or not at all. Raises OSError where that is impossible."""
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(camera.to_json(), indent=2) + "\n", encoding="utf-8")


def _numbers(value: Any, name: str, shape: tuple[int, ...]) -> Floats:
    """A fresh float64 array of ``shape`` with finite numbers, or a CameraError naming the field."""
    expected = f"{name}: expected {' x '.join(map(str, shape))} finite numbers"
    try:
        array = np.array(value)
    except ValueError as problem:  # rows of different lengths
        raise CameraError(expected) from problem
    if array.shape != shape or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise CameraError(expected)
    return array.astype(np.float64)


def _finite(value: Any, name: str) -> float:
    return float(_numbers(value, name, ()))


def _points(points: ArrayLike, axis: int) -> tuple[Floats, np.dtype]:
    """``points`` (..., axis) as float64, and the type that the answer should have."""
    points = np.asarray(points)
    if points.ndim == 0 or points.shape[-1] != axis or points.dtype.kind not in "iuf":
        raise CameraError(f"expected numbers (..., {axis}), got {points.dtype} {points.shape}")
    kept = np.dtype(np.float32 if points.dtype == np.float32 else np.float64)
    return points.astype(np.float64), kept


def _intrinsics(value: Any) -> Floats:
    K = _numbers(value, "K", (3, 3))
    if K[0, 0] <= 0 or K[1, 1] <= 0:
        raise CameraError("K: expected positive focal lengths on the diagonal")
    if K[1, 0] != 0 or (K[2] != (0, 0, 1)).any():
        raise CameraError("K: expected rows [fx, skew, cx], [0, fy, cy], [0, 0, 1]")
    return K


def _rotation(value: Any) -> Floats:
    """The nearest rotation to a matrix that is one but for rounding; exact ones are kept bit for bit."""
    R = _numbers(value, "R", (3, 3))
    with np.errstate(over="ignore", invalid="ignore"):
        deviation = np.abs(R @ R.T - np.eye(3)).max()
    if not deviation < _ROTATION_TOLERANCE or np.linalg.det(R) < 0:
        raise CameraError("R: expected a rotation (orthonormal rows, determinant +1)")
    if deviation > 1e-12:
        left, _, right = np.linalg.svd(R)
        R = left @ right
    return R


def _picture_size(value: Any) -> tuple[int, int]:
    width, height = _numbers(value, "size (width, height)", (2,))
    if min(width, height) < 1 or max(width, height) > LARGEST_SIZE or width % 1 or height % 1:
        raise CameraError(f"size (width, height): expected whole numbers of 1 to {LARGEST_SIZE} pixels")
    return int(width), int(height)


def _coefficients(value: Any) -> Floats:
    """k1, k2, p1, p2, k3; OpenCV's short form leaves k3 out."""
    if isinstance(value, list | tuple | np.ndarray) and len(value) == 4:
        value = [*value, 0.0]
    return _numbers(value, "dist", (5,))


def _focal_length(fov: Any, height: int) -> float:
    fov = _finite(fov, "fov")
    if not 0 < fov < 180:
        raise CameraError(f"fov: expected more than 0 and less than 180 degrees, got {fov:g}")
    return height / 2 / math.tan(math.radians(fov) / 2)


def _centred_intrinsics(fov: float, size: Sequence[int]) -> Floats:
    focal = _focal_length(fov, size[1])
    return np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])


def _level_right(forward: Floats, fallback: Floats) -> Floats:
    """The horizontal axis to the right of a line of sight; ``fallback`` where that is vertical."""
    right = np.array([-forward[2], 0.0, forward[0]])  # forward x up
    length = np.linalg.norm(right)
    return right / length if length > 1e-6 else fallback


def _turn(axis: Floats, angle: float) -> Floats:
    """Rotation (3, 3) by ``angle`` radians about a unit ``axis`` (Rodrigues' formula)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross


def _distort(rays: Floats, distortion: Floats) -> Floats:
    """OpenCV's radial and tangential lens model (Brown 1966) on x/z, y/z (..., 2)."""
    k1, k2, p1, p2, k3 = distortion
    x, y = rays[..., 0], rays[..., 1]
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    return np.stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
            y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
        ],
        axis=-1,
    )


def _distortion_slopes(rays: Floats, distortion: Floats) -> tuple[Floats, Floats, Floats]:
    """Derivatives dx'/dx, dx'/dy = dy'/dx and dy'/dy of ``_distort``, each (...)."""
    k1, k2, p1, p2, k3 = distortion
    x, y = rays[..., 0], rays[..., 1]
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    growth = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3))
    return (
        radial + growth * x * x + 2 * p1 * y + 6 * p2 * x,
        growth * x * y + 2 * p1 * x + 2 * p2 * y,
        radial + growth * y * y + 6 * p1 * y + 2 * p2 * x,
    )


def _undistort(distorted: Floats, distortion: Floats) -> Floats:
    """Invert ``_distort`` by Newton's method.

    NaN where it does not settle, or settles where the lens model has turned back on itself.
    """
    rays = distorted
    with np.errstate(all="ignore"):
        for _ in range(_UNDISTORTION_STEPS):
            error = _distort(rays, distortion) - distorted
            if not (np.abs(error) > _UNDISTORTION_TOLERANCE).any():
                break
            xx, xy, yy = _distortion_slopes(rays, distortion)
            inverse = np.stack([yy, -xy, -xy, xx], axis=-1).reshape(*xx.shape, 2, 2)
            step = (inverse @ error[..., None])[..., 0] / (xx * yy - xy * xy)[..., None]
            rays = rays - step
        settled = np.abs(_distort(rays, distortion) - distorted).max(axis=-1) <= _UNDISTORTION_TOLERANCE
        xx, xy, yy = _distortion_slopes(rays, distortion)
        unfolded = (xx > 0) & (xx * yy > xy * xy)  # both ways the picture still grows outwards
    return np.where((settled & unfolded)[..., None], rays, np.nan)
