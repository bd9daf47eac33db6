"""Bodies and 2D keypoints drawn over a picture, readable on light and on dark ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_JOINTS, BONES_WITHOUT_FACE, COCO_KEYPOINTS
from posestudio.body.mirroring import side_of
from posestudio.body.style import BodyStyle
from posestudio.common.colours import DARK, RGB, Palette
from posestudio.export.canvas import Canvas, mix
from posestudio.geometry.camera import Camera
from posestudio.mannequin.drawing import bodies_layer

_NEAR = 0.15  # metres from the camera within which nothing is drawn
_OPACITY = 0.85  # of a mannequin over a picture
_BONE_RADIUS = 0.017  # metres
_THINNEST = 1.6  # pixels
_OUTLINE: RGB = (16, 18, 22)
_FARTHEST_SHADE = 0.35  # share of the outline's colour in the farthest bone's
_KEYPOINT_RADIUS = 0.011  # of the person's extent in the picture
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 4.0  # pixels

Points = NDArray[np.floating]


def draw_over_picture(
    canvas: Canvas,
    camera: Camera,
    joints: Points,
    opacity: float = 1.0,
    palette: Palette = DARK,
    style: BodyStyle = "mannequin",
) -> None:
    """One body (B, 3), world metres, as the ``camera`` of the picture sees it: a mannequin through which the picture
    is seen a little, or its bones in the colours of the sides, outlined, far ones first and darker."""
    if style == "mannequin":
        layer = bodies_layer(camera, joints[None], palette)
        if layer is not None:
            layer.lay_over(canvas.pixels, _OPACITY * opacity)
        return
    pixels, depths = camera.project(joints), camera.to_camera(joints)[:, 2]
    bones = np.array(BONES_WITHOUT_FACE)
    middle = depths[bones].mean(axis=1)
    shades = _FARTHEST_SHADE * np.clip((middle - middle.min()) / max(float(np.ptp(middle)), 0.4), 0, 1)
    with canvas.translucent(opacity):
        for index in np.argsort(-middle):
            ends = bones[index]
            if not (depths[ends] > _NEAR).all() or not np.isfinite(pixels[ends]).all():
                continue
            side = side_of(BODY_JOINTS[ends[1]])  # bones from the trunk lead to a side
            colour = mix(palette.of_side(side), _OUTLINE, float(shades[index]))
            radii = np.maximum(camera.K[1, 1] * _BONE_RADIUS / depths[ends], _THINNEST)
            edge = max(1.0, 0.3 * float(radii.min()))
            start, end = pixels[ends]
            canvas.capsule(start, end, radii[0] + edge, radii[1] + edge, _OUTLINE)
            canvas.capsule(start, end, radii[0], radii[1], colour)


def draw_seen_keypoints(
    canvas: Canvas, points: Points, visibility: NDArray[np.integer], palette: Palette = DARK
) -> None:
    """One person's 2D keypoints (17, 2) that are not missing, as small dots; occluded ones are hollow."""
    seen = points[(visibility > 0) & np.isfinite(points).all(axis=-1)]
    extent = float(np.ptp(seen, axis=0).max()) if len(seen) else 0.0
    radius = float(np.clip(_KEYPOINT_RADIUS * extent, _SMALLEST_DOT, _LARGEST_DOT))
    for index, name in enumerate(COCO_KEYPOINTS):
        if visibility[index] and np.isfinite(points[index]).all():
            canvas.disc(points[index], 1.3 * radius, _OUTLINE)
            canvas.disc(points[index], radius, (255, 255, 255))
            centre = _OUTLINE if visibility[index] == 1 else palette.of_side(side_of(name))
            canvas.disc(points[index], 0.55 * radius, centre)
