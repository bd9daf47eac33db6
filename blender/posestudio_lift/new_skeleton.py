"""The bones of a new armature with the lengths of a lifted person, with arms half raised. Without Blender."""

from __future__ import annotations

import numpy as np

from .posing import INDEX
from .turning import unit

_UP, _LEFT, _FRONT = np.array([0.0, 0, 1]), np.array([1.0, 0, 0]), np.array([0.0, -1, 0])
_ARM = unit(np.array([1.0, 0, -0.8]), _LEFT)
_TOES = 0.4  # of the length from ankle to ball of the foot
_SHORTEST = 0.01  # metres


def _chain(side: str, letter: str, sign: float) -> list[tuple[str, str, str, str, np.ndarray]]:
    out = _LEFT * sign
    arm = _ARM * [sign, 1, 1]
    return [
        (f"Shoulder.{letter}", "Chest", "neck", f"{side}_shoulder", unit(out - 0.2 * _UP, out)),
        (f"UpperArm.{letter}", f"Shoulder.{letter}", f"{side}_shoulder", f"{side}_elbow", arm),
        (
            f"Forearm.{letter}",
            f"UpperArm.{letter}",
            f"{side}_elbow",
            f"{side}_wrist",
            unit(arm + 0.12 * _FRONT, arm),
        ),
        (f"Hand.{letter}", f"Forearm.{letter}", f"{side}_wrist", f"{side}_hand", arm),
        (f"Thigh.{letter}", "Hips", f"{side}_hip", f"{side}_knee", unit(-_UP + 0.05 * _FRONT, -_UP)),
        (
            f"Shin.{letter}",
            f"Thigh.{letter}",
            f"{side}_knee",
            f"{side}_ankle",
            unit(-_UP - 0.05 * _FRONT, -_UP),
        ),
        (
            f"Foot.{letter}",
            f"Shin.{letter}",
            f"{side}_ankle",
            f"{side}_toe",
            unit(_FRONT - 0.5 * _UP, _FRONT),
        ),
    ]


_BONES = [
    ("Hips", "", "hips", "spine", _UP),
    ("Spine", "Hips", "spine", "chest", _UP),
    ("Chest", "Spine", "chest", "neck", _UP),
    ("Neck", "Chest", "neck", "head", unit(_UP + 0.33 * _FRONT, _UP)),
    ("Head", "Neck", "head", "head_top", _UP),
    *_chain("left", "L", 1.0),
    *_chain("right", "R", -1.0),
]
ROLES = {
    "hips": "Hips", "neck": "Neck", "head": "Head",
    **{
        f"{side}_{role}": f"{name}.{letter}"
        for side, letter in (("left", "L"), ("right", "R"))
        for role, name in (
            ("collar", "Shoulder"), ("shoulder", "UpperArm"), ("elbow", "Forearm"), ("wrist", "Hand"),
            ("hip", "Thigh"), ("knee", "Shin"), ("ankle", "Foot"), ("toe", "Toe"),
        )
    },
}  # fmt: skip
"""The bones of a new armature by role."""


def new_bones(joints: np.ndarray) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Name, parent ('' for none), head (3,) and tail (3,) of each bone, parents first, in metres, Z up, facing -Y.

    ``joints`` (F, 29, 3) are of one person, whose lengths are the medians over the frames, and alike on both sides.
    """

    def length(start: str, end: str) -> float:
        other = [name.replace("left_", "right_") for name in (start, end)]
        pairs = {(start, end), tuple(other)} if "left_" in start + end else {(start, end)}
        found = [
            np.median(np.linalg.norm(joints[:, INDEX[b]] - joints[:, INDEX[a]], axis=-1)) for a, b in pairs
        ]
        return max(float(np.mean(found)), _SHORTEST)

    places = {"hips": np.zeros(3)}
    width = length("left_hip", "right_hip") / 2
    places["left_hip"], places["right_hip"] = width * _LEFT, -width * _LEFT
    bones = []
    for name, parent, start, end, direction in _BONES:
        left = [joint.replace("right_", "left_") for joint in (start, end)]
        places[end] = places[start] + length(*left) * direction
        bones.append((name, parent, places[start], places[end]))
        if name.startswith("Foot"):
            toe = places[end] + max(_TOES * length(*left), _SHORTEST) * _FRONT
            bones.append((name.replace("Foot", "Toe"), name, places[end], toe))
    floor = min(tail[2] for _, _, _, tail in bones) * _UP
    return [(name, parent, head - floor, tail - floor) for name, parent, head, tail in bones]
