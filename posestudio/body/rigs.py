"""Any rig of the world -> the canonical body joints: metres, Y up, the person as the file turns them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import RigError
from ..files import atomic_write
from ..json_files import read_json
from .layouts import BODY_INDEX, BODY_JOINTS, LEG_LENGTH
from .rig_head import head_points
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

UNITS = {"metres": 1.0, "decimetres": 0.1, "inches": 0.0254, "centimetres": 0.01, "millimetres": 0.001}
_PLAUSIBLE_LEG = (0.62, 1.08)  # metres of thigh and shin, children of ten to very tall adults

SPINE_AT, CHEST_AT = 0.3, 0.65
"""Where the canonical spine and chest lie on the way from the hips to the neck: rigs have one to five
joints there, at places of their own choosing."""


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
            for stem in stems:
                index = where.get(JointName(side, stem))
                if index is not None and index not in joints.values():
                    joints[key] = index
                    break
    if "head" in joints and joints.get("neck", 0) not in _above(skeleton, joints["head"]):
        joints.pop("neck", None)
    return _match(profile.name, joints, profile.relative_root, profile.posed_up)


def _above(skeleton: Skeleton, joint: int) -> list[int]:
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


def to_body(
    clip: Clip,
    *,
    rig: str | Mapping[str, str] | None = None,
    up: str | None = None,
    unit: float | None = None,
) -> np.ndarray:
    """Canonical body joints of a clip: (F, B, 3) float32, world metres, Y up, facing as in the file.

    ``rig`` corrects which joint is what (see match_rig), ``up`` is the file's vertical axis, 'y' or 'z',
    ``unit`` the metres of a file unit; both are guessed from the skeleton when None. What a rig lacks is
    made up from what it has: face, hands, toes. Raises RigError when there is no body in the skeleton.
    """
    if up not in (None, "y", "z"):
        raise RigError(f"up must be 'y' or 'z', not {up!r}")
    if unit is not None and not (np.isfinite(unit) and unit > 0):
        raise RigError(f"unit must be a positive number of metres, not {unit!r}")
    match = match_rig(clip.skeleton, rig)
    if match.relative_root or clip.has_relative_positions():
        clip = clip.with_offsets_added()
    places = clip.positions().astype(np.float64)
    ends = clip.end_positions()

    def at(role: str) -> np.ndarray | None:
        return places[:, match.joints[role]] if role in match.joints else None

    body = np.zeros((len(places), len(BODY_JOINTS), 3))
    for role in REQUIRED:
        body[:, BODY_INDEX[role]] = places[:, match.joints[role]]
    for side in ("left", "right"):
        body[:, BODY_INDEX[f"{side}_hand"]] = _hand(side, match, at, ends, body)
        body[:, BODY_INDEX[f"{side}_toe"]] = _toe(side, match, at, ends, body)
    _fill_trunk(body, clip.skeleton, match, places)
    leg = leg_length(body)
    scale = leg / LEG_LENGTH
    for name, points in head_points(clip, match, body, scale).items():
        body[:, BODY_INDEX[name]] = points
    body *= metres_per_unit(leg) if unit is None else unit
    if (up or vertical_axis(clip.skeleton, match, body)) == "z":
        body = np.stack([body[..., 0], body[..., 2], -body[..., 1]], axis=-1)
    return body.astype(np.float32)


def _hand(side: str, match: RigMatch, at, ends: dict[int, np.ndarray], body: np.ndarray) -> np.ndarray:
    """Base of the middle finger: the rig's, unless it lies in the wrist; else along the forearm."""
    wrist, elbow = body[:, BODY_INDEX[f"{side}_wrist"]], body[:, BODY_INDEX[f"{side}_elbow"]]
    forearm = wrist - elbow
    length = np.linalg.norm(forearm, axis=-1, keepdims=True)
    reach = 0.36 * np.median(length)  # wrist to knuckle over elbow to wrist
    for point in (at(f"{side}_hand"), ends.get(match.joints[f"{side}_wrist"])):
        if point is not None:
            away = point - wrist
            distance = float(np.median(np.linalg.norm(away, axis=-1)))
            if 0.5 * reach < distance < 2.5 * reach:
                return point
            if 0.02 * reach < distance:  # the right way, but a rig's dummy length
                return wrist + away * (reach / distance)
    return wrist + forearm / np.maximum(length, 1e-9) * reach


def _toe(side: str, match: RigMatch, at, ends: dict[int, np.ndarray], body: np.ndarray) -> np.ndarray:
    """Ball of the foot: the rig's toe base, else on the way to the foot's end, else before the ankle."""
    toe, ankle, knee = (
        at(f"{side}_toe"),
        body[:, BODY_INDEX[f"{side}_ankle"]],
        body[:, BODY_INDEX[f"{side}_knee"]],
    )
    shin = knee - ankle
    length = float(np.median(np.linalg.norm(shin, axis=-1)))
    if toe is not None and np.median(np.linalg.norm(toe - ankle, axis=-1)) > 0.1 * length:
        return toe
    end = ends.get(match.joints[f"{side}_ankle"])
    if end is not None and np.median(np.linalg.norm(end - ankle, axis=-1)) > 0.1 * length:
        return ankle + 0.8 * (end - ankle)
    across = body[:, BODY_INDEX["left_hip"]] - body[:, BODY_INDEX["right_hip"]]
    forward = np.cross(across, shin)
    forward /= np.maximum(np.linalg.norm(forward, axis=-1, keepdims=True), 1e-9)
    down = -shin / np.maximum(np.linalg.norm(shin, axis=-1, keepdims=True), 1e-9)
    return ankle + length * (0.26 * forward + 0.14 * down)


def _fill_trunk(body: np.ndarray, skeleton: Skeleton, match: RigMatch, places: np.ndarray) -> None:
    """Set hips, neck, and spine and chest at fixed shares of the line through the rig's own spine."""
    hips = (body[:, BODY_INDEX["left_hip"]] + body[:, BODY_INDEX["right_hip"]]) / 2
    shoulders = (body[:, BODY_INDEX["left_shoulder"]] + body[:, BODY_INDEX["right_shoulder"]]) / 2
    top = match.joints.get("neck", match.joints.get("head"))
    line = [hips]
    if top is None:
        neck = shoulders
    else:
        above_legs = _above(skeleton, top)[1:]
        shared = set(_above(skeleton, match.joints["left_hip"]))
        line += [places[:, joint] for joint in reversed(above_legs) if joint not in shared]
        if "neck" in match.joints:
            neck = places[:, top]
        elif len(line) > 1:
            neck = 0.5 * (shoulders + places[:, top])
        else:
            neck = shoulders
    line.append(neck)
    body[:, BODY_INDEX["hips"]], body[:, BODY_INDEX["neck"]] = hips, neck
    path = np.stack(line, axis=1)
    body[:, BODY_INDEX["spine"]] = _along(path, SPINE_AT)
    body[:, BODY_INDEX["chest"]] = _along(path, CHEST_AT)


def _along(path: np.ndarray, share: float) -> np.ndarray:
    """(F, 3) points at a share of the length of the polylines (F, P, 3)."""
    steps = np.diff(path, axis=1)
    lengths = np.linalg.norm(steps, axis=-1)
    wanted = share * lengths.sum(1, keepdims=True)
    before = np.cumsum(lengths, axis=1) - lengths
    done = np.clip((wanted - before) / np.maximum(lengths, 1e-9), 0, 1)
    return path[:, 0] + (steps * done[..., None]).sum(1)


def leg_length(body: np.ndarray) -> float:
    """Median over frames and sides of thigh plus shin, in the unit of ``body`` (F, B, 3)."""
    lengths = []
    for side in ("left", "right"):
        hip, knee, ankle = (body[:, BODY_INDEX[f"{side}_{part}"]] for part in ("hip", "knee", "ankle"))
        lengths.append(np.linalg.norm(knee - hip, axis=-1) + np.linalg.norm(ankle - knee, axis=-1))
    length = float(np.median(lengths)) if len(body) else 0.0
    if len(body) and not length > 0:
        raise RigError("the legs have no length in the clip's first frames")
    return length or 1.0


def metres_per_unit(leg: float) -> float:
    """The unit in which a leg of ``leg`` file units is a person's; 0.86 m legs where no known unit fits."""
    low, high = _PLAUSIBLE_LEG
    fitting = [unit for unit in UNITS.values() if low <= leg * unit <= high]
    return min(fitting, key=lambda unit: abs(np.log(leg * unit / LEG_LENGTH)), default=LEG_LENGTH / leg)


def vertical_axis(skeleton: Skeleton, match: RigMatch, body: np.ndarray) -> str:
    """'y' or 'z': the axis along which the trunk stands, in the rest pose if that tells."""
    rest = skeleton.rest_positions().astype(float)
    hips = rest[[match.joints["left_hip"], match.joints["right_hip"]]].mean(0)
    shoulders = rest[[match.joints["left_shoulder"], match.joints["right_shoulder"]]].mean(0)
    trunk = np.abs(shoulders - hips)
    if (match.posed_up or trunk.max() == 0) and len(body):
        posed = body[:, BODY_INDEX["neck"]] - body[:, BODY_INDEX["hips"]]
        trunk = np.abs(np.median(posed, axis=0))
    return "z" if trunk[2] > trunk[1] else "y"


def save_rig(path: str | os.PathLike[str], clip: Clip, match: RigMatch) -> None:
    """Write a match, with names, as JSON that load_rig reads: {"joints": {role: joint name}}."""
    names = {role: clip.skeleton.joint_names[index] for role, index in match.joints.items()}
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps({"profile": match.profile, "joints": names}, indent=1) + "\n")


def load_rig(path: str | os.PathLike[str]) -> dict[str, str]:
    """Joint names by role, for ``rig=``, of a file that save_rig or a person wrote. Raises RigError."""
    content = read_json(Path(path), RigError)
    joints = content.get("joints") if isinstance(content, dict) else None
    if not isinstance(joints, dict) or not all(isinstance(name, str) for name in joints.values()):
        raise RigError(f'{path}: expected {{"joints": {{body joint: joint name}}}}')
    return {str(role): str(name) for role, name in joints.items()}
