"""Arms and legs as two bones with a hinge between them: about what they bend, and how they reach a point.

The four limbs are left and right arm, left and right leg; arrays of them have the limb first. Two bones reach a
point by the law of cosines. Which way a hinge points is seen where the limb is bent, and else known of the body.
"""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.geometry.rotations import swing
from posestudio.posing.turns import cross
from posestudio.posing.whole import leftwards

_NAMES = tuple(
    (f"{side}_{root}", f"{side}_{middle}", f"{side}_{end}")
    for root, middle, end in (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"))
    for side in ("left", "right")
)

ROOTS, MIDDLES, ENDS = ([BODY_INDEX[names[place]] for names in _NAMES] for place in range(3))
"""Body joints of the limbs: shoulders and hips, elbows and knees, wrists and ankles."""

TIPS: list[list[int]] = [
    [BODY_INDEX[f"{side}_{name}"] for name in names]
    for names in (("hand",), ("toe", "heel"))
    for side in ("left", "right")
]
"""The joints beyond each limb's end."""

ARMS, LEGS = (0, 1), (2, 3)
"""Which limbs are which."""

_MOST_BENT = np.radians([150.0, 150.0, 155.0, 155.0])
_BENT = (0.06, 0.25)
"""Sines of a bend below which the body says which way a limb bends, and above which the pose does."""
_STRETCHED = 0.9998
"""Most of a limb's length that it reaches: a straight one has no side to which to bend."""
_DOWN = np.array([0.0, -1.0, 0.0])


def middle_directions(pose: np.ndarray, changed: np.ndarray) -> np.ndarray:
    """(4, 3) the unit vectors, at right angles to the lines from limbs' roots to their ends, towards the sides where
    their middle joints are, or of straight ones will be where ``changed`` (4,) says from 0 to 1 that the limb does
    not stay as it is: see `usual_directions`."""
    usual = usual_directions(pose)
    line = unit(pose[ENDS] - pose[ROOTS], _DOWN)
    upper = pose[MIDDLES] - pose[ROOTS]
    length = np.sqrt((upper * upper).sum(-1))
    aside = upper - (upper * line).sum(-1)[:, None] * line
    bent = np.sqrt((aside * aside).sum(-1)) / np.maximum(length, 1e-9)
    straight = 1 - np.clip((bent - _BENT[0]) / (_BENT[1] - _BENT[0]), 0, 1)
    share = (straight * changed)[:, None]
    level = usual - (usual * line).sum(-1)[:, None] * line
    return unit((1 - share) * unit(aside, level) + share * unit(level, aside), _perpendicular(line))


def usual_directions(pose: np.ndarray) -> np.ndarray:
    """(4, 3) where middle joints of limbs mostly are: knees in front, elbows behind, below and outside."""
    left = leftwards(pose)[None]
    up = unit((pose[BODY_INDEX["neck"]] - pose[0])[None], -_DOWN)
    front = unit(cross(left, up), np.array([0.0, 0.0, 1.0]))
    back = -front - 0.7 * up
    return np.concatenate([back + 0.4 * left, back - 0.4 * left, front, front])


def lengths_of(pose: np.ndarray) -> np.ndarray:
    """(4, 2) metres of the upper and the lower bone of each limb."""
    upper, lower = pose[MIDDLES] - pose[ROOTS], pose[ENDS] - pose[MIDDLES]
    return np.maximum(np.stack([np.linalg.norm(upper, axis=-1), np.linalg.norm(lower, axis=-1)], -1), 1e-6)


def nearest(lengths: np.ndarray) -> np.ndarray:
    """(4,) metres from root to end of limbs that are bent as far as they can be."""
    upper, lower = lengths.T
    return np.sqrt(upper**2 + lower**2 + 2 * upper * lower * np.cos(_MOST_BENT))


def turned_sides(sides: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(4, 3) the ``sides`` (4, 3) of limbs, turned along with the lines from their roots to their ends, which were
    ``before`` (4, 3) and are ``after`` (4, 3)."""
    turns = swing(unit(before, _DOWN), unit(after, unit(before, _DOWN)))
    return (turns @ sides[:, :, None])[:, :, 0]


def reaching(
    lines: np.ndarray, sides: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How limbs reach: unit directions (4, 3) of upper and of lower bones of ``lengths`` (4, 2), whose ends are at
    ``lines`` (4, 3) from their roots, or towards there where that is out of reach, with middle joints to the
    ``sides`` (4, 3); and the axes (4, 3) of their hinges."""
    upper, lower = lengths.T
    distance = np.sqrt((lines * lines).sum(-1))
    line = unit(lines, _DOWN)
    reach = np.clip(distance, np.abs(upper - lower) * 1.001 + 1e-6, (upper + lower) * _STRETCHED)
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    away = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    side = unit(sides - (sides * line).sum(-1)[:, None] * line, _perpendicular(line))
    middle = along[:, None] * line + away[:, None] * side
    rest = reach[:, None] * line - middle
    return middle / upper[:, None], rest / lower[:, None], cross(side, line)


def unit(vectors: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """Unit vectors (N, 3) along ``vectors``; ``fallback`` where those have no length."""
    lengths = np.sqrt((vectors * vectors).sum(-1))[:, None]
    return np.where(lengths > 1e-7, vectors / np.maximum(lengths, 1e-7), fallback)


def _perpendicular(lines: np.ndarray) -> np.ndarray:
    """Some unit vectors (N, 3) at right angles to unit ones."""
    across = cross(lines, np.eye(3)[np.abs(lines).argmin(-1)])
    return across / np.sqrt((across * across).sum(-1))[:, None]
