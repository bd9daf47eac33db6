"""The body joints of a rig whose joints are matched: its limbs as they are, hands, toes and trunk made from them.

In the file's own units and axes. The head's joints are made in `rig_head`, the heels in `rig_feet`.
"""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.proportions import LEG_LENGTH, leg_length
from posestudio.body.skeleton import Clip, Skeleton
from posestudio.errors import RigError
from posestudio.mocap.rig_feet import heel_point
from posestudio.mocap.rig_head import head_points
from posestudio.mocap.rig_matching import REQUIRED, RigMatch

SPINE_AT, CHEST_AT = 0.3, 0.65
"""Where the canonical spine and chest lie on the way from the hips to the neck: rigs have one to five
joints there, at various heights."""


class JointPositions:
    """Positions in a clip, in file units: ``all`` joints (F, J, 3), ``ends`` (F, 3) of End Sites by their joint, and
    joints ``at`` (F, 3) by role."""

    def __init__(self, clip: Clip, match: RigMatch) -> None:
        self.all = clip.positions().astype(np.float64)
        self.ends = clip.end_positions()
        self.at = {role: self.all[:, joint] for role, joint in match.joints.items()}
        self.match = match

    def toes(self) -> dict[str, np.ndarray]:
        """(F, 3) of each side's toes that the rig has, or the end of its foot."""
        found = {}
        for side in ("left", "right"):
            ankle = self.match.joints[f"{side}_ankle"]
            toe = self.at.get(f"{side}_toe", self.ends.get(ankle))
            if toe is not None:
                found[side] = toe
        return found


def body_joints(clip: Clip, match: RigMatch, positions: JointPositions) -> np.ndarray:
    """(F, B, 3) body joints in file units and axes."""
    body = np.zeros((len(positions.all), len(BODY_JOINTS), 3))
    for role in REQUIRED:
        body[:, BODY_INDEX[role]] = positions.at[role]
    all_rotations = clip.rotations()
    for side in ("left", "right"):
        body[:, BODY_INDEX[f"{side}_hand"]] = _hand(side, match, positions.at, positions.ends, body)
        toe = _toe(side, match, positions.at, positions.ends, body)
        body[:, BODY_INDEX[f"{side}_toe"]] = _made_toe(side, body) if toe is None else toe
        body[:, BODY_INDEX[f"{side}_heel"]] = heel_point(
            side, clip.skeleton, match, positions.at, all_rotations, body, toe is not None
        )
    _fill_trunk(body, clip.skeleton, match, positions.all)
    scale = checked_leg_length(body) / LEG_LENGTH
    rotations = all_rotations[:, match.joints["head"]] if "head" in match.joints else None
    for name, points in head_points(clip.skeleton, match, positions.all, rotations, body, scale).items():
        body[:, BODY_INDEX[name]] = points
    return body


def rest_trunk(skeleton: Skeleton, match: RigMatch) -> np.ndarray:
    """(3,) from hips to shoulders in the rest pose."""
    rest = skeleton.rest_positions().astype(float)
    ends = [
        rest[[match.joints[f"left_{part}"], match.joints[f"right_{part}"]]].mean(0)
        for part in ("hip", "shoulder")
    ]
    return ends[1] - ends[0]


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
) -> np.ndarray | None:
    """Ball of the foot: the rig's toe base, else on the way to the foot's end; None where the rig has neither."""
    toe, ankle, knee = (
        at.get(f"{side}_toe"),
        body[:, BODY_INDEX[f"{side}_ankle"]],
        body[:, BODY_INDEX[f"{side}_knee"]],
    )
    least = 0.1 * float(np.median(np.linalg.norm(knee - ankle, axis=-1)))
    if toe is not None and np.median(np.linalg.norm(toe - ankle, axis=-1)) > least:
        return toe
    end = ends.get(match.joints[f"{side}_ankle"])
    if end is not None and np.median(np.linalg.norm(end - ankle, axis=-1)) > least:
        return ankle + 0.8 * (end - ankle)
    return None


def _made_toe(side: str, body: np.ndarray) -> np.ndarray:
    """Ball of the foot before the ankle, at right angles to hips and shin."""
    knee, ankle = body[:, BODY_INDEX[f"{side}_knee"]], body[:, BODY_INDEX[f"{side}_ankle"]]
    shin = knee - ankle
    length = np.linalg.norm(shin, axis=-1, keepdims=True)
    across = body[:, BODY_INDEX["left_hip"]] - body[:, BODY_INDEX["right_hip"]]
    forward = np.cross(across, shin)
    forward /= np.maximum(np.linalg.norm(forward, axis=-1, keepdims=True), 1e-9)
    return ankle + np.median(length) * (0.26 * forward - 0.14 * shin / np.maximum(length, 1e-9))


def _fill_trunk(body: np.ndarray, skeleton: Skeleton, match: RigMatch, positions: np.ndarray) -> None:
    """Set hips, neck, and spine and chest at fixed shares of the line through the rig's own spine."""
    hips = (body[:, BODY_INDEX["left_hip"]] + body[:, BODY_INDEX["right_hip"]]) / 2
    shoulders = (body[:, BODY_INDEX["left_shoulder"]] + body[:, BODY_INDEX["right_shoulder"]]) / 2
    top = match.joints.get("neck", match.joints.get("head"))
    line = [hips]
    if top is None:
        neck = shoulders
    else:
        above_legs = skeleton.path_to_root(top)[1:]
        shared = set(skeleton.path_to_root(match.joints["left_hip"]))
        line += [positions[:, joint] for joint in reversed(above_legs) if joint not in shared]
        if "neck" in match.joints:
            neck = positions[:, top]
        elif len(line) > 1:
            neck = 0.5 * (shoulders + positions[:, top])
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


def checked_leg_length(body: np.ndarray) -> float:
    """`leg_length` of a body (F, B, 3). Raises RigError where that is zero."""
    length = leg_length(body)
    if not length > 0:
        raise RigError("the skeleton's legs have no length")
    return length
