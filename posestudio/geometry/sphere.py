"""Maps over the sphere of directions, in bins of azimuth and elevation, and their layout on two discs.

Azimuth is about the y axis from -z over -x, +z, +x; elevation from -y to +y.
"""

from __future__ import annotations

import numpy as np

BINS = (120, 60)
"""Azimuth and elevation: 3 degrees."""

AREA = np.cos((np.arange(BINS[1]) + 0.5) / BINS[1] * np.pi - np.pi / 2)
"""Relative area of a bin on the sphere, by its elevation."""


def bin_of(directions: np.ndarray, bins: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The azimuth's and elevation's bins of unit directions (..., 3), on a sphere cut into ``bins``."""
    azimuth = np.arctan2(directions[..., 0], directions[..., 2]) / (2 * np.pi) + 0.5
    elevation = np.arcsin(np.clip(directions[..., 1], -1, 1)) / np.pi + 0.5
    wide, high = bins
    return (
        np.clip((azimuth * wide).astype(np.intp), 0, wide - 1),
        np.clip((elevation * high).astype(np.intp), 0, high - 1),
    )


def direction_of(azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
    """Unit directions (..., 3) of positions in bins, which may be fractional; the inverse of `bin_of`."""
    turn, rise = (azimuth / BINS[0] - 0.5) * 2 * np.pi, (elevation / BINS[1] - 0.5) * np.pi
    flat = np.cos(rise)
    return np.stack([flat * np.sin(turn), np.sin(rise), flat * np.cos(turn)], -1).astype(np.float32)


def occupied(directions: np.ndarray) -> np.ndarray:
    """(BINS) bool: the bins that hold any of the directions (N, 3)."""
    return counts_by_bin(directions) > 0


def counts_by_bin(directions: np.ndarray) -> np.ndarray:
    """(BINS) how many of the directions (N, 3) are in each bin."""
    counts = np.zeros(BINS, np.int64)
    np.add.at(counts, bin_of(directions, BINS), 1)
    return counts


def dilated(maps: np.ndarray) -> np.ndarray:
    """Maps (..., BINS) of bool dilated by one bin each way; azimuths wrap around."""
    wide = maps | np.roll(maps, 1, -2) | np.roll(maps, -1, -2)
    high = wide.copy()
    high[..., 1:] |= wide[..., :-1]
    high[..., :-1] |= wide[..., 1:]
    return high


def two_discs(bins: np.ndarray, side: int) -> np.ndarray:
    """A map (BINS) as the front and the back half of its sphere, seen from there: (side, 2 side), nan around them.

    On the first disc forwards (+Z) is in the middle and the person's left (+X) on the right; on the second, backwards
    is in the middle and the person's left on the left.
    """
    across = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = np.meshgrid(across, -across)
    inside = x**2 + y**2 <= 1
    z = np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    discs = []
    for facing in (1, -1):
        directions = np.stack([x * facing, y, z * facing], -1)
        discs.append(np.where(inside, bins[bin_of(directions, BINS)].astype(float), np.nan))
    return np.concatenate(discs, axis=1)


def on_discs(directions: np.ndarray) -> np.ndarray:
    """Where unit directions (..., 3) lie on `two_discs`: (..., 2), each disc 1 wide, from the top left."""
    x, y, z = np.moveaxis(directions, -1, 0)
    back = z < 0
    return np.stack([np.where(back, 1.5 - x / 2, 0.5 + x / 2), 0.5 - y / 2], -1)
