"""Which feet stand still on the floor: read from a true motion, to train and to measure with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import binary_closing, binary_opening

from posestudio.body.layouts import BODY_INDEX

FEET: tuple[tuple[int, int], ...] = tuple(
    (BODY_INDEX[f"{side}_ankle"], BODY_INDEX[f"{side}_toe"]) for side in ("left", "right")
)
"""Body joints of each foot, left and right: its ankle and its toe (the ball of the foot)."""

STILL = 0.4
"""Speed, metres a second on 0.86 m legs, below which a joint of a foot stands."""

NEAR_FLOOR = 0.07
"""Height, in metres, over where the joint is at its lowest, below which it may stand."""

_LOWEST = 0.05  # quantile of the heights of a joint over a clip that is taken for its height when it stands
_SPAN = 1 / 15  # seconds over which speeds are measured
_SHORTEST = 0.1  # seconds; shorter contacts, and shorter gaps in them, are not counted


def speeds(points: NDArray, fps: float) -> NDArray:
    """(..., T, J) metres a second, over about 1/15 of a second around each frame, of points (..., T, J, 3)."""
    frames = points.shape[-3]
    if frames < 2:
        return np.zeros(points.shape[:-1], points.dtype)
    half = min(max(1, round(_SPAN * fps / 2)), frames - 1)
    times = np.arange(frames)
    later, earlier = np.minimum(times + half, frames - 1), np.maximum(times - half, 0)
    moved = np.linalg.norm(points[..., later, :, :] - points[..., earlier, :, :], axis=-1)
    return moved * (fps / (later - earlier))[:, None]


def true_contacts(joints: ArrayLike, fps: float) -> NDArray[np.bool_]:
    """(..., T, 2, 2) bool: whether the ankle and the toe of the left and of the right foot stand on the floor.

    ``joints`` (..., T, B, 3) is a true motion in world axes, metres, Y up, on 0.86 m legs. A joint stands while it
    moves less than STILL, less than NEAR_FLOOR above where it is lowest in the clip, for a tenth of a second or more.
    While the heel is off the floor, only the toe stands. The floor is taken to have one level.
    """
    feet = np.asarray(joints, np.float32)[..., np.ravel(FEET), :]
    height = feet[..., 1]
    lowest = np.quantile(height, _LOWEST, axis=-2, keepdims=True)
    still = (speeds(feet, fps) < STILL) & (height < lowest + NEAR_FLOOR)
    frames = max(1, round(_SHORTEST * fps))
    along = np.ones((1,) * (height.ndim - 2) + (frames, 1), bool)
    edge = [(0, 0)] * (height.ndim - 2) + [(frames, frames), (0, 0)]
    padded = np.pad(still, edge, mode="edge")  # a contact goes on beyond the clip's ends
    lasting: Any = binary_opening(binary_closing(padded, along), along)
    return lasting[..., frames : frames + feet.shape[-3], :].reshape(*height.shape[:-1], 2, 2)


def true_standing(joints: ArrayLike, fps: float) -> NDArray[np.bool_]:
    """(..., T, 2) bool: whether the left and the right foot stand, with the toe or the ankle (`true_contacts`)."""
    contacts = true_contacts(joints, fps)
    return contacts[..., 0] | contacts[..., 1]
