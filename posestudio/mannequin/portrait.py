"""Small pictures of bodies for lists and cards: a mannequin, its shadow, nothing around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.common.colours import LIGHT, Palette
from posestudio.geometry.camera import Camera
from posestudio.mannequin.drawing import Layer, bodies_layer, shadow_layer
from posestudio.mannequin.transforms import completed

AZIMUTH = 35.0
"""Degrees about the vertical at which the camera stands, 0 in front (+Z)."""

_FOV, _ELEVATION = 18.0, 8.0  # degrees
_FLESH = 0.13  # metres of body around the joints
_SOLE = 0.026  # metres below the lowest joint


def picture(
    joints: NDArray[np.floating],
    size: tuple[int, int],
    palette: Palette = LIGHT,
    azimuth: float = AZIMUTH,
    reach: float | None = None,
) -> NDArray[np.uint8]:
    """Bodies (29, 3) or (N, 29, 3), world metres, as a picture (height, width, 4) RGBA of ``size`` (width, height).

    Its background is transparent; colours are not multiplied by the opacity. The bodies fill it; ``reach`` are the
    metres from the middle to the upper edge, where several pictures shall have one scale.
    """
    bodies = completed(np.asarray(joints, np.float32).reshape(-1, *np.shape(joints)[-2:]))
    camera = _camera(bodies.reshape(-1, 3), size, azimuth, reach)
    floor = float(bodies[..., 1].min()) - _SOLE
    seen = np.zeros((size[1], size[0], 4), np.uint8)
    layers = [shadow_layer(camera, bodies, floor, palette.shadow), bodies_layer(camera, bodies, palette)]
    drawn = [(layer, _area(layer)) for layer in layers if layer is not None]
    if not drawn:
        return seen
    low, high = (edge([area[end] for _, area in drawn], axis=0) for end, edge in ((0, np.min), (1, np.max)))
    width, height = (high - low).tolist()
    colour, opacity = np.zeros((height, width, 3), np.float32), np.zeros((height, width), np.float32)
    for layer, area in drawn:
        (left, top), (right, bottom) = area - low
        inside = np.s_[top:bottom, left:right]
        kept = 1 - layer.coverage
        colour[inside] = layer.colour + kept[..., None] * colour[inside]
        opacity[inside] = layer.coverage + kept * opacity[inside]
    colour /= np.maximum(opacity, 1e-3)[..., None]
    part = seen[low[1] : high[1], low[0] : high[0]]
    part[..., :3], part[..., 3] = np.minimum(colour + 0.5, 255), 255 * opacity + 0.5
    return seen


def _area(layer: Layer) -> NDArray[np.integer]:
    """(2, 2) the first pixel of a layer and the one after its last, each (left, top)."""
    return np.array([layer.corner, np.add(layer.corner, layer.coverage.shape[::-1])])


def _camera(
    points: NDArray[np.floating], size: tuple[int, int], azimuth: float, reach: float | None
) -> Camera:
    """The camera that sees all ``points`` (M, 3) with flesh around them, or ``reach`` metres above their middle."""
    around, above = np.radians(azimuth), np.radians(_ELEVATION)
    towards = np.array([np.sin(around) * np.cos(above), np.sin(above), np.cos(around) * np.cos(above)])
    right = np.array([np.cos(around), 0.0, -np.sin(around)])
    axes = np.stack([right, np.cross(towards, right), towards])
    seen = points @ axes.T
    low, high = seen.min(axis=0), seen.max(axis=0)
    middle = (low + high) / 2 @ axes
    if reach is None:
        wide, tall = (high - low)[:2] / 2 + _FLESH
        reach = float(max(tall, wide * size[1] / size[0]))
    distance = reach / np.tan(np.radians(_FOV / 2)) + float(high[2] - low[2]) / 2
    return Camera.look_at(middle + distance * towards, middle, _FOV, size)
