"""The focal length of a photograph in pixels, from what its EXIF data says of lens and sensor."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posestudio.common.pictures import read_exif

MAKE, MODEL = 0x010F, 0x0110
FOCAL_LENGTH, FOCAL_LENGTH_35MM, DIGITAL_ZOOM = 0x920A, 0xA405, 0xA404
PLANE_X_RESOLUTION, PLANE_UNIT = 0xA20E, 0xA210
PIXEL_WIDTH, PIXEL_HEIGHT = 0xA002, 0xA003
"""Tags of EXIF 2.3 (CIPA DC-008), of the picture's and of the camera's directory."""

FULL_FRAME_DIAGONAL = math.hypot(36, 24)
"""Diagonal in millimetres of the film that a "35 mm equivalent" compares the angle of view with."""

_UNITS = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
"""Millimetres of the units of the sensor's resolution; 2, inches, where none is stated."""

_SAME_SHAPE = 0.02
_RANGE = (0.2, 20.0)
"""Focal lengths that are believed, over the longer side of the picture: 136 to 3 degrees across."""

SENSORS: tuple[tuple[str, str, float], ...] = (
    ("canon", "eos-1d x", 36.0),
    ("canon", "eos 5d", 36.0),
    ("canon", "eos 6d", 35.8),
    ("canon", "eos r5", 36.0),
    ("canon", "eos r6", 36.0),
    ("canon", "eos", 22.3),
    ("canon", "powershot g", 7.44),
    ("canon", "powershot", 6.17),
    ("nikon", "coolpix", 6.17),
    ("nikon", "d3", 23.5),
    ("nikon", "d5", 23.5),
    ("nikon", "d6", 35.9),
    ("nikon", "d7", 23.5),
    ("nikon", "d8", 35.9),
    ("nikon", "z", 35.9),
    ("nikon", "d", 23.6),
    ("sony", "ilce-7", 35.8),
    ("sony", "ilce-9", 35.6),
    ("sony", "ilce", 23.5),
    ("sony", "dsc-rx100", 13.2),
    ("sony", "dsc", 6.17),
    ("fujifilm", "gfx", 43.8),
    ("fujifilm", "x-", 23.5),
    ("olympus", "e-", 17.3),
    ("panasonic", "dmc-g", 17.3),
    ("panasonic", "dc-g", 17.3),
    ("panasonic", "dmc", 6.17),
    ("pentax", "k", 23.5),
    ("leica", "m", 35.8),
    ("gopro", "", 6.17),
)
"""Width in millimetres of the sensors of cameras whose maker and model begin like this, the first that fits."""


@dataclass(frozen=True)
class PhotographLens:
    """``focal_length`` in pixels of the picture; ``source`` says in words where it is from."""

    focal_length: float
    source: str


def photograph_focal_length(path: str | os.PathLike[str]) -> float | None:
    """The focal length in pixels of a photograph's file, from its EXIF data; None where that doesn't tell.

    Raises PoseStudioError for a file that is no picture.
    """
    exif, size = read_exif(path)
    lens = photograph_lens(exif, size)
    return None if lens is None else lens.focal_length


def photograph_lens(exif: Mapping[int, Any], size: tuple[int, int]) -> PhotographLens | None:
    """The lens of a photograph of ``size`` (width, height) pixels whose EXIF tags are ``exif``.

    In this order: the focal length that gives the same angle of view on 35 mm film; the focal length and the
    sensor's pixels a millimetre; the focal length and the sensor's width from SENSORS. None where the tags do not
    say enough, contradict the picture's shape, as in one that was cropped, or say what no lens has.
    """
    longer = max(size)
    taken = tuple(_number(exif.get(tag)) for tag in (PIXEL_WIDTH, PIXEL_HEIGHT))
    if all(taken) and not _same_shape(size, taken):
        return None
    for found in (
        _from_35mm(exif, size),
        _from_resolution(exif, longer, max(taken)),
        _from_model(exif, longer),
    ):
        if found is not None and _RANGE[0] <= found.focal_length / longer <= _RANGE[1]:
            return found
    return None


def _from_35mm(exif: Mapping[int, Any], size: tuple[int, int]) -> PhotographLens | None:
    equivalent = _number(exif.get(FOCAL_LENGTH_35MM))
    if not equivalent:
        return None
    pixels = equivalent * math.hypot(*size) / FULL_FRAME_DIAGONAL
    return PhotographLens(pixels, f"{equivalent:g} mm on 35 mm film")


def _from_resolution(exif: Mapping[int, Any], longer: int, taken: float) -> PhotographLens | None:
    focal, resolution = _number(exif.get(FOCAL_LENGTH)), _number(exif.get(PLANE_X_RESOLUTION))
    unit = _UNITS.get(int(_number(exif.get(PLANE_UNIT)) or 2))
    if not (focal and resolution and unit and taken):
        return None
    pixels = focal * resolution / unit * longer / taken * _zoom(exif)
    return PhotographLens(pixels, f"{focal:g} mm and the sensor's resolution")


def _from_model(exif: Mapping[int, Any], longer: int) -> PhotographLens | None:
    focal = _number(exif.get(FOCAL_LENGTH))
    make, model = (str(exif.get(tag) or "").lower().strip("\0 ") for tag in (MAKE, MODEL))
    model = model.removeprefix(make.split(" ")[0]).strip() if make else model
    for maker, start, width in SENSORS:
        if focal and make.startswith(maker) and model.startswith(start):
            return PhotographLens(
                focal / width * longer * _zoom(exif), f"{focal:g} mm and a sensor {width:g} mm wide"
            )
    return None


def _zoom(exif: Mapping[int, Any]) -> float:
    """How much of the picture's enlargement was done digitally, at least 1."""
    return max(_number(exif.get(DIGITAL_ZOOM)), 1.0)


def _same_shape(size: tuple[int, int], taken: tuple[float, ...]) -> bool:
    """Whether two pictures have the same aspect ratio, upright or turned."""
    shapes = [max(sides) / min(sides) for sides in (size, taken)]
    return abs(shapes[0] / shapes[1] - 1) < _SAME_SHAPE


def _number(value: Any) -> float:
    """A tag's value as a positive finite number, 0 where it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0.0
    return number if 0 < number < math.inf else 0.0
