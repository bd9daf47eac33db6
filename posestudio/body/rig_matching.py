"""Which joint of a skeleton is what: by the names of known rigs, else by structure, corrected by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import RigError
from ..files import atomic_write
from ..json_files import read_json
from .rig_profiles import (
    LIMB_ROLES,
    MIDDLE_ROLES,
    PROFILES,
    REQUIRED_ROLES,
    JointName,
    RigProfile,
    take_apart,
)
from .rig_structure import match_structure
from .skeleton import Clip, Skeleton

ROLES: tuple[str, ...] = (
    *MIDDLE_ROLES,
    *(f"{side}_{role}" for role in LIMB_ROLES for side in ("left", "right")),
)
"""What a rig's joint can be: body joints, and the collar bones and eyes."""

REQUIRED: tuple[str, ...] = tuple(f"{side}_{role}" for role in REQUIRED_ROLES for side in ("left", "right"))


@dataclass(frozen=True)
class RigMatch:
    """Which joint of a skeleton is what: ``joints`` maps ROLES to indices; ``missing`` are made up."""

    profile: str
    joints: dict[str, int]
    missing: tuple[str, ...]
    relative_root: bool = False
    posed_up: bool = False

    @property
    def confidence(self) -> float:
        """Share of the roles that were found."""
        return len(self.joints) / len(ROLES)


def match_rig(skeleton: Skeleton, rig: str | Mapping[str, str] | None = None) -> RigMatch:
    """Find the body in a skeleton: by the names of known rigs, else by its structure.

    ``rig`` overrides: a profile's name, or names by role (see ROLES), which win over what is found.
    Raises RigError when there is no body in it, or the override names what is not there.
    """
    names = [take_apart(name) for name in skeleton.joint_names]
    if isinstance(rig, str):
        profiles = [profile for profile in PROFILES if profile.name == rig]
        if not profiles:
            known = ", ".join(profile.name for profile in PROFILES)
            raise RigError(f"unknown rig {rig!r}; expected one of {known}")
        return _checked(_by_names(skeleton, names, profiles[0]), skeleton)
    matches = [_by_names(skeleton, names, profile) for profile in PROFILES]
    best = max(matches, key=lambda match: (sum(role in match.joints for role in REQUIRED), match.confidence))
    if not all(role in best.joints for role in REQUIRED):
        found = match_structure(skeleton)
        if all(role in found for role in REQUIRED):
            best = _match("structure", found)
    if rig is not None:
        best = _corrected(best, rig, skeleton)
    return _checked(best, skeleton)


def _match(
    profile: str, joints: dict[str, int], relative_root: bool = False, posed_up: bool = False
) -> RigMatch:
    missing = tuple(role for role in ROLES if role not in joints)
    return RigMatch(profile, joints, missing, relative_root, posed_up)


def _by_names(skeleton: Skeleton, names: list[JointName], profile: RigProfile) -> RigMatch:
    joints: dict[str, int] = {}
    where: dict[JointName, int] = {}
    for index, name in reversed(list(enumerate(names))):
        where[name] = index  # the first of equal names wins
    for role, stems in profile.roles.items():
        for side in ("middle",) if role in MIDDLE_ROLES else ("left", "right"):
            key = role if side == "middle" else f"{side}_{role}"
            there = (where.get(JointName(side, stem)) for stem in stems)
            free = (joint for joint in there if joint is not None and joint not in joints.values())
            found = next(free, None)
            if found is not None:
                joints[key] = found
    if "head" in joints and joints.get("neck", 0) not in joints_above(skeleton, joints["head"]):
        joints.pop("neck", None)
    return _match(profile.name, joints, profile.relative_root, profile.posed_up)


def joints_above(skeleton: Skeleton, joint: int) -> list[int]:
    """``joint`` and its ancestors, up to the root."""
    above = []
    while joint >= 0:
        above.append(joint)
        joint = int(skeleton.parents[joint])
    return above


def _corrected(match: RigMatch, rig: Mapping[str, str], skeleton: Skeleton) -> RigMatch:
    joints = dict(match.joints)
    for role, name in rig.items():
        if role not in ROLES:
            raise RigError(f"unknown body joint {role!r} in the rig; expected one of {', '.join(ROLES)}")
        if name not in skeleton.joint_names:
            raise RigError(f"the rig gives {role} the joint {name!r}, which the skeleton does not have")
        joints[role] = skeleton.joint_names.index(name)
    return _match(match.profile + ", corrected", joints, match.relative_root, match.posed_up)


def _checked(match: RigMatch, skeleton: Skeleton) -> RigMatch:
    lost = [role for role in REQUIRED if role not in match.joints]
    if lost:
        first = ", ".join(skeleton.joint_names[:4])
        raise RigError(
            f"no human body found in the skeleton {first}, ...: nothing there for {', '.join(lost[:4])};"
            " name the joints by hand with rig={...}"
        )
    return match


def save_rig(path: str | os.PathLike[str], clip: Clip, match: RigMatch | Mapping[str, str]) -> None:
    """Write a match, or names by role, as JSON that load_rig and load_rigs read.

    {"joints": {role: joint name}, "skeleton": [joint names of the clip's skeleton]}
    """
    skeleton = clip.skeleton.joint_names
    names = (
        {role: skeleton[index] for role, index in match.joints.items()}
        if isinstance(match, RigMatch)
        else dict(match)
    )
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps({"joints": names, "skeleton": list(skeleton)}, indent=1) + "\n")


def load_rig(path: str | os.PathLike[str]) -> dict[str, str]:
    """Joint names by role, for ``rig=``, of a file that save_rig or a person wrote. Raises RigError."""
    return _read_rig(Path(path))[0]


def load_rigs(folder: str | os.PathLike[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """All rigs of a folder's .json files, by the joint names of the skeletons they are for. Raises RigError."""
    rigs = {}
    for path in sorted(Path(folder).glob("*.json")):
        joints, skeleton = _read_rig(path)
        rigs[skeleton] = joints
    return rigs


def _read_rig(path: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    content = read_json(path, RigError)
    joints = content.get("joints") if isinstance(content, dict) else None
    if not isinstance(joints, dict) or not all(isinstance(name, str) for name in joints.values()):
        raise RigError(f'{path}: expected {{"joints": {{body joint: joint name}}}}')
    skeleton = content.get("skeleton", [])
    if not isinstance(skeleton, list):
        raise RigError(f"{path}: skeleton: expected a list of joint names")
    return {str(role): str(name) for role, name in joints.items()}, tuple(map(str, skeleton))
