"""Full-body inverse kinematics: the pose that takes dragged joints to their places and otherwise changes least.

First the trunk moves as far as limbs and dragged joints pull it (`trunk`): not at all while a limb reaches by
itself, or a hundred times less. Then each limb reaches its end as two bones with a hinge, with its elbow or knee on
the side where it was. So bone lengths are kept to the last digit, and places within reach are reached exactly.
(Tolani, Goswami and Badler 2000, "Real-time inverse kinematics techniques for anthropomorphic limbs".)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.geometry.rotations import swing
from posestudio.posing.floor import FEET, planted
from posestudio.posing.limbs import (
    ARMS,
    ENDS,
    MIDDLES,
    ROOTS,
    TIPS,
    lengths_of,
    middle_directions,
    nearest,
    reaching,
    turned_sides,
    unit,
    usual_directions,
)
from posestudio.posing.segments import PARENTS
from posestudio.posing.trunk import JOINTS, PART_OF_ROOT, Pull, Trunk, pulled_trunk
from posestudio.posing.whole import leftwards

DRAGGED, LOCKED = 30.0, 600.0
"""Weights of square metres from where a dragged joint shall be, and a locked one is."""
_STANDING, _HANDS, _FOLLOWING = 60.0, 0.02, 2.0
"""Weights of square metres that limbs of which nothing is dragged lack: of feet, of hands, and of feet when the
trunk is dragged and they may leave the ground."""
_HIPS, _TRUNK = 0.2, 0.005
"""Weights of square metres from where hips and other joints of the trunk were."""
_BEYOND = 0.3
"""Metres out of the reach of a body whose hips stay, beyond which a dragged joint pulls no harder."""
_SLACK = 0.06
"""Metres that a dragged joint of a limb can be out of reach before the trunk follows: hands go further than is
meant."""
_EASY = 0.985
"""Share of a limb's length up to which it reaches without the trunk."""
_USUAL = 0.8
"""How much a limb that is turned by a right angle bends to its usual side, over how much to the side where it did."""
_CHANGED = 0.15
"""Metres that a limb's end has moved against its root, from where on a straight limb bends to its usual side."""
_BODY = {BODY_INDEX[name] for name in ("hips", "left_hip", "right_hip", "spine", "chest")}
_PELVIS = {BODY_INDEX[name] for name in ("hips", "left_hip", "right_hip")}
"""Joints with which head and arms go along, and those that can take the feet along."""

_B = len(BODY_JOINTS)


def solve(
    pose: np.ndarray,
    targets: Mapping[int, ArrayLike],
    locked: Collection[int] | Mapping[int, ArrayLike] = (),
    floor: float | None = None,
    symmetric: bool = False,
) -> np.ndarray:
    """(29, 3) the pose with each body joint of ``targets`` at its place (3,), or as near as the body reaches; in the
    number format of ``pose`` (29, 3), world metres, Y up.

    What is not dragged stays where it is as far as it can; with joints of the trunk, head and arms go along.
    ``locked`` joints stay where they are, or where a mapping says. ``floor`` is a height that toes and heels stay
    above, and on which feet that stand on it stay. ``symmetric`` moves the joints of the other side as the mirror
    image of those dragged. Raises ValueError for other shapes and for coordinates that are not finite.
    """
    start = _checked(pose)
    goals = {int(joint): _point(place, joint) for joint, place in targets.items()}
    places = locked if isinstance(locked, Mapping) else {joint: start[joint] for joint in locked}
    held = {int(joint): _point(place, joint) for joint, place in places.items() if joint not in goals}
    if symmetric:
        goals |= _mirrored_goals(start, goals, held)
    if floor is not None:
        standing = planted(start, floor)
        held |= {joint: standing[joint] for joint in _of_other_feet(standing, goals) if joint not in held}
        goals = {joint: _above(joint, place, start, floor) for joint, place in goals.items()}
    if all(np.abs(place - start[joint]).max() < 1e-9 for joint, place in (held | goals).items()):
        return np.array(pose)
    goals = {joint: _within_pull(start, joint, place) for joint, place in goals.items()}
    return _Solve(start, goals, held).pose().astype(np.asarray(pose).dtype)


def on_floor(pose: np.ndarray, floor: float) -> np.ndarray:
    """(29, 3) the pose with its feet above the height ``floor``, metres: legs bend where feet were below it, and feet
    that stand on it stay."""
    return solve(pose, {}, floor=floor)


class _Solve:
    """One solution: where ``goals`` and ``held`` joints shall be, by body joint."""

    def __init__(self, start: np.ndarray, goals: dict[int, np.ndarray], held: dict[int, np.ndarray]) -> None:
        self._start, self._goals, self._held = start, goals, held
        self._wanted = held | goals
        self._pelvis, self._body = sorted(_PELVIS & set(goals)), bool(_BODY & set(goals))
        self._lengths = lengths_of(start)
        self._ends = np.stack([self._end(limb) for limb in range(len(ENDS))])

    def pose(self) -> np.ndarray:
        """(29, 3)"""
        start = self._start
        shifts = [self._goals[joint] - start[joint] for joint in self._pelvis]
        moved = np.mean(shifts, axis=0) if shifts else np.zeros(3)
        trunk = pulled_trunk(start, self._pull(), moved)
        made = np.empty((_B, 3))
        made[JOINTS] = trunk.joints
        self._put_limbs(made, trunk)
        return made

    def _free(self, limb: int) -> bool:
        """Whether a limb goes along with the trunk: an arm, when body or shoulder are dragged and nothing holds
        it."""
        nothing = not {MIDDLES[limb], ENDS[limb], *TIPS[limb]} & set(self._wanted)
        return limb in ARMS and (self._body or ROOTS[limb] in self._goals) and nothing

    def _end(self, limb: int) -> np.ndarray:
        """Where a limb's end (3,) shall be."""
        end, start = ENDS[limb], self._start
        tips = [tip for tip in TIPS[limb] if tip in self._wanted]
        if end in self._wanted:
            place = self._wanted[end]
            for tip in tips:
                if end in self._goals and tip in self._held:
                    away = unit((place - self._held[tip])[None], (start[end] - start[tip])[None])[0]
                    place = self._held[tip] + away * np.linalg.norm(start[end] - start[tip])
            return place
        dragged = [tip for tip in tips if tip in self._goals] or tips
        if dragged:
            return start[end] + np.mean([self._wanted[tip] - start[tip] for tip in dragged], axis=0)
        return start[end]

    def _pull(self) -> Pull:
        start, count = self._start, len(ENDS)
        weights = np.full(len(JOINTS), 0.0 if self._body else _TRUNK)
        weights[0] = 0.0 if self._pelvis else _HIPS
        places = start[JOINTS]
        for row, joint in enumerate(JOINTS):
            if joint in self._wanted:
                places[row] = self._wanted[joint]
                weights[row] = DRAGGED if joint in self._goals else LOCKED
        ends, holds = self._ends.copy(), np.zeros(count)
        far = np.linalg.norm(start[ENDS] - start[ROOTS], axis=-1)
        least = np.minimum(nearest(self._lengths), far)
        whole = self._lengths.sum(-1)
        shifted = np.linalg.norm(ends - start[ENDS], axis=-1)
        most = np.maximum(_EASY * whole, np.minimum(far, whole) - shifted)
        for limb in range(count):
            holds[limb] = self._hold(limb)
            if {ENDS[limb], *TIPS[limb]} & set(self._goals):
                most[limb] = max(most[limb], whole[limb] + _SLACK)
            middle = MIDDLES[limb]
            if middle in self._wanted:
                ends[limb] = self._wanted[middle]
                slack = _SLACK if middle in self._goals else 0.0
                least[limb], most[limb] = self._lengths[limb, 0] + np.array([-slack, slack])
        return Pull(places, weights, ends, least, most, holds)

    def _hold(self, limb: int) -> float:
        """The weight of square metres that a limb lacks."""
        joints = {MIDDLES[limb], ENDS[limb], *TIPS[limb]}
        if joints & set(self._goals):
            return DRAGGED
        if joints & set(self._held):
            return LOCKED
        if limb in ARMS:
            return 0.0 if self._free(limb) else _HANDS
        return _FOLLOWING if self._pelvis else _STANDING

    def _put_limbs(self, made: np.ndarray, trunk: Trunk) -> None:
        """Put the joints of all limbs into a pose ``made`` (29, 3) that has a ``trunk``."""
        start = self._start
        carried = trunk.world[PART_OF_ROOT]
        before = start[ENDS] - start[ROOTS]
        lines = self._ends - made[ROOTS]
        followed = (carried @ before[:, :, None])[:, :, 0]
        changed = np.minimum(1.0, np.linalg.norm(lines - followed, axis=-1) / _CHANGED)
        sides = middle_directions(start, changed)
        turned = turned_sides((carried @ sides[:, :, None])[:, :, 0], followed, lines)
        # The further a limb is turned, the more it bends as limbs do.
        cosine = (unit(lines, followed) * unit(followed, lines)).sum(-1)
        usual = (carried @ usual_directions(start)[:, :, None])[:, :, 0]
        turned = turned + _USUAL * (1 - cosine)[:, None] * usual
        upper, lower, hinge = reaching(lines, turned, self._lengths)
        for limb, (root, middle, end) in enumerate(zip(ROOTS, MIDDLES, ENDS, strict=True)):
            tips = TIPS[limb]
            if self._free(limb):
                below = [middle, end, *tips]
                made[below] = made[root] + (start[below] - start[root]) @ carried[limb].T
                continue
            first, second = self._lengths[limb]
            up, low = upper[limb], lower[limb]
            if middle in self._wanted:
                up = unit((self._wanted[middle] - made[root])[None], up[None])[0]
                low = unit((self._ends[limb] - made[root] - first * up)[None], low[None])[0]
            made[middle] = made[root] + first * up
            made[end] = made[middle] + second * low
            made[tips] = made[end] + self._tips(limb, low, hinge[limb], made[end])

    def _tips(self, limb: int, low: np.ndarray, hinge: np.ndarray, end: np.ndarray) -> np.ndarray:
        """(N, 3) what is beyond a limb's end at ``end`` (3,), from there: turned towards the places where it shall
        be; else a foot, or a hand whose arm is not dragged, as it was, and a hand with its forearm."""
        tips, start = TIPS[limb], self._start
        was = start[tips] - start[ENDS[limb]]
        wanted = [tip for tip in tips if tip in self._wanted]
        dragged = {MIDDLES[limb], ENDS[limb]} & set(self._goals)
        if limb in ARMS and dragged and not wanted:
            before = start[ENDS[limb]] - start[MIDDLES[limb]]
            turn = swing(unit(before[None], low[None])[0], low)
            was = was @ turn.T
        for tip in wanted:
            row = tips.index(tip)
            turn = swing(
                unit(was[row][None], low[None])[0], unit((self._wanted[tip] - end)[None], low[None])[0]
            )
            was = was @ turn.T
        return was


# -- what is given


def _checked(pose: np.ndarray) -> np.ndarray:
    start = np.asarray(pose, np.float64)
    if start.shape != (_B, 3) or not np.isfinite(start).all():
        raise ValueError(f"expected finite joints ({_B}, 3), got {start.shape}")
    return start


def _point(place: ArrayLike, joint: int) -> np.ndarray:
    point = np.asarray(place, np.float64)
    if not 0 <= int(joint) < _B or point.shape != (3,) or not np.isfinite(point).all():
        raise ValueError(f"joint {joint}: expected a body joint and a finite point (3,), got {place!r}")
    return point


def _within_pull(start: np.ndarray, joint: int, place: np.ndarray) -> np.ndarray:
    """The place (3,) to drag a joint to: one that is far beyond reach pulls no harder than one that is little
    beyond."""
    if joint in JOINTS:
        return place
    reach, link = _BEYOND, joint
    while link:
        reach += float(np.linalg.norm(start[link] - start[PARENTS[link]]))
        link = PARENTS[link]
    away = place - start[0]
    distance = float(np.linalg.norm(away))
    return place if distance <= reach else start[0] + away * (reach / distance)


def _above(joint: int, place: np.ndarray, start: np.ndarray, floor: float) -> np.ndarray:
    """The place (3,) of a dragged joint, that of a foot so high that the foot is not below the ``floor``."""
    for foot in FEET:
        if joint in foot:
            lowest = min(float(start[tip, 1] - start[joint, 1]) for tip in foot)
            return np.array([place[0], max(place[1], floor - lowest), place[2]])
    return place


def _of_other_feet(joints: Iterable[int], goals: Mapping[int, np.ndarray]) -> list[int]:
    """Those of ``joints`` of feet that are not on a foot which is dragged."""
    moving = {joint for foot in FEET if set(foot) & set(goals) for joint in foot}
    return [joint for joint in joints if joint not in moving]


def _mirrored_goals(
    start: np.ndarray, goals: Mapping[int, np.ndarray], held: Mapping[int, np.ndarray]
) -> dict[int, np.ndarray]:
    """Where the other side's joints of the dragged ones shall be: moved as the mirror images of these."""
    normal, made = leftwards(start), dict[int, np.ndarray]()
    for joint, place in goals.items():
        other = BODY_MIRROR[joint]
        if other != joint and other not in goals and other not in held:
            moved = place - start[joint]
            made[other] = start[other] + moved - 2 * (moved @ normal) * normal
    return made
