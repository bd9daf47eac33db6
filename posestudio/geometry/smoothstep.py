"""The smooth step from 0 to 1 that blends are weighted with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def smoothstep(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.floating]:
    """0 at ``low`` and before it, 1 at ``high`` and beyond, between them 3x^2 - 2x^3; ``high`` may be the lower."""
    x = np.clip((values - low) / (high - low), 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)
