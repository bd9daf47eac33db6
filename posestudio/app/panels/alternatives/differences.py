"""How an alternative differs from the first one, in a few plain words, where that can be said reliably."""

from __future__ import annotations

import math

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.body.layouts import BODY_INDEX

LEAST = 0.16
"""Metres by which a hand or foot must be elsewhere, seen from its shoulder or hip, to be mentioned."""

_TURNED, _AROUND = 35.0, 110.0  # degrees about the vertical
_LEANING = 0.13  # metres of the neck from above the hips
_SURE = 1.5  # times the standard deviation of the members
_MOST = 2  # differences mentioned
_LIMBS = {
    "left arm": ("left_shoulder", "left_wrist"),
    "right arm": ("right_shoulder", "right_wrist"),
    "left leg": ("left_hip", "left_ankle"),
    "right leg": ("right_hip", "right_ankle"),
}
_NECK = BODY_INDEX["neck"]


def difference(first: np.ndarray, other: np.ndarray, members: np.ndarray, least: float = LEAST) -> str:
    """How ``other`` (29, 3) differs from ``first`` (29, 3), world metres with the hips at the origin: "left arm
    forward", with the person's own sides; empty where nothing is certain. ``members`` (M, 29, 3) are the poses that
    ``other`` stands for; ``least`` is in metres, as `LEAST`."""
    axes = _axes(first)
    if axes is None or not np.isfinite(other).all():
        return ""
    turned = _turn(first, other)
    if abs(turned) >= _AROUND:
        return tr("facing the other way")
    if abs(turned) >= _TURNED:
        return tr("body turned to its left") if turned > 0 else tr("body turned to its right")
    found = [*_of_trunk(axes, first, other), *_of_limbs(axes, first, other, members, least)]
    found.sort(key=lambda one: -one[0])
    return ", ".join(_joined([name for _, name in found[: 2 * _MOST]])[:_MOST])


def _axes(pose: np.ndarray) -> np.ndarray | None:
    """(3, 3) the person's left, up and forward, as rows; None for a pose without finite joints."""
    across = sum(pose[BODY_INDEX[f"left_{part}"]] - pose[BODY_INDEX[f"right_{part}"]] for part in _PAIRS)
    left = np.array([across[0], 0.0, across[2]])
    length = float(np.linalg.norm(left))
    if not (np.isfinite(pose).all() and length > 1e-6):
        return None
    left /= length
    up = np.array([0.0, 1.0, 0.0])
    return np.stack([left, up, [-left[2], 0.0, left[0]]])  # the last is their cross product


def _turn(first: np.ndarray, other: np.ndarray) -> float:
    """Degrees about the vertical from the one pose's forward to the other's; positive to the person's left."""
    one, two = _axes(first), _axes(other)
    if one is None or two is None:
        return 0.0
    left, _, forward = one @ two[2]
    return math.degrees(math.atan2(left, forward))


def _of_trunk(axes: np.ndarray, first: np.ndarray, other: np.ndarray) -> list[tuple[float, str]]:
    away = float(axes[2] @ (other - first)[_NECK])
    if abs(away) < _LEANING:
        return []
    return [(2 * abs(away), tr("leaning forward") if away > 0 else tr("leaning back"))]


def _of_limbs(
    axes: np.ndarray, first: np.ndarray, other: np.ndarray, members: np.ndarray, least: float
) -> list[tuple[float, str]]:
    """(metres, words) of each limb that points elsewhere in all members."""
    found, words = [], _words()
    for limb, (root, tip) in _LIMBS.items():
        ends = BODY_INDEX[root], BODY_INDEX[tip]
        before, after = ((pose[ends[1]] - pose[ends[0]]) @ axes.T for pose in (first, other))
        moved = after - before
        axis = int(np.abs(moved).argmax())
        spread = float(np.std((members[:, ends[1]] - members[:, ends[0]]) @ axes[axis]))
        if abs(moved[axis]) >= max(least, _SURE * spread):
            outward = moved[axis] if "left" in limb else -moved[axis]
            positive = (outward if axis == 0 else moved[axis]) > 0
            found.append((float(abs(moved[axis])), words[limb][2 * axis + (0 if positive else 1)]))
    return found


def _words() -> dict[str, tuple[str, ...]]:
    """For each limb: further out, further in, higher, lower, forward, back."""
    return {
        "left arm": (
            tr("left arm out"),
            tr("left arm in"),
            tr("left arm higher"),
            tr("left arm lower"),
            tr("left arm forward"),
            tr("left arm back"),
        ),
        "right arm": (
            tr("right arm out"),
            tr("right arm in"),
            tr("right arm higher"),
            tr("right arm lower"),
            tr("right arm forward"),
            tr("right arm back"),
        ),
        "left leg": (
            tr("left leg out"),
            tr("left leg in"),
            tr("left leg higher"),
            tr("left leg lower"),
            tr("left leg forward"),
            tr("left leg back"),
        ),
        "right leg": (
            tr("right leg out"),
            tr("right leg in"),
            tr("right leg higher"),
            tr("right leg lower"),
            tr("right leg forward"),
            tr("right leg back"),
        ),
    }


def _joined(names: list[str]) -> list[str]:
    """The same names, with both arms or both legs together where they do the same."""
    words, pairs = _words(), _both()
    joined = list(names)
    for part, (first, second) in enumerate((("left arm", "right arm"), ("left leg", "right leg"))):
        for index, together in enumerate(pairs[part]):
            one, two = words[first][index], words[second][index]
            if one in joined and two in joined:
                joined[joined.index(one)] = together
                joined.remove(two)
    return joined


def _both() -> tuple[tuple[str, ...], ...]:
    return (
        (
            tr("arms out"),
            tr("arms in"),
            tr("arms higher"),
            tr("arms lower"),
            tr("arms forward"),
            tr("arms back"),
        ),
        (
            tr("legs out"),
            tr("legs in"),
            tr("legs higher"),
            tr("legs lower"),
            tr("legs forward"),
            tr("legs back"),
        ),
    )


_PAIRS = ("hip", "shoulder")
