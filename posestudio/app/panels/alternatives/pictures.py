"""The pictures of alternatives: one view of all that tells them apart, and a small mannequin seen so."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.model.picture import image_of
from posestudio.body.layouts import LIMB_INDICES
from posestudio.common.colours import RGB, Theme, palette
from posestudio.export.canvas import Canvas
from posestudio.export.figure import draw_shadow, draw_solid
from posestudio.geometry.camera import Camera

_ASIDE = (-90.0, -60.0, -35.0, 35.0, 60.0, 90.0)  # degrees from the camera's own view
_LIKED = (0.75, 0.95, 1.0, 1.0, 0.95, 0.75)  # three-quarter views are read more easily than side views
_STAYS = 1.15  # how much better another view must be than the one before
_ELEVATION, _FOV = 8.0, 20.0  # degrees
_ROOM, _BODY = 1.06, 0.1  # of the frame around the largest figure; metres of flesh around its joints
_LEAST_REACH = 0.3  # metres


def telling_azimuth(
    poses: Sequence[np.ndarray], shares: Sequence[float], camera_azimuth: float, before: float | None = None
) -> float:
    """Degrees about the vertical, 0 from the front (+Z), of the view that best tells poses (29, 3) from the first.

    All poses look alike from where the camera stands, ``camera_azimuth``; ``before`` is kept unless another view is
    clearly better. Of a single pose it is the three-quarter view.
    """
    candidates = [camera_azimuth + aside for aside in _ASIDE]
    if len(poses) < 2:
        return candidates[3]
    limbs = np.stack(poses)[:, LIMB_INDICES]
    worth = []
    for azimuth, liked in zip(candidates, _LIKED, strict=True):
        seen = limbs @ _plane(azimuth).T
        apart = np.linalg.norm(seen[1:] - seen[0], axis=-1).mean(-1)
        worth.append(liked * float(np.asarray(shares)[1:] @ np.nan_to_num(apart)))
    best = int(np.argmax(worth))
    if before is not None:
        nearest = int(np.argmin([abs(_wrapped(one - before)) for one in candidates]))
        if abs(_wrapped(candidates[nearest] - before)) < 15 and worth[best] < _STAYS * worth[nearest]:
            return before
    return candidates[best]


def reach_of(poses: Sequence[np.ndarray], azimuth: float, shape: float) -> float:
    """Metres from the middle of a figure to the upper edge of a picture in which each of the poses (29, 3) fits, seen
    from ``azimuth``: pictures of that reach have one scale. ``shape`` is their width over their height."""
    needed = [_LEAST_REACH]
    for pose in poses:
        across, up = np.nan_to_num(np.ptp(pose @ _plane(azimuth).T, axis=0)) / 2
        needed.append(max(float(up), float(across) / shape))
    return _ROOM * max(needed) + _BODY


def picture_of(
    pose: np.ndarray, size: tuple[int, int], theme: Theme, azimuth: float, reach: float, ground: RGB
) -> QImage:
    """A mannequin in a pose (29, 3) in the middle of a picture of ``size`` (width, height), seen from ``azimuth``
    degrees; ``reach`` as of `reach_of`, on a ``ground`` of one colour."""
    plane = _plane(azimuth)
    seen = pose @ plane.T
    middle = (seen.min(0) + seen.max(0)) / 2 @ plane
    distance = reach / math.tan(math.radians(_FOV / 2))
    around, above = math.radians(azimuth), math.radians(_ELEVATION)
    towards = np.array(
        [math.sin(around) * math.cos(above), math.sin(above), math.cos(around) * math.cos(above)]
    )
    camera = Camera.look_at(middle + distance * towards, middle, fov=_FOV, size=size)
    canvas = Canvas.blank(size, ground)
    colours = palette(theme)
    draw_shadow(canvas, camera, pose[None].copy(), float(pose[..., 1].min()) - 0.03, colours, 1.0)
    draw_solid(canvas, camera, pose[None], colours)
    return image_of(canvas.pixels)


def _plane(azimuth: float) -> np.ndarray:
    """(2, 3) the picture's right and up, seen from an azimuth."""
    around = math.radians(azimuth)
    return np.array([[math.cos(around), 0.0, -math.sin(around)], [0.0, 1.0, 0.0]])


def _wrapped(degrees: float) -> float:
    return (degrees + 180) % 360 - 180
