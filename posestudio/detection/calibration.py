"""Calibration of a detector: what the height of a heatmap's peak says about its keypoint, that is the share of such
keypoints that are right, how far off they may be, and which count as missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import CheckpointError

GROUPS = ("face", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
"""Groups of keypoints that are calibrated together; nose, eyes and ears are the face."""

GROUP_OF_KEYPOINT = np.array(
    [next((i for i, group in enumerate(GROUPS) if name.endswith(group)), 0) for name in COCO_KEYPOINTS]
)
"""(17,) the index in GROUPS of each keypoint."""

RIGHT = 0.2
"""Largest distance from the truth, over the torso's diagonal, of a keypoint that is right."""


@dataclass(frozen=True, eq=False)
class Table:
    """What peaks of increasing ``height`` (n,) mean: ``confidence`` (n,), the share that is right, which does not
    decrease, and ``noise`` (n,), the standard deviation along each axis over the longer side of the person's box,
    which does not increase. Between two heights confidence is interpolated linearly, and the noise's logarithm.

    Raises ValueError for numbers that are not so.
    """

    height: NDArray[Any]
    confidence: NDArray[Any]
    noise: NDArray[Any]

    def __post_init__(self) -> None:
        arrays = [np.asarray(getattr(self, name), dtype=float) for name in ("height", "confidence", "noise")]
        height, confidence, noise = arrays
        if height.ndim != 1 or not len(height) or any(array.shape != height.shape for array in arrays):
            raise ValueError("expected as many heights as confidences and noises, at least one")
        if not all(np.isfinite(array).all() for array in arrays):
            raise ValueError("expected finite numbers")
        if (np.diff(height) <= 0).any() or (np.diff(confidence) < 0).any() or (np.diff(noise) > 0).any():
            raise ValueError("expected heights that increase, confidences that do not decrease and noises that do not"
                             " increase")  # fmt: skip
        if confidence[0] < 0 or confidence[-1] > 1 or noise[-1] <= 0:
            raise ValueError("expected confidences of 0 to 1 and noises above 0")
        for name, array in zip(("height", "confidence", "noise"), arrays, strict=True):
            object.__setattr__(self, name, array)


IDENTITY = Table(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0.2, 0.01]))
"""What heights mean without calibration."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """The ``tables`` of GROUPS (those of groups that are not named are IDENTITY); keypoints less confident than
    ``missing_below`` are missing. ``spread``: with several samples the variance of a keypoint is that of the samples
    times the square of the first number, plus that of its table times the square of the second."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    missing_below: float = 0.1
    spread: tuple[float, float] = (1.0, 1.0)

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Calibration:
        """The entry 'calibration' of a weights' card; without one, that of no calibration. Raises CheckpointError for
        an entry that is not one."""
        entry = card.get("calibration")
        if entry is None:
            return cls()
        try:
            tables = {group: Table(each["height"], each["confidence"], each["noise"])
                      for group, each in entry["joints"].items()}  # fmt: skip
            first, second = (float(number) for number in entry["spread"])
            below = float(entry["missing_below"])
            if not (set(tables) <= set(GROUPS) and 0 <= below <= 1):
                raise ValueError("expected groups of joints and missing_below of 0 to 1")
            if not (0 <= first < np.inf and 0 <= second < np.inf and first + second > 0):
                raise ValueError("expected two numbers of at least 0 as spread")
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as problem:
            raise CheckpointError(f"the card's entry 'calibration' cannot be used: {problem}") from problem
        return cls(tables, below, (first, second))

    def as_card(self) -> dict[str, Any]:
        """The entry 'calibration' of a card, numbers and their names."""
        return {
            "missing_below": round(self.missing_below, 4),
            "spread": [round(number, 4) for number in self.spread],
            "joints": {
                group: {name: [float(f"{number:.4g}") for number in getattr(table, name)]
                        for name in ("height", "confidence", "noise")}
                for group, table in self.tables.items()
            },
        }  # fmt: skip

    def confidence(self, height: ArrayLike) -> NDArray[np.float32]:
        """(..., 17) the share of keypoints with peaks of ``height`` (..., 17) that lie within RIGHT of the truth."""
        return self._each(height, lambda table, of_group: np.interp(of_group, table.height, table.confidence))

    def noise(
        self, height: ArrayLike, boxes: ArrayLike, samples: NDArray[Any] | None = None
    ) -> NDArray[np.float32]:
        """(people, 17) pixels, the standard deviation along each axis of keypoints with peaks of ``height`` (people,
        17), of people in ``boxes`` (people, 4); and with ``samples`` (samples, people, 17, 2) pixels."""
        side = np.asarray(boxes, float).reshape(-1, 4)[:, 2:].max(axis=-1, initial=0)[:, None]
        noise = side * self._each(height, lambda table, of_group: np.exp(
            np.interp(of_group, table.height, np.log(table.noise))))  # fmt: skip
        if samples is not None and len(samples) > 1:
            noise = np.hypot(self.spread[0] * spread_of(samples), self.spread[1] * noise)
        return noise.astype(np.float32)

    def _each(self, height: ArrayLike, values: Any) -> NDArray[np.float32]:
        """``values(table, heights of its group)`` of ``height`` (..., 17)."""
        heights = np.asarray(height, dtype=float)
        result = np.empty(heights.shape, np.float32)
        for index, group in enumerate(GROUPS):
            chosen = GROUP_OF_KEYPOINT == index
            result[..., chosen] = values(self.tables.get(group, IDENTITY), heights[..., chosen])
        return result


def spread_of(samples: NDArray[Any]) -> NDArray[Any]:
    """(people, 17) the standard deviation along each axis of samples (samples, people, 17, 2), in their unit."""
    return np.sqrt(samples.var(axis=0, ddof=1).mean(axis=-1))
