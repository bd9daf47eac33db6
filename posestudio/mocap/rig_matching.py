"""Which joint of a skeleton has which role (left wrist, head, ...): by its names, its shape, or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from posestudio.body.skeleton import Skeleton
from posestudio.errors import RigError
from posestudio.mocap.rig_gaps import fill_gaps
from posestudio.mocap.rig_limb_names import joints_not_of_body, match_names
from posestudio.mocap.rig_names import ParsedName, read_names
from posestudio.mocap.rig_profiles import (
    LIMB_ROLES,
    MIDDLE_ROLES,
    PROFILES,
    REQUIRED_ROLES,
    JointName,
    RigProfile,
    take_apart,
)

ROLES: tuple[str, ...] = (
    *MIDDLE_ROLES,
    *(f"{side}_{role}" for role in LIMB_ROLES for side in ("left", "right")),
)
"""Roles that a rig's joint can have: body joints, and the collar bones and eyes."""

REQUIRED: tuple[str, ...] = tuple(f"{side}_{role}" for role in REQUIRED_ROLES for side in ("left", "right"))

_UNLIKE = 1.6  # of one side's bone to the other's, and
_LOPSIDED = 3.5  # of a limb's longer bone to its shorter: beyond them a match is doubtful


@dataclass(frozen=True)
class RigMatch:
    """The joints of a skeleton by role: ``joints`` maps ROLES to indices, ``missing`` are the roles without a joint.

    ``doubts`` are plain sentences about what may be wrong with it; none where the names are clear.
    """

    profile: str
    joints: dict[str, int]
    missing: tuple[str, ...]
    relative_root: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """The roles without a joint of those that every body has."""
        return tuple(role for role in REQUIRED if role not in self.joints)

    @property
    def confidence(self) -> float:
        """Share of the roles that were found."""
        return len(self.joints) / len(ROLES)


def match_rig(skeleton: Skeleton, rig: str | Mapping[str, str] | None = None) -> RigMatch:
    """Find the body in a skeleton: joint by joint by its names, and by its shape where they say nothing.

    ``rig`` overrides: a profile's name, or names by role (see ROLES), which win over what is found.
    Raises RigError when there is no body in it, or the override names what is not there.
    """
    if isinstance(rig, str):
        profiles = [profile for profile in PROFILES if profile.name == rig]
        if not profiles:
            known = ", ".join(profile.name for profile in PROFILES)
            raise RigError(f"unknown rig {rig!r}; expected one of {known}")
        return _checked(_by_profile(skeleton, profiles[0]), skeleton)
    match = find_rig(skeleton)
    return _checked(match if rig is None else _corrected(match, rig, skeleton), skeleton)


def find_rig(skeleton: Skeleton) -> RigMatch:
    """Whatever of a body is found in a skeleton, also where that is not enough for :func:`match_rig`."""
    names = read_names(skeleton.joint_names)
    tried: list[tuple[dict[str, int], dict[str, int]]] = []
    for needed_first in (False, True):
        named = match_names(skeleton, names, needed_first)
        found = fill_gaps(skeleton, names, named)
        tried.append((named, found))
        if all(role in found for role in REQUIRED):
            break
    named, found = max(tried, key=lambda pair: sum(role in pair[1] for role in REQUIRED))
    profile = _label(skeleton, found)
    if any(role not in named for role in REQUIRED if role in found):
        profile = "names and shape" if any(role in named for role in REQUIRED) else "structure"
    doubts = _doubts(skeleton, names, named, found)
    return _match(profile, found, _label(skeleton, found) == "makehuman", doubts)


def _match(
    profile: str, joints: dict[str, int], relative_root: bool = False, doubts: tuple[str, ...] = ()
) -> RigMatch:
    joints = {role: joints[role] for role in ROLES if role in joints}
    missing = tuple(role for role in ROLES if role not in joints)
    return RigMatch(profile, joints, missing, relative_root, doubts)


def _label(skeleton: Skeleton, found: dict[str, int]) -> str:
    """The name of the family of rigs whose names the limbs have; 'names' where it is not a known one."""
    for profile in PROFILES:
        joints = _by_profile(skeleton, profile).joints
        if all(role in joints and joints[role] == found.get(role) for role in REQUIRED):
            return profile.name
    return "names"


def _by_profile(skeleton: Skeleton, profile: RigProfile) -> RigMatch:
    joints: dict[str, int] = {}
    where: dict[JointName, int] = {}
    for index, name in reversed(list(enumerate(map(take_apart, skeleton.joint_names)))):
        where[name] = index  # the first of equal names wins
    for role, stems in profile.roles.items():
        for side in ("middle",) if role in MIDDLE_ROLES else ("left", "right"):
            key = role if side == "middle" else f"{side}_{role}"
            there = (where.get(JointName(side, stem)) for stem in stems)
            free = (joint for joint in there if joint is not None and joint not in joints.values())
            found = next(free, None)
            if found is not None:
                joints[key] = found
    if "head" in joints and joints.get("neck", 0) not in skeleton.path_to_root(joints["head"]):
        joints.pop("neck", None)
    return _match(profile.name, joints, profile.relative_root)


def _doubts(
    skeleton: Skeleton, names: list[ParsedName], named: dict[str, int], found: dict[str, int]
) -> tuple[str, ...]:
    """What may be wrong with a match: joints found only by shape, sides and bones that are unlike."""
    doubts = []
    guessed = [role for role in REQUIRED if role in found and role not in named]
    if guessed:
        listed = ", ".join(
            f"{role.replace('_', ' ')} {skeleton.joint_names[found[role]]}" for role in guessed[:4]
        )
        more = f" and {len(guessed) - 4} more" if len(guessed) > 4 else ""
        doubts.append(f"found by the rig's shape, not by names: {listed}{more}")
    not_body = joints_not_of_body(skeleton, names)
    odd = [role for role in REQUIRED if role in found and found[role] in not_body]
    if odd:
        listed = ", ".join(
            f"{role.replace('_', ' ')} {skeleton.joint_names[found[role]]}" for role in odd[:4]
        )
        doubts.append(f"these are children of a prop, clothing, hair or face joint: {listed}")
    positions = skeleton.rest_positions().astype(float)
    for upper, middle, lower in (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle")):
        bones = [
            [
                float(np.linalg.norm(positions[found[f"{side}_{b}"]] - positions[found[f"{side}_{a}"]]))
                for a, b in ((upper, middle), (middle, lower))
            ]
            for side in ("left", "right")
            if all(f"{side}_{part}" in found for part in (upper, middle, lower))
        ]
        if len(bones) < 2 or not any(map(any, bones)):
            continue
        limb = "arms" if upper == "shoulder" else "legs"
        if any(max(pair) > _UNLIKE * min(pair) for pair in zip(*bones, strict=True)):
            doubts.append(f"the {limb} are not equally long on both sides")
        elif any(max(pair) > _LOPSIDED * min(pair) for pair in bones):
            doubts.append(f"the {limb} have bones of very unequal lengths")
    return tuple(doubts)


def _corrected(match: RigMatch, rig: Mapping[str, str], skeleton: Skeleton) -> RigMatch:
    joints = dict(match.joints)
    for role, name in rig.items():
        if role not in ROLES:
            raise RigError(f"unknown body joint {role!r} in the rig; expected one of {', '.join(ROLES)}")
        if name not in skeleton.joint_names:
            raise RigError(f"the rig gives {role} the joint {name!r}, which the skeleton does not have")
        joints[role] = skeleton.joint_names.index(name)
    if not rig:
        return match
    return _match(match.profile + ", corrected", joints, match.relative_root)


def _checked(match: RigMatch, skeleton: Skeleton) -> RigMatch:
    lost = match.needed
    if lost:
        first = ", ".join(skeleton.joint_names[:4])
        raise RigError(
            f"no human body found in the skeleton {first}, ...: nothing there for {', '.join(lost[:4])};"
            " name the joints by hand with rig={...}"
        )
    return match
