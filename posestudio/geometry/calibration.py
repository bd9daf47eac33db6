"""Values of other tools' calibrations as cameras: OpenCV's, ROS's camera_info, Kalibr's, RealSense's, ORB-SLAM's.

A calibration describes the lens. The pose beside it is mostly that of a chessboard, in the unit of its squares: it
is used only when a camera can stand like that in metres with Y up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from posestudio.errors import CameraError
from posestudio.geometry.calibration_names import (
    DISTORTION,
    HEIGHT,
    LENS_MODEL,
    MATRIX,
    ROTATION,
    SIZE,
    TRANSLATION,
    WIDTH,
    first_of,
    has_any,
    numbers_of,
    plain,
)
from posestudio.geometry.camera import MODELS, Camera
from posestudio.geometry.lens import FISHEYE_COUNT
from posestudio.geometry.rotations import from_rotation_vectors

_RADIAL = {
    "plumbbob", "rationalpolynomial", "radtan", "radialtangential", "brown", "brownconrady", "opencv", "pinhole",
    "perspective", "standard", "normal", "radial", "thinprism", "none", "",
}  # fmt: skip
_FISHEYE = {
    "fisheye", "equidistant", "equi", "kannalabrandt", "kannalabrandt4", "kannalabrandt8", "kb4", "opencvfisheye",
}  # fmt: skip


def foreign(content: Any) -> bool:
    """Whether JSON content is a calibration tool's camera, not one that `Camera.to_json` wrote."""
    if not isinstance(content, dict):
        return False
    own = {"K", "dist", "width", "height", "R", "t", "model"}
    there = content.keys() - own
    if has_any(there, (*MATRIX, *DISTORTION, *LENS_MODEL, "fx", "cam0", "fisheye_model")):
        return True
    if isinstance(content.get("model"), str) and content["model"] not in MODELS:
        return True
    K = content.get("K")
    return isinstance(K, dict) or (isinstance(K, list) and len(K) == 9 and not isinstance(K[0], list))


def is_camera(content: Any) -> bool:
    """Whether JSON looks like a camera of any kind, not like people's keypoints."""
    if not isinstance(content, dict) or content.keys() & {
        "annotations",
        "people",
        "instance_info",
        "keypoints",
    }:
        return False
    return has_any(content, (*MATRIX, "fx", "cam0"))


def camera_of(content: Any) -> Camera:
    """The camera of a calibration's values as `calibration_text` reads them, or of JSON.

    Raises CameraError naming what is missing or of another kind than expected.
    """
    if not isinstance(content, Mapping):
        raise CameraError("expected a calibration: camera_matrix, image_width and image_height")
    several = [name for name in content if re.fullmatch(r"cam(era)?_?\d+", str(name), re.IGNORECASE)]
    notes: list[str] = []
    if several and isinstance(content[several[0]], Mapping) and first_of(content, MATRIX) is None:
        if len(several) > 1:
            notes.append(f"The file holds {len(several)} cameras: {several[0]} is used.")
        content = content[several[0]]
    K = _intrinsics(content)
    size = _size(content)
    fisheye, kind = _is_fisheye(content)
    distortion = numbers_of(first_of(content, DISTORTION), "distortion_coefficients")
    if distortion is not None:
        distortion = _fitting(distortion, fisheye)
        if distortion is not None and len(distortion) == FISHEYE_COUNT and not kind:
            notes.append("Four distortion coefficients without a model are read as k1, k2, p1, p2.")
    level = Camera.default(size)
    camera = Camera(
        K=K,
        R=level.R,
        t=level.t,
        size=size,
        distortion=distortion,
        model="fisheye" if fisheye else "pinhole",
        pose_assumed=True,
    )
    return _posed(replace(camera, notes=tuple(notes)), content)


def _intrinsics(content: Mapping[str, Any]) -> np.ndarray:
    found = first_of(content, MATRIX)
    if isinstance(found, Mapping) and "data" not in found:
        content, found = found, None
    if found is None:
        return _of_parameters(content)
    values = numbers_of(found, "camera_matrix")
    if values is not None and len(values) == 4:
        fx, fy, cx, cy = values
        return np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])
    if values is None or len(values) != 9:
        raise CameraError("expected camera_matrix, a matrix of 3 x 3 (K)")
    return values.reshape(3, 3)


def _of_parameters(content: Mapping[str, Any]) -> np.ndarray:
    """K of fx, fy, cx and cy, as RealSense, ORB-SLAM and others write them."""
    values = []
    for names in (("fx", "f"), ("fy", "fx", "f"), ("cx", "ppx"), ("cy", "ppy")):
        named = tuple(prefix + name for name in names for prefix in ("", "Camera.", "Camera1."))
        value = first_of(content, named)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise CameraError("expected camera_matrix, a matrix of 3 x 3, or fx, fy, cx and cy")
        values.append(float(value))
    fx, fy, cx, cy = values
    return np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])


def _size(content: Mapping[str, Any]) -> tuple[int, int]:
    sides: Any = [first_of(content, names) for names in (WIDTH, HEIGHT)]
    if None in sides:
        sides = [first_of(content, ("Camera.width",)), first_of(content, ("Camera.height",))]
    if None in sides:
        both = numbers_of(first_of(content, SIZE), "image_size")
        sides = [None, None] if both is None or len(both) != 2 else both.tolist()
    for side in sides:
        if side is None:
            raise CameraError("expected image_width and image_height")
        whole = isinstance(side, int | float) and not isinstance(side, bool) and abs(side) < 1e9
        if not whole or side != int(side):
            raise CameraError("image_width, image_height: expected whole numbers of pixels")
    return int(sides[0]), int(sides[1])


def _is_fisheye(content: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the lens is a fisheye, and what the file calls its model ('' where it does not say)."""
    if any(first_of(content, (name,)) not in (None, 0, False, "0") for name in ("fisheye_model", "fisheye")):
        return True, "fisheye"
    named = ""
    for name in (*LENS_MODEL, "Camera.type"):
        kind = first_of(content, (name,))
        if not isinstance(kind, str) or not kind.strip():
            continue
        word = plain(kind)
        if word in _FISHEYE:
            return True, kind
        if word == "inversebrownconrady" and not _any(content):
            continue
        if word not in _RADIAL:
            raise CameraError(
                f"{name}: {kind[:40]!r} is not supported; expected plumb_bob, rational_polynomial, radtan,"
                " equidistant or fisheye"
            )
        named = named or (kind if word not in ("pinhole", "perspective") else "")
    return False, named


def _any(content: Mapping[str, Any]) -> bool:
    values = numbers_of(first_of(content, DISTORTION), "distortion_coefficients")
    return values is not None and bool(values.any())


def _fitting(values: np.ndarray, fisheye: bool) -> np.ndarray | None:
    """Coefficients as `Camera` takes them: zeros that tools add or leave out at the end do not matter."""
    if not values.any() and not fisheye:
        return None
    if fisheye:
        values = values[:FISHEYE_COUNT] if not values[FISHEYE_COUNT:].any() else values
        if len(values) > FISHEYE_COUNT:
            raise CameraError(
                f"distortion_coefficients: expected {FISHEYE_COUNT} of a fisheye, got {len(values)}"
            )
        return np.pad(values, (0, FISHEYE_COUNT - len(values)))
    if len(values) > 14:
        raise CameraError(f"distortion_coefficients: expected at most 14 numbers, got {len(values)}")
    length = next(count for count in (4, 5, 8, 12, 14) if count >= len(values))
    return np.pad(values, (0, length - len(values)))


def _posed(camera: Camera, content: Mapping[str, Any]) -> Camera:
    turn, shift = first_of(content, ROTATION), first_of(content, TRANSLATION)
    if turn is None or shift is None:  # ROS's R without a T rectifies, and is not a pose
        return camera
    rotation, translation = numbers_of(turn, "R"), numbers_of(shift, "T")
    if rotation is None or translation is None or len(translation) != 3 or len(rotation) not in (3, 9):
        raise CameraError("R, T: expected a rotation (3 numbers or 3 x 3) and a translation (3 numbers)")
    matrix = from_rotation_vectors(rotation) if len(rotation) == 3 else rotation.reshape(3, 3)
    posed = replace(camera, R=matrix, t=translation, pose_assumed=False)
    if posed.has_plausible_pose():
        note = "The pose in the calibration file is taken for the camera's, in metres with Y up."
        return replace(posed, notes=(*camera.notes, note))
    note = (
        "The pose in the calibration file is not used: it is none in metres with Y up, but that of a"
        " calibration board or of another camera."
    )
    return replace(camera, notes=(*camera.notes, note))
