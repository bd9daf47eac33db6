"""Bodies, their shadows and the ground, drawn as a camera sees them onto a canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_BONES, BODY_INDEX, BODY_JOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import RGB, Palette
from posestudio.export.canvas import Canvas, mix
from posestudio.geometry.camera import Camera

_NEAR = 0.15  # metres from the camera within which nothing is drawn

_LIMB_RADII = {
    "neck": (0.07, 0.05),
    "head": (0.046, 0.046),
    "elbow": (0.05, 0.037),
    "wrist": (0.037, 0.026),
    "hand": (0.03, 0.024),
    "knee": (0.078, 0.052),
    "ankle": (0.052, 0.034),
    "toe": (0.036, 0.026),
}
"""Radii in metres at both ends of the bone that leads to a joint; a joint's side does not matter."""

_SKULL_RADIUS = 0.105
_FACE = ("head_top", "nose", "left_eye", "right_eye", "left_ear", "right_ear")
_SKETCHED = [(parent, child) for parent, child in BODY_BONES if BODY_JOINTS[child] not in _FACE[1:]]
_SKETCH_RADIUS = 0.011


@dataclass(frozen=True)
class _Capsule:
    """A capsule in space: ends (2, 3) in world metres, their radii in metres, its colour."""

    ends: NDArray[np.floating]
    radii: tuple[float, float]
    colour: RGB


def draw_mannequin(canvas: Canvas, camera: Camera, joints: NDArray[np.floating], palette: Palette) -> None:
    """One body (B, 3), world metres, as solid rounded limbs, far ones first."""
    pieces = _capsules(joints, palette)
    pixels, depths = _seen(camera, np.stack([piece.ends for piece in pieces]))
    for index in np.argsort(-depths.mean(axis=1)):
        if (depths[index] > _NEAR).all():
            radii = camera.K[1, 1] * np.array(pieces[index].radii) / depths[index]
            start, end = pixels[index]
            canvas.shaded_capsule(start, end, radii[0], radii[1], pieces[index].colour)


def draw_sketch(
    canvas: Canvas, camera: Camera, joints: NDArray[np.floating], palette: Palette, opacity: float
) -> None:
    """One body (B, 3), world metres, as thin translucent limbs."""
    pixels, depths = _seen(camera, joints)
    radii = camera.K[1, 1] * _SKETCH_RADIUS / np.maximum(depths, _NEAR)
    with canvas.translucent(opacity):
        for parent, child in _SKETCHED:
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
    dropped = bodies.copy()
    dropped[..., 1] = floor
    coverage = Canvas.blank(canvas.size, (0, 0, 0))
    softness = 0.0
    for joints in dropped:
        pieces = _capsules(joints, palette)
        pixels, depths = _seen(camera, np.stack([piece.ends for piece in pieces]))
        for piece, ends, depth in zip(pieces, pixels, depths, strict=True):
            if (depth > _NEAR).all():
                scale = camera.K[1, 1] / depth
                r0, r1 = piece.radii * scale
                coverage.capsule(ends[0], ends[1], r0, r1, (255, 255, 255))
                softness = max(softness, 0.03 * float(scale.max()))
    canvas.shade(coverage.pixels[..., 0], palette.shadow, opacity, softness)


def draw_ground(
    canvas: Canvas, camera: Camera, centre: NDArray[np.floating], floor: float, palette: Palette
) -> None:
    """A half-metre grid around ``centre`` (3,) at height ``floor`` that fades with the distance from it."""
    reach, step = 3.0, 0.5
    middle = np.round(centre[[0, 2]] / step) * step
    places = np.arange(-reach, reach + step / 2, step)
    across, start = (grid.ravel() for grid in np.meshgrid(places, places[:-1]))
    along = np.stack([[across, start], [across, start + step]])  # (ends, axes, lines)
    lines = np.concatenate([along, along[:, ::-1]], axis=-1).transpose(2, 0, 1) + middle
    ends = np.insert(lines, 1, floor, axis=-1)
    pixels, depths = _seen(camera, ends)
    away = np.linalg.norm(lines.mean(axis=1) - centre[[0, 2]], axis=-1) / reach
    for line, depth, distance in zip(pixels, depths, away, strict=True):
        if distance < 1 and (depth > _NEAR).all():
            colour = mix(palette.background, palette.grid, 0.6 * (1 - distance) ** 1.5)
            canvas.line(line[0], line[1], colour, 1.3)


def floor_under(bodies: NDArray[np.floating]) -> float:
    """Height of the ground under bodies (..., B, 3): a little below the lowest joint of them all."""
    return float(bodies[..., 1].min()) - _LIMB_RADII["toe"][1]


def _seen(camera: Camera, points: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Pixels (..., 2) and depths (...) of world points (..., 3)."""
    return camera.project(points), camera.to_camera(points)[..., 2]


def _capsules(joints: NDArray[np.floating], palette: Palette) -> list[_Capsule]:
    """The capsules of one body (B, 3)."""
    limbs = [
        _Capsule(joints[[parent, child]], _LIMB_RADII[part], palette.of_side(side_of(BODY_JOINTS[child])))
        for parent, child in BODY_BONES
        if (part := BODY_JOINTS[child].split("_")[-1]) in _LIMB_RADII and BODY_JOINTS[child] not in _FACE
    ]
    return limbs + _trunk(joints, palette) + _head(joints, palette)


def _trunk(joints: NDArray[np.floating], palette: Palette) -> list[_Capsule]:
    neck, spine, chest = (joints[BODY_INDEX[name]] for name in ("neck", "spine", "chest"))
    parts = [([spine, chest], (0.1, 0.1))]
    for side in ("left", "right"):
        shoulder, hip = joints[BODY_INDEX[f"{side}_shoulder"]], joints[BODY_INDEX[f"{side}_hip"]]
        flank = shoulder + 0.4 * (chest - shoulder)
        parts += [
            ([neck, shoulder], (0.065, 0.06)),
            ([flank, hip + 0.15 * (spine - hip)], (0.08, 0.085)),
        ]
    return [_Capsule(np.stack(ends), radii, palette.middle) for ends, radii in parts]


def _head(joints: NDArray[np.floating], palette: Palette) -> list[_Capsule]:
    place = {name: joints[BODY_INDEX[name]] for name in (*_FACE, "head")}
    ears = (place["left_ear"] + place["right_ear"]) / 2
    crown, chin = (ears + place["head_top"]) / 2, (place["head"] + place["nose"]) / 2
    parts = [
        ([crown, (ears + chin) / 2], (_SKULL_RADIUS, 0.82 * _SKULL_RADIUS), palette.middle),
        ([(ears + place["nose"]) / 2, place["nose"]], (0.03, 0.02), palette.middle),
        ([place["left_eye"]] * 2, (0.017, 0.017), palette.left),
        ([place["right_eye"]] * 2, (0.017, 0.017), palette.right),
    ]
    return [_Capsule(np.stack(ends), radii, colour) for ends, radii, colour in parts]
