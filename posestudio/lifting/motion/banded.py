"""Weighted least squares over the frames of a clip: unknowns of near frames depend on each other, others do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

Floats = NDArray[np.float64]


class FrameSquares:
    """The sum of squares of ``unknowns`` in each of ``frames``, terms reaching over ``reach`` frames more, as a
    symmetric band matrix (LAPACK's lower form) and a right side."""

    def __init__(self, frames: int, unknowns: int, reach: int):
        self.unknowns = unknowns
        self.band = np.zeros((unknowns * (reach + 1), frames * unknowns))
        self.right = np.zeros((frames, unknowns))

    def copy(self) -> FrameSquares:
        """The same terms, to add others to."""
        other = object.__new__(FrameSquares)
        other.unknowns, other.band, other.right = self.unknowns, self.band.copy(), self.right.copy()
        return other

    def add_within(self, squares: Floats, right: Floats, first: int = 0) -> None:
        """Terms x^T A x - 2 b^T x of each frame by itself, ``squares`` (T, k, k) and ``right`` (T, k), of its k
        unknowns from ``first`` on."""
        size = right.shape[-1]
        self.right[:, first : first + size] += right
        for row in range(size):
            for column in range(row + 1):
                self.band[row - column, first + column :: self.unknowns] += squares[:, row, column]

    def add_differences(
        self,
        unknown: int,
        factors: Sequence[float],
        weight: Floats | float,
        value: Floats | float = 0.0,
    ) -> None:
        """Terms weight (factors[0] x[t] + factors[1] x[t + 1] + ... - value)^2 of one unknown, for each t with all of
        these frames: ``weight`` and ``value`` are numbers or (T - len(factors) + 1,)."""
        rows = len(self.right) - len(factors) + 1
        if rows <= 0:
            return
        step = self.unknowns
        for first, factor in enumerate(factors):
            self.right[first : first + rows, unknown] += factor * np.asarray(weight) * value
            for later in range(first, len(factors)):
                columns = slice(first * step + unknown, (first + rows - 1) * step + unknown + 1, step)
                self.band[(later - first) * step, columns] += factor * factors[later] * np.asarray(weight)

    def solved(self) -> Floats:
        """(T, unknowns) the least squares solution."""
        return solveh_banded(self.band, self.right.ravel(), lower=True, check_finite=False).reshape(
            self.right.shape
        )
