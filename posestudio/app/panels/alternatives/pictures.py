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
from posestudio.export.figure import draw_mannequin, draw_shadow
from posestudio.geometry.camera import Camera

_ASIDE = (-90.0, -60.0, -35.0, 35.0, 60.0, 90.0)  # degrees from the camera's own view
_LIKED = (0.85, 0.95, 1.0, 1.0, 0.95, 0.85)  # three-quarter views are read more easily than side views
_STAYS = 1.15  # how much better another view must be than the one before
_ELEVATION, _FOV = 8.0, 20.0  # degrees
_ROOM = 1.08  # of the frame around the largest figure


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


def extent_of(poses: Sequence[np.ndarray]) -> float:
    """Metres from the hips to the joint furthest from them in all poses: pictures of that extent have one scale."""
    return max((float(np.nan_to_num(np.linalg.norm(pose, axis=-1)).max()) for pose in poses), default=1.0)


def picture_of(
    pose: np.ndarray, size: tuple[int, int], theme: Theme, azimuth: float, extent: float, ground: RGB
) -> QImage:
    """A mannequin in a pose (29, 3), hips at the origin, in the middle of a picture of ``size`` (width, height), seen
    from ``azimuth`` degrees, on a ``ground`` of one colour."""
    low, high = (pose[..., 1].min(), pose[..., 1].max())
    middle = np.array([0.0, (low + high) / 2, 0.0])
    reach = _ROOM * max(extent, 0.3)
    distance = reach / math.tan(math.radians(_FOV / 2)) * max(size[1] / size[0], 1.0)
    around, above = math.radians(azimuth), math.radians(_ELEVATION)
    towards = np.array(
        [math.sin(around) * math.cos(above), math.sin(above), math.cos(around) * math.cos(above)]
    )
    camera = Camera.look_at(middle + distance * towards, middle, fov=_FOV, size=size)
    canvas = Canvas.blank(size, ground)
    colours = palette(theme)
    draw_shadow(canvas, camera, pose[None].copy(), float(low) - 0.03, colours, 0.25)
    draw_mannequin(canvas, camera, pose, colours)
    return image_of(canvas.pixels)


def _plane(azimuth: float) -> np.ndarray:
    """(2, 3) the picture's right and up, seen from an azimuth."""
    around = math.radians(azimuth)
    return np.array([[math.cos(around), 0.0, -math.sin(around)], [0.0, 1.0, 0.0]])


def _wrapped(degrees: float) -> float:
    return (degrees + 180) % 360 - 180
