"""Left and right: the side of a joint's name, and the permutations that exchange the sides of a body."""

from __future__ import annotations

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
