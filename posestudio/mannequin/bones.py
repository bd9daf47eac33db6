"""The bones that move the mannequin's mesh, and the body joints of the mesh at rest."""

from __future__ import annotations

import numpy as np

from posestudio.body.mirroring import symmetric_body

TRUNK: tuple[str, ...] = ("pelvis", "abdomen", "ribs", "chest", "neck", "head")

ARM: tuple[str, ...] = (
    "collar",
    "shoulder",
    "upper_arm_1",
    "upper_arm_2",
    "upper_arm_3",
    "elbow",
    "forearm",
    "hand",
)
"""The bones of an arm. ``shoulder`` and ``elbow`` stand halfway between the bones that meet there, so that the mesh
keeps its volume; the upper arm's three share its twist."""

LEG: tuple[str, ...] = ("hip", "thigh_1", "thigh_2", "thigh_3", "knee", "shin_1", "shin_2", "foot")
"""The bones of a leg, as those of an arm; the shin's two share the twist between knee and foot."""

SIDES: tuple[str, ...] = ("left", "right")

BONES: tuple[str, ...] = TRUNK + tuple(f"{side}_{name}" for name in ARM + LEG for side in SIDES)
"""Names of the K = 38 bones; from the sixth on left and right alternate."""

BONE_INDEX: dict[str, int] = {name: index for index, name in enumerate(BONES)}

_MIDDLE = {
    "hips": (0.0, 0.935, 0.0),
    "spine": (0.0, 1.087, -0.005),
    "chest": (0.0, 1.265, -0.02),
    "neck": (0.0, 1.444, -0.025),
    "head": (0.0, 1.556, 0.002),
    "head_top": (0.0, 1.736, 0.002),
    "nose": (0.0, 1.602, 0.115),
}
_LEFT = {
    "left_eye": (0.032, 1.641, 0.092),
    "left_ear": (0.073, 1.616, 0.009),
    "left_shoulder": (0.158, 1.430, -0.035),
    "left_elbow": (0.365, 1.223, -0.035),
    "left_wrist": (0.557, 1.031, -0.035),
    "left_hand": (0.628, 0.960, -0.035),
    "left_hip": (0.091, 0.935, 0.0),
    "left_knee": (0.100, 0.535, 0.0),
    "left_ankle": (0.108, 0.075, -0.01),
    "left_toe": (0.126, 0.016, 0.092),
    "left_heel": (0.104, 0.018, -0.055),
}


def rest_joints() -> np.ndarray:
    """(29, 3) float32 body joints of the mesh at rest, metres: facing +Z, straight arms lowered by 45 degrees.

    Lengths are the means of 14 people of motion capture, made to have legs of 0.86 m.
    """
    return symmetric_body(_MIDDLE | _LEFT)
