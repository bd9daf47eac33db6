"""Motions without a network: a fake's poses in each frame; where nobody is seen, those of the frame before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.keypoints import Keypoints
from posestudio.lifting.motion.result import LiftedMotion

REACH = 3
"""Frames from a changed one that are solved anew."""


def fake_motion(
    lift, frames, camera, *, hypotheses, seed, keys=None, previous=None, changed=None, fps=30.0
) -> LiftedMotion:
    """The motion of the one person in ``frames``; ``lift(keypoints, known)`` gives the poses of a frame."""
    if previous is not None:
        near = [at for at in range(len(frames)) if min(abs(at - one) for one in changed) <= REACH]
        joints, first = previous.joints.copy(), int(previous.frames[0])
        for at in near:
            if frames[at].people and 0 <= at - first < len(joints):
                joints[at - first] = lift(frames[at], None).joints[0][: joints.shape[1]]
        return replace(previous, joints=joints, trajectory=None, denoised=None, sigmas=None)
    seen = sorted({at for at, one in enumerate(frames) if one.people} | set(keys or ()))
    numbers = np.arange(seen[0], seen[-1] + 1)
    results, last = [], None
    for at in numbers:
        if frames[at].people or at in (keys or {}) or last is None:
            last = lift(frames[at], (keys or {}).get(int(at)))
        results.append(last)
    nobody = Keypoints(np.full((1, 17, 2), np.nan), size=camera.size)
    tracks = [frames[at].tracks for at in seen if frames[at].people]
    stacked = {
        name: np.stack([getattr(one, name)[:, 0] for one in results], 1)
        for name in ("trajectory", "denoised")
    }
    return LiftedMotion(
        joints=np.stack([one.joints[0] for one in results]),
        frames=numbers,
        observed=np.array([frames[at].people > 0 for at in numbers]),
        uncertainty=np.full((len(numbers), 29), 0.05),
        stands=np.zeros((len(numbers), hypotheses, 2), np.float32),
        score=results[0].score[0],
        reprojection=np.stack([one.reprojection[0] for one in results]),
        keypoints=tuple(frames[at].person(0) if frames[at].people else nobody for at in numbers),
        camera=camera,
        fps=fps,
        track=int(tracks[0][0]) if tracks else 0,
        floor=None,
        seed=seed,
        weights="fake",
        sigmas=results[0].sigmas,
        **stacked,
    )
