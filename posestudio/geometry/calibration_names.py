"""What calibration tools call a camera's values: the names, finding a value by them, and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from posestudio.errors import CameraError

MATRIX = (
    "camera_matrix",
    "Camera_Matrix",
    "cameraMatrix",
    "CameraMatrix",
    "camera_intrinsics",
    "intrinsic_matrix",
    "intrinsics",
    "intrinsic",
    "mtx",
    "M1",
    "K1",
    "K",
    "k",
)
DISTORTION = (
    "distortion_coefficients",
    "Distortion_Coefficients",
    "distortionCoefficients",
    "distortion_coeffs",
    "dist_coeffs",
    "dist_coeff",
    "distCoeffs",
    "DistCoeffs",
    "distortion",
    "dist",
    "coeffs",
    "D1",
    "D",
    "d",
)
WIDTH = ("image_width", "image_Width", "imageWidth", "width", "w")
HEIGHT = ("image_height", "image_Height", "imageHeight", "height", "h")
SIZE = ("resolution", "image_size", "imageSize", "image_Size", "img_size", "size")
LENS_MODEL = ("distortion_model", "distortionModel", "dist_model", "camera_model", "cameraModel", "model")
ROTATION = ("R", "rvec", "rotation", "rotation_vector", "rotation_matrix", "Rotation")
TRANSLATION = ("T", "t", "tvec", "translation", "translation_vector", "Translation")


def has_any(there: Iterable[Any], names: tuple[str, ...]) -> bool:
    """Whether one of ``names`` is among those that are ``there``, as `first_of` finds it."""
    return first_of(dict.fromkeys(there, True), names) is not None


def first_of(content: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of ``names`` that is there, spelled like that or with other capitals and underscores."""
    found = next((content[name] for name in names if content.get(name) is not None), None)
    if found is not None:
        return found
    simple = {plain(name): value for name, value in content.items() if value is not None}
    longer = [plain(name) for name in names if len(name) > 2]  # K and k, R and r may be different things
    return next((simple[name] for name in longer if name in simple), None)


def plain(name: Any) -> str:
    """A name in small letters, without all that is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def numbers_of(found: Any, name: str) -> np.ndarray | None:
    """The numbers of a matrix node {rows, cols, data}, a list, or a list of lists, in a row."""
    if found is None:
        return None
    if isinstance(found, Mapping):
        missing = [part for part in ("rows", "cols", "data") if part not in found]
        if missing:
            raise CameraError(f"{name}: expected a matrix with rows, cols and data; {missing[0]} is missing")
        rows, columns = found["rows"], found["cols"]
        channels = _channels(found.get("dt"), name)
        values = _flat(found["data"], name)
        if not all(
            isinstance(side, int) and not isinstance(side, bool) and side >= 0 for side in (rows, columns)
        ):
            raise CameraError(f"{name}: expected rows and cols, whole numbers")
        if rows * columns * channels != len(values):
            raise CameraError(f"{name}: expected {rows} x {columns} numbers, found {len(values)}")
    else:
        values = _flat(found, name)
    return np.array(values, np.float64)


def _channels(dt: Any, name: str) -> int:
    """How many numbers an element of OpenCV's type code has; 1 where none is given."""
    if dt is None:
        return 1
    code = re.fullmatch(r"(\d{0,2})[ucwsifdh]", str(dt))
    if code is None:
        raise CameraError(f"{name}: expected dt, a type such as d or f, got {str(dt)[:20]!r}")
    return int(code[1] or 1)


def _flat(values: Any, name: str) -> list[float]:
    if isinstance(values, str):
        raise CameraError(f"{name}: expected numbers written out, not text or binary data")
    if not isinstance(values, list):
        values = [values]
    rows = [row for value in values for row in (value if isinstance(value, list) else [value])]
    for value in rows:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
            raise CameraError(f"{name}: expected finite numbers")
    return [float(value) for value in rows]
