"""The panels of a drawn picture: keypoints in the picture plane, bodies in space, titles and a timeline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.body.style import BodyStyle
from posestudio.common.colours import DARK, RGB, Palette
from posestudio.export.canvas import Canvas, mix
from posestudio.export.figure import draw_faint, draw_ground, draw_shadow, draw_solid, far_first
from posestudio.geometry.camera import Camera

SIZE = (1280, 720)
"""Width and height of a picture of two panels, unless another is given."""

_BORDER = np.array([0.044, 0.1])  # of a panel's width and height, around the picture plane
_MOST_SKETCHES = 48  # more translucent bodies than this cannot be told apart
_TITLE, _CAPTION, _EDGE = 24, 18, 30  # heights of letters, and their distance from the edge, at 720 lines

Points = NDArray[np.floating]


@dataclass(frozen=True)
class SpacePanel:
    """Bodies to draw in space: ``solid`` (P, B, 3) ones, and ``sketches`` (K, B, 3) behind them; world metres.

    ``presence`` is the opacity of the solid ones, from 0 (not drawn) to 1.
    """

    solid: Points
    sketches: Points
    presence: float = 1.0


@dataclass(frozen=True)
class KeypointPanel:
    """Keypoints to draw in the picture plane: ``points`` (P, 17, 2) with visibility (P, 17), and ``projected``
    (K, 17, 2), those of hypotheses in the picture; pixels.

    ``size`` is the picture's, and ``window`` (left, top, right, bottom) the part of it to show.
    """

    points: Points
    visibility: NDArray[np.integer]
    size: tuple[int, int]
    projected: Points
    window: tuple[float, float, float, float]


def empty_space(
    view: Camera, floor: float, palette: Palette = DARK, middle: Points | None = None, reach: float = 3.0
) -> Canvas:
    """The ground about ``middle`` (3,), if any, at height ``floor`` and out to ``reach`` metres, seen by ``view``."""
    canvas = Canvas.blank(view.size, palette.background)
    if middle is not None:
        draw_ground(canvas, view, middle, floor, palette, reach)
    return canvas


def draw_bodies(
    bodies: SpacePanel,
    view: Camera,
    floor: float,
    palette: Palette = DARK,
    middle: Points | None = None,
    space: Canvas | None = None,
    style: BodyStyle = "mannequin",
) -> Canvas:
    """The bodies, if any, on the ground at height ``floor``, seen by the camera ``view``, on a canvas of its size.

    The ground is drawn about ``middle`` (3,), by default about the solid bodies' hips; with a ``space``, see
    :func:`empty_space`, the bodies are drawn on a copy of that. ``style`` is how they are drawn.
    """
    if space is None:
        if middle is None and len(bodies.solid):
            middle = bodies.solid[:, BODY_INDEX["hips"]].mean(axis=0)
        canvas = empty_space(view, floor, palette, middle)
    else:
        canvas = Canvas(space.pixels.copy())
    if bodies.presence > 0 and len(bodies.solid):
        draw_shadow(canvas, view, bodies.solid, floor, palette, bodies.presence)
    sketches = far_first(view, bodies.sketches)[-_MOST_SKETCHES:]
    draw_faint(canvas, view, sketches, palette, 0.25 if len(sketches) > 4 else 0.45, style)
    if bodies.presence > 0 and len(bodies.solid):
        with canvas.translucent(bodies.presence):
            draw_solid(canvas, view, bodies.solid, palette, style)
    return canvas


def draw_keypoints(panel: KeypointPanel, size: tuple[int, int], palette: Palette = DARK) -> Canvas:
    """The window of the picture plane, with a border, on a canvas of ``size``."""
    across, down = np.round(_BORDER * size).astype(int)
    inner = size[0] - 2 * across, size[1] - 2 * down
    outside = mix(palette.background, palette.shadow, 0.1)
    shown = Canvas.blank(inner, outside)
    low, high = np.array(panel.window[:2]), np.array(panel.window[2:])
    scale = float((np.array(inner) / (high - low)).min())
    origin = np.array(inner) / 2 - scale * (low + high) / 2
    _fill(shown, origin, origin + scale * np.array(panel.size), palette)
    for hypothesis in panel.projected[:_MOST_SKETCHES]:
        with shown.translucent(0.22):
            _stick_figure(shown, origin + hypothesis * scale, np.full(len(COCO_KEYPOINTS), 2), 1.6, palette)
    for points, visibility in zip(panel.points, panel.visibility, strict=True):
        extent = (
            float(np.ptp(points[visibility > 0], axis=0).max(initial=0)) * scale if visibility.any() else 0
        )
        width = float(np.clip(extent / 110, 1.5, 4.0))
        _stick_figure(shown, origin + points * scale, visibility, width, palette)
        _joints(shown, origin + points * scale, visibility, 1.6 * width, palette)
    whole = Canvas.blank(size, outside)
    whole.pixels[down : down + inner[1], across : across + inner[0]] = shown.pixels
    return whole


def beside(left: Canvas, right: Canvas) -> Canvas:
    """Two canvases of one height as one."""
    return Canvas(np.hstack([left.pixels, right.pixels]))


def draw_title(canvas: Canvas, text: str, left: float, palette: Palette) -> None:
    """Write ``text`` at the upper edge, from ``left`` pixels on."""
    unit = canvas.size[1] / SIZE[1]
    canvas.text(text, (left + _EDGE * unit, _EDGE * unit), round(_TITLE * unit), palette.text)


def draw_timeline(canvas: Canvas, share: float, left: str, right: str, palette: Palette) -> None:
    """A bar along the lower edge, filled up to ``share``, between two captions."""
    width, height = canvas.size
    unit = height / SIZE[1]
    edge, letters, y = _EDGE * unit, round(_CAPTION * unit), height - _EDGE * unit
    start, end = edge + 150 * unit, width - edge - (130 * unit if right else 0)
    marker = start + (end - start) * share
    faint = mix(palette.background, palette.text, 0.75)
    canvas.text(left, (edge, y), letters, faint, "lm")
    canvas.text(right, (width - edge, y), letters, faint, "rm")
    canvas.line((start, y), (end, y), mix(palette.background, palette.text, 0.25), 3 * unit)
    canvas.line((start, y), (marker, y), palette.left, 3 * unit)
    canvas.disc((marker, y), 6 * unit, palette.left)


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
    """Lines along the limbs whose ends are not missing."""
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
    """The colour of the side that both ends are on, else that of the middle."""
    sides = {side_of(COCO_KEYPOINTS[a]), side_of(COCO_KEYPOINTS[b])} - {"middle"}
    return palette.of_side(sides.pop()) if len(sides) == 1 else palette.middle
