"""The file that lists views: TOML or JSON with the keypoints and the camera of each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posestudio.common.json_files import read_json
from posestudio.common.toml_files import read_toml
from posestudio.errors import CameraError, LiftError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import open_camera
from posestudio.geometry.camera_group import load_cameras
from posestudio.lifting.views.inputs import MOST_VIEWS

UNITS = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254}
"""Names of lengths of a calibration's unit, and metres."""


@dataclass(frozen=True)
class ViewSource:
    """Where a view comes from: its keypoints, pictures or video, and its camera, None where it is solved for."""

    source: Path
    camera: Camera | None


def load_views(path: str | os.PathLike[str]) -> list[ViewSource]:
    """The views that a file lists.

    ``views`` is a list of tables with ``keypoints``, what `posestudio lift` reads, and ``camera``, the name of a
    camera in the file ``calibration`` or a camera file; without it the camera is solved for. ``unit`` is that of the
    calibration: m, cm, mm or in. Paths are relative to the file. Raises LiftError and CameraError naming file and
    view.
    """
    path = Path(path)
    content = _content(path)
    listed = content.get("views")
    unknown = set(content) - {"views", "calibration", "unit"}
    if unknown:
        raise LiftError(f"{path}: unknown key {min(unknown)!r}; expected views, calibration and unit")
    if not isinstance(listed, list) or not 2 <= len(listed) <= MOST_VIEWS:
        raise LiftError(f"{path}: views: expected a list of 2 to {MOST_VIEWS} views")
    unit = content.get("unit")
    if unit is not None and (not isinstance(unit, str) or unit not in UNITS):
        raise LiftError(f"{path}: unit: expected {', '.join(UNITS)}, not {unit!r:.40}")
    known: dict[str, Camera] = {}
    if (calibration := content.get("calibration")) is not None:
        if not isinstance(calibration, str):
            raise LiftError(f"{path}: calibration: expected the name of a file, not {calibration!r:.40}")
        known = load_cameras(path.parent / calibration, None if unit is None else UNITS[unit])
    return [_view(path, number, view, known) for number, view in enumerate(listed, 1)]


def _content(path: Path) -> Mapping[str, Any]:
    """The file's table."""
    content = (read_json if path.suffix.lower() == ".json" else read_toml)(path, LiftError)
    if not isinstance(content, Mapping):
        raise LiftError(f"{path}: expected views, a list of keypoints with cameras")
    return content


def _view(path: Path, number: int, view: Any, known: Mapping[str, Camera]) -> ViewSource:
    """One view of the file."""
    where = f"{path}: view {number}"
    if not isinstance(view, Mapping) or not isinstance(view.get("keypoints"), str):
        raise LiftError(f"{where}: keypoints: expected the name of a file or folder")
    unknown = set(view) - {"keypoints", "camera"}
    if unknown:
        raise LiftError(f"{where}: unknown key {min(unknown)!r}; expected keypoints and camera")
    camera = view.get("camera")
    if camera is not None and not isinstance(camera, str):
        raise LiftError(f"{where}: camera: expected the name of a camera or of a file, not {camera!r:.40}")
    source = path.parent / view["keypoints"]
    if camera is None:
        return ViewSource(source, None)
    if camera in known:
        return ViewSource(source, known[camera])
    file = path.parent / camera
    if not file.exists():
        among = f"one of {', '.join(known)} or a file" if known else "a file"
        raise CameraError(
            f"{where}: camera: {camera!r} is neither in the calibration nor a file; expected {among}"
        )
    return ViewSource(source, open_camera(file))
