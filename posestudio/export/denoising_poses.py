"""The denoising of a pose as a motion on its own bones."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_PARENTS
from posestudio.lifting.sequence import FPS

FINAL_SECONDS = 0.5
"""How long the final pose is repeated at the end."""


def denoising_poses(states: np.ndarray, seconds: float = 3.0) -> np.ndarray:
    """Poses (F, 29, 3), ``FPS`` per second, of a trajectory from noise to pose (T, 29, 3), world metres, with the
    final pose's bone lengths.

    A noisy state has limbs of any length: each keeps the directions of its bones and the position of its hips. The
    last frames are the pose itself.
    """
    states = np.asarray(states, np.float64)
    frames = max(round(seconds * FPS), 2)
    at = np.linspace(0, len(states) - 1, frames)
    before = np.minimum(at.astype(int), len(states) - 1)
    after, share = np.minimum(before + 1, len(states) - 1), (at - before)[:, None, None]
    moving = (1 - share) * states[before] + share * states[after]
    final = np.repeat(states[-1:], round(FINAL_SECONDS * FPS), axis=0)
    return np.concatenate([_with_bones_of(moving, states[-1]), final])


def _with_bones_of(states: np.ndarray, pose: np.ndarray) -> np.ndarray:
    """States (F, 29, 3) with the directions of their own bones and the lengths of those of ``pose`` (29, 3)."""
    built = states.copy()
    for joint, parent in enumerate(BODY_PARENTS):
        if parent < 0:
            continue
        bone = states[:, joint] - states[:, parent]
        length = np.linalg.norm(bone, axis=-1, keepdims=True)
        wanted = np.linalg.norm(pose[joint] - pose[parent])
        built[:, joint] = built[:, parent] + bone * wanted / np.maximum(length, 1e-9)
    return built
