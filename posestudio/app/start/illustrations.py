"""The pictures on the start page: drawn from the bundled poses, in background threads."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.model.picture import image_of
from posestudio.app.model.pose_library import STARTER, read_poses
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BONES_WITHOUT_FACE
from posestudio.body.mirroring import BODY_MIRROR, side_of
from posestudio.common.colours import RGB, Palette, Theme, palette
from posestudio.common.resources import asset
from posestudio.export.canvas import Canvas, mix
from posestudio.export.figure import draw_faint, draw_shadow, draw_solid
from posestudio.geometry.camera import Camera

Subject = Literal["photo", "motion", "example"]

_REACH = {"elbow": 1, "wrist": 2, "hand": 2.3, "knee": 1, "ankle": 1.6, "toe": 1.6}
"""How much more uncertain in depth joints are the further out they are."""
_OF_THE_LEG = ("knee", "ankle", "toe")
_SCALE = 2  # drawn larger than shown, for screens with small pixels
_SKY, _WALL, _FIELD = (124, 164, 204), (206, 196, 178), (98, 124, 92)


def illustration(subject: Subject, size: tuple[int, int], theme: Theme, ground: RGB) -> QImage:
    """A picture of ``size`` (width, height) on the colour ``ground``: a photograph with keypoints on it, a walk, or a
    pose among the others that explain it. Raises PoseStudioError where the installation lacks the poses."""
    bodies = {pose.name: pose.joints for pose in read_poses(asset(STARTER))}
    canvas = Canvas.blank((size[0] * _SCALE, size[1] * _SCALE), ground)
    colours = replace(palette(theme), background=ground)
    {"photo": _photo, "motion": _motion, "example": _example}[subject](canvas, bodies, colours)
    return image_of(np.ascontiguousarray(canvas.pixels))


def _camera(canvas: Canvas, eye: tuple[float, float, float], target: tuple[float, float, float]) -> Camera:
    return Camera.look_at(eye, target, size=canvas.size, fov=30)


def _photo(canvas: Canvas, bodies: dict[str, np.ndarray], colours: Palette) -> None:
    """A photograph of a runner, with the skeleton that is found in it."""
    width, height = canvas.size
    canvas.pixels[:] = _SKY
    canvas.pixels[int(height * 0.42) :] = _WALL
    canvas.pixels[int(height * 0.62) :] = _FIELD
    body = bodies["Running"]
    camera = _camera(canvas, (3.0, 1.15, 2.4), (0, 0.86, 0))
    grey = (88, 92, 100)
    draw_shadow(canvas, camera, body[None], 0.0, colours, 1.0)
    draw_solid(canvas, camera, body[None], replace(colours, left=grey, right=grey, body=grey))
    pixels = camera.project(body)
    for parent, child in BONES_WITHOUT_FACE:
        canvas.line(
            pixels[parent], pixels[child], colours.of_side(side_of(BODY_JOINTS[child])), 0.016 * height
        )
    for joint in sorted({joint for bone in BONES_WITHOUT_FACE for joint in bone}):
        canvas.disc(pixels[joint], 0.019 * height, (255, 255, 255))
        canvas.disc(pixels[joint], 0.013 * height, colours.of_side(side_of(BODY_JOINTS[joint])))


def _motion(canvas: Canvas, bodies: dict[str, np.ndarray], colours: Palette) -> None:
    """Somebody who walks, step by step, the last step the most distinct."""
    step = bodies["Walking"].astype(np.float64)
    other = step[list(BODY_MIRROR)] * (-1, 1, 1)
    camera = _camera(canvas, (4.6, 1.2, 0.9), (0, 0.86, 0.1))
    shares = np.array([0.0, 0.5, 1.0, 0.5, 0.0])
    for index, share in enumerate(shares):
        body = (1 - share) * step + share * other
        body = body + (0, 0.01 - body[:, 1].min(), (index - 2) * 0.72)
        fade = 0.75 * (1 - index / (len(shares) - 1))
        left, right, own = (
            mix(colour, colours.background, fade) for colour in (colours.left, colours.right, colours.body)
        )
        draw_shadow(canvas, camera, body[None], 0.0, colours, 1 - fade)
        draw_solid(canvas, camera, body[None], replace(colours, left=left, right=right, body=own))


def _example(canvas: Canvas, bodies: dict[str, np.ndarray], colours: Palette) -> None:
    """A pose among the others that explain the same keypoints: they differ in depth."""
    body = bodies["Reaching"].astype(np.float64)
    camera = _camera(canvas, (-3.3, 1.3, 2.6), (0, 0.93, 0))
    draw_shadow(canvas, camera, body[None], 0.0, colours, 1.0)
    randomness = np.random.default_rng(4)
    others = []
    for _ in range(7):
        other = body.copy()
        for side in ("left", "right"):
            off = randomness.normal(0, 0.06, 2)  # of the arm and of the leg
            for part, reach in _REACH.items():
                other[BODY_INDEX[f"{side}_{part}"], 2] += reach * off[int(part in _OF_THE_LEG)]
        others.append(other)
    draw_faint(canvas, camera, np.stack(others), colours, 0.3)
    draw_solid(canvas, camera, body[None], colours)
