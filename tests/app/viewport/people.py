"""A synthetic person for the viewport's tests."""

import numpy as np

from posestudio.body.layouts import BODY_JOINTS

_MIDDLE = {
    "hips": (0.0, 0.90, 0.0),
    "spine": (0.0, 1.02, 0.0),
    "chest": (0.0, 1.24, -0.01),
    "neck": (0.0, 1.43, -0.01),
    "head": (0.0, 1.52, 0.01),
    "head_top": (0.0, 1.72, 0.01),
    "nose": (0.0, 1.56, 0.12),
}
_LEFT = {
    "eye": (0.032, 1.60, 0.09),
    "ear": (0.075, 1.58, 0.01),
    "shoulder": (0.17, 1.39, -0.01),
    "elbow": (0.36, 1.16, -0.02),
    "wrist": (0.50, 0.94, 0.06),
    "hand": (0.54, 0.86, 0.09),
    "hip": (0.09, 0.90, 0.0),
    "knee": (0.13, 0.48, 0.02),
    "ankle": (0.15, 0.08, -0.03),
    "toe": (0.17, 0.02, 0.10),
}


def standing_body() -> np.ndarray:
    """(27, 3) float32 world metres: standing at the origin, facing +Z, arms held away."""
    places = dict(_MIDDLE)
    for name, (x, y, z) in _LEFT.items():
        places[f"left_{name}"] = (x, y, z)
        places[f"right_{name}"] = (-x, y, z)
    return np.array([places[name] for name in BODY_JOINTS], dtype=np.float32)
