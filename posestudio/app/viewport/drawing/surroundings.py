"""Floor grid, axes, contact shadows and the virtual camera: arrays for the items that draw them, numpy only."""

from __future__ import annotations

import numpy as np

from posestudio.common.colours import Palette
from posestudio.geometry.camera import Camera

_GRID_REACH = 6.0  # metres from the centre to where it has faded out
_GRID_STEP = 0.5
_PIECE = 0.5  # metres; lines are cut into such pieces, so that they can fade along their length
_AXIS_LENGTH = 0.3
_FRUSTUM_DEPTH = 0.55  # metres from the lens to the drawn image plane
_SUNK = 0.3  # metres below the floor; joints deeper than that cast no shadow
_HIGH = 0.9  # metres above the floor; joints higher than that share one soft shadow
_LIFT = 0.002  # axes lie so far above the grid, metres


def floor_grid(center: np.ndarray, height: float, palette: Palette) -> tuple[np.ndarray, np.ndarray]:
    """Ends (M, 6) and colours (M, 4) of a grid of whole and half metres that fades away around
    ``center`` (2,) x and z, with the axes at the origin: x and z on the floor, y upwards."""
    count = round(_GRID_REACH / _GRID_STEP)
    lines = np.arange(-count, count + 1) * _GRID_STEP
    pieces = np.arange(-_GRID_REACH, _GRID_REACH, _PIECE)
    across, along = (grid.ravel() for grid in np.meshgrid(lines, pieces, indexing="ij"))
    level = np.zeros_like(along)
    one_way = np.stack([across, level, along, across, level, along + _PIECE], axis=-1)
    ends = np.concatenate([one_way, one_way[:, [2, 1, 0, 5, 4, 3]]])
    distance = np.linalg.norm((ends[:, [0, 2]] + ends[:, [3, 5]]) / 2, axis=-1)
    whole = np.tile(np.isclose(across % 1.0, 0.0), 2)
    opacity = np.clip(1 - distance / _GRID_REACH, 0, 1) ** 1.5 * np.where(whole, 0.62, 0.24)
    shown = opacity > 0.01
    middle = np.round(np.asarray(center, dtype=float))
    ends[:, [0, 3]] += middle[0]
    ends[:, [2, 5]] += middle[1]
    ends[:, [1, 4]] = height
    grid_colours = np.column_stack([np.tile(palette.grid, (len(ends), 1)), 255 * opacity])
    axis_ends = np.zeros((3, 6))
    axis_ends[:, [1, 4]] = height + _LIFT
    axis_ends[np.arange(3), np.arange(3) + 3] += _AXIS_LENGTH
    axis_colours = np.column_stack([palette.axes, np.full(3, 200)])
    return (
        np.concatenate([ends[shown], axis_ends]).astype(np.float32),
        np.concatenate([grid_colours[shown], axis_colours]).astype(np.uint8),
    )


def contact_shadows(bodies: np.ndarray, height: float, palette: Palette) -> tuple[np.ndarray, np.ndarray]:
    """Discs (M, 4) x, y, z, radius and colours (M, 4) under ``bodies`` (N, B, 3): every joint darkens the floor
    below it, the more and the sharper the nearer it is. The joints high above make one soft disc for each body."""
    there = np.isfinite(bodies).all(-1)
    bodies = np.where(there[..., None], bodies, height)
    strength = 0.30 / np.sqrt(max(len(bodies), 1))  # shadows overlap where bodies do
    casts = there & (bodies[..., 1] > height - _SUNK)
    above = np.clip(bodies[..., 1] - height, 0.0, 3.0)
    opacity = np.where(casts, strength / (1 + 6 * above), 0.0)
    radius = 0.10 + 0.22 * above
    low = above <= _HIGH
    joints = bodies[low][:, [0, 2]], radius[low], opacity[low]
    merged = _merged(bodies[..., [0, 2]], radius, opacity, ~low)
    centres, radius, opacity = map(np.concatenate, zip(joints, merged, strict=True))
    discs = np.column_stack([centres[:, 0], np.full(len(centres), height), centres[:, 1], radius])
    colours = np.column_stack([np.tile(palette.shadow, (len(centres), 1)), 255 * opacity])
    return discs.astype(np.float32), colours.astype(np.uint8)


def _merged(
    centres: np.ndarray, radius: np.ndarray, opacity: np.ndarray, mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One disc for those of each body's discs that are in ``mask`` (N, B): centres (N, 2) in their middle, radii (N,)
    about them all, and opacities (N,) that darken the floor as much in total. ``centres`` are (N, B, 2), the others
    (N, B)."""
    share = mask / np.maximum(mask.sum(1, keepdims=True), 1)
    middle = (centres * share[..., None]).sum(1)
    spread = np.sqrt((((centres - middle[:, None]) ** 2).sum(-1) * share).sum(1))
    own = (radius * share).sum(1)
    about = np.maximum(own + spread, 1e-3)
    return middle, about, (1 - np.prod(1 - opacity * mask, axis=1)) * (own / about) ** 2


def image_corners(camera: Camera) -> np.ndarray:
    """(4, 3) world corners of the drawn image plane: top left, top right, bottom right, bottom left."""
    width, height = camera.size
    pixels = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=float)
    homogeneous = np.column_stack([pixels, np.ones(4)])
    rays = homogeneous @ np.linalg.inv(camera.K).T  # without the lens: its edges stay straight
    return camera.to_world(rays * _FRUSTUM_DEPTH)


def frustum(camera: Camera, palette: Palette, *, inside: bool) -> tuple[np.ndarray, np.ndarray]:
    """Ends (M, 6) and colours (M, 4) of the virtual camera: its picture's frame and, unless seen from
    ``inside``, the pyramid from the lens and a mark on the upper edge."""
    corners = image_corners(camera)
    top_left, top_right, _, bottom_left = corners
    frame = np.column_stack([corners, np.roll(corners, -1, axis=0)])
    apex = np.broadcast_to(camera.position, (4, 3))
    edge, up = top_right - top_left, top_left - bottom_left
    foot = (top_left + top_right) / 2 + 0.05 * up
    mark = np.array([foot - 0.12 * edge, foot + 0.2 * up, foot + 0.12 * edge])
    outside = [np.column_stack([apex, corners]), np.column_stack([mark, np.roll(mark, -1, axis=0)])]
    ends = np.concatenate([frame] if inside else [frame, *outside])
    colours = np.tile([*palette.frustum, 210], (len(ends), 1))
    return ends.astype(np.float32), colours.astype(np.uint8)
