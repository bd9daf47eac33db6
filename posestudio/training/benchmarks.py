"""One checkpoint, every task: what a lifter makes of held-out people when more, or less, than a picture is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, COCO_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.body.mirroring import swap_sides
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.dataset.poses import Poses
from posestudio.diffusion.placement import leg_length
from posestudio.diffusion.proportions import proportions
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import SEED, score

TASK_POSES = 60
_ENDS = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "head")
_MIRROR = [COCO_INDEX[swap_sides(name)] for name in COCO_KEYPOINTS]
_SIZE = (1000, 1000)


@dataclass(frozen=True)
class Asked:
    """One question: ``seen`` keypoints, what is ``known``, and the ``truth`` (B, 3), world axes, metres."""

    seen: Keypoints
    known: Known
    truth: np.ndarray


def task_scores(
    lifter: Lifter,
    validation: Poses,
    hypotheses: int = 16,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, dict[str, float]]:
    """Scores by task: those of `evaluation.score`, and in millimetres ``pins`` and ``lengths``, how far off
    held joints and bone lengths are, and in percent of the person's size ``reprojection``."""
    tasks: dict[str, list[tuple[Asked, Camera]]] = {}
    for asked, camera, task in _questions(validation):
        tasks.setdefault(task, []).append((asked, camera))
    found = {}
    for number, (task, questions) in enumerate(tasks.items(), 1):
        found[task] = _scores(lifter, questions, hypotheses)
        if progress is not None:
            progress(number, len(tasks))
    return found


def _scores(lifter: Lifter, questions: list[tuple[Asked, Camera]], hypotheses: int) -> dict[str, float]:
    answers, truths, pins, reprojection = [], [], [], []
    for asked, camera in questions:
        lifted = lifter.lift(asked.seen, camera, hypotheses=hypotheses, known=asked.known)
        answers.append(camera.to_camera(lifted.joints[0]))
        truths.append(camera.to_camera(asked.truth))
        if asked.known.pins is not None:
            off = np.linalg.norm(lifted.joints[0] - asked.known.pins[0], axis=-1)
            pins.append(float(np.nanmax(off)) * 1000)
        if asked.seen.observed.any():
            reprojection.append(float(lifted.reprojection.mean()) / float(person_size(asked.seen)[0]) * 100)
    there, truth = (torch.from_numpy(np.stack(poses).astype(np.float32)) for poses in (answers, truths))
    scores = score(there, truth, 1.0)
    kept = {name: scores[name] for name in ("energy", "mpjpe", "pa_mpjpe_mean", "best_of_10")}
    kept["lengths"] = float((proportions(there) - proportions(truth)[:, None]).abs().mean()) * 1000
    if pins:
        kept["pins"] = max(pins)
    if reprojection:
        kept["reprojection"] = float(np.mean(reprojection))
    return {name: round(value, 2) for name, value in kept.items()}


def _questions(validation: Poses) -> Iterator[tuple[Asked, Camera, str]]:
    """(question, camera, task) for each held-out pose, seen from about 4 m away."""
    chosen = np.linspace(0, len(validation) - 1, min(TASK_POSES, len(validation))).astype(int)
    dice = np.random.default_rng(SEED)
    for pose in validation.joints[chosen]:
        body = torch.from_numpy(pose - pose[:1])
        truth = (body * LEG_LENGTH / leg_length(body[None])).numpy() + np.array([0, 0.9, 0], np.float32)
        angle, height = dice.uniform(0, 2 * np.pi), dice.normal(1, 0.4)
        camera = Camera.look_at(
            (4 * np.sin(angle), height, 4 * np.cos(angle)), (0, 0.9, 0), fov=45, size=_SIZE
        )
        noise = dice.normal(size=truth.shape).astype(np.float32)
        for task, (seen, known) in _tasks(truth, camera, noise).items():
            yield Asked(seen, known, truth), camera, task


def _tasks(truth: np.ndarray, camera: Camera, noise: np.ndarray) -> dict[str, tuple[Keypoints, Known]]:
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
