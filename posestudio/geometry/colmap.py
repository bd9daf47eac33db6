"""COLMAP's cameras.txt as a camera."""

from __future__ import annotations

from dataclasses import replace

from posestudio.errors import CameraError
from posestudio.geometry.calibration import camera_of
from posestudio.geometry.camera import Camera

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


def camera_of_colmap(text: str) -> Camera:
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
