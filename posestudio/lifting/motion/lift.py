"""Lifts the people of a sequence: each becomes one coherent motion, with many hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike

from posestudio.common.progress import ProgressCallback
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumptions import assumptions
from posestudio.lifting.motion.evidence import gather
from posestudio.lifting.motion.path import path_of_hips
from posestudio.lifting.motion.ranking import (
    joint_deviations,
    motion_distances,
    motion_scores,
    reprojection_errors,
)
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.motion.sampling import (
    MEASURED_FRAMES,
    MotionSettings,
    Networks,
    measured_lengths,
    sample_motion,
)
from posestudio.lifting.motion.tracked import Track, tracks_of
from posestudio.lifting.point_noise import noise_used

MOVING_CAMERA = "The camera moves, or its pose is not known: the motion is right about the hips only."


def lift_tracks(
    frames: Sequence[Keypoints],
    camera: Camera,
    networks: Networks,
    settings: MotionSettings,
    fps: float,
    keypoint_noise: ArrayLike | None = None,
    moving: bool = False,
    progress: ProgressCallback | None = None,
) -> list[LiftedMotion]:
    """The motion of each person in the ``frames``, whose sizes are known; see `Lifter.lift_motion`."""
    tracks = tracks_of(frames)
    motions = []
    for index, track in enumerate(tracks):
        motions.append(lift_track(track, camera, networks, settings, fps, keypoint_noise, moving))
        if progress is not None:
            progress(index + 1, len(tracks), "people")
    return motions


def lift_track(
    track: Track,
    camera: Camera,
    networks: Networks,
    settings: MotionSettings,
    fps: float,
    keypoint_noise: ArrayLike | None = None,
    moving: bool = False,
) -> LiftedMotion:
    """The motion of one person; see `Lifter.lift_motion`."""
    settings = replace(settings, fov_known=not camera.assumed)
    spread = _spread_frames(track)
    sparse = gather([track.keypoints[i] for i in spread], camera, keypoint_noise, networks.device, 1e3)
    lengths = measured_lengths(sparse, networks, settings)
    evidence = gather(track.keypoints, camera, keypoint_noise, networks.device, 1 / fps)
    sampled = sample_motion(evidence, networks, settings, lengths)
    hips = path_of_hips(sampled.joints, evidence)[:, :, None]

    def placed(about_hips: torch.Tensor) -> np.ndarray:
        # Row vectors: x R is R^T x, back to the camera's own axes.
        return np.asarray(camera.to_world(((about_hips + hips) @ evidence.window).cpu().numpy()), np.float32)

    joints = placed(sampled.joints)
    reprojection, relative = reprojection_errors(joints, track.keypoints, camera)
    score = motion_scores(
        motion_distances(joints), relative.mean(0), _mean_noise(track.keypoints, keypoint_noise)
    )
    order = np.argsort(-score, kind="stable")
    recorded: dict[str, Any] = {}
    if sampled.states is not None and sampled.estimates is not None:
        states = [placed(state)[:, order] for state in sampled.states]
        recorded = {
            "trajectory": np.stack([*states, joints[:, order]]),
            "denoised": np.stack([placed(estimate)[:, order] for estimate in sampled.estimates]),
            "sigmas": settings.sigmas.numpy(),
        }
    observed = np.array([frame.observed.any() for frame in track.keypoints])
    return LiftedMotion(
        joints=joints[:, order],
        frames=track.frames,
        observed=observed,
        uncertainty=joint_deviations(joints),
        stands=np.zeros((*joints.shape[:2], 2), np.float32),
        score=score[order],
        reprojection=reprojection[:, order],
        keypoints=track.keypoints,
        camera=camera,
        fps=fps,
        track=track.number,
        floor=None,
        seed=settings.seed,
        weights=networks.name,
        assumptions=_assumed(track, camera, keypoint_noise, moving),
        **recorded,
    )


def _spread_frames(track: Track) -> list[int]:
    """Indices of at most MEASURED_FRAMES frames in which the person was observed, of frame 0 where there is none."""
    seen = [index for index, frame in enumerate(track.keypoints) if frame.observed.any()] or [0]
    chosen = np.linspace(0, len(seen) - 1, min(len(seen), MEASURED_FRAMES)).round().astype(int)
    return [seen[index] for index in chosen]


def _mean_noise(keypoints: Sequence[Keypoints], given: ArrayLike | None) -> float:
    """Mean noise of the observed points, at most a tenth, over the person's size."""
    together = Keypoints.concatenate(list(keypoints), keypoints[0].size)
    noise = np.minimum(noise_used(together, given), 0.1)[together.observed]
    return float(noise.mean()) if len(noise) else 0.0


def _assumed(track: Track, camera: Camera, keypoint_noise: ArrayLike | None, moving: bool) -> tuple[str, ...]:
    """Sentences about what was assumed, or could not be used."""
    together = Keypoints.concatenate(list(track.keypoints), track.keypoints[0].size)
    found = assumptions(together, camera.rays(together.points), camera, None, keypoint_noise)
    return (*found, MOVING_CAMERA) if moving or camera.pose_assumed else found
