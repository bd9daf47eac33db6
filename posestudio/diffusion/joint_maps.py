"""Fixed linear maps of joints, each one matrix product: for few bodies the calls take longer than the arithmetic."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor


class Constant:
    """A fixed array, cached on every device and in every precision that it is used in."""

    def __init__(self, values: ArrayLike):
        self._values = np.asarray(values, np.float64)
        self._cached: dict[tuple[torch.device, torch.dtype], Tensor] = {}

    def like(self, other: Tensor) -> Tensor:
        """The array on the device and of the type of ``other``."""
        key = other.device, other.dtype
        if key not in self._cached:
            with torch.inference_mode(False):  # else no gradient could be taken through it
                self._cached[key] = torch.from_numpy(self._values).to(other)
        return self._cached[key]


class JointMap:
    """(..., J, A) -> (..., K, 3), by a matrix (K, J) over joints and one (3, A) over axes, else the identity."""

    def __init__(self, matrix: ArrayLike, axes: ArrayLike | None = None):
        over = np.eye(3) if axes is None else np.asarray(axes, np.float64)
        self._flat = Constant(np.kron(np.asarray(matrix, np.float64), over).T)

    def __call__(self, joints: Tensor) -> Tensor:
        mapped = joints.flatten(-2) @ self._flat.like(joints)
        return mapped.view(*joints.shape[:-2], mapped.shape[-1] // 3, 3)
