"""What motion lifting is compared with: filtered keypoints lifted frame by frame, the mean poses filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, filtfilt

from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import MISSING, VISIBLE
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.lifter import Lifter
from posestudio.training.motion.metrics import HIPS

CUTOFF = 6.0
"""Hertz."""

HYPOTHESES = 8


def filtered(values: NDArray[np.floating], fps: float, cutoff: float = CUTOFF) -> NDArray[np.floating]:
    """The values (F, ...) through a second order Butterworth low pass without lag (forwards and backwards)."""
    if fps <= 2 * cutoff or len(values) < 3:
        return values
    b, a = butter(2, cutoff, fs=fps)
    return filtfilt(b, a, values, axis=0, padlen=min(3 * max(len(a), len(b)), len(values) - 1)).astype(
        values.dtype
    )


def without_gaps(frames: Sequence[Keypoints]) -> list[Keypoints]:
    """One person's frames with each missing keypoint on the straight line through time between those around it,
    before the first and after the last where those are. A keypoint that is never seen remains missing."""
    points = np.stack([frame.points[0] for frame in frames])
    seen = np.stack([frame.observed[0] for frame in frames])
    numbers = np.arange(len(frames))
    for joint in np.flatnonzero(seen.any(0)):
        known = seen[:, joint]
        for axis in range(2):
            points[:, joint, axis] = np.interp(numbers, numbers[known], points[known, joint, axis])
    visibility = np.where(seen.any(0), VISIBLE, MISSING)[None]
    return [
        replace(frame, points=row[None], visibility=visibility)
        for frame, row in zip(frames, points, strict=True)
    ]


def filtered_keypoints(frames: Sequence[Keypoints], fps: float) -> list[Keypoints]:
    """One person's frames :func:`without_gaps`, their points :func:`filtered`."""
    whole = without_gaps(frames)
    points = filtered(np.stack([frame.points for frame in whole]), fps)
    return [replace(frame, points=row) for frame, row in zip(whole, points, strict=True)]


def per_frame(
    lifter: Lifter, frames: Sequence[Keypoints], camera: Camera, hypotheses: int = HYPOTHESES, **options: Any
) -> NDArray[np.float32]:
    """(F, H, B, 3) hypotheses of each frame of one person, best first, camera axes, metres; each frame by itself."""
    lifted = lift_frames(lifter, frames, camera, hypotheses=hypotheses, **options)
    return camera.to_camera(np.stack([one.joints[0] for one in lifted])).astype(np.float32)


def control(
    lifter: Lifter, frames: Sequence[Keypoints], camera: Camera, fps: float, **options: Any
) -> NDArray[np.float32]:
    """(F, B, 3) one person's motion in camera axes, metres: filtered keypoints lifted frame by frame, the mean of the
    hypotheses about the hips and their mean path filtered once more. ``options`` are those of :func:`per_frame`."""
    poses = per_frame(lifter, filtered_keypoints(frames, fps), camera, **options)
    hips = poses[:, :, [HIPS]]
    body, path = (poses - hips).mean(1), hips.mean(1)
    return filtered(body, fps) + filtered(path, fps)
