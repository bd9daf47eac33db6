"""Where the trunk goes when joints are dragged: hips, spine, chest, collar bones, neck and head, by least squares.

The unknowns are the rotations of seven segments and the place of the hips. What is weighed is how far joints of the
trunk are from their places, how far limbs would have to reach beyond their length, and how far each segment has
turned. Solved by the method of Levenberg and Marquardt.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.posing.limbs import ROOTS
from posestudio.posing.segments import (
    CARRIERS,
    MOVED_BY,
    PARENTS,
    PIVOTS,
    SEGMENT_INDEX,
    SEGMENT_PARENTS,
    SEGMENTS,
)
from posestudio.posing.turns import matrices_of, product, quaternions_of, vectors_of

STIFFNESS = {"hips": 0.04, "spine": 0.03, "chest": 0.03, "neck": 0.006, "head": 0.006, "collar": 0.015}
"""Weight of each segment's square radians, where that of a square metre by which a dragged joint is off is 30."""

_PARTS = [SEGMENT_INDEX[name] for name in SEGMENTS if name in STIFFNESS or name.endswith("_collar")]
_T = len(_PARTS)
_CARRIED_BY = [_PARTS.index(SEGMENT_PARENTS[part]) if SEGMENT_PARENTS[part] >= 0 else -1 for part in _PARTS]
_RESISTANCE = np.array([STIFFNESS[SEGMENTS[part].split("_")[-1]] for part in _PARTS])
JOINTS: list[int] = [0, *(joint for joint in range(1, len(BODY_JOINTS)) if CARRIERS[joint] in _PARTS)]
"""Body joints of the trunk: hips, back, neck, head and face, and the roots of the limbs."""
PART_OF_ROOT: list[int] = [_PARTS.index(CARRIERS[root]) for root in ROOTS]
"""The trunk's segment at which each limb begins, among those of `Trunk.world`."""

_CARRIERS = [_PARTS.index(CARRIERS[joint]) if joint else 0 for joint in JOINTS]
_ANCESTORS = np.zeros((len(JOINTS), len(JOINTS)))
for _row, _joint in enumerate(JOINTS):
    while _joint:
        _ANCESTORS[_row, JOINTS.index(_joint)] = 1
        _joint = PARENTS[_joint]
_MOVED = MOVED_BY[np.ix_(JOINTS, _PARTS)][:, :, None]
_PIVOTS = [JOINTS.index(PIVOTS[part]) for part in _PARTS]
_ROOTS = [JOINTS.index(root) for root in ROOTS]

_ITERATIONS = 12
_CHOICES = 4  # how often a step is made with other limits
_DAMPING = 1e-3  # with which it begins
_LARGEST_STEP = 0.6  # radians or metres that anything moves at once
_SMALLEST_STEP = 1e-3  # below which the trunk is settled
_UNKNOWNS = 3 * _T + 3
_DIAGONAL = np.arange(_UNKNOWNS)
_REST = np.append(np.repeat(_RESISTANCE, 3), np.zeros(3))


class Pull(NamedTuple):
    """What the trunk is pulled by: joints of the trunk to ``places`` (15, 3) with ``weights`` (15,), in the order of
    `JOINTS`, and the roots of limbs to be between ``least`` and ``most`` (4,) metres from ``ends`` (4, 3), with the
    weights ``holds`` (4,) of what is missing."""

    places: np.ndarray
    weights: np.ndarray
    ends: np.ndarray
    least: np.ndarray
    most: np.ndarray
    holds: np.ndarray


class Trunk(NamedTuple):
    """The trunk's joints (15, 3), and how its segments are turned (7, 3, 3) from where they were."""

    joints: np.ndarray
    world: np.ndarray


def pulled_trunk(start: np.ndarray, pull: Pull, moved: np.ndarray) -> Trunk:
    """The trunk of the pose ``start`` (29, 3) after a ``pull``; ``moved`` (3,) is how far the hips are guessed to
    go."""
    bones = start[JOINTS] - start[[PARENTS[joint] for joint in JOINTS]]
    turns, hips = np.zeros((_T, 3)), start[0] + moved
    spun = quaternions_of(turns)
    trunk = _posed(bones, spun, hips)
    gaps, away = _gaps(trunk, pull)
    cost = _cost(trunk, turns, gaps, pull)
    damping = _DAMPING
    jacobian = np.zeros((len(JOINTS), 3, _T + 1, 3))
    for axis in range(3):
        jacobian[:, axis, _T, axis] = 1
    for _ in range(_ITERATIONS):
        arms = (trunk.joints[:, None] - trunk.joints[_PIVOTS]) * _MOVED
        for component, turned, arm in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            jacobian[:, component, :_T, turned] = arms[:, :, arm]
            jacobian[:, turned, :_T, component] = -arms[:, :, arm]
        flat = jacobian.reshape(len(JOINTS), 3, _UNKNOWNS)
        rows = (away[:, None] @ flat[_ROOTS])[:, 0]
        weighted = flat * pull.weights[:, None, None]
        hessian = weighted.reshape(-1, _UNKNOWNS).T @ flat.reshape(-1, _UNKNOWNS)
        gradient = ((pull.places - trunk.joints).ravel()) @ weighted.reshape(-1, _UNKNOWNS)
        # Second derivatives, where they stiffen: a limb that is too short also holds its root across its direction,
        # and a part that is pulled outwards resists being turned.
        bent = (
            pull.holds
            * np.maximum(gaps[: len(_ROOTS)], 0)
            / np.maximum(gaps[: len(_ROOTS)] + pull.most, 1e-3)
        )
        across = flat[_ROOTS] * bent[:, None, None]
        hessian += (
            across.reshape(-1, _UNKNOWNS).T @ flat[_ROOTS].reshape(-1, _UNKNOWNS) - (rows.T * bent) @ rows
        )
        forces = pull.weights[:, None] * (pull.places - trunk.joints)
        forces[_ROOTS] -= (pull.holds * np.maximum(gaps[: len(_ROOTS)], 0))[:, None] * away
        outwards = np.maximum((arms * forces[:, None]).sum((0, 2)), 0)
        hessian[_DIAGONAL[:-3], _DIAGONAL[:-3]] += np.repeat(outwards, 3)
        rows = np.concatenate([rows, -rows])
        hessian[_DIAGONAL, _DIAGONAL] += _REST
        gradient[: 3 * _T] -= (_RESISTANCE[:, None] * (trunk.world @ turns[:, :, None])[:, :, 0]).ravel()
        while True:
            step = _step(hessian, gradient, rows, gaps, pull, damping)
            longest = float(np.abs(step).max())
            if longest > _LARGEST_STEP:
                step *= _LARGEST_STEP / longest
            local = (np.swapaxes(trunk.world, -1, -2) @ step[: 3 * _T].reshape(_T, 3, 1))[:, :, 0]
            tried_spun = product(spun, quaternions_of(local))
            tried = vectors_of(tried_spun)
            tried_trunk = _posed(bones, tried_spun, hips + step[3 * _T :])
            tried_gaps, tried_away = _gaps(tried_trunk, pull)
            tried_cost = _cost(tried_trunk, tried, tried_gaps, pull)
            if tried_cost <= cost or longest < _SMALLEST_STEP:
                break
            damping = max(damping, 1e-4) * 10
        if tried_cost > cost:
            break
        spun, turns, hips = tried_spun, tried, hips + step[3 * _T :]
        trunk, gaps, away, cost = tried_trunk, tried_gaps, tried_away, tried_cost
        damping /= 10
        if longest < _SMALLEST_STEP:
            break
    return trunk


def _posed(bones: np.ndarray, spun: np.ndarray, hips: np.ndarray) -> Trunk:
    """The trunk with its segments turned by quaternions (7, 4) relative to those that carry them."""
    world = matrices_of(spun)
    for part in range(1, _T):
        world[part] = world[_CARRIED_BY[part]] @ world[part]
    turned = (world[_CARRIERS] @ bones[:, :, None])[:, :, 0]
    return Trunk(_ANCESTORS @ turned + hips, world)


def _step(
    hessian: np.ndarray,
    gradient: np.ndarray,
    rows: np.ndarray,
    gaps: np.ndarray,
    pull: Pull,
    damping: float,
) -> np.ndarray:
    """(24,) the change of the unknowns that is best by the linear model. Limits of limbs count where they are
    exceeded after it, which shows when it has been made: so it is made again until they are the same."""
    holds = np.concatenate([pull.holds, pull.holds])
    counted = gaps > 0
    for _ in range(_CHOICES):
        here, held = rows[counted], holds[counted]
        whole = hessian + (here * held[:, None]).T @ here
        whole[_DIAGONAL, _DIAGONAL] += damping
        step = np.linalg.solve(whole, gradient - (held * gaps[counted]) @ here)
        exceeded = gaps + rows @ step > 0
        if (exceeded == counted).all():
            break
        counted = exceeded
    return step


def _gaps(trunk: Trunk, pull: Pull) -> tuple[np.ndarray, np.ndarray]:
    """(8,) metres that each limb lacks for its end, then how much too near each end is, negative where it is neither;
    and the unit directions (4, 3) from the ends to the roots."""
    lines = trunk.joints[_ROOTS] - pull.ends
    far = np.sqrt((lines * lines).sum(-1))
    return np.concatenate([far - pull.most, pull.least - far]), lines / np.maximum(far, 1e-9)[:, None]


def _cost(trunk: Trunk, turns: np.ndarray, gaps: np.ndarray, pull: Pull) -> float:
    off = trunk.joints - pull.places
    cost = pull.weights @ (off * off).sum(-1) + _RESISTANCE @ (turns * turns).sum(-1)
    exceeded = np.maximum(gaps, 0).reshape(2, -1)
    return float(cost + ((exceeded * exceeded) @ pull.holds).sum())
