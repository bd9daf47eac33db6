"""Whether a clip is a mirror image, by knees that bend and toes that point the wrong way for its left and right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDES = ("left", "right")

_CLEAR = 0.25  # of -1 (all against) to 1 (all for); less is not taken for evidence
_BENT = 0.08  # mean sine of the knees' angle from which their bending is evidence


@dataclass(frozen=True)
class Sides:
    """How toes and knees fit the names of the sides: from -1, a mirror image, to 1; None without evidence."""

    toes: float | None
    knees: float | None

    @property
    def mirrored(self) -> bool:
        """Whether toes or knees clearly fit a mirror image, and neither fits the names."""
        known = [value for value in (self.toes, self.knees) if value is not None]
        return bool(known) and min(known) < -_CLEAR and max(known) < 0

    @property
    def doubtful(self) -> bool:
        """Whether toes and knees contradict each other."""
        if self.toes is None or self.knees is None:
            return False
        return min(self.toes, self.knees) < -_CLEAR and max(self.toes, self.knees) > _CLEAR


def evidence_of_sides(
    legs: Mapping[str, NDArray[np.floating]], toes: Mapping[str, NDArray[np.floating]]
) -> Sides:
    """How a clip's sides fit its knees and toes.

    ``legs`` holds (F, 3) of left and right hip, knee and ankle by role, ``toes`` those of the sides that have some.
    """
    left = _unit(legs["left_hip"] - legs["right_hip"])
    bends, fits, pointing = [], [], []
    for side in SIDES:
        hip, knee, ankle = (legs[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
        axis = np.cross(_unit(knee - hip), _unit(ankle - knee))  # points left where a knee bends as it can
        bends.append(np.linalg.norm(axis, axis=-1))
        fits.append((axis * left).sum(-1))
        if side in toes:
            forward = _unit(np.cross(left, knee - ankle))
            pointing.append((_unit(toes[side] - ankle) * forward).sum(-1))
    bend = float(np.mean(bends))
    return Sides(
        float(np.mean(pointing)) if pointing else None,
        float(np.sum(fits) / np.sum(bends)) if bend > _BENT else None,
    )


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
