"""Any rig of the world -> the canonical body joints: metres, Y up, the person as the file turns them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import RigError
from .layouts import BODY_INDEX, BODY_JOINTS, LEG_LENGTH
from .rig_head import head_points
from .rig_matching import REQUIRED, RigMatch, joints_above, load_rig, load_rigs, match_rig, save_rig
from .skeleton import Clip, Skeleton

__all__ = ["RigMatch", "load_rig", "load_rigs", "match_rig", "save_rig", "to_body"]

UNITS = {"metres": 1.0, "decimetres": 0.1, "inches": 0.0254, "centimetres": 0.01, "millimetres": 0.001}
_PLAUSIBLE_LEG = (0.62, 1.08)  # metres of thigh and shin, children of ten to very tall adults

SPINE_AT, CHEST_AT = 0.3, 0.65
"""Where the canonical spine and chest lie on the way from the hips to the neck: rigs have one to five
joints there, at places of their own choosing."""


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
    if not len(clip):
        return np.zeros((0, len(BODY_JOINTS), 3), np.float32)
    if match.relative_root or clip.has_relative_positions():
        clip = clip.with_offsets_added()
    places = clip.positions().astype(np.float64)
    ends = clip.end_positions()
    at = {role: places[:, joint] for role, joint in match.joints.items()}
    body = np.zeros((len(places), len(BODY_JOINTS), 3))
    for role in REQUIRED:
        body[:, BODY_INDEX[role]] = at[role]
    for side in ("left", "right"):
        body[:, BODY_INDEX[f"{side}_hand"]] = _hand(side, match, at, ends, body)
        body[:, BODY_INDEX[f"{side}_toe"]] = _toe(side, match, at, ends, body)
    _fill_trunk(body, clip.skeleton, match, places)
    leg = leg_length(body)
    scale = leg / LEG_LENGTH
    rotations = clip.rotations()[:, match.joints["head"]] if "head" in match.joints else None
    for name, points in head_points(clip.skeleton, match, places, rotations, body, scale).items():
        body[:, BODY_INDEX[name]] = points
    body *= metres_per_unit(leg) if unit is None else unit
    if (up or vertical_axis(clip.skeleton, match, body)) == "z":
        body = np.stack([body[..., 0], body[..., 2], -body[..., 1]], axis=-1)
    return body.astype(np.float32)


def _hand(
    side: str, match: RigMatch, at: dict[str, np.ndarray], ends: dict[int, np.ndarray], body: np.ndarray
) -> np.ndarray:
    """Base of the middle finger: the rig's, unless it lies in the wrist; else along the forearm."""
    wrist, elbow = body[:, BODY_INDEX[f"{side}_wrist"]], body[:, BODY_INDEX[f"{side}_elbow"]]
    forearm = wrist - elbow
    length = np.linalg.norm(forearm, axis=-1, keepdims=True)
    reach = 0.36 * np.median(length)  # wrist to knuckle over elbow to wrist
    for point in (at.get(f"{side}_hand"), ends.get(match.joints[f"{side}_wrist"])):
        if point is not None:
            away = point - wrist
            distance = float(np.median(np.linalg.norm(away, axis=-1)))
            if 0.5 * reach < distance < 2.5 * reach:
                return point
            if 0.02 * reach < distance:  # the right way, but a rig's dummy length
                return wrist + away * (reach / distance)
    return wrist + forearm / np.maximum(length, 1e-9) * reach


def _toe(
    side: str, match: RigMatch, at: dict[str, np.ndarray], ends: dict[int, np.ndarray], body: np.ndarray
) -> np.ndarray:
    """Ball of the foot: the rig's toe base, else on the way to the foot's end, else before the ankle."""
    toe, ankle, knee = (
        at.get(f"{side}_toe"),
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
        above_legs = joints_above(skeleton, top)[1:]
        shared = set(joints_above(skeleton, match.joints["left_hip"]))
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
    length = float(np.median(lengths))
    if not length > 0:
        raise RigError("the skeleton's legs have no length")
    return length


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
    if trunk.max() == 0:
        posed = body[:, BODY_INDEX["neck"]] - body[:, BODY_INDEX["hips"]]
        trunk = np.abs(np.median(posed, axis=0))
    return "z" if trunk[2] > trunk[1] else "y"
