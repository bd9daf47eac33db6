"""Reading and writing of camera files: this program's JSON, and other tools' calibrations (YAML, XML, JSON, text)."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np

from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import CALIBRATION_INPUTS, suffix_of
from posestudio.common.json_files import read_json
from posestudio.errors import CameraError
from posestudio.geometry.calibration import camera_of, foreign
from posestudio.geometry.calibration_text import LARGEST, parse_xml, parse_yaml
from posestudio.geometry.camera import UNLIKELY_POSE, Camera
from posestudio.geometry.colmap import camera_of_colmap

COLMAP_NAME = "cameras.txt"


def load_camera(path: str | os.PathLike[str]) -> Camera:
    """Read a camera from JSON, of this program or of a calibration tool (see `calibration`).

    With R the identity the file has no world of its own: the camera is level then, as
    without a pose. Raises CameraError naming the file and the field at fault.
    """
    content = read_json(path, CameraError)
    try:
        return camera_of(content) if foreign(content) else _in_a_world(Camera.from_json(content))
    except CameraError as problem:
        raise CameraError(f"{path}: {problem}") from problem


def _in_a_world(camera: Camera) -> Camera:
    """The camera; level where R is the identity, since axes with Y down are the camera's own, not a world's.

    A pose that is unlikely in metres with Y up is kept, with a note.
    """
    if not np.allclose(camera.R, np.eye(3), atol=1e-6):
        return (
            camera if camera.has_plausible_pose() else replace(camera, notes=(*camera.notes, UNLIKELY_POSE))
        )
    level = Camera.default(camera.size)
    return replace(camera, R=level.R, t=level.t, pose_assumed=True)


def save_camera(path: str | os.PathLike[str], camera: Camera) -> None:
    """Write ``camera`` as JSON, completely or not at all. Raises OSError where that is impossible."""
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(camera.to_json(), indent=2) + "\n", encoding="utf-8")


def is_calibration(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name is one of a calibration that `load_calibration` reads."""
    path = Path(path)
    return suffix_of(path) in CALIBRATION_INPUTS or path.name.lower() == COLMAP_NAME


def open_camera(path: str | os.PathLike[str]) -> Camera:
    """Read a camera file of any kind, JSON or a calibration. Raises CameraError naming the file."""
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
    return camera_of_colmap(text) if suffix == ".txt" else camera_of(parse_yaml(text))
