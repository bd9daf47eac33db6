"""Calibration files of other tools as cameras: OpenCV's, ROS's camera_info, Kalibr's, COLMAP's.

OpenCV's own names are ``camera_matrix``, ``distortion_coefficients``, ``image_width`` and ``image_height``; the
others' are in the tables below. A calibration knows the lens. The pose beside it is mostly that of a chessboard, in
the unit of its squares: it is taken for the world's only when a camera can stand like that in metres with Y up.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.common.file_kinds import CALIBRATION_INPUTS, suffix_of
from posestudio.errors import CameraError
from posestudio.geometry.calibration_text import LARGEST, parse_xml, parse_yaml
from posestudio.geometry.camera import MODELS, Camera, load_camera
from posestudio.geometry.lens import FISHEYE_COUNT
from posestudio.geometry.rotations import from_rotation_vectors

COLMAP_NAME = "cameras.txt"

_MATRIX = (
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
_DISTORTION = (
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
_WIDTH = ("image_width", "image_Width", "imageWidth", "width", "w")
_HEIGHT = ("image_height", "image_Height", "imageHeight", "height", "h")
_SIZE = ("resolution", "image_size", "imageSize", "image_Size", "img_size", "size")
_KINDS = ("distortion_model", "distortionModel", "dist_model", "camera_model", "cameraModel", "model")
_TURN = ("R", "rvec", "rotation", "rotation_vector", "rotation_matrix", "Rotation")
_SHIFT = ("T", "t", "tvec", "translation", "translation_vector", "Translation")

_RADIAL = {
    "plumbbob", "rationalpolynomial", "radtan", "radialtangential", "brown", "brownconrady", "opencv", "pinhole",
    "perspective", "standard", "normal", "radial", "thinprism", "none", "",
}  # fmt: skip
_FISHEYE = {
    "fisheye", "equidistant", "equi", "kannalabrandt", "kannalabrandt4", "kannalabrandt8", "kb4", "opencvfisheye",
}  # fmt: skip

_COLMAP = {
    "SIMPLE_PINHOLE": "f cx cy",
    "PINHOLE": "fx fy cx cy",
    "SIMPLE_RADIAL": "f cx cy k1",
    "RADIAL": "f cx cy k1 k2",
    "OPENCV": "fx fy cx cy k1 k2 p1 p2",
    "FULL_OPENCV": "fx fy cx cy k1 k2 p1 p2 k3 k4 k5 k6",
    "OPENCV_FISHEYE": "fx fy cx cy k1 k2 k3 k4",
    "SIMPLE_RADIAL_FISHEYE": "f cx cy k1",
    "RADIAL_FISHEYE": "f cx cy k1 k2",
}
"""Parameters of COLMAP's camera models, in the file's order."""
_RADIAL_ORDER = ("k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6")
_FISHEYE_ORDER = ("k1", "k2", "k3", "k4")


def is_calibration(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name is one of a calibration that `load_calibration` reads."""
    path = Path(path)
    return suffix_of(path) in CALIBRATION_INPUTS or path.name.lower() == COLMAP_NAME


def open_camera(path: str | os.PathLike[str]) -> Camera:
    """Read a camera of any kind: our JSON, or a calibration file. Raises CameraError naming the file."""
    text = Path(path).suffix.lower() == ".txt"  # COLMAP's, whatever it is called
    return load_calibration(path) if text or is_calibration(path) else load_camera(path)


def load_calibration(path: str | os.PathLike[str]) -> Camera:
    """Read a YAML, XML or COLMAP calibration file; without a usable pose the camera stands where `default` does.

    Raises CameraError naming the file and what is missing.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise CameraError("cannot be read: there is no such file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise CameraError(f"expected a calibration file of at most {LARGEST // 10**6} MB")
        return _read(content, path.suffix.lower())
    except OSError as problem:
        raise CameraError(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    except CameraError as problem:
        raise CameraError(f"{path}: {problem}") from problem


def _read(content: bytes, suffix: str) -> Camera:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return camera_of(parse_xml(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CameraError(f"expected text in UTF-8; byte {problem.start} is not") from problem
    if suffix == ".xml":
        raise CameraError("expected XML of a calibration")
    return _colmap(text) if suffix == ".txt" else camera_of(parse_yaml(text))


def foreign(content: Any) -> bool:
    """Whether JSON holds a calibration tool's camera, not one that `Camera.to_json` wrote."""
    if not isinstance(content, dict):
        return False
    ours = {"K", "dist", "width", "height", "R", "t", "model"}
    there = content.keys() - ours
    if _named(there, (*_MATRIX, *_DISTORTION, *_KINDS, "fx", "cam0", "fisheye_model")):
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
    return _named(content, (*_MATRIX, "fx", "cam0"))


def camera_of(content: Any) -> Camera:
    """The camera of a calibration's values as `calibration_text` reads them, or of JSON.

    Raises CameraError naming what is missing or of another kind than expected.
    """
    if not isinstance(content, Mapping):
        raise CameraError("expected a calibration: camera_matrix, image_width and image_height")
    several = [name for name in content if re.fullmatch(r"cam(era)?_?\d+", str(name), re.IGNORECASE)]
    notes: list[str] = []
    if several and isinstance(content[several[0]], Mapping) and _first(content, _MATRIX) is None:
        if len(several) > 1:
            notes.append(f"The file holds {len(several)} cameras: {several[0]} is used.")
        content = content[several[0]]
    K = _intrinsics(content)
    size = _size(content)
    fisheye, kind = _is_fisheye(content)
    distortion = _numbers(_first(content, _DISTORTION), "distortion_coefficients")
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


def _named(there: Iterable[Any], names: tuple[str, ...]) -> bool:
    """Whether one of ``names`` is there, as `_first` finds it."""
    return _first(dict.fromkeys(there, True), names) is not None


def _first(content: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of ``names`` that is there, spelled like that or with other capitals and underscores."""
    found = next((content[name] for name in names if content.get(name) is not None), None)
    if found is not None:
        return found
    plain = {_plain(name): value for name, value in content.items() if value is not None}
    longer = [_plain(name) for name in names if len(name) > 2]  # K and k, R and r may be different things
    return next((plain[name] for name in longer if name in plain), None)


def _plain(name: Any) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def _intrinsics(content: Mapping[str, Any]) -> np.ndarray:
    found = _first(content, _MATRIX)
    if isinstance(found, Mapping) and "data" not in found:
        content, found = found, None
    if found is None:
        return _of_parameters(content)
    values = _numbers(found, "camera_matrix")
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
        value = _first(content, named)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise CameraError("expected camera_matrix, a matrix of 3 x 3, or fx, fy, cx and cy")
        values.append(float(value))
    fx, fy, cx, cy = values
    return np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])


def _size(content: Mapping[str, Any]) -> tuple[int, int]:
    sides: Any = [_first(content, names) for names in (_WIDTH, _HEIGHT)]
    if None in sides:
        sides = [_first(content, ("Camera.width",)), _first(content, ("Camera.height",))]
    if None in sides:
        both = _numbers(_first(content, _SIZE), "image_size")
        sides = [None, None] if both is None or len(both) != 2 else both.tolist()
    for side in sides:
        if side is None:
            raise CameraError("expected image_width and image_height")
        whole = isinstance(side, int | float) and not isinstance(side, bool) and math.isfinite(side)
        if not whole or side != int(side):
            raise CameraError("image_width, image_height: expected whole numbers of pixels")
    return int(sides[0]), int(sides[1])


def _is_fisheye(content: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the lens is a fisheye, and what the file calls its model ('' where it does not say)."""
    if any(_first(content, (name,)) not in (None, 0, False, "0") for name in ("fisheye_model", "fisheye")):
        return True, "fisheye"
    said = ""
    for name in (*_KINDS, "Camera.type"):
        kind = _first(content, (name,))
        if not isinstance(kind, str) or not kind.strip():
            continue
        plain = _plain(kind)
        if plain in _FISHEYE:
            return True, kind
        if plain == "inversebrownconrady" and not _any(content):
            continue
        if plain not in _RADIAL:
            raise CameraError(
                f"{name}: {kind[:40]!r} is not supported; expected plumb_bob, rational_polynomial, radtan,"
                " equidistant or fisheye"
            )
        said = said or (kind if plain not in ("pinhole", "perspective") else "")
    return False, said


def _any(content: Mapping[str, Any]) -> bool:
    values = _numbers(_first(content, _DISTORTION), "distortion_coefficients")
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
    turn, shift = _first(content, _TURN), _first(content, _SHIFT)
    if turn is None or shift is None:  # ROS's R without a T rectifies, and is no pose
        return camera
    rotation, translation = _numbers(turn, "R"), _numbers(shift, "T")
    if rotation is None or translation is None or len(translation) != 3 or len(rotation) not in (3, 9):
        raise CameraError("R, T: expected a rotation (3 numbers or 3 x 3) and a translation (3 numbers)")
    matrix = from_rotation_vectors(rotation) if len(rotation) == 3 else rotation.reshape(3, 3)
    posed = replace(camera, R=matrix, t=translation, pose_assumed=False)
    if posed.stands():
        note = "The pose in the calibration file is taken for the camera's, in metres with Y up."
        return replace(posed, notes=(*camera.notes, note))
    note = (
        "The pose in the calibration file is not used: it is none in metres with Y up, but that of a"
        " calibration board or of another camera."
    )
    return replace(camera, notes=(*camera.notes, note))


def _numbers(found: Any, name: str) -> np.ndarray | None:
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


def _colmap(text: str) -> Camera:
    """The first camera of COLMAP's cameras.txt: CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS..."""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not rows or len(rows[0]) < 4:
        raise CameraError("expected COLMAP's cameras: CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS")
    _, model, *words = rows[0]
    if model not in _COLMAP:
        raise CameraError(f"{model[:40]!r} is not supported; expected one of {', '.join(_COLMAP)}")
    names = _COLMAP[model].split()
    try:
        width, height, *values = (float(word) for word in words)
    except ValueError as problem:
        raise CameraError("expected numbers after the camera's model") from problem
    if len(values) != len(names):
        raise CameraError(
            f"{model}: expected {len(names)} parameters ({', '.join(names)}), got {len(values)}"
        )
    given = dict(zip(names, values, strict=True))
    fisheye = "FISHEYE" in model
    content = {
        "width": width,
        "height": height,
        "fx": given.get("fx", given.get("f")),
        "fy": given.get("fy", given.get("f")),
        "cx": given["cx"],
        "cy": given["cy"],
        "model": "fisheye" if fisheye else "opencv",
        "D": [given.get(name, 0.0) for name in (_FISHEYE_ORDER if fisheye else _RADIAL_ORDER)],
    }
    camera = camera_of(content)
    note = f"The file holds {len(rows)} cameras: the first is used."
    return camera if len(rows) == 1 else replace(camera, notes=(*camera.notes, note))
