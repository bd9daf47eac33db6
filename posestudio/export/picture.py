"""Pictures of lifted poses and of clips, drawn without a window.

On the left the keypoints in the picture plane, on the right the poses in space, or those alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import DARK, RGB, Palette
from posestudio.common.file_kinds import PICTURE_OUTPUTS, checked_suffix
from posestudio.common.files import atomic_write
from posestudio.export.canvas import Canvas, Picture, mix
from posestudio.export.figure import draw_ground, draw_mannequin, draw_shadow, draw_sketch
from posestudio.geometry.camera import Camera

SIZE = (1280, 720)

_VIEW_FOV = 32.0
_VIEW_PITCH = 10.0
_WINDOW_MARGIN = 0.25  # of the people's extent, around them
_BORDER = np.array([0.044, 0.1])  # of a panel's width and height, around the picture plane
_FLESH = 0.14  # metres of body beyond the joints
_MOST_SKETCHES = 48  # more translucent bodies than this are a blot

Points = NDArray[np.floating]


@dataclass(frozen=True)
class Bodies:
    """What stands in space: ``solid`` (P, B, 3) bodies, and ``sketches`` (K, B, 3) behind them; world metres.

    ``presence`` of the solid ones goes from 0 (sketches, too) to 1.
    """

    solid: Points
    sketches: Points
    presence: float = 1.0


@dataclass(frozen=True)
class PicturePlane:
    """What a camera saw: keypoints (P, 17, 2) with visibility (P, 17), and ``guesses`` (K, 17, 2) of them.

    ``size`` is the picture's, and ``window`` (left, top, right, bottom) the part of it to show; pixels.
    """

    points: Points
    visibility: NDArray[np.integer]
    size: tuple[int, int]
    guesses: Points
    window: tuple[float, float, float, float]


def window_around(
    points: Points, observed: NDArray[np.bool_], size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """The part (left, top, right, bottom) of a picture of ``size`` with the observed keypoints (..., 2) in it.

    The whole picture when nothing is observed.
    """
    seen = points[observed]
    if len(seen) == 0:
        return 0.0, 0.0, float(size[0]), float(size[1])
    low, high = seen.min(axis=0), seen.max(axis=0)
    margin = max(_WINDOW_MARGIN * float((high - low).max()), 1.0)
    (left, top), (right, bottom) = low - margin, high + margin
    return float(left), float(top), float(right), float(bottom)


def view_around(centre: Points, radius: float, size: tuple[int, int], yaw: float) -> Camera:
    """A camera that sees the sphere of ``radius`` metres around ``centre`` (3,) in full.

    It stands at ``yaw`` degrees about the vertical; 0 is towards +Z.
    """
    narrow = min(1.0, size[0] / size[1])
    distance = max(radius, 0.5) / np.sin(np.arctan(np.tan(np.radians(_VIEW_FOV) / 2) * narrow))
    turn, lift = np.radians(yaw), np.radians(_VIEW_PITCH)
    direction = np.array([np.sin(turn) * np.cos(lift), np.sin(lift), np.cos(turn) * np.cos(lift)])
    return Camera.look_at(centre + distance * direction, centre, _VIEW_FOV, size)


def sphere_around(bodies: Points) -> tuple[Points, float]:
    """Centre (3,) and radius of a sphere around bodies (..., B, 3), limbs and all."""
    points = bodies.reshape(-1, 3)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    return centre, float(np.linalg.norm(points - centre, axis=1).max()) + _FLESH


def yaw_of(camera: Camera, centre: Points) -> float:
    """Degrees about the vertical at which ``camera`` stands, seen from ``centre`` (3,); 0 is towards +Z."""
    away = camera.position - centre
    return float(np.degrees(np.arctan2(away[0], away[2])))


def draw_space(
    bodies: Bodies, view: Camera, floor: float, palette: Palette = DARK, middle: Points | None = None
) -> Canvas:
    """Bodies, if any, on the ground at height ``floor``, seen through ``view``, in a picture of its size.

    The ground is drawn about ``middle`` (3,), by default about the solid bodies' hips.
    """
    canvas = Canvas.blank(view.size, palette.background)
    if middle is None and len(bodies.solid):
        middle = bodies.solid[:, BODY_INDEX["hips"]].mean(axis=0)
    if middle is not None:
        draw_ground(canvas, view, middle, floor, palette)
    if bodies.presence > 0 and len(bodies.solid):
        draw_shadow(canvas, view, bodies.solid, floor, palette, 0.4 * bodies.presence)
    depth = view.to_camera(bodies.sketches[:, BODY_INDEX["hips"]])[:, 2]
    order = np.argsort(-depth)[-_MOST_SKETCHES:]
    for index in order:
        draw_sketch(canvas, view, bodies.sketches[index], palette, 0.3 if len(order) > 4 else 0.5)
    if bodies.presence > 0:
        with canvas.translucent(bodies.presence):
            nearness = view.to_camera(bodies.solid[:, BODY_INDEX["hips"]])[:, 2]
            for index in np.argsort(-nearness):
                draw_mannequin(canvas, view, bodies.solid[index], palette)
    return canvas


def draw_plane(plane: PicturePlane, size: tuple[int, int], palette: Palette = DARK) -> Canvas:
    """The window of the picture plane, in the middle of a panel of ``size``."""
    across, down = np.round(_BORDER * size).astype(int)
    inner = size[0] - 2 * across, size[1] - 2 * down
    outside = mix(palette.background, palette.shadow, 0.1)
    shown = Canvas.blank(inner, outside)
    low, high = np.array(plane.window[:2]), np.array(plane.window[2:])
    scale = float((np.array(inner) / (high - low)).min())
    origin = np.array(inner) / 2 - scale * (low + high) / 2
    _fill(shown, origin, origin + scale * np.array(plane.size), palette)
    for guess in plane.guesses[:_MOST_SKETCHES]:
        with shown.translucent(0.22):
            _stick_figure(shown, origin + guess * scale, np.full(len(COCO_KEYPOINTS), 2), 1.6, palette)
    for points, visibility in zip(plane.points, plane.visibility, strict=True):
        extent = (
            float(np.ptp(points[visibility > 0], axis=0).max(initial=0)) * scale if visibility.any() else 0
        )
        width = float(np.clip(extent / 110, 1.5, 4.0))
        _stick_figure(shown, origin + points * scale, visibility, width, palette)
        _joints(shown, origin + points * scale, visibility, 1.6 * width, palette)
    panel = Canvas.blank(size, outside)
    panel.pixels[down : down + inner[1], across : across + inner[0]] = shown.pixels
    return panel


def beside(left: Canvas, right: Canvas) -> Canvas:
    """Two canvases of one height as one."""
    return Canvas(np.hstack([left.pixels, right.pixels]))


def save_picture(path: str | os.PathLike[str], picture: Picture) -> None:
    """Write an RGB picture (height, width, 3) as PNG, JPEG or WebP, as the name says.

    Raises PoseStudioError for another name and OSError where the file cannot be written.
    """
    suffix = checked_suffix(path, PICTURE_OUTPUTS)
    _, encoded = cv2.imencode(suffix, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    with atomic_write(path) as temporary:
        temporary.write_bytes(encoded.tobytes())


def _fill(canvas: Canvas, low: Points, high: Points, palette: Palette) -> None:
    """The picture's area from corner ``low`` to ``high``, as far as it is on the canvas, with an edge."""
    bounds = np.array(canvas.size)
    (left, top), (right, bottom) = (
        np.clip(np.round(corner), 0, bounds).astype(int) for corner in (low, high)
    )
    canvas.pixels[top:bottom, left:right] = palette.background
    edge = mix(palette.background, palette.grid, 0.5)
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        canvas.line(start, end, edge, 1.5)


def _stick_figure(
    canvas: Canvas, points: Points, visibility: NDArray[np.integer], width: float, palette: Palette
) -> None:
    for a, b in COCO_LIMBS:
        if visibility[a] and visibility[b] and np.isfinite(points[[a, b]]).all():
            canvas.line(points[a], points[b], _limb_colour(a, b, palette), width)


def _joints(
    canvas: Canvas, points: Points, visibility: NDArray[np.integer], radius: float, palette: Palette
) -> None:
    """Discs; hollow ones where a keypoint is occluded, none where it is missing."""
    for index, name in enumerate(COCO_KEYPOINTS):
        if visibility[index]:
            colour = palette.of_side(side_of(name))
            canvas.disc(points[index], radius + 1.2, palette.background)
            canvas.disc(points[index], radius, colour)
            if visibility[index] == 1:
                canvas.disc(points[index], 0.6 * radius, palette.background)


def _limb_colour(a: int, b: int, palette: Palette) -> RGB:
    sides = {side_of(COCO_KEYPOINTS[a]), side_of(COCO_KEYPOINTS[b])} - {"middle"}
    return palette.of_side(sides.pop()) if len(sides) == 1 else palette.middle
