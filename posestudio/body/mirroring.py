"""Left and right: which side a joint is of, permutations that exchange the sides, and bodies alike on both sides."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from posestudio.body.layouts import (
    BODY_INDEX,
    BODY_JOINTS,
    COCO_INDEX,
    COCO_KEYPOINTS,
    EXTRA_KEYPOINTS,
    OBSERVED_KEYPOINTS,
)


def swap_sides(name: str) -> str:
    """The joint's name on the other side of the body ('nose' stays 'nose')."""
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name


def side_of(name: str) -> str:
    """'left', 'right' or 'middle'."""
    for side in ("left", "right"):
        if name.startswith(side + "_"):
            return side
    return "middle"


BODY_MIRROR: tuple[int, ...] = tuple(BODY_INDEX[swap_sides(name)] for name in BODY_JOINTS)
"""Permutation that exchanges left and right body joints."""

COCO_MIRROR: tuple[int, ...] = tuple(COCO_INDEX[swap_sides(name)] for name in COCO_KEYPOINTS)
"""Permutation that exchanges left and right COCO keypoints."""

OBSERVED_MIRROR: tuple[int, ...] = tuple(
    OBSERVED_KEYPOINTS.index(swap_sides(name)) for name in OBSERVED_KEYPOINTS
)
"""Permutation that exchanges left and right observed keypoints."""

EXTRA_MIRROR: tuple[int, ...] = tuple(EXTRA_KEYPOINTS.index(swap_sides(name)) for name in EXTRA_KEYPOINTS)
"""Permutation that exchanges left and right extra keypoints."""


def symmetric_body(half: Mapping[str, tuple[float, float, float]]) -> np.ndarray:
    """Body joints (29, 3) float32, metres: those of ``half``, which has the middle and one side, and for each of that
    side its mirror image in x = 0."""
    body = np.zeros((len(BODY_JOINTS), 3), np.float32)
    for name, (x, y, z) in half.items():
        body[BODY_INDEX[swap_sides(name)]] = (-x, y, z)
        body[BODY_INDEX[name]] = (x, y, z)
    return body
