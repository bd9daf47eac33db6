"""The boxes of people as they are dragged: which part of one is at a point, and the box that a drag makes. No Qt.

Boxes are (4,) x, y, width, height; a part of one is a pair of -1, 0 and 1: (-1, 0) is the middle of the left side,
(1, 1) the lower right corner, (0, 0) the border, by which the whole box is moved.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Part = tuple[int, int]

_CORNERS: tuple[Part, ...] = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_SIDES: tuple[Part, ...] = ((0, -1), (1, 0), (0, 1), (-1, 0))
BORDER: Part = (0, 0)
SMALL = 60.0  # the shorter side of a box that has handles only at its corners


def handles_of(box: np.ndarray) -> tuple[Part, ...]:
    """The parts by which a box is resized."""
    return _CORNERS if min(box[2:]) < SMALL else _CORNERS + _SIDES


def handle_points(box: np.ndarray) -> np.ndarray:
    """(4 or 8, 2) where the handles of a box are."""
    return np.asarray(box[:2] + (np.array(handles_of(box)) + 1) / 2 * box[2:])


def part_at(box: np.ndarray, position: np.ndarray, reach: float) -> Part | None:
    """The handle, else the border, not farther than ``reach`` from a point (2,); None for neither."""
    distances = np.abs(handle_points(box) - position).max(-1)
    if distances.min() <= reach:
        return handles_of(box)[int(distances.argmin())]
    low, high = box[:2], box[:2] + box[2:]
    outside = np.maximum(np.maximum(low - position, position - high), 0).max()
    inside = np.minimum(position - low, high - position).min()
    near = outside <= reach if outside > 0 else inside <= reach
    return BORDER if near else None


def dragged(box: np.ndarray, part: Part, by: np.ndarray) -> np.ndarray:
    """The box after one of its parts was dragged by (2,); sides that pass each other change places."""
    low, high = np.array(box[:2], np.float64), np.array(box[:2] + box[2:], np.float64)
    sides = np.array(part)
    low = np.where((sides < 0) | (part == BORDER), low + by, low)
    high = np.where((sides > 0) | (part == BORDER), high + by, high)
    return np.concatenate([np.minimum(low, high), np.abs(high - low)])


def smallest_at(boxes: Mapping[int, np.ndarray], position: np.ndarray) -> int | None:
    """The person whose box contains a point (2,), of several the one with the smallest box."""
    inside = {
        person: float(box[2] * box[3])
        for person, box in boxes.items()
        if (position >= box[:2]).all() and (position <= box[:2] + box[2:]).all()
    }
    return min(inside, key=lambda person: inside[person]) if inside else None
