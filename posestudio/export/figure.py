"""Bodies, their shadows and the ground, drawn as a camera sees them onto a canvas."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.body.capsules import FULL_BODY, TOE_RADIUS
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BONES_WITHOUT_FACE
from posestudio.body.mirroring import side_of
from posestudio.body.style import BodyStyle
from posestudio.common.colours import RGB, Palette
from posestudio.export.canvas import Canvas, mix
from posestudio.geometry.camera import Camera
from posestudio.mannequin.drawing import bodies_layer, shadow_layer, silhouettes_layer

_NEAR = 0.15  # metres from the camera within which nothing is drawn

_SKETCH_RADIUS = 0.011


@dataclass(frozen=True)
class _Capsule:
    """A capsule in space: ends (2, 3) in world metres, their radii in metres, its colour."""

    ends: NDArray[np.floating]
    radii: tuple[float, float]
    colour: RGB


def draw_solid(
    canvas: Canvas,
    camera: Camera,
    bodies: NDArray[np.floating],
    palette: Palette,
    style: BodyStyle = "mannequin",
) -> None:
    """Bodies (P, B, 3), world metres, solid; as sticks or capsules far ones first."""
    if style == "mannequin":
        layer = bodies_layer(camera, bodies, palette)
        if layer is not None:
            layer.lay_over(canvas.pixels)
        return
    for joints in far_first(camera, bodies):
        if style == "capsules":
            _draw_capsules(canvas, camera, joints, palette)
        else:
            draw_sketch(canvas, camera, joints, palette, 1.0)


def draw_faint(
    canvas: Canvas,
    camera: Camera,
    bodies: NDArray[np.floating],
    palette: Palette,
    opacity: float,
    style: BodyStyle = "mannequin",
) -> None:
    """Bodies (K, B, 3), world metres, translucent, far ones first: silhouettes, or thin limbs."""
    if style == "mannequin":
        if len(bodies):
            silhouettes_layer(camera, bodies, palette.silhouette, opacity).lay_over(canvas.pixels)
        return
    for joints in far_first(camera, bodies):
        draw_sketch(canvas, camera, joints, palette, opacity)


def far_first(camera: Camera, bodies: NDArray[np.floating]) -> NDArray[np.floating]:
    """Bodies (P, B, 3) in the order in which they are drawn."""
    depths = camera.to_camera(bodies[:, BODY_INDEX["hips"]])[:, 2]
    return bodies[np.argsort(-depths)]


def _draw_capsules(canvas: Canvas, camera: Camera, joints: NDArray[np.floating], palette: Palette) -> None:
    """One body (B, 3), world metres, as solid rounded limbs, far ones first."""
    capsules = _capsules(joints, palette)
    pixels, depths = _projected(camera, np.stack([capsule.ends for capsule in capsules]))
    for index in np.argsort(-depths.mean(axis=1)):
        if (depths[index] > _NEAR).all():
            radii = camera.K[1, 1] * np.array(capsules[index].radii) / depths[index]
            start, end = pixels[index]
            canvas.shaded_capsule(start, end, radii[0], radii[1], capsules[index].colour)


def draw_sketch(
    canvas: Canvas, camera: Camera, joints: NDArray[np.floating], palette: Palette, opacity: float
) -> None:
    """One body (B, 3), world metres, as thin translucent limbs."""
    pixels, depths = _projected(camera, joints)
    radii = camera.K[1, 1] * _SKETCH_RADIUS / np.maximum(depths, _NEAR)
    with canvas.translucent(opacity):
        for parent, child in BONES_WITHOUT_FACE:
            if min(depths[parent], depths[child]) > _NEAR:
                colour = palette.of_side(side_of(BODY_JOINTS[child]))
                canvas.capsule(pixels[parent], pixels[child], radii[parent], radii[child], colour)


def draw_shadow(
    canvas: Canvas,
    camera: Camera,
    bodies: NDArray[np.floating],
    floor: float,
    palette: Palette,
    opacity: float,
) -> None:
    """The soft shadow of bodies (people, B, 3) straight below them on the ground at height ``floor``."""
    layer = shadow_layer(camera, bodies, floor, palette.shadow)
    if layer is not None:
        layer.lay_over(canvas.pixels, opacity)


def draw_ground(
    canvas: Canvas,
    camera: Camera,
    centre: NDArray[np.floating],
    floor: float,
    palette: Palette,
    reach: float = 3.0,
) -> None:
    """A floor around ``centre`` (3,) at height ``floor`` that goes over into the background, and a grid on it.

    The grid fades with the distance, out to ``reach`` metres; its lines are half a metre apart, in a large one a
    metre or more.
    """
    _draw_floor(canvas, camera, centre, floor, palette, 1.6 * reach)
    step = 0.5 * max(1, round(reach / 6))
    reach = step * np.ceil(reach / step)
    middle = np.round(centre[[0, 2]] / step) * step
    coordinates = np.arange(-reach, reach + step / 2, step)
    across, start = (grid.ravel() for grid in np.meshgrid(coordinates, coordinates[:-1]))
    along = np.stack([[across, start], [across, start + step]])  # (ends, axes, lines)
    lines = np.concatenate([along, along[:, ::-1]], axis=-1).transpose(2, 0, 1) + middle
    ends = np.insert(lines, 1, floor, axis=-1)
    pixels, depths = _projected(camera, ends)
    away = np.linalg.norm(lines.mean(axis=1) - centre[[0, 2]], axis=-1) / reach
    for line, depth, distance in zip(pixels, depths, away, strict=True):
        if distance < 1 and (depth > _NEAR).all():
            colour = mix(palette.background, palette.grid, 0.6 * (1 - distance) ** 1.5)
            canvas.line(line[0], line[1], colour, 1.3)


def _draw_floor(
    canvas: Canvas,
    camera: Camera,
    centre: NDArray[np.floating],
    floor: float,
    palette: Palette,
    reach: float,
) -> None:
    """A level disc of the floor's colour, as in the 3D view; at a quarter of the size, enlarged."""
    width, height = canvas.size
    columns, rows = np.arange(2, width + 4, 4), np.arange(2, height + 4, 4)
    pixels = np.stack(np.meshgrid(columns, rows), axis=-1).astype(np.float64)
    rays = camera.rays(pixels)
    directions = np.concatenate([rays, np.ones_like(rays[..., :1])], axis=-1) @ camera.R
    with np.errstate(divide="ignore", invalid="ignore"):
        away = (floor - camera.position[1]) / directions[..., 1]
        places = camera.position[[0, 2]] + away[..., None] * directions[..., [0, 2]]
        share = 1 - np.linalg.norm(places - centre[[0, 2]], axis=-1) / reach
    share = np.where((away > 0) & (share > 0), share, 0)
    fade = np.square(share) * (1.6 - 0.6 * np.square(share))
    wide = cv2.resize(fade.astype(np.float32), (4 * len(columns), 4 * len(rows)))[:height, :width]
    plain = np.full_like(canvas.pixels, palette.floor)
    canvas.pixels[:] = cv2.blendLinear(canvas.pixels, plain, 1 - wide, wide)


def floor_under(bodies: NDArray[np.floating]) -> float:
    """Height of the ground under bodies (..., B, 3): a toe's radius below the lowest joint of all."""
    return float(bodies[..., 1].min()) - TOE_RADIUS


def _projected(
    camera: Camera, points: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Pixels (..., 2) and depths (...) of world points (..., 3)."""
    return camera.project(points), camera.to_camera(points)[..., 2]


def _capsules(joints: NDArray[np.floating], palette: Palette) -> list[_Capsule]:
    """The capsules of one body (B, 3)."""
    return [
        _Capsule(np.stack([part.start(joints), part.end(joints)]), part.radii, palette.of_side(part.side))
        for part in FULL_BODY
    ]
