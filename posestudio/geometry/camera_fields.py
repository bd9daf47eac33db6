"""The fields of a camera, checked: each function returns the field's value or raises CameraError naming the field."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.common.picture_limits import LARGEST_SIZE
from posestudio.errors import CameraError
from posestudio.geometry.lens import FISHEYE_COUNT, RADIAL_COUNTS
from posestudio.geometry.rotations import nearest_rotation

Floats = NDArray[np.floating]

_ROTATION_TOLERANCE = 1e-3  # so that rotations written with four decimals pass
_LARGEST_COEFFICIENT = 1e9


def numbers(value: Any, name: str, shape: tuple[int, ...]) -> Floats:
    """``value`` as a new float64 array of ``shape`` with finite numbers; ``name`` is the field's."""
    expected = f"{name}: expected {' x '.join(map(str, shape))} finite numbers"
    try:
        array = np.array(value)
    except ValueError as problem:  # rows of different lengths
        raise CameraError(expected) from problem
    if array.shape != shape or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise CameraError(expected)
    return array.astype(np.float64)


def finite(value: Any, name: str) -> float:
    """``value`` as a finite number."""
    return float(numbers(value, name, ()))


def points_and_type(points: ArrayLike, axis: int) -> tuple[Floats, np.dtype]:
    """``points`` (..., axis) as float64, and the type, float32 or float64, for the result."""
    points = np.asarray(points)
    if points.ndim == 0 or points.shape[-1] != axis or points.dtype.kind not in "iuf":
        raise CameraError(f"expected numbers (..., {axis}), got {points.dtype} {points.shape}")
    kept = np.dtype(np.float32 if points.dtype == np.float32 else np.float64)
    return points.astype(np.float64), kept


def intrinsics(value: Any) -> Floats:
    """K (3, 3): an upper triangular matrix with positive focal lengths."""
    K = numbers(value, "K", (3, 3))
    if K[0, 0] <= 0 or K[1, 1] <= 0:
        raise CameraError("K: expected positive focal lengths on the diagonal")
    if K[1, 0] != 0 or (K[2] != (0, 0, 1)).any():
        raise CameraError("K: expected rows [fx, skew, cx], [0, fy, cy], [0, 0, 1]")
    return K


def rotation(value: Any) -> Floats:
    """R (3, 3): the rotation nearest to a matrix that is one but for rounding; exact ones are kept bit for bit."""
    R = numbers(value, "R", (3, 3))
    with np.errstate(over="ignore", invalid="ignore"):
        error = np.abs(R @ R.T - np.eye(3)).max()
    if not error < _ROTATION_TOLERANCE or np.linalg.det(R) < 0:
        raise CameraError("R: expected a rotation (orthonormal rows, determinant +1)")
    if error > 1e-12:
        R = nearest_rotation(R)
    return R


def picture_size(value: Any) -> tuple[int, int]:
    """Width and height in whole pixels."""
    width, height = numbers(value, "size (width, height)", (2,))
    if min(width, height) < 1 or max(width, height) > LARGEST_SIZE or width % 1 or height % 1:
        raise CameraError(f"size (width, height): expected whole numbers of 1 to {LARGEST_SIZE} pixels")
    return int(width), int(height)


def coefficients(value: Any, model: str) -> Floats | None:
    """Coefficients: (4,) of a fisheye, zeros where none are given; (5,), (8,) or (12,) of a pinhole, or None."""
    if isinstance(value, list):  # tools write them as a row or a column of a matrix as well
        value = [number for row in value for number in (row if isinstance(row, list) else [row])]
    if model == "fisheye":
        values = numbers(np.zeros(FISHEYE_COUNT) if value is None else value, "dist", (FISHEYE_COUNT,))
        return _bounded(values)
    if value is None:
        return None
    count = len(value) if hasattr(value, "__len__") else 0
    if count not in RADIAL_COUNTS:
        raise CameraError(f"dist: expected {', '.join(map(str, RADIAL_COUNTS))} finite numbers")
    values = _bounded(numbers(value, "dist", (count,)))
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


def focal_length(fov: Any, height: int) -> float:
    """Pixels, of a vertical field of view in degrees on a picture of so many pixels' height."""
    fov = finite(fov, "fov")
    if not 0 < fov < 180:
        raise CameraError(f"fov: expected more than 0 and less than 180 degrees, got {fov:g}")
    return height / 2 / math.tan(math.radians(fov) / 2)


def centred_intrinsics(fov: float, size: Sequence[int]) -> Floats:
    """K (3, 3) of a vertical field of view in degrees, with the principal point at the centre of the picture."""
    focal = focal_length(fov, size[1])
    return np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
