"""The heels of bodies of which only knees, ankles and balls of the feet are known: where a stiff foot has them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, JOINTS_WITHOUT_HEELS

Points = TypeVar("Points", bound=Any)
"""A NumPy array or a torch tensor."""

ALONG, BELOW = -0.06, 0.62
"""The heel seen from the ankle, over the distance from ankle to ball: along the line to the ball, and at right angles
to it, away from the knee. A standing person's ball is 12 cm before and 7 cm below the ankle, the heel 5 cm behind and
7 cm below it."""


def heel_of(knee: Points, ankle: Points, toe: Points) -> Points:
    """(..., 3) the heel of a stiff foot that does not roll: in the plane of knee, ankle and ball of the foot.

    In any unit and axes. Where leg and foot are in line, the plane is not determined and the heel is in the ankle's
    place but for ALONG.
    """
    foot, shin = toe - ankle, knee - ankle
    length = ((foot * foot).sum(-1) ** 0.5 + 1e-9)[..., None]
    forward = foot / length
    up = shin - (shin * forward).sum(-1)[..., None] * forward
    up = up / ((up * up).sum(-1) ** 0.5 + 1e-9)[..., None]
    return ankle + length * (ALONG * forward - BELOW * up)


def heels_of(joints: Points) -> tuple[Points, Points]:
    """The left and the right heel (..., 3) of bodies (..., 27 or 29, 3), see `heel_of`."""
    left, right = (
        heel_of(*(joints[..., BODY_INDEX[f"{side}_{name}"], :] for name in ("knee", "ankle", "toe")))
        for side in ("left", "right")
    )
    return left, right


def with_heels(joints: NDArray[Any]) -> NDArray[Any]:
    """(..., 29, 3) bodies (..., 27 or 29, 3), with the heels of stiff feet where they are JOINTS_WITHOUT_HEELS. Other
    arrays are returned as they are."""
    if joints.ndim < 2 or joints.shape[-2:] != (len(JOINTS_WITHOUT_HEELS), 3):
        return joints
    return np.concatenate([joints, np.stack(heels_of(joints), -2)], axis=-2).astype(joints.dtype)
