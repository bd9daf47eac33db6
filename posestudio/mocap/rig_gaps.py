"""Roles that a rig's names leave open, found by its shape: joints between known ones, beyond them, and the head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posestudio.body.skeleton import Skeleton
from posestudio.mocap.rig_limb_names import SIDES, Chosen, joints_not_of_body
from posestudio.mocap.rig_names import ParsedName
from posestudio.mocap.rig_shape import match_structure

_MAIN: tuple[tuple[str, ...], ...] = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"))
_SHORT = 0.35  # of the bone before it: no limb's second bone is shorter
_OTHER = {"left": "right", "right": "left"}


def fill_gaps(skeleton: Skeleton, names: Sequence[ParsedName], found: Chosen) -> Chosen:
    """``found`` with the limbs, neck and head that the names do not give, as far as the rig's shape does."""
    shape = _Shape(skeleton, names)
    filled = dict(found)
    if not all(f"{side}_{roles[0]}" in filled for side in SIDES for roles in _MAIN):
        filled = _with_structure(skeleton, shape, filled)
    for roles in _MAIN:
        for side in SIDES:
            shape.fill_limb(filled, side, roles)
    if "hips" not in filled and "left_hip" in filled and "right_hip" in filled:
        other = skeleton.path_to_root(filled["right_hip"])[1:]
        shared = [joint for joint in skeleton.path_to_root(filled["left_hip"])[1:] if joint in other]
        filled |= {"hips": shared[0]} if shared else {}
    return shape.with_head(filled)


def _with_structure(skeleton: Skeleton, shape: _Shape, found: Chosen) -> Chosen:
    """``found`` with whole limbs and a head by the tree's shape, where no name gives them; sides as in the names."""
    seen = match_structure(skeleton, shape.ignored - set(found.values()))
    agree = sum(seen.get(role) == joint for role, joint in found.items() if role[:4] in ("left", "righ"))
    crossed = sum(
        seen.get(_swapped(role)) == joint for role, joint in found.items() if role[:4] in ("left", "righ")
    )
    if crossed > agree:
        seen = {_swapped(role): joint for role, joint in seen.items()}
    taken = set(found.values())
    filled = dict(found)
    for roles in _MAIN:
        for side in SIDES:
            limb = [f"{side}_{role}" for role in roles]
            if not any(role in found for role in limb) and all(role in seen for role in limb):
                if not taken & {seen[role] for role in limb}:
                    filled |= {role: seen[role] for role in limb}
    for role in ("hips", "neck", "head"):
        if role in seen and role not in filled and seen[role] not in filled.values():
            filled[role] = seen[role]
    if "head" in found and "neck" not in found:
        filled.pop("neck", None)
    return filled


def _swapped(role: str) -> str:
    side, _, part = role.partition("_")
    return f"{_OTHER[side]}_{part}" if side in _OTHER else role


class _Shape:
    """The rest pose of a rig; ``ignored`` are joints that cannot be a limb's: those not of a body, and fingers."""

    def __init__(self, skeleton: Skeleton, names: Sequence[ParsedName]) -> None:
        self._skeleton, self._names = skeleton, names
        self._positions = skeleton.rest_positions().astype(float)
        self.ignored = joints_not_of_body(skeleton, names) | {
            joint for joint, name in enumerate(names) if name.roles.keys() == {"hand"}
        }

    def _aside(self, joint: int) -> bool:
        """Whether a joint only splits or drives a bone of the limb."""
        return self._names[joint].twist or self._names[joint].helper

    def _apart(self, one: int, other: int) -> float:
        return float(np.linalg.norm(self._positions[one] - self._positions[other]))

    def fill_limb(self, found: Chosen, side: str, roles: tuple[str, ...]) -> None:
        """Add the joints of one limb that lie above, between or beyond those that are found."""
        first, middle, last = (f"{side}_{role}" for role in roles)
        if first not in found and middle in found:
            self._above(found, first, found[middle], found.get(last))
        if first in found and middle not in found and last in found:
            self._between(found, first, middle, last)
        if first in found and middle not in found:
            self._beyond(found, first, middle)
        if middle in found and last not in found:
            self._beyond(found, middle, last)

    def _above(self, found: Chosen, role: str, joint: int, end: int | None) -> None:
        bone = self._apart(joint, end) if end is not None else 0.0
        for above in self._skeleton.path_to_root(joint)[1:]:
            if above in found.values() or len(self._skeleton.children(above)) > 2:
                return
            if (
                not self._aside(above)
                and above not in self.ignored
                and self._apart(joint, above) > _SHORT * bone
            ):
                found[role] = above
                return

    def _between(self, found: Chosen, first: str, middle: str, last: str) -> None:
        way = self._skeleton.path_to_root(found[last])[1:]
        if found[first] not in way:
            return
        way = way[: way.index(found[first])][::-1]
        free = [joint for joint in way if joint not in found.values()]
        free = [joint for joint in free if not self._aside(joint)] or free
        if not free:
            return
        found[middle] = min(
            free,
            key=lambda joint: abs(
                self._share(found[first], joint, found[last]) - self._other(found, first, middle, last)
            ),
        )

    def _share(self, first: int, joint: int, last: int) -> float:
        before, after = self._apart(first, joint), self._apart(joint, last)
        return before / max(before + after, 1e-9)

    def _other(self, found: Chosen, *roles: str) -> float:
        """Where the other side's middle joint lies on its limb, half way where that is unknown, too."""
        joints = [found.get(_swapped(role)) for role in roles]
        if any(joint is None for joint in joints):
            return 0.5
        return self._share(*(joint for joint in joints if joint is not None))

    def _beyond(self, found: Chosen, above: str, role: str) -> None:
        """The next joint down the longest way from ``above`` that a limb's bone parts from it."""
        start = found[above]
        other = [found.get(_swapped(one)) for one in (above, role)]
        expected = self._apart(other[0], other[1]) if None not in other else 0.0  # type: ignore[arg-type]
        ways = self._ways(start)
        if not ways:
            return
        way = max(ways, key=lambda joints: self._apart(start, joints[-1]))
        free = [joint for joint in way if joint not in found.values() and not self._aside(joint)]
        free = free or [joint for joint in way if joint not in found.values()]
        if not free:
            return
        if expected:
            found[role] = min(free, key=lambda joint: abs(self._apart(start, joint) - expected))
            return
        bone = max(self._apart(start, joint) for joint in free)
        found[role] = next(joint for joint in free if self._apart(start, joint) >= _SHORT * bone)

    def _ways(self, joint: int) -> list[list[int]]:
        """Every way from below ``joint`` to a leaf, over joints that may be a limb's."""
        ways: list[list[int]] = []
        waiting: list[list[int]] = [[child] for child in self._skeleton.children(joint)]
        while waiting and len(ways) < 64:
            way = waiting.pop()
            if way[-1] in self.ignored:
                if len(way) > 1:
                    ways.append(way[:-1])
                continue
            children = self._skeleton.children(way[-1])
            if not children:
                ways.append(way)
            waiting += [[*way, child] for child in children]
        return ways

    def with_head(self, found: Chosen) -> Chosen:
        """``found`` with the head and neck, above the last joint that both arms share, where no name gives them."""
        arms = [
            self._skeleton.path_to_root(found.get(f"{side}_collar", found[f"{side}_shoulder"]))
            for side in SIDES
            if f"{side}_shoulder" in found
        ]
        if "head" in found or len(arms) < 2:
            return found
        shared = [joint for joint in arms[0] if joint in arms[1]]
        if not shared:
            return found
        taken = {joint for arm in arms for joint in arm}
        taken |= {
            joint
            for role in ("left_hip", "right_hip")
            if role in found
            for joint in self._skeleton.path_to_root(found[role])
        }
        ways: list[list[int]] = []
        for fork in shared[:3]:
            ways = [way for way in self._ways(fork) if not taken & set(way)]
            if ways:
                break
        if not ways:
            return found
        way = max(ways, key=lambda joints: self._length([shared[0], *joints]))
        trunk = set(self._names[shared[0]].words)
        alike = [joint for joint in way if trunk and set(self._names[joint].words) == trunk]
        neck = found.get("neck")
        if neck in way:
            way = way[way.index(neck) :]
        head = alike[-1] if len(alike) > 1 else way[min(1, len(way) - 1)]
        if head in found.values():
            return found
        filled = found | {"head": head}
        if neck is None and way[0] != head:
            filled["neck"] = way[0]
        return filled

    def _length(self, joints: list[int]) -> float:
        return float(np.linalg.norm(np.diff(self._positions[joints], axis=0), axis=1).sum())
