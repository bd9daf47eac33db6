"""Feet and the floor: which joints of feet stand on it, where it is, and poses whose feet do not sink."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX

STANDING = 0.03
"""Metres above the floor up to which the toe or the heel of a foot stands on it."""

FEET: tuple[tuple[int, int, int], ...] = tuple(
    (BODY_INDEX[f"{side}_ankle"], BODY_INDEX[f"{side}_toe"], BODY_INDEX[f"{side}_heel"])
    for side in ("left", "right")
)
"""Ankle, toe and heel of each foot."""

SOLES: list[int] = [joint for _, toe, heel in FEET for joint in (toe, heel)]
"""The joints that the floor is below."""


def floor_of(poses: np.ndarray) -> float:
    """The height of the floor under poses (..., 29, 3), metres: that of the lowest toe or heel."""
    return float(np.asarray(poses)[..., SOLES, 1].min())


def planted(pose: np.ndarray, floor: float) -> dict[int, np.ndarray]:
    """The joints of feet that stand on the ``floor``, with the places (3,) where they stay: on it where they are
    below, the ankle over a whole foot as high as it is."""
    places: dict[int, np.ndarray] = {}
    for ankle, toe, heel in FEET:
        low = [joint for joint in (toe, heel) if pose[joint, 1] - floor < STANDING]
        rises = [max(floor - float(pose[joint, 1]), 0.0) for joint in low]
        for joint, rise in zip(low, rises, strict=True):
            places[joint] = pose[joint] + [0.0, rise, 0.0]
        if len(low) == 2:
            places[ankle] = pose[ankle] + [0.0, max(rises), 0.0]
    return places
