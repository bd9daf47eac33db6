"""Makes ``poses.json``, the starter set of the pose library: python assets/make_poses.py

Each pose is a body in T-pose, with the lengths of the standing body, whose joints are turned by the angles below.
Angles are x, y and z in degrees, a turn about z first, then about y, then about x, in the axes of the joint above.
Nothing here comes from a recording.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from posestudio.app.model.pose_library import Pose, set_content
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS
from posestudio.body.standing import standing_body

Angles = tuple[float, float, float]
SOLE = 0.01  # metres above the ground of the lowest joint


def both(**left: Angles) -> dict[str, Angles]:
    """The same on both sides: a turn about x is kept, those about y and z change their sign."""
    return {
        f"{side}_{joint}": (x, sign * y, sign * z)
        for joint, (x, y, z) in left.items()
        for side, sign in (("left", 1), ("right", -1))
    }


HANGING = both(shoulder=(4, 0, -76), elbow=(0, -14, 0))
POSES: dict[str, tuple[tuple[str, ...], dict[str, Angles], float]] = {
    "T-pose": (("reference",), {}, 0),
    "A-pose": (("reference",), both(shoulder=(0, 0, -45), hip=(0, 0, 6)), 0),
    "Standing relaxed": (("standing",), HANGING | {
        "hips": (0, 8, 0), "left_hip": (-6, 0, 6), "left_knee": (9, 0, 0),
    }, 0),
    "Sitting": (("sitting",), both(hip=(-86, -6, 0), knee=(86, 0, 0), shoulder=(-28, 0, -74), elbow=(0, -52, 0))
                | {"spine": (4, 0, 0), "chest": (4, 0, 0)}, 0.0),
    "Walking": (("moving",), {
        "hips": (3, -6, 0), "chest": (2, 10, 0),
        "left_hip": (-27, 0, 0), "left_knee": (8, 0, 0), "left_ankle": (-14, 0, 0),
        "right_hip": (20, 0, 0), "right_knee": (26, 0, 0), "right_ankle": (22, 0, 0),
        "left_shoulder": (26, 0, -78), "left_elbow": (0, -18, 0),
        "right_shoulder": (-22, 0, 78), "right_elbow": (0, 30, 0),
    }, 0),
    "Running": (("moving",), {
        "hips": (12, -10, 0), "chest": (4, 20, 0), "head": (-10, 0, 0),
        "left_hip": (-72, 0, 0), "left_knee": (96, 0, 0), "left_ankle": (0, 0, 0),
        "right_hip": (22, 0, 0), "right_knee": (24, 0, 0), "right_ankle": (34, 0, 0),
        "left_shoulder": (52, 0, -70), "left_elbow": (0, -96, 0),
        "right_shoulder": (-38, 0, 72), "right_elbow": (0, 94, 0),
    }, 0.04),
    "Reaching": (("standing", "arms"), {
        "hips": (0, -8, 0), "spine": (6, 0, 4), "chest": (4, -10, 6), "head": (-14, 0, 0),
        "left_shoulder": (16, 0, -72), "left_elbow": (0, -22, 0),
        "right_shoulder": (0, 62, -48), "right_elbow": (0, 12, 0),
        "left_hip": (8, 0, 4), "right_hip": (-12, 0, -4), "right_knee": (6, 0, 0), "left_ankle": (14, 0, 0),
    }, 0),
    "Crouching": (("low",), both(hip=(-104, -16, 0), knee=(122, 0, 0), ankle=(-34, 0, 0), shoulder=(-46, 0, -66),
                                 elbow=(0, -58, 0))
                  | {"hips": (28, 0, 0), "chest": (10, 0, 0), "head": (-26, 0, 0)}, 0),
    "Kneeling": (("low",), HANGING | {
        "left_hip": (-88, 0, 0), "left_knee": (88, 0, 0), "right_hip": (4, 0, 0), "right_knee": (88, 0, 0),
        "right_ankle": (48, 0, 0), "left_shoulder": (-34, 0, -72), "left_elbow": (0, -48, 0),
    }, 0),
    "Waving": (("standing", "arms"), HANGING | {
        "chest": (0, 0, -3), "head": (0, 0, -5), "right_shoulder": (0, 14, 14), "right_elbow": (0, 10, -104),
        "right_wrist": (0, 0, 14),
    }, 0),
    "Jumping": (("moving",), both(hip=(-34, 0, 12), knee=(62, 0, 0), ankle=(30, 0, 0), shoulder=(-8, 0, 58),
                                  elbow=(0, -8, 10)) | {"hips": (4, 0, 0), "head": (-12, 0, 0)}, 0.42),
    "Hands on hips": (("standing",), both(shoulder=(28, 0, -52), elbow=(0, -92, 0), wrist=(0, -12, -28),
                                          hip=(0, 0, 7)), 0),
    "Lunge": (("low", "moving"), {
        "hips": (4, 0, 0), "left_hip": (-82, 0, 0), "left_knee": (76, 0, 0), "left_ankle": (2, 0, 0),
        "right_hip": (34, 0, 0), "right_knee": (22, 0, 0), "right_ankle": (30, 0, 0),
        "left_shoulder": (24, 0, -72), "left_elbow": (0, -34, 0),
        "right_shoulder": (-26, 0, 72), "right_elbow": (0, 34, 0),
    }, 0),
    "Kicking": (("moving",), {
        "hips": (-14, 0, 0), "chest": (10, -14, 0), "head": (6, 0, 0),
        "right_hip": (-72, 0, 0), "right_knee": (14, 0, 0), "right_ankle": (20, 0, 0),
        "left_hip": (16, 0, 0), "left_knee": (10, 0, 0), "left_ankle": (-10, 0, 0),
        "left_shoulder": (-34, 0, -48), "left_elbow": (0, -34, 0),
        "right_shoulder": (34, 0, 44), "right_elbow": (0, 20, 0),
    }, 0),
}  # fmt: skip
"""Tags, angles, and how high above the ground the lowest joint is, in metres."""


def t_pose() -> np.ndarray:
    """The body (29, 3) with straight arms to the sides and legs straight down."""
    body = standing_body().astype(np.float64)
    lengths = np.linalg.norm(body - body[list(BODY_PARENTS)], axis=-1)
    for side, sign in (("left", 1), ("right", -1)):
        arm = [BODY_INDEX[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist", "hand")]
        for inner, outer in zip(arm, arm[1:], strict=False):
            body[outer] = body[inner] + (sign * lengths[outer], 0, 0)
        hip, knee, ankle = (BODY_INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
        foot = [BODY_INDEX[f"{side}_{part}"] for part in ("toe", "heel")]
        offsets = body[foot] - body[ankle]
        body[knee] = body[hip] - (0, lengths[knee], 0)
        body[ankle] = body[knee] - (0, lengths[ankle], 0)
        body[foot] = body[ankle] + offsets
    return body


def posed(rest: np.ndarray, angles: dict[str, Angles]) -> np.ndarray:
    """``rest`` (29, 3) with each named joint, and all below it, turned by its angles."""
    unknown = set(angles) - set(BODY_JOINTS)
    assert not unknown, unknown
    turns: list[Rotation] = []
    body = rest.copy()
    for joint, parent in enumerate(BODY_PARENTS):
        own = Rotation.from_euler("XYZ", angles.get(BODY_JOINTS[joint], (0, 0, 0)), degrees=True)
        turns.append(own if parent < 0 else turns[parent] * own)
        if parent >= 0:
            body[joint] = body[parent] + turns[parent].apply(rest[joint] - rest[parent])
    return body


def starter_poses() -> list[Pose]:
    """The poses of the table, standing on the ground at y = 0, or above it where the table says so."""
    rest, made = t_pose(), []
    for name, (tags, angles, height) in POSES.items():
        body = posed(rest, angles)
        body -= [body[0, 0], body[:, 1].min() - SOLE - height, body[0, 2]]
        made.append(Pose(name, tags, body.astype(np.float32)))
    return made


if __name__ == "__main__":
    path = Path(__file__).parent / "poses.json"
    path.write_text(
        json.dumps(set_content(starter_poses()), indent=None, separators=(",", ":")) + "\n", "utf-8"
    )
    print(f"{len(POSES)} poses, {path.stat().st_size} bytes")
