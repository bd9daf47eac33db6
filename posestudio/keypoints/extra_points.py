"""The six extra keypoints (neck, head top, balls of the feet, heels) from the points that other layouts have.

Layouts define these points differently, and none has the ball of the foot, the joint that bodies have there. What is
made of a point has a noise of its own, over the person's size, that says how far the definitions differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from posestudio.body.keypoint_layouts import BODY_25_KEYPOINTS
from posestudio.body.layouts import EXTRA_KEYPOINTS

FEET: tuple[str, ...] = BODY_25_KEYPOINTS[-6:]
"""Toes and heels in the order of layouts with feet."""

NECK_NOISE = 0.025
"""Of a neck or thorax. OpenPose's neck is the middle of the shoulders; in captures the joint lies there on average
(the offset along the trunk is under a hundredth of it), but 39 mm off along each axis, of people of 1.55 m."""

HEAD_TOP_NOISE = 0.01
"""Of the head's top: labels are on the hair, the joint is where rigs end."""

TOE_NOISE = 0.01
"""Of a ball of the foot made of both toes and the heel, or named as such."""

LESS_SURE_NOISE = 0.02
"""Of a ball of the foot made of one toe, or without a heel."""

_BACK = {
    "heel": {"both": 0.21, "big": 0.28, "small": 0.13},
    "ankle": {"both": 0.24, "big": 0.31, "small": 0.15},
}
"""The share of the way from the toes' tips (the middle of both, or one) to the heel or ankle at which the ball of the
foot lies. On the foot of `body.feet` the ball is 17 cm before the heel, the ankle 5 cm before and 7 cm above it; the
big toe's tip is 6.6 cm before the ball (toe bones of ASF rigs are 6.3 to 7.0 cm), the small one's 4 cm less."""

_USED = frozenset(
    ["neck", "thorax", "head_top", "head", *EXTRA_KEYPOINTS, *FEET, "left_ankle", "right_ankle"]
)


def extra_points(
    names: Sequence[str], points: NDArray[np.float64], noise: NDArray[np.float64] | None, size: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The EXTRA_KEYPOINTS (6, 2) of a person and their noise (6,), in the unit of the points; NaN where one is
    missing or its noise not known; None where there are none.

    ``points`` (K, 2) are those of the ``names``, NaN where missing, ``noise`` (K,) their own, NaN where it is not
    known; ``size`` is the person's, the longer side of the box around COCO's keypoints.
    """
    places = _places(tuple(names))
    if len(places) <= 2:  # ankles alone
        return None
    at = {name: points[place] for name, place in places if not np.isnan(points[place]).any()}
    own = {} if noise is None else {name: float(noise[place]) for name, place in places}
    extra, extra_noise = np.full((len(EXTRA_KEYPOINTS), 2), np.nan), np.full(len(EXTRA_KEYPOINTS), np.nan)
    for index, name in enumerate(EXTRA_KEYPOINTS):
        used, point, share = _point(name, at)
        if point is not None:
            extra[index] = point
            there = [own[one] for one in used if own.get(one, np.nan) >= 0]
            known = float(np.mean(there)) if there else 0.0
            extra_noise[index] = np.hypot(known, share * size) if there or share else np.nan
    return None if np.isnan(extra).all() else (extra, extra_noise)


@lru_cache(maxsize=64)
def _places(names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The names of keypoints that are used, with their places; Halpe's "head" is the head's top."""
    halpe = "left_big_toe" in names and "head_top" not in names
    return tuple(
        ("head_top" if name == "head" else name, place)
        for place, name in enumerate(names)
        if name in _USED and (name != "head" or halpe)
    )


def _point(
    name: str, at: dict[str, NDArray[np.float64]]
) -> tuple[Sequence[str], NDArray[np.float64] | None, float]:
    """The names of the points that an extra keypoint is made of, the point and its noise over the person's size; None
    where it is missing."""
    side, _, part = name.partition("_")
    if name == "neck":
        source, share = "thorax" if "thorax" in at else "neck", NECK_NOISE
    elif part == "toe" and name not in at:
        return _ball(side, at)
    else:
        source, share = name, {"head_top": HEAD_TOP_NOISE}.get(name, TOE_NOISE if part == "toe" else 0.0)
    return [source], at.get(source), share


def _ball(
    side: str, at: dict[str, NDArray[np.float64]]
) -> tuple[Sequence[str], NDArray[np.float64] | None, float]:
    """`_point` of the ball of a foot: the toes, moved back towards the heel, or the ankle where that is missing."""
    toes = [f"{side}_{toe}_toe" for toe in ("big", "small") if f"{side}_{toe}_toe" in at]
    behind = next((part for part in ("heel", "ankle") if f"{side}_{part}" in at), None)
    if not toes or behind is None:
        return [], None, 0.0
    which = "both" if len(toes) == 2 else toes[0].split("_")[1]
    tips = np.mean([at[toe] for toe in toes], axis=0)
    point = tips + (at[f"{side}_{behind}"] - tips) * _BACK[behind][which]
    return toes, point, TOE_NOISE if (which, behind) == ("both", "heel") else LESS_SURE_NOISE
