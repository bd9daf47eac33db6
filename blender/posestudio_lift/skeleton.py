"""An armature at rest as arrays, and which of its bones are the joints of a body. Without Blender.

A joint of the body is where a bone begins: the role ``left_elbow`` is the bone of the forearm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

SIDES = ("left", "right")
NEEDED = tuple(
    f"{side}_{part}" for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in SIDES
)
"""Roles without which no pose is applied."""
ROLES = (
    "hips", "neck", "head",
    *(f"{side}_{part}" for part in ("collar", "shoulder", "elbow", "wrist", "hand") for side in SIDES),
    *(f"{side}_{part}" for part in ("hip", "knee", "ankle", "toe", "heel") for side in SIDES),
)  # fmt: skip
"""Roles that a bone can have, as `posestudio match-rig` names them."""


class RigProblem(Exception):
    """An armature that a pose cannot be applied to; one sentence that says why."""


@dataclass(frozen=True)
class Skeleton:
    """J bones, parents before children: ``parents`` (J,) are -1 for a root, ``heads`` and ``tails`` (J, 3) and the
    ``axes`` (J, 3, 3) at rest, in columns, are in the armature's own axes. ``roles`` gives bones by role. Bones
    that do not turn with their parent are in ``detached``."""

    names: tuple[str, ...]
    parents: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    axes: np.ndarray
    roles: Mapping[str, str] = field(default_factory=dict)
    detached: frozenset[str] = frozenset()

    @cached_property
    def index(self) -> dict[str, int]:
        """Bones by name."""
        return {name: number for number, name in enumerate(self.names)}

    def bone(self, role: str) -> int | None:
        """The bone of a role, or None."""
        return self.index.get(self.roles.get(role, ""))

    def at(self, role: str) -> np.ndarray:
        """(3,) where the joint of a role is at rest. The role must be there."""
        return self.heads[self.index[self.roles[role]]]

    def has(self, *roles: str) -> bool:
        """Whether all the roles have a bone."""
        return all(self.bone(role) is not None for role in roles)

    def ancestors(self, bone: int) -> list[int]:
        """``bone`` and those above it, up to the root."""
        path = []
        while bone >= 0:
            path.append(bone)
            bone = int(self.parents[bone])
        return path

    def common(self, bones: Iterable[int]) -> int:
        """The lowest bone that all of ``bones`` are or stand below. Raises RigProblem where there is none."""
        paths = [self.ancestors(bone) for bone in bones]
        for bone in paths[0]:
            if all(bone in path for path in paths):
                return bone
        names = ", ".join(self.names[path[0]] for path in paths[:3])
        raise RigProblem(f"the bones {names} have no common parent: is this one skeleton?")

    def missing(self) -> list[str]:
        """The needed roles without a bone."""
        return [role for role in NEEDED if not self.has(role)]

    def checked(self) -> Skeleton:
        """This skeleton. Raises RigProblem, naming the roles or bones, where no pose can be applied to it."""
        missing = self.missing()
        if missing:
            listed = ", ".join(role.replace("_", " ") for role in missing)
            raise RigProblem(f"no bone is known for: {listed}. Choose them under 'Bones' in the panel")
        for role, child in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")):
            for side in SIDES:
                upper, lower = (
                    self.index[self.roles[f"{side}_{role}"]],
                    self.index[self.roles[f"{side}_{child}"]],
                )
                if upper == lower or upper not in self.ancestors(lower):
                    raise RigProblem(
                        f"{self.names[lower]} ({side} {child}) is not below {self.names[upper]} ({side} {role})"
                    )
        return self


def with_chosen(roles: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    """``roles`` found by the program with those ``chosen`` by hand; an empty name takes a role away."""
    return {role: name for role, name in {**roles, **chosen}.items() if name}
