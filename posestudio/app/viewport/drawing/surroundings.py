"""The grid on the floor and the virtual camera: arrays for the items that draw them, numpy only."""

from __future__ import annotations

import numpy as np

from posestudio.common.colours import Palette
from posestudio.geometry.camera import Camera

_GRID_REACH = 7.0  # metres from the centre to where it has faded out
_GRID_STEP = 0.5
_PIECE = 0.5  # metres; lines are cut into such pieces, so that they can fade along their length
_FRUSTUM_DEPTH = 0.55  # metres from the lens to the drawn image plane


def floor_grid(centre: np.ndarray, height: float, palette: Palette) -> tuple[np.ndarray, np.ndarray]:
    """Ends (M, 6) and colours (M, 4) of a grid of whole and, fainter, half metres that fades away around ``centre``
    (2,) x and z; the lines through the origin have the colours of the x and z axes."""
    middle = np.round(np.asarray(centre, dtype=float))
    count = round(_GRID_REACH / _GRID_STEP)
    lines = np.arange(-count, count + 1) * _GRID_STEP
    pieces = np.arange(-_GRID_REACH, _GRID_REACH, _PIECE)
    across, along = (grid.ravel() for grid in np.meshgrid(lines, pieces, indexing="ij"))
    level = np.zeros_like(along)
    one_way = np.stack([across, level, along, across, level, along + _PIECE], axis=-1)
    ends = np.concatenate([one_way, one_way[:, [2, 1, 0, 5, 4, 3]]])
    distance = np.linalg.norm((ends[:, [0, 2]] + ends[:, [3, 5]]) / 2, axis=-1)
    ends[:, [0, 3]] += middle[0]
    ends[:, [2, 5]] += middle[1]
    ends[:, [1, 4]] = height
    z_axis, x_axis = (np.abs(ends[:, [axis, axis + 3]]).max(1) < 1e-6 for axis in (0, 2))
    whole = np.tile(np.isclose(across % 1.0, 0.0), 2)
    strength = np.where(x_axis | z_axis, 0.8, np.where(whole, 0.55, 0.2))
    opacity = np.clip(1 - distance / _GRID_REACH, 0, 1) ** 1.5 * strength
    colours = np.column_stack([np.tile(palette.grid, (len(ends), 1)), 255 * opacity])
    colours[x_axis, :3], colours[z_axis, :3] = palette.axes[0], palette.axes[2]
    shown = opacity > 0.01
    return ends[shown].astype(np.float32), colours[shown].astype(np.uint8)


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
