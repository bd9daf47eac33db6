"""What toes, heels, neck and head top in the picture bring: errors of the feet with and without them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.body.layouts import (
    BODY_INDEX,
    COCO_KEYPOINTS,
    OBSERVED_23,
    to_keypoints,
)
from posestudio.body.proportions import LEG_LENGTH, leg_length
from posestudio.common.progress import ProgressCallback
from posestudio.dataset.poses import Poses
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.lifter import Lifter
from posestudio.training.condition_report import HYPOTHESES, sets_of_poses
from posestudio.training.evaluation import SEED
from posestudio.training.metrics import interval
from posestudio.training.report import load_lifters

NOISES = (0.0, 0.015)
"""Noise of the points, over the person's size, with which the feet are measured."""

LEAST_NOISE = 0.001
"""What a lifter is told of exact points: less would fix them (see `point_paths.SURE_NOISE`)."""

_CAMERA = Camera.look_at((0.0, 1.0, 4.0), (0.0, 1.0, 0.0), fov=45, size=(1000, 1000))
_COCO = len(COCO_KEYPOINTS)
_PARTS = {
    "toes": ("left_toe", "right_toe"),
    "heels": ("left_heel", "right_heel"),
    "head top": ("head_top",),
    "neck": ("neck",),
    "ankles": ("left_ankle", "right_ankle"),
}


def ankle_frames(joints: NDArray[np.floating]) -> NDArray[np.float64]:
    """(..., 2, 3, 3) orthonormal axes, as columns, of the left and the right foot of bodies (..., B, 3): from heel to
    toe, across the plane of heel, ankle and toe, and across both."""
    feet = []
    for side in ("left", "right"):
        ankle, toe, heel = (
            joints[..., BODY_INDEX[f"{side}_{part}"], :].astype(np.float64)
            for part in ("ankle", "toe", "heel")
        )
        along = _unit(toe - heel)
        across = _unit(np.cross(along, ankle - heel))
        feet.append(np.stack([along, across, np.cross(along, across)], -1))
    return np.stack(feet, -3)


def foot_errors(joints: NDArray[np.floating], truth: NDArray[np.floating]) -> dict[str, NDArray[np.float64]]:
    """Errors (N,) of hypotheses (N, H, B, 3) against the truth (N, B, 3), by name, means over the hypotheses.

    ``toes``, ``heels``, ``head top``, ``neck`` and ``ankles``: millimetres, hips at the origin; ``toes about ankle``
    and ``heels about ankle``: millimetres, the foot's ankle at the origin. ``foot``: degrees by which the feet are
    turned, about any axis; ``bones``: millimetres by which the bones from ankle to toe and heel differ in length.
    """
    hips = BODY_INDEX["hips"]
    guess, goal = joints - joints[:, :, hips, None], (truth - truth[:, hips, None])[:, None]
    errors = {}
    for name, parts in _PARTS.items():
        index = [BODY_INDEX[part] for part in parts]
        errors[name] = np.linalg.norm(guess[:, :, index] - goal[:, :, index], axis=-1).mean((1, 2)) * 1000
    for name in ("toes", "heels"):
        ends, ankles = ([BODY_INDEX[part] for part in _PARTS[key]] for key in (name, "ankles"))
        there, wanted = (pose[:, :, ends] - pose[:, :, ankles] for pose in (guess, goal))
        errors[f"{name} about ankle"] = np.linalg.norm(there - wanted, axis=-1).mean((1, 2)) * 1000
    trace = (ankle_frames(guess) * ankle_frames(goal)).sum((-2, -1))  # of the rotation from one to the other
    cosine = (trace - 1) / 2
    errors["foot"] = np.degrees(np.arccos(np.clip(cosine, -1, 1))).mean((1, 2))
    errors["bones"] = np.abs(_foot_bones(guess) - _foot_bones(goal)).mean((1, 2)) * 1000
    return errors


@dataclass
class FeetReport:
    """Errors of feet, neck and head top: ``rows`` by set, weights and points given, each the mean and its 95 %
    interval of every one of `foot_errors`; ``settings`` are what they depend on."""

    settings: dict[str, Any]
    rows: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {"settings": self.settings, "rows": self.rows}

    def table(self) -> list[list[str]]:
        """The rows as text, the header first."""
        names = list(next(iter(self.rows.values()), {}))
        lines = [["mm; foot: degrees", *names]]
        for name, row in self.rows.items():
            cells = [f"{mean:.1f} ({low:.0f}-{high:.0f})" for mean, low, high in row.values()]
            lines.append([name, *cells])
        return lines


def evaluate_feet(
    data: str | os.PathLike[str],
    second: str | os.PathLike[str] | None = None,
    weights: Sequence[str] | None = None,
    poses: int = 300,
    hypotheses: int = HYPOTHESES,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> FeetReport:
    """`measure_feet` of ``weights`` (names or files; default: all bundled) for the held-out people of the poses file
    ``data``, and for everybody in the file ``second``. ``progress`` is called with (done, total, what). Raises
    PosesError and CheckpointError."""
    lifters = load_lifters(weights, device)
    sets = sets_of_poses(data, second)
    report = FeetReport({"poses": poses, "hypotheses": hypotheses, "seed": SEED})
    for group, held_out in sets.items():
        for name, lifter in lifters.items():
            for task, errors in measure_feet(lifter, held_out, poses, hypotheses).items():
                report.rows[f"{group}, {task}: {name}"] = errors
            if progress is not None:
                done = len(report.rows) // (2 * len(NOISES))
                progress(done, len(sets) * len(lifters), f"{group}: {name}")
    return report


def measure_feet(
    lifter: Lifter,
    poses: Poses,
    count: int = 300,
    hypotheses: int = 16,
    noises: Sequence[float] = NOISES,
) -> dict[str, dict[str, list[float]]]:
    """The mean of each of `foot_errors` with its 95 % interval, by task: with and without the extra keypoints, at
    each of the ``noises``.

    ``count`` poses, evenly chosen, are seen from any side by a level camera 4 m away. The lifter is told the noise.
    """
    chosen = np.linspace(0, len(poses) - 1, min(count, len(poses))).astype(int)
    rng = np.random.default_rng(SEED)
    bodies = np.stack([_turned(pose, rng.uniform(0, 2 * np.pi)) for pose in poses.joints[chosen]])
    exact = _CAMERA.project(to_keypoints(bodies, OBSERVED_23))
    sizes = person_size(Keypoints(exact[:, :_COCO]))[:, None, None]
    report: dict[str, dict[str, list[float]]] = {}
    for noise in noises:
        points = exact + noise * sizes * rng.standard_normal(exact.shape)
        for extra in (None, points[:, _COCO:]):
            frame = Keypoints(points[:, :_COCO], size=_CAMERA.size, extra=extra)
            lifted = lifter.lift(
                frame, _CAMERA, hypotheses=hypotheses, keypoint_noise=max(noise, LEAST_NOISE)
            )
            errors = foot_errors(_CAMERA.to_camera(lifted.joints), _CAMERA.to_camera(bodies))
            task = f"{noise:.1%} noise, {17 if extra is None else 23} points"
            report[task] = {name: _summary(values, poses.clip[chosen]) for name, values in errors.items()}
    return report


def _turned(pose: NDArray[np.floating], angle: float) -> NDArray[np.float32]:
    """A body (B, 3) on legs of 0.86 m, hips 0.9 m above the origin, turned about the vertical."""
    body = (pose - pose[:1]).astype(np.float64)
    body *= LEG_LENGTH / leg_length(body[None])
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    return (body @ turn.T + (0, 0.9, 0)).astype(np.float32)


def _summary(values: NDArray[np.float64], clips: NDArray[np.str_]) -> list[float]:
    """Mean, and its 95 % interval, of values (N,)."""
    return [round(number, 2) for number in (float(values.mean()), *interval(torch.from_numpy(values), clips))]


def _foot_bones(joints: NDArray[np.floating]) -> NDArray[np.floating]:
    """(..., 4) lengths of the bones from ankles to toes and heels of bodies (..., B, 3)."""
    ends = [(f"{side}_ankle", f"{side}_{end}") for side in ("left", "right") for end in ("toe", "heel")]
    starts, stops = zip(*[(BODY_INDEX[a], BODY_INDEX[b]) for a, b in ends], strict=True)
    lengths: NDArray[np.floating] = np.linalg.norm(
        joints[..., list(stops), :] - joints[..., list(starts), :], axis=-1
    )
    return lengths


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
