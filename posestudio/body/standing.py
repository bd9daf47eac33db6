"""The body of a person who stands upright, with which posing by hand begins."""

from __future__ import annotations

import numpy as np

from posestudio.body.mirroring import symmetric_body

_MIDDLE = {
    "hips": (0.0, 0.91, 0.0),
    "spine": (0.0, 1.05, 0.0),
    "chest": (0.0, 1.24, -0.02),
    "neck": (0.0, 1.45, -0.02),
    "head": (0.0, 1.54, 0.01),
    "head_top": (0.0, 1.74, 0.02),
    "nose": (0.0, 1.58, 0.12),
}
_LEFT = {
    "left_eye": (0.033, 1.615, 0.10),
    "left_ear": (0.075, 1.595, 0.02),
    "left_shoulder": (0.18, 1.41, -0.02),
    "left_elbow": (0.27, 1.15, -0.03),
    "left_wrist": (0.33, 0.92, 0.05),
    "left_hand": (0.34, 0.83, 0.08),
    "left_hip": (0.09, 0.91, 0.0),
    "left_knee": (0.11, 0.48, 0.02),
    "left_ankle": (0.12, 0.05, 0.0),
    "left_toe": (0.14, 0.01, 0.14),
    "left_heel": (0.115, 0.01, -0.05),
}


def standing_body() -> np.ndarray:
    """Body joints (29, 3) float32, world metres, facing +Z, feet on the ground, arms a little away."""
    return symmetric_body(_MIDDLE | _LEFT)
