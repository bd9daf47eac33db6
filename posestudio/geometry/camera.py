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

from posestudio.common.files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.common.picture_limits import LARGEST_SIZE
from posestudio.errors import CameraError
from posestudio.geometry import orbit
from posestudio.geometry.lens import (
    FISHEYE_COUNT,
    RADIAL_COUNTS,
    distort_fisheye,
    distort_radial,
    undistort_fisheye,
    undistort_radial,
)
from posestudio.geometry.rotations import nearest_rotation

MODELS = ("pinhole", "fisheye")
"""Kinds of lenses."""

ASSUMED_FOV = 50.0
"""Vertical field of view, degrees, of a camera that nobody told us about."""

_ASSUMED_POSITION = (0.0, 1.0, 4.0)  # a standing person at the world's origin fills half of the picture
_ROTATION_TOLERANCE = 1e-3  # room for rotations written with four decimals
_SAME_SHAPE = 0.01  # how far aspect ratios of pictures that only differ in size may be apart
_LARGEST_COEFFICIENT = 1e9
_UPRIGHT = -0.5  # the camera's own down points down in the world, by 60 degrees either way
_FARTHEST = 100.0  # metres from the world's origin

LEVEL_ASSUMED = "The camera's pose is not known: it is taken to stand level, 1 m high, as without a camera."

UNLIKELY_POSE = (
    "The camera's R and t put it upside down or far away: expected a world in metres where Y is up."
)

Floats = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Camera:
    """A camera with one of OpenCV's lens models.

    ``K`` (3, 3) intrinsics in pixels, ``R`` (3, 3) and ``t`` (3,) world -> camera in metres, ``size``
    (width, height) in pixels. ``model`` is 'pinhole', with ``distortion`` None or (5,) as k1, k2, p1, p2, k3, (8,)
    with k4, k5, k6, or (12,) with s1 to s4 as well; or 'fisheye', with (4,) k1 to k4. ``assumed`` says that nobody
    gave this camera, ``pose_assumed`` that nobody gave where it stands; ``notes`` are plain sentences about
    what reading it decided. Raises CameraError, naming the field, for values no camera can have.
    """

    K: Floats
    R: Floats
    t: Floats
    size: tuple[int, int]
    distortion: Floats | None = None
    assumed: bool = False
    model: str = "pinhole"
    pose_assumed: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise CameraError(f"model: expected {' or '.join(MODELS)}, got {str(self.model)[:40]!r}")
        fields = {
            "K": _intrinsics(self.K),
            "R": _rotation(self.R),
            "t": _numbers(self.t, "t", (3,)),
            "size": _picture_size(self.size),
            "distortion": _coefficients(self.distortion, self.model),
        }
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                value += 0.0  # -0.0 becomes 0.0: equal cameras have equal hashes
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
        right = orbit.level_right(forward, fallback=np.array([1.0, 0.0, 0.0]))
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
        """Vertical field of view in degrees, as if the principal point were at the centre and the lens straight."""
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
            distort = distort_fisheye if self.model == "fisheye" else distort_radial
            rays = distort(rays, self.distortion)
        return (rays @ self.K[:2, :2].T + self.K[:2, 2]).astype(kept)

    def rays(self, pixels: ArrayLike) -> Floats:
        """Directions (..., 2) as x/z and y/z in camera axes, distortion removed, of ``pixels`` (..., 2).

        NaN where the lens model reaches no such pixel.
        """
        pixels, kept = _points(pixels, 2)
        rays = (pixels - self.K[:2, 2]) @ np.linalg.inv(self.K[:2, :2]).T
        if self.distortion is not None:
            undistort = undistort_fisheye if self.model == "fisheye" else undistort_radial
            rays = undistort(rays, self.distortion)
        return rays.astype(kept)

    def with_fov(self, fov: float) -> Camera:
        """The same camera zoomed to a vertical field of view in degrees; the shape of its pixels stays."""
        focal = _focal_length(fov, self.size[1])
        K = self.K.copy()
        K[:2, :2] *= focal / self.K[1, 1]
        return replace(self, K=K, assumed=False)

    def moved(self, offset: ArrayLike) -> Camera:
        """The camera moved by ``offset`` (3,) along its own axes (right, down, forward), metres."""
        return self.posed(self.R, self.t - _numbers(offset, "offset", (3,)))

    def posed(self, R: Floats, t: Floats) -> Camera:
        """The same lens at another place, world -> camera ``R`` (3, 3) and ``t`` (3,), that somebody chose."""
        return replace(self, R=R, t=t, assumed=False, pose_assumed=False, notes=())

    def for_picture(self, size: tuple[int, int]) -> Camera:
        """The same camera for a picture of ``size`` (width, height) that was scaled from its own.

        Raises CameraError for a picture of another shape: nobody can know what of it was cut off.
        """
        size = _picture_size(size)
        if size == self.size:
            return self
        across, down = size[0] / self.size[0], size[1] / self.size[1]
        if abs(across / down - 1) > _SAME_SHAPE:
            raise CameraError(
                f"a camera of {self.size[0]} x {self.size[1]} pixels does not fit a picture of {size[0]} x {size[1]}:"
                " expected the same shape (aspect ratio), whatever the size"
            )
        K = self.K * np.array([[across], [down], [1.0]])
        note = f"The camera's picture of {self.size[0]} x {self.size[1]} pixels is scaled to {size[0]} x {size[1]}."
        return replace(self, K=K, size=size, notes=self.notes if self.assumed else (*self.notes, note))

    def stands(self) -> bool:
        """Whether a camera is likely to stand like this in metres with Y up: neither upside down nor far off."""
        return bool(self.R[1, 1] < _UPRIGHT and np.linalg.norm(self.position) <= _FARTHEST)

    def said(self) -> tuple[str, ...]:
        """Plain sentences about what of this camera was assumed or decided, ``notes`` among them."""
        return ((LEVEL_ASSUMED,) if self.pose_assumed else ()) + self.notes

    def orbited(self, target: ArrayLike, yaw: float, pitch: float) -> Camera:
        """The camera carried around ``target`` (3,), which stays where it is in the picture.

        ``yaw`` turns about the world's vertical, counter-clockwise as seen from above; ``pitch``
        lifts the camera; degrees. The pitch stops at the poles, so that up stays up.
        """
        target = _numbers(target, "target", (3,))
        right = orbit.level_right(self.R[2], fallback=self.R[0])
        azimuth = math.degrees(math.atan2(-right[2], right[0]))
        _, elevation = orbit.angles(-self.R[2])
        raised = orbit.raised(elevation, _finite(pitch, "pitch"))
        before = orbit.axes(azimuth, elevation)
        after = orbit.axes(azimuth + _finite(yaw, "yaw"), raised)
        R = self.R @ before.T @ after
        return self.posed(R, -R @ orbit.carried(self.position, target, before, after))

    def to_json(self) -> dict[str, Any]:
        """The camera as a dict of JSON values: width, height, K, R, t, and dist and model where there is a lens."""
        content: dict[str, Any] = {
            "width": self.size[0],
            "height": self.size[1],
            "K": self.K.tolist(),
            "R": self.R.tolist(),
            "t": self.t.tolist(),
        }
        if self.distortion is not None:
            content["dist"] = self.distortion.tolist()
        if self.model != "pinhole":
            content["model"] = self.model
        if self.assumed:
            content["assumed"] = True
        if self.pose_assumed:
            content["pose_assumed"] = True
        return content

    @classmethod
    def from_json(cls, content: Any) -> Camera:
        """The camera that ``to_json`` wrote. Without R and t it stands as `default` does, and says so.

        Raises CameraError naming the field at fault.
        """
        if not isinstance(content, dict):
            raise CameraError("expected an object with width, height, K, R and t")
        needed = ["width", "height", "K"]
        if any(content.get(name) is not None for name in ("R", "t")):
            needed += ["R", "t"]
        for name in needed:
            if name not in content:
                raise CameraError(
                    f"{name}: missing; expected width, height and K, and R and t or neither of them"
                )
        size = _picture_size((content["width"], content["height"]))
        posed = "R" in needed
        level = cls.default(size)
        return cls(
            K=content["K"],
            R=content["R"] if posed else level.R,
            t=content["t"] if posed else level.t,
            size=size,
            distortion=content.get("dist"),
            assumed=content.get("assumed") is True,
            model=content.get("model") or "pinhole",
            pose_assumed=not posed or content.get("pose_assumed") is True,
        )

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Camera) else NotImplemented

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_json()))


def load_camera(path: str | os.PathLike[str]) -> Camera:
    """Read a camera JSON file: ours, or one of a calibration tool's kinds (see `calibration`).

    A pose that turns and moves nothing says that the file has no world of its own: the camera is level then, as
    without a pose. Raises CameraError naming the file and the field at fault.
    """
    from posestudio.geometry.calibration import camera_of, foreign

    content = read_json(path, CameraError)
    try:
        return camera_of(content) if foreign(content) else _in_a_world(Camera.from_json(content))
    except CameraError as problem:
        raise CameraError(f"{path}: {problem}") from problem


def _in_a_world(camera: Camera) -> Camera:
    """The camera, level where its pose is none: world axes that are the camera's own (Y down) are no world's.
    One that cannot stand like that in metres with Y up is kept, and said."""
    if not np.allclose(camera.R, np.eye(3), atol=1e-6):
        return camera if camera.stands() else replace(camera, notes=(*camera.notes, UNLIKELY_POSE))
    level = Camera.default(camera.size)
    return replace(camera, R=level.R, t=level.t, pose_assumed=True)


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
        R = nearest_rotation(R)
    return R


def _picture_size(value: Any) -> tuple[int, int]:
    width, height = _numbers(value, "size (width, height)", (2,))
    if min(width, height) < 1 or max(width, height) > LARGEST_SIZE or width % 1 or height % 1:
        raise CameraError(f"size (width, height): expected whole numbers of 1 to {LARGEST_SIZE} pixels")
    return int(width), int(height)


def _coefficients(value: Any, model: str) -> Floats | None:
    """Of a fisheye (4,), zeros where none are given; of a pinhole camera (5,), (8,) or (12,), or None."""
    if isinstance(value, list):  # tools write them as a row or a column of a matrix as well
        value = [number for row in value for number in (row if isinstance(row, list) else [row])]
    if model == "fisheye":
        values = _numbers(np.zeros(FISHEYE_COUNT) if value is None else value, "dist", (FISHEYE_COUNT,))
        return _bounded(values)
    if value is None:
        return None
    count = len(value) if hasattr(value, "__len__") else 0
    if count not in RADIAL_COUNTS:
        raise CameraError(f"dist: expected {', '.join(map(str, RADIAL_COUNTS))} finite numbers")
    values = _bounded(_numbers(value, "dist", (count,)))
    if values[12:].any():
        raise CameraError(
            "dist: a tilted sensor (the last two of 14 numbers) is not supported; expected zeros"
        )
    values = np.pad(values[:12], (0, max(0, 12 - len(values))))
    return values[: 12 if values[8:].any() else 8 if values[5:].any() else 5]


def _bounded(values: Floats) -> Floats:
    if (np.abs(values) > _LARGEST_COEFFICIENT).any():
        raise CameraError(f"dist: expected finite numbers of at most {_LARGEST_COEFFICIENT:g}")
    return values


def _focal_length(fov: Any, height: int) -> float:
    fov = _finite(fov, "fov")
    if not 0 < fov < 180:
        raise CameraError(f"fov: expected more than 0 and less than 180 degrees, got {fov:g}")
    return height / 2 / math.tan(math.radians(fov) / 2)


def _centred_intrinsics(fov: float, size: Sequence[int]) -> Floats:
    focal = _focal_length(fov, size[1])
    return np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
