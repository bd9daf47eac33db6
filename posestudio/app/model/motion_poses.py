"""What is shown of a solved motion: its poses in a frame, as a result of lifting, and the path of the hips. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.app.model.sources import HIPS
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

_SAME = 1e-5  # metres
_LEVEL = 0.5  # least cosine of the floor's slope


def pose_in(motion: LiftedMotion, frame: int) -> Lifted | None:
    """The poses of all hypotheses in a frame of the sequence, in the order of the motions, with the trajectory where
    one was recorded that ends in them; None where the motion does not reach."""
    from posestudio.lifting.result import Lifted

    at = row_of(motion, frame)
    if at is None:
        return None
    trajectory, denoised = motion.trajectory, motion.denoised
    recorded = (
        trajectory is not None
        and denoised is not None
        and np.allclose(trajectory[-1, at], motion.joints[at], atol=_SAME)
    )
    return Lifted(
        joints=motion.joints[None, at],
        reprojection=motion.reprojection[None, at],
        score=motion.score[None],
        keypoints=motion.keypoints[at],
        camera=motion.camera,
        seed=motion.seed,
        weights=motion.weights,
        sampler="",
        assumptions=motion.assumptions,
        trajectory=trajectory[:, None, at] if recorded and trajectory is not None else None,
        denoised=denoised[:, None, at] if recorded and denoised is not None else None,
        sigmas=motion.sigmas if recorded else None,
    )


def row_of(motion: LiftedMotion, frame: int) -> int | None:
    """The row of a frame of the sequence in the motion's arrays; None where the motion does not reach."""
    row = frame - int(motion.frames[0])
    return row if 0 <= row < len(motion.frames) else None


def within(motion: LiftedMotion, first: int, last: int) -> LiftedMotion:
    """The frames of a motion from ``first`` to ``last`` of the sequence, without the trajectory."""
    rows = np.flatnonzero((motion.frames >= first) & (motion.frames <= last))
    of_frames = ("joints", "frames", "observed", "uncertainty", "stands", "reprojection")
    parts: dict[str, Any] = {name: getattr(motion, name)[rows] for name in of_frames}
    keypoints = tuple(motion.keypoints[row] for row in rows.tolist())
    return replace(motion, **parts, keypoints=keypoints, trajectory=None, denoised=None, sigmas=None)


def with_trajectory_of(motion: LiftedMotion, before: LiftedMotion | None) -> LiftedMotion:
    """A motion that was solved anew in some frames, with the trajectory of the one ``before``, which is that of the
    other frames (see `pose_in`). One that has a trajectory of its own keeps it."""
    if motion.trajectory is not None or before is None or before.trajectory is None:
        return motion
    if before.joints.shape != motion.joints.shape:
        return motion
    return replace(motion, trajectory=before.trajectory, denoised=before.denoised, sigmas=before.sigmas)


def with_hypotheses(motion: LiftedMotion, hypotheses: Sequence[int]) -> LiftedMotion:
    """Some of the motions, in this order, without the trajectory."""
    chosen = list(hypotheses)
    return replace(
        motion,
        joints=motion.joints[:, chosen],
        stands=motion.stands[:, chosen],
        score=motion.score[chosen],
        reprojection=motion.reprojection[:, chosen],
        trajectory=None,
        denoised=None,
        sigmas=None,
    )


def seen_from(motion: LiftedMotion, camera: Camera) -> LiftedMotion:
    """The motion that is seen in the same places by another camera, as far from it and as turned to it."""
    joints = camera.to_world(motion.camera.to_camera(motion.joints))
    return replace(
        with_hypotheses(motion, range(motion.joints.shape[1])), joints=joints, camera=camera, floor=None
    )


def same_lens(one: Camera, other: Camera) -> bool:
    """Whether two cameras differ in nothing but where they are, and in what is assumed of them."""
    return replace(other, K=one.K, size=one.size, distortion=one.distortion, model=one.model) == other


def hips_path(motion: LiftedMotion, hypothesis: int) -> np.ndarray:
    """(F, 3) world metres, where a motion's hips are in each of its frames."""
    return np.asarray(motion.joints[:, min(hypothesis, motion.joints.shape[1] - 1), HIPS], np.float32)


def floor_height(motion: LiftedMotion) -> float:
    """The height of the floor in world metres, in the middle of the hips' path: as the motion says, else that of the
    lowest feet of the best motion but for a few frames."""
    if motion.floor is not None and motion.floor.normal[1] > _LEVEL:
        middle = motion.joints[:, 0, HIPS].mean(0).astype(np.float64)
        return float(middle[1] - motion.floor.heights(middle) / motion.floor.normal[1])
    return float(np.percentile(motion.joints[:, 0, :, 1].min(-1), 5))
