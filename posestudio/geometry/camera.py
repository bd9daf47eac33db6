"""The virtual camera: intrinsics, pose, projection and back-projection in OpenCV's conventions.

World: metres, right-handed, Y up. Camera: x right, y down, z forward, ``x_cam = R x_world + t``.
Pixels: origin at the top left corner of the picture, pixel centres at .5.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from posestudio.errors import CameraError
from posestudio.geometry import camera_fields as fields
from posestudio.geometry import orbit
from posestudio.geometry.camera_fields import Floats
from posestudio.geometry.lens import distort_fisheye, distort_radial, undistort_fisheye, undistort_radial

MODELS = ("pinhole", "fisheye")
"""Kinds of lenses."""

ASSUMED_FOV = 50.0
"""Vertical field of view, degrees, that is assumed where no camera is given."""

UNKNOWN_DEPTH = 4.0
"""Depth, metres, that is assumed of a person where the keypoints do not determine it."""

_ASSUMED_POSITION = (0.0, 1.0, 4.0)  # a standing person at the world's origin fills half of the picture
_SAME_SHAPE = 0.01  # how far aspect ratios of pictures that only differ in size may be apart
_UPRIGHT = -0.5  # the camera's own down points down in the world, by 60 degrees either way
_FARTHEST = 100.0  # metres from the world's origin

LEVEL_ASSUMED = "The camera's pose is not known: it is taken to stand level, 1 m high, as without a camera."

UNLIKELY_POSE = (
    "The camera's R and t put it upside down or far away: expected a world in metres where Y is up."
)


@dataclass(frozen=True, eq=False)
class Camera:
    """A camera with one of OpenCV's lens models.

    ``K`` (3, 3) intrinsics in pixels, ``R`` (3, 3) and ``t`` (3,) world -> camera in metres, ``size``
    (width, height) in pixels. ``model`` is 'pinhole', with ``distortion`` None or (5,) as k1, k2, p1, p2, k3, (8,)
    with k4, k5, k6, or (12,) with s1 to s4 as well; or 'fisheye', with (4,) k1 to k4. ``assumed`` says that the
    camera was not given, ``pose_assumed`` that its pose was not; ``notes`` are plain sentences about
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
        checked = {
            "K": fields.intrinsics(self.K),
            "R": fields.rotation(self.R),
            "t": fields.numbers(self.t, "t", (3,)),
            "size": fields.picture_size(self.size),
            "distortion": fields.coefficients(self.distortion, self.model),
        }
        for name, value in checked.items():
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
        position = fields.numbers(position, "position", (3,))
        forward = fields.numbers(target, "target", (3,)) - position
        distance = np.linalg.norm(forward)
        if not 0 < distance < math.inf:
            raise CameraError("target: expected a point away from the camera's position")
        forward = forward / distance
        right = orbit.level_right(forward, fallback=np.array([1.0, 0.0, 0.0]))
        if (
            abs(right @ forward) > 1e-12
        ):  # nearly straight up or down, where +X is not quite square to the view
            right = right - (right @ forward) * forward
            right /= np.linalg.norm(right)
        down = np.cross(forward, right)
        angle = math.radians(fields.finite(roll, "roll"))
        R = np.stack(
            [
                math.cos(angle) * right + math.sin(angle) * down,
                math.cos(angle) * down - math.sin(angle) * right,
                forward,
            ]
        )
        size = fields.picture_size(size)
        return cls(K=fields.centred_intrinsics(fov, size), R=R, t=-R @ position, size=size)

    @classmethod
    def default(cls, size: tuple[int, int], focal_length: float | None = None) -> Camera:
        """The camera assumed for a picture of ``size`` (width, height) that came without one.

        Principal point at the centre, 50 degrees vertical field of view, level, no distortion; it
        stands 4 m in front of the world's origin, 1 m high, and looks along -Z. ``assumed`` is True. Where the
        ``focal_length`` in pixels is known, as of a photograph, only the camera's pose is assumed.
        """
        x, y, _ = _ASSUMED_POSITION
        camera = cls.look_at(_ASSUMED_POSITION, (x, y, 0.0), ASSUMED_FOV, size)
        if focal_length is None:
            return replace(camera, assumed=True)
        known = camera.with_fov(math.degrees(2 * math.atan2(camera.size[1] / 2, focal_length)))
        note = (
            f"The vertical field of view, {known.fov:.0f} degrees, is that of the photograph's focal length."
        )
        return replace(known, pose_assumed=True, notes=(note,))

    @property
    def position(self) -> Floats:
        """(3,) position of the camera in the world, metres."""
        return -self.R.T @ self.t

    @property
    def fov(self) -> float:
        """Vertical field of view in degrees, as if the principal point were at the centre and the lens straight."""
        return math.degrees(2 * math.atan2(self.size[1] / 2, self.K[1, 1]))

    def to_camera(self, points: ArrayLike) -> Floats:
        """World points (..., 3) in camera axes (..., 3), metres."""
        points, kept = fields.points_and_type(points, 3)
        return (points @ self.R.T + self.t).astype(kept)

    def to_world(self, points: ArrayLike) -> Floats:
        """Points (..., 3) in camera axes in the world (..., 3), metres."""
        points, kept = fields.points_and_type(points, 3)
        return ((points - self.t) @ self.R).astype(kept)

    def project(self, points: ArrayLike) -> Floats:
        """Pixels (..., 2) of world points (..., 3), inside the picture or not.

        A point that is not in front of the camera (z <= 0) has no picture: its pixel is NaN. float32
        in gives float32 out, everything else float64.
        """
        points, kept = fields.points_and_type(points, 3)
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
        pixels, kept = fields.points_and_type(pixels, 2)
        rays = (pixels - self.K[:2, 2]) @ np.linalg.inv(self.K[:2, :2]).T
        if self.distortion is not None:
            undistort = undistort_fisheye if self.model == "fisheye" else undistort_radial
            rays = undistort(rays, self.distortion)
        return rays.astype(kept)

    def with_fov(self, fov: float) -> Camera:
        """The same camera zoomed to a vertical field of view in degrees; the shape of its pixels stays."""
        focal = fields.focal_length(fov, self.size[1])
        K = self.K.copy()
        K[:2, :2] *= focal / self.K[1, 1]
        return replace(self, K=K, assumed=False)

    def moved(self, offset: ArrayLike) -> Camera:
        """The camera moved by ``offset`` (3,) along its own axes (right, down, forward), metres."""
        return self.posed(self.R, self.t - fields.numbers(offset, "offset", (3,)))

    def posed(self, R: Floats, t: Floats) -> Camera:
        """The same lens with a given pose, world -> camera ``R`` (3, 3) and ``t`` (3,)."""
        return replace(self, R=R, t=t, assumed=False, pose_assumed=False, notes=())

    def for_picture(self, size: tuple[int, int]) -> Camera:
        """The same camera for a picture of ``size`` (width, height) that was scaled from its own.

        Raises CameraError for a picture of another shape: what of it was cut off is not known.
        """
        size = fields.picture_size(size)
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

    def has_plausible_pose(self) -> bool:
        """Whether the pose is likely in metres with Y up: neither upside down nor far from the origin."""
        return bool(self.R[1, 1] < _UPRIGHT and np.linalg.norm(self.position) <= _FARTHEST)

    def remarks(self) -> tuple[str, ...]:
        """Plain sentences about what of this camera was assumed or decided, ``notes`` among them."""
        return ((LEVEL_ASSUMED,) if self.pose_assumed else ()) + self.notes

    def orbited(self, target: ArrayLike, yaw: float, pitch: float) -> Camera:
        """The camera carried around ``target`` (3,), which stays where it is in the picture.

        ``yaw`` turns about the world's vertical, counter-clockwise as seen from above; ``pitch``
        lifts the camera; degrees. The pitch stops at the poles, so that up stays up.
        """
        target = fields.numbers(target, "target", (3,))
        right = orbit.level_right(self.R[2], fallback=self.R[0])
        azimuth = math.degrees(math.atan2(-right[2], right[0]))
        _, elevation = orbit.angles(-self.R[2])
        raised = orbit.raised(elevation, fields.finite(pitch, "pitch"))
        before = orbit.axes(azimuth, elevation)
        after = orbit.axes(azimuth + fields.finite(yaw, "yaw"), raised)
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
        """The camera that ``to_json`` wrote. Without R and t it stands as `default` does, with ``pose_assumed``.

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
        size = fields.picture_size((content["width"], content["height"]))
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
