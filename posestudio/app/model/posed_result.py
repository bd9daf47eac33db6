"""A lifted result with the pose that was made by hand among its hypotheses. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from posestudio.body.layouts import to_keypoints

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


def with_pose(result: Lifted, pose: np.ndarray, rank: int | None = None) -> Lifted:
    """``result`` of one person with ``pose`` (29, 3), world metres, in place of the hypothesis ``rank``; None puts it
    before all others and leaves out the last of these. Its way through the steps is that of the hypothesis most like
    it, up to the last step."""
    joints = result.joints[0]
    like = int(np.abs(joints - pose).sum((-2, -1)).argmin()) if rank is None else rank
    rows = np.arange(len(joints)) if rank is not None else np.array([like, *range(len(joints) - 1)])
    at = rank or 0

    def placed(array: np.ndarray | None, axis: int, value: ArrayLike | None = None) -> np.ndarray | None:
        """The array with its hypotheses, along ``axis``, in another order, and a ``value`` for the pose."""
        if array is None:
            return None
        taken = np.take(array, rows, axis)
        if value is not None:
            np.moveaxis(taken, axis, 0)[at] = value
        return taken

    trajectory = placed(result.trajectory, 2)
    if trajectory is not None:
        trajectory[-1, 0, at] = pose
    everything = {
        "joints": placed(result.joints, 1, pose),
        "reprojection": placed(result.reprojection, 1, _error(result, pose)),
        "score": placed(result.score, 1, np.max(result.score[0]) if rank is None else None),
        "trajectory": trajectory,
        "denoised": placed(result.denoised, 2),
        "order": placed(result.order, 1),
    }
    return replace(result, **everything)  # type: ignore[arg-type]


def _error(result: Lifted, pose: np.ndarray) -> float:
    """Mean pixels that the person's keypoints are from where the pose is seen."""
    seen = result.camera.project(to_keypoints(pose))
    off = np.linalg.norm(seen - result.keypoints.points[0], axis=-1)[result.keypoints.observed[0]]
    return float(off.mean()) if len(off) else float("nan")
