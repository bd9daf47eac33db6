"""Smoothing over time by weighted least squares with a penalty on second differences (Whittaker 1923)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.linalg import solveh_banded
from torch import Tensor

Floats = NDArray[np.float64]

LEAST_WEIGHT = 1e-6
"""Weight of a value that is not known."""


def second_differences(count: int) -> Floats:
    """(3, T) the squared second differences of T values as a symmetric band matrix, LAPACK's lower form."""
    band = np.zeros((3, count))
    for first, factor in enumerate((1.0, -2.0, 1.0)):
        for later in range(first, 3):
            columns = slice(first, first + max(count - 2, 0))
            band[later - first, columns] += factor * (1.0, -2.0, 1.0)[later]
    return band


def smoothed(values: Tensor, weight: Floats, stiffness: float) -> Tensor:
    """Series (T, ..., J, A) smoothed over the first axis.

    Minimises the sum of ``weight`` (J, T) times the squared distance from the given values, plus ``stiffness`` times
    the squared second differences. Values of little weight follow from their neighbours. The half-power
    frequency, for weights of 1, is stiffness^(-1/4) radians a value.
    """
    series = np.moveaxis(values.detach().cpu().numpy().astype(np.float64), -2, 0)  # (J, T, ..., A)
    rows = series.reshape(*series.shape[:2], -1)
    penalty = stiffness * second_differences(rows.shape[1])
    found = np.empty_like(rows)
    for joint, share in enumerate(np.maximum(weight, LEAST_WEIGHT)):
        band = penalty.copy()
        band[0] += share
        found[joint] = solveh_banded(band, share[:, None] * rows[joint], lower=True, check_finite=False)
    back = np.moveaxis(found.reshape(series.shape), 0, -2)
    return torch.from_numpy(np.ascontiguousarray(back)).to(values)
