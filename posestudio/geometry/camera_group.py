"""Calibration files of several cameras in one world: OpenCV's, Pose2Sim's, Anipose's, EasyMocap's and this program's.

Every layout becomes a mapping of camera names to the values of one, as `calibration` knows them. The world of other
tools' files is turned so that Y is up, and brought to metres.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.common.input_files import read_file
from posestudio.common.json_files import read_json
from posestudio.common.toml_files import read_toml
from posestudio.errors import CameraError
from posestudio.geometry.calibration import camera_of, foreign
from posestudio.geometry.calibration_names import MATRIX, first_of, numbers_of
from posestudio.geometry.calibration_text import LARGEST, parse_xml, parse_yaml
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import open_camera
from posestudio.geometry.rotations import from_rotation_vectors

INTRINSICS, EXTRINSICS = "intri.yml", "extri.yml"
"""EasyMocap's two files, in one folder."""

CENTIMETRES_FROM, MILLIMETRES_FROM = 50.0, 500.0
"""Distances of cameras from what they look at, in a file's unit, from which the unit is taken for a smaller one."""

_NEARLY_AN_AXIS = np.cos(np.radians(25))
_TOML_KEYS = {
    "matrix": "camera_matrix",
    "distortions": "distortion_coefficients",
    "size": "image_size",
    "rotation": "R",
    "translation": "T",
    "fisheye": "fisheye",
}
_OF_ONE = {"K": "K", "dist": "dist", "D": "dist", "R": "R", "Rot": "R", "T": "T", "W": "width", "H": "height"}
"""Keys of EasyMocap and of OpenCV's FileStorage that a camera's name follows after ``_``; later ones decide."""


def load_cameras(path: Path, unit: float | None = None) -> dict[str, Camera]:
    """The cameras of a calibration file by name, in one world of metres with Y up; of a file of one camera, that one
    by the file's name.

    Read are TOML of Pose2Sim and Anipose; EasyMocap's intri.yml, beside which extri.yml is expected, or their folder;
    OpenCV's stereo calibrations (M1, D1, M2, D2, R, T), and YAML, XML or JSON with an entry for each camera or with
    K_NAME, dist_NAME, R_NAME, T_NAME; this program's JSON ``{"cameras": {name: camera}}``. ``unit`` is the length of
    the file's unit in metres; None decides it from how far the cameras stand from what they look at. Raises
    CameraError naming file, camera and key.
    """
    path = Path(path)
    if path.is_dir():
        path = path / INTRINSICS
    try:
        content = _content(path)
        own = _own(content)
        if own is not None:
            return own
        entries = _entries(content)
        if not entries:
            return {path.stem: open_camera(path)}
        return _in_one_world({name: _camera(name, entry) for name, entry in entries.items()}, unit)
    except CameraError as problem:
        text = str(problem)
        raise problem if text.startswith(str(path)) else CameraError(f"{path}: {text}") from problem


def _content(path: Path) -> Any:
    """The values of a file, of EasyMocap's both of the two."""
    if path.suffix.lower() == ".json":
        return read_json(path, CameraError)
    if path.suffix.lower() == ".toml":
        return read_toml(path, CameraError)
    raw = read_file(path, CameraError, LARGEST)
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return parse_xml(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CameraError(f"expected text in UTF-8; byte {problem.start} is not") from problem
    if path.suffix.lower() == ".txt":
        return None  # COLMAP's, of one camera
    content = parse_yaml(text)
    beside = path.with_name(EXTRINSICS)
    if path.name == INTRINSICS and isinstance(content, Mapping):
        if not beside.is_file():
            raise CameraError(f"expected {EXTRINSICS} beside it, which says where the cameras stand")
        poses = _content(beside)
        return {**poses, **content} if isinstance(poses, Mapping) else content
    return content


def _own(content: Any) -> dict[str, Camera] | None:
    """The cameras of this program's JSON; None of another file."""
    listed = content.get("cameras") if isinstance(content, Mapping) else None
    if not isinstance(listed, Mapping) or not listed or any(foreign(one) for one in listed.values()):
        return None
    cameras = {}
    for name, one in listed.items():
        try:
            cameras[str(name)] = Camera.from_json(one)
        except CameraError as problem:
            raise CameraError(f"camera {name}: {problem}") from problem
    return cameras


def _entries(content: Any) -> dict[str, Mapping[str, Any]]:
    """The values of each camera by its name, in `calibration`'s words; empty of a file of one camera."""
    if not isinstance(content, Mapping):
        return {}
    listed = content.get("cameras", content)
    if isinstance(listed, list):
        listed = {
            str(one.get("name", number)) if isinstance(one, Mapping) else str(number): one
            for number, one in enumerate(listed)
        }
    if not isinstance(listed, Mapping):
        return {}
    tables = {
        str(key): _renamed(one)
        for key, one in listed.items()
        if isinstance(one, Mapping)
        and (one.keys() & _TOML_KEYS.keys() or first_of(one, MATRIX) is not None)
        and str(key) not in MATRIX
    }
    toml = any("camera_matrix" in one and "R" in one for one in tables.values())
    if tables and ("cameras" in content or len(tables) > 1 or toml):
        return _by_own_names(tables)
    return _stereo(content) or _suffixed(content)


def _renamed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {_TOML_KEYS.get(str(key), str(key)): value for key, value in entry.items()}


def _by_own_names(tables: dict[str, dict[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The tables, by their ``name`` where all have one and no two the same."""
    names = [table.get("name") for table in tables.values()]
    if all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names):
        return {str(name): table for name, table in zip(names, tables.values(), strict=True)}
    return dict(tables)


def _stereo(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The two cameras of OpenCV's stereo calibration: the second stands at R, T, in the axes of the first."""
    pairs = (
        ("M", "D"),
        ("K", "D"),
        ("cameraMatrix", "distCoeffs"),
        ("camera_matrix_", "distortion_coefficients_"),
    )
    for matrix, distortion in pairs:
        if f"{matrix}1" not in content or f"{matrix}2" not in content:
            continue
        if "R" not in content or "T" not in content:
            raise CameraError(
                "camera 2: R, T: missing; expected the pose of the second camera beside both lenses"
            )
        shared = {
            key: value for key, value in content.items() if re.search("size|width|height", key, re.IGNORECASE)
        }
        poses = ({"R": [0.0, 0.0, 0.0], "T": [0.0, 0.0, 0.0]}, {"R": content["R"], "T": content["T"]})
        return {
            str(number): {
                **shared,
                **pose,
                "K": content[f"{matrix}{number}"],
                "dist": content.get(f"{distortion}{number}"),
            }
            for number, pose in enumerate(poses, 1)
        }
    return {}


def _suffixed(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The cameras of keys such as K_NAME."""
    entries: dict[str, Mapping[str, Any]] = {}
    names = content.get("names")
    if not isinstance(names, list):
        names = [key[2:] for key in content if str(key).startswith("K_")]
    for name in map(str, names):
        entry: dict[str, Any] = {
            word: content[f"{key}_{name}"] for key, word in _OF_ONE.items() if f"{key}_{name}" in content
        }
        shared = {
            key: value
            for key, value in content.items()
            if key in ("image_width", "image_height", "image_size")
        }
        entries[name] = {**shared, **entry}
    return entries


def _camera(name: str, entry: Mapping[str, Any]) -> Camera:
    """The camera of one entry, in the file's world and unit. Raises CameraError naming it and the key."""
    try:
        matrix, turn, shift = (first_of(entry, names) for names in (MATRIX, ("R",), ("T",)))
        for key, value in (("matrix (K)", matrix), ("rotation (R)", turn), ("translation (T)", shift)):
            if value is None:
                raise CameraError(f"{key}: missing")
        lens = {key: value for key, value in entry.items() if key not in ("R", "T")}
        notes: tuple[str, ...] = ()
        if not {"width", "height", "image_width", "image_size"} & lens.keys():
            K = numbers_of(matrix, "camera_matrix")
            if K is None or len(K) != 9:
                raise CameraError("camera_matrix: expected 3 x 3 numbers")
            lens["image_size"] = [round(2 * K[2]), round(2 * K[5])]
            notes = (
                f"Camera {name}: no picture size given: the principal point is taken for the picture's middle.",
            )
        camera = camera_of(lens)
        rotation, translation = numbers_of(turn, "rotation (R)"), numbers_of(shift, "translation (T)")
        assert rotation is not None and translation is not None
        if len(rotation) not in (3, 9) or len(translation) != 3:
            raise CameraError("rotation, translation: expected 3 numbers or 3 x 3, and 3 numbers")
        R = from_rotation_vectors(rotation) if len(rotation) == 3 else rotation.reshape(3, 3)
        return replace(camera, R=R, t=translation, pose_assumed=False, notes=(*camera.notes, *notes))
    except CameraError as problem:
        raise CameraError(f"camera {name}: {problem}") from problem


def _in_one_world(cameras: dict[str, Camera], unit: float | None) -> dict[str, Camera]:
    """The cameras in metres with Y up."""
    seen = np.stack([camera.R for camera in cameras.values()])
    turn = _to_y_up(-seen[:, 1])
    notes = []
    if unit is None:
        distance = _distance(list(cameras.values()))
        unit = 1e-3 if distance >= MILLIMETRES_FROM else 1e-2 if distance >= CENTIMETRES_FROM else 1.0
        if unit != 1:
            word = "millimetres" if unit == 1e-3 else "centimetres"
            notes.append(f"The cameras' distances are taken for {word}.")
    if not np.allclose(turn, np.eye(3)):
        notes.append("The calibration's world is turned so that Y is up, as the cameras stand.")
    return {
        name: replace(camera, R=camera.R @ turn.T, t=camera.t * unit, notes=(*camera.notes, *notes))
        for name, camera in cameras.items()
    }


def _to_y_up(ups: np.ndarray) -> np.ndarray:
    """(3, 3) the rotation of a world that makes its up (0, 1, 0): the axis next to the mean of the cameras' own ups
    (C, 3), or that mean where it is next to none."""
    mean = ups.mean(0)
    length = np.linalg.norm(mean)
    if length < 1e-3:
        return np.eye(3)
    up = mean / length
    axis = np.zeros(3)
    axis[np.abs(up).argmax()] = np.sign(up[np.abs(up).argmax()])
    if axis @ up > _NEARLY_AN_AXIS:
        up = axis
    across = np.cross(up, (0.0, 1.0, 0.0))
    sine, cosine = np.linalg.norm(across), up[1]
    if sine < 1e-9:
        return np.eye(3) if cosine > 0 else np.diag([1.0, -1.0, -1.0])
    return from_rotation_vectors(across / sine * np.arctan2(sine, cosine))


def _distance(cameras: list[Camera]) -> float:
    """Median distance of the cameras from the point that they look at."""
    positions, axes = (
        np.stack(parts) for parts in zip(*((one.position, one.R[2]) for one in cameras), strict=True)
    )
    across = np.eye(3) - axes[:, :, None] * axes[:, None] + 1e-3 * np.eye(3)
    point = np.linalg.solve(across.sum(0), (across @ positions[..., None]).sum(0)[:, 0])
    return float(np.median(np.linalg.norm(positions - point, axis=1)))
