"""Tasks that a report measures lifters on: pins, bone lengths or a noisy 3D pose beside the 2D, or without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, COCO_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.body.mirroring import swap_sides
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.dataset.poses import Poses
from posestudio.diffusion.proportions import proportions
from posestudio.diffusion.ray_fitting import leg_length
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import SEED, score

TASK_POSES = 60
"""Held-out poses that every task is measured on, at most."""

_ENDS = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "head")
_MIRROR = [COCO_INDEX[swap_sides(name)] for name in COCO_KEYPOINTS]
_SIZE = (1000, 1000)


@dataclass(frozen=True)
class Case:
    """One lift of a task: its input, and the ``truth`` (B, 3) in world axes and metres."""

    keypoints: Keypoints
    camera: Camera
    known: Known
    truth: np.ndarray


def task_scores(
    lifter: Lifter,
    validation: Poses,
    hypotheses: int = 16,
    poses: int = TASK_POSES,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, dict[str, float]]:
    """Scores by task: those of `evaluation.score`; in millimetres ``pins`` and ``lengths``, the errors of
    pinned joints and of bone lengths; and in percent of the person's size ``reprojection``. Of the ``poses`` held out
    at most TASK_POSES are lifted."""
    tasks: dict[str, list[Case]] = {}
    for task, case in _cases(validation, min(poses, TASK_POSES)):
        tasks.setdefault(task, []).append(case)
    scores = {}
    for number, (task, cases) in enumerate(tasks.items(), 1):
        scores[task] = _scores(lifter, cases, hypotheses)
        if progress is not None:
            progress(number, len(tasks))
    return scores


def _scores(lifter: Lifter, cases: list[Case], hypotheses: int) -> dict[str, float]:
    answers, truths, pins, reprojection = [], [], [], []
    for case in cases:
        lifted = lifter.lift(case.keypoints, case.camera, hypotheses=hypotheses, known=case.known)
        answers.append(case.camera.to_camera(lifted.joints[0]))
        truths.append(case.camera.to_camera(case.truth))
        if case.known.pins is not None:
            off = np.linalg.norm(lifted.joints[0] - case.known.pins[0], axis=-1)
            pins.append(float(np.nanmax(off)) * 1000)
        if case.keypoints.observed.any():
            size = float(person_size(case.keypoints)[0])
            reprojection.append(float(lifted.reprojection.mean()) / size * 100)
    estimates, truth = (torch.from_numpy(np.stack(poses).astype(np.float32)) for poses in (answers, truths))
    scores = score(estimates, truth, 1.0)
    kept = {name: scores[name] for name in ("energy", "mpjpe", "pa_mpjpe_mean", "best_of_10")}
    kept["lengths"] = float((proportions(estimates) - proportions(truth)[:, None]).abs().mean()) * 1000
    if pins:
        kept["pins"] = max(pins)
    if reprojection:
        kept["reprojection"] = float(np.mean(reprojection))
    return {name: round(value, 2) for name, value in kept.items()}


def _cases(validation: Poses, poses: int) -> Iterator[tuple[str, Case]]:
    """(task, case): every task for each of so many held-out poses, seen from about 4 m away."""
    chosen = np.linspace(0, len(validation) - 1, min(poses, len(validation))).astype(int)
    rng = np.random.default_rng(SEED)
    for pose in validation.joints[chosen]:
        body = torch.from_numpy(pose - pose[:1])
        truth = (body * LEG_LENGTH / leg_length(body[None])).numpy() + np.array([0, 0.9, 0], np.float32)
        angle, height = rng.uniform(0, 2 * np.pi), rng.normal(1, 0.4)
        camera = Camera.look_at(
            (4 * np.sin(angle), height, 4 * np.cos(angle)), (0, 0.9, 0), fov=45, size=_SIZE
        )
        noise = rng.normal(size=truth.shape).astype(np.float32)
        for task, (keypoints, known) in _inputs(truth, camera, noise).items():
            yield task, Case(keypoints, camera, known, truth)


def _inputs(truth: np.ndarray, camera: Camera, noise: np.ndarray) -> dict[str, tuple[Keypoints, Known]]:
    """The input of a lifter in each task, by the task's name in reports. ``noise`` (B, 3) is standard normal."""
    points = camera.project(to_keypoints(truth))[None]
    seen = Keypoints(points, size=_SIZE)
    exchanged = Keypoints(points[:, _MIRROR], size=_SIZE)
    unseen = Keypoints(points, np.zeros((1, len(COCO_KEYPOINTS)), np.int8), size=_SIZE)

    def pinned(*names: str) -> Known:
        pins = np.full((1, len(BODY_JOINTS), 3), np.nan, np.float32)
        index = [BODY_INDEX[name] for name in names]
        pins[0, index] = truth[index]
        return Known(pins=pins)

    lengths = proportions(torch.from_numpy(truth)[None])[0].tolist()
    return {
        "2D": (seen, Known()),
        "2D, wrists pinned": (seen, pinned(*_ENDS[:2])),
        "2D, wrists, ankles and head pinned": (seen, pinned(*_ENDS)),
        "no 2D, wrists, ankles and head pinned": (unseen, pinned(*_ENDS)),
        "no 2D, those and the hips pinned": (unseen, pinned("hips", *_ENDS)),
        "2D, bone lengths given": (seen, Known(bone_lengths=dict(zip(PROPORTIONS, lengths, strict=True)))),
        "2D, left and right in doubt": (seen, Known(sides=False)),
        "2D exchanged, left and right in doubt": (exchanged, Known(sides=False)),
        "3D with 30 mm of noise": (unseen, Known(pose=(truth + 0.03 * noise)[None], pose_noise=0.03)),
        "3D with 100 mm of noise": (unseen, Known(pose=(truth + 0.1 * noise)[None], pose_noise=0.1)),
        "2D, and 3D with 100 mm of noise": (seen, Known(pose=(truth + 0.1 * noise)[None], pose_noise=0.1)),
        "nothing (generation)": (unseen, Known()),
    }
