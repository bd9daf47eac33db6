"""OpenCV's calibration files (YAML, XML or JSON of cv::FileStorage) as cameras.

The names are those of OpenCV's own calibration sample: ``camera_matrix``, ``distortion_coefficients``,
``image_width`` and ``image_height``; ``rvec`` or ``R`` and ``tvec`` or ``T`` where the file has them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.camera import Camera
from posestudio.errors import CameraError

SUFFIXES = (".yml", ".yaml", ".xml")
_MATRIX = ("camera_matrix", "Camera_Matrix", "cameraMatrix", "K")
_DISTORTION = ("distortion_coefficients", "Distortion_Coefficients", "distCoeffs", "D")
_WIDTH = ("image_width", "image_Width", "width")
_HEIGHT = ("image_height", "image_Height", "height")


def load_calibration(path: str | os.PathLike[str]) -> Camera:
    """Read a calibration file; without a pose in it the camera stands where `Camera.default` does.

    Of the distortion the first five coefficients are used; a file with others that are not zero is
    refused. Raises CameraError naming the file and what is missing.
    """
    import cv2

    if not Path(path).is_file():
        raise CameraError(f"{path}: cannot be read: no such file")
    try:
        storage = cv2.FileStorage(str(path), cv2.FILE_STORAGE_READ)
    except (cv2.error, SystemError) as problem:
        raise CameraError(f"{path}: expected a calibration file that OpenCV can read") from problem
    if not storage.isOpened():
        raise CameraError(f"{path}: expected a calibration file that OpenCV can read")
    try:
        return _camera(storage)
    except CameraError as problem:
        raise CameraError(f"{path}: {problem}") from problem
    finally:
        storage.release()


def _camera(storage: Any) -> Camera:
    intrinsics = _matrix(storage, _MATRIX)
    if intrinsics is None:
        raise CameraError("expected camera_matrix, a matrix of 3 x 3")
    sides = [_number(storage, names) for names in (_WIDTH, _HEIGHT)]
    if None in sides:
        raise CameraError("expected image_width and image_height")
    size = (int(sides[0] or 0), int(sides[1] or 0))
    rotation, translation = _pose(storage, size)
    return Camera(
        K=intrinsics,
        R=rotation,
        t=translation,
        size=size,
        distortion=_distortion(_matrix(storage, _DISTORTION)),
    )


def _pose(storage: Any, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    turn, shift = _matrix(storage, ("R", "rvec")), _matrix(storage, ("T", "tvec", "t"))
    if turn is None or shift is None:
        assumed = Camera.default(size)
        return np.asarray(assumed.R), np.asarray(assumed.t)
    if turn.size == 3:
        turn = np.asarray(cv2.Rodrigues(turn.reshape(3, 1))[0])
    return turn, shift.ravel()


def _distortion(coefficients: np.ndarray | None) -> np.ndarray | None:
    if coefficients is None or not coefficients.any():
        return None
    values = coefficients.ravel()
    if len(values) > 5 and values[5:].any():
        raise CameraError(
            f"distortion_coefficients: expected at most five other than zero, got {len(values)}"
        )
    return np.pad(values, (0, max(5 - len(values), 0)))[:5]


def _matrix(storage: Any, names: tuple[str, ...]) -> np.ndarray | None:
    for name in names:
        node = storage.getNode(name)
        if not node.empty() and node.isMap():
            found = node.mat()
            if found is not None:
                return np.asarray(found, np.float64)
    return None


def _number(storage: Any, names: tuple[str, ...]) -> float | None:
    for name in names:
        node = storage.getNode(name)
        if not node.empty() and (node.isInt() or node.isReal()):
            return float(node.real())
    return None
