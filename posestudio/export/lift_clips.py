"""Clips made of a lift: the hypotheses one after the other, and the denoising trajectory of one."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_PARENTS
from posestudio.body.skeleton import Clip
from posestudio.lifting.sequence import FPS
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER

FINAL_SECONDS = 0.5
"""How long the final pose is repeated at the end."""


def clip_of_hypotheses(
    joints: np.ndarray, fps: float = 1.0, name: str = "hypotheses", names: str = MOTIONBUILDER
) -> Clip:
    """Poses (H, 29, 3), world metres, as a clip of one per frame at ``fps``, on one skeleton.

    Raises PoseStudioError as `mocap.retargeting.to_clip` does.
    """
    return to_clip(joints, fps=fps, name=name, names=names)


def clip_of_denoising(
    states: np.ndarray, seconds: float = 3.0, name: str = "denoising", names: str = MOTIONBUILDER
) -> Clip:
    """A trajectory from noise to pose (T, 29, 3), world metres, as a clip on the final pose's skeleton.

    A noisy state has limbs of any length: each keeps the directions of its bones and the position of its hips, with
    the final pose's lengths. The last frames are the pose itself. Raises PoseStudioError as
    `mocap.retargeting.to_clip` does.
    """
    states = np.asarray(states, np.float64)
    frames = max(round(seconds * FPS), 2)
    at = np.linspace(0, len(states) - 1, frames)
    before = np.minimum(at.astype(int), len(states) - 1)
    after, share = np.minimum(before + 1, len(states) - 1), (at - before)[:, None, None]
    moving = (1 - share) * states[before] + share * states[after]
    final = np.repeat(states[-1:], round(FINAL_SECONDS * FPS), axis=0)
    poses = np.concatenate([_with_bones_of(moving, states[-1]), final])
    return to_clip(poses, fps=FPS, name=name, names=names)


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
