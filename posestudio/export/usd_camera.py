"""A camera in a USD stage whose picture has the perspective of the picture that people were seen in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pxr import Gf, Sdf, Usd, UsdGeom, Vt

from posestudio.geometry.camera import Camera

_SENSOR = 0.36  # tenths of a metre, as USD has it where the unit is the metre: 36 mm wide
_CLIPPING = 0.05, 1000.0  # metres


def add_camera(stage: Usd.Stage, path: Sdf.Path, cameras: Sequence[Camera]) -> None:
    """Define a camera at ``path``: one of one or more frames, or one of each frame.

    Pixels of any shape and a principal point anywhere are those of the picture; lens distortion and skew, which USD
    has no words for, are in the custom data with the size of the picture in pixels.
    """
    defined = UsdGeom.Camera.Define(stage, path)
    transform = defined.MakeMatrixXform()
    values = {
        "focalLength": defined.CreateFocalLengthAttr(),
        "horizontalAperture": defined.CreateHorizontalApertureAttr(),
        "verticalAperture": defined.CreateVerticalApertureAttr(),
        "horizontalApertureOffset": defined.CreateHorizontalApertureOffsetAttr(),
        "verticalApertureOffset": defined.CreateVerticalApertureOffsetAttr(),
    }
    defined.CreateClippingRangeAttr(Gf.Vec2f(*_CLIPPING))
    for frame, camera in enumerate(cameras):
        time = Usd.TimeCode(frame) if len(cameras) > 1 else Usd.TimeCode.Default()
        transform.Set(_placed(camera), time)
        for name, value in _lens(camera).items():
            values[name].Set(value, time)
    first = cameras[0]
    data = {
        "width": first.size[0],
        "height": first.size[1],
        "model": first.model,
        "skew": float(first.K[0, 1]),
    }
    if first.distortion is not None:
        data["distortion"] = Vt.DoubleArray([float(number) for number in first.distortion])
    defined.GetPrim().SetCustomDataByKey("posestudio", data)


def _placed(camera: Camera) -> Gf.Matrix4d:
    """The camera's axes in the world as USD has them: x right, y up, looking along -z; in rows."""
    matrix = np.eye(4)
    matrix[:3, :3] = camera.R * np.array([[1.0], [-1.0], [-1.0]])
    matrix[3, :3] = camera.position
    return Gf.Matrix4d(*matrix.ravel().tolist())


def _lens(camera: Camera) -> dict[str, float]:
    """Focal length, apertures and their offsets by the names of their attributes, in tenths of a metre."""
    (width, height), K = camera.size, camera.K
    focal = _SENSOR * K[0, 0] / width
    return {
        "focalLength": float(focal),
        "horizontalAperture": _SENSOR,
        "verticalAperture": float(focal * height / K[1, 1]),
        "horizontalApertureOffset": float(focal * (width / 2 - K[0, 2]) / K[0, 0]),
        "verticalApertureOffset": float(focal * (K[1, 2] - height / 2) / K[1, 1]),
    }
