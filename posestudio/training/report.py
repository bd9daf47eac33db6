"""The evaluation report: scores of lifters and baselines on the same held-out poses, calibration, times and more."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from torch import Tensor

from posestudio.body.layouts import LIMB_JOINTS
from posestudio.body.limits import JointLimits
from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import weights_folder
from posestudio.dataset.batches import Batch
from posestudio.dataset.poses import Poses, load_poses
from posestudio.errors import PosesError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import Lifter
from posestudio.training import baselines
from posestudio.training.evaluation import SEED, evaluation_batch, per_picture, sample_all
from posestudio.training.evaluation_tasks import task_scores
from posestudio.training.metrics import calibration, interval, limbs, off_diagonal
from posestudio.training.robustness import ROBUSTNESS_POSES, noise_scores, robustness_scores

Row = dict[str, tuple[float, float, float]]
"""Mean, and 95 % interval by clip, of each error in `evaluation.per_picture`."""


@dataclass
class Report:
    """The measurements, by the names of lifters and baselines.

    ``settings`` is what the figures depend on. ``rows`` [name] are the errors; ``calibration`` [name]['depth' or
    'plane'] the frequencies at QUANTILES; ``robustness`` [name][condition][level] the scores by missing keypoints,
    keypoint noise and camera; ``noise`` [name][factor] those with more or less starting noise; ``tasks``
    [name][task] those of `evaluation_tasks`; ``per_joint`` [name][joint] the mean hypothesis's error in
    millimetres; ``violations`` [name] the share of limb bones, in percent, with a direction that no training pose
    has; ``milliseconds`` [name][number of hypotheses] the time of a lift of one person.
    """

    settings: dict[str, Any]
    rows: dict[str, Row] = field(default_factory=dict)
    calibration: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    robustness: dict[str, dict[str, dict[str, dict[str, float]]]] = field(default_factory=dict)
    noise: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    tasks: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    per_joint: dict[str, dict[str, float]] = field(default_factory=dict)
    violations: dict[str, float] = field(default_factory=dict)
    milliseconds: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, name: str, hypotheses: Tensor, batch: Batch, scale: float, clips: np.ndarray) -> None:
        """Add a row, its errors by joint, and its calibration if it has ten hypotheses or more."""
        errors = per_picture(hypotheses, batch.x0, scale)
        row: Row = {}
        for error, values in errors.items():
            low, high = interval(values, clips)
            row[error] = (round(float(values.mean()), 2), round(low, 2), round(high, 2))
        self.rows[name] = row
        off = (limbs(hypotheses.mean(1)) - limbs(batch.x0)).norm(dim=-1).mean(0) * scale * 1000
        self.per_joint[name] = {joint: round(float(v), 1) for joint, v in zip(LIMB_JOINTS, off, strict=True)}
        if hypotheses.shape[1] >= 10:
            curves = calibration(limbs(hypotheses), limbs(batch.x0))
            self.calibration[name] = {
                axis: [round(float(share), 4) for share in curve.mean(0)] for axis, curve in curves.items()
            }

    def calibration_error(self, name: str) -> dict[str, float]:
        """Mean |frequency - q| for 'depth' and 'plane'; empty for a row that has no calibration."""
        curves = self.calibration.get(name, {})
        return {axis: off_diagonal(curve) for axis, curve in curves.items()}

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return vars(self) | {
            "calibration_error": {
                name: {axis: round(error, 4) for axis, error in self.calibration_error(name).items()}
                for name in self.calibration
            }
        }

    def table(self) -> list[list[str]]:
        """The rows as text, the header first."""
        columns = {
            "mpjpe": "MPJPE",
            "n_mpjpe": "scaled",
            "pa_mpjpe_mean": "PA",
            "one_pa_mpjpe": "one PA",
            "best_of_10": "best 10",
            "pa_best_of_50": "best 50 PA",
            "energy": "energy",
        }
        lines = [["", *columns.values(), "energy 95 %", "cal. depth", "cal. plane"]]
        for name, row in self.rows.items():
            cells = [f"{row[key][0]:.1f}" if key in row else "" for key in columns]
            off = self.calibration_error(name)
            lines.append(
                [
                    name,
                    *cells,
                    f"{row['energy'][1]:.1f}-{row['energy'][2]:.1f}",
                    *(f"{off[axis]:.3f}" if axis in off else "" for axis in ("depth", "plane")),
                ]
            )
        return lines


def evaluate_weights(
    data: str | os.PathLike[str],
    weights: Sequence[str] | None = None,
    poses: int = 300,
    hypotheses: int = 50,
    steps: int = 10,
    regressor: str | None = None,
    robustness: bool = True,
    tasks: bool = True,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> Report:
    """The report on ``weights`` (names or files; default: all bundled) for a poses file with held-out subjects in it.

    ``poses`` held-out poses have exact keypoints of cameras fixed by seed; ``hypotheses`` are drawn for each in
    ``steps`` denoising steps. ``regressor`` names the weights of a trained regressor, for the two baselines made
    with it. ``progress`` is called with (done, total, name of the lifter). Raises PosesError and CheckpointError.
    """
    check_counts(poses=(poses, 1, 10**6), hypotheses=(hypotheses, 10, 10_000), steps=(steps, 1, 1000))
    lifters = load_lifters(weights, device)
    training, validation = load_poses(data).split()
    if not len(validation) or not len(training):
        raise PosesError(f"{data}: needs poses of held-out subjects and of others")
    report = Report(
        {"poses": min(poses, len(validation)), "hypotheses": hypotheses, "steps": steps, "seed": SEED}
    )
    first = next(iter(lifters.values()))
    scale = first.scale
    batch, clips = _held_out(validation, poses, first)
    limits = JointLimits(training.joints)
    report.violations["truth"] = _percent(limits.outside(validation.joints))
    report.add("mean pose", baselines.mean_pose(training.joints, batch, scale), batch, scale, clips)
    report.add(
        "nearest picture", baselines.nearest_picture(training.joints, batch, scale), batch, scale, clips
    )
    if regressor is not None:
        baseline = Lifter.load(regressor, device)
        own, _ = _held_out(validation, poses, baseline)
        answer = baselines.regressed(baseline.denoiser, own, baseline.scale)
        report.add("regressor", answer, own, baseline.scale, clips)
        noisy, level = baselines.with_tuned_noise(answer, own, baseline.scale, hypotheses)
        report.add("regressor + noise", noisy, own, baseline.scale, clips)
        report.settings["regressor's noise, mm"] = round(level, 1)
    for name, lifter in lifters.items():
        batch, clips = _held_out(validation, poses, lifter)

        def on_chunk(done: int, total: int, name: str = name) -> None:
            if progress is not None:
                progress(done, total, name)

        drawn = sample_all(
            lifter.denoiser,
            batch,
            lifter.scale,
            hypotheses=hypotheses,
            steps=steps,
            noise=lifter.noise,
            progress=on_chunk,
        )
        report.add(name, drawn, batch, lifter.scale, clips)
        report.violations[name] = _percent(limits.outside(drawn.cpu().numpy()))
        report.milliseconds[name] = {str(count): milliseconds(lifter, count) for count in (1, 16, 200)}
        if robustness:
            report.robustness[name] = robustness_scores(lifter, validation, steps, on_chunk)
            report.noise[name] = noise_scores(lifter, batch.part(0, ROBUSTNESS_POSES), hypotheses, steps)
        if tasks:
            report.tasks[name] = task_scores(lifter, validation, poses=poses, progress=on_chunk)
    return report


def check_counts(**counts: tuple[int, int, int]) -> None:
    """Raises PosesError that names a count (its value, the least, the most) which is out of range."""
    for name, (value, low, high) in counts.items():
        if not low <= value <= high:
            raise PosesError(f"{name}: expected {low} to {high:,}, not {value}")


def load_lifters(weights: Sequence[str] | None, device: str) -> dict[str, Lifter]:
    """The lifters of ``weights`` (names or files; None: all bundled) by name, by file where two have one name. Raises
    CheckpointError."""
    names = list(weights or sorted(path.stem for path in weights_folder().glob("*.safetensors")))
    loaded = {name: Lifter.load(name, device) for name in names}
    lifters = {lifter.name: lifter for lifter in loaded.values()}
    return lifters if len(lifters) == len(loaded) else loaded


def _percent(shares: np.ndarray) -> float:
    return round(float(shares.mean()) * 100, 2)


def _held_out(validation: Poses, count: int, lifter: Lifter) -> tuple[Batch, np.ndarray]:
    batch = evaluation_batch(validation.joints, count, lifter.scale, lifter.device)
    chosen = np.linspace(0, len(validation) - 1, len(batch.x0)).astype(int)
    return batch, validation.clip[chosen]


def milliseconds(lifter: Lifter, hypotheses: int, runs: int = 10) -> float:
    """Median milliseconds of a lift of one person with the default sampler, from keypoints to world joints."""
    camera = Camera.default((1000, 1000))
    rng = np.random.default_rng(SEED)
    keypoints = Keypoints(500 + 150 * rng.standard_normal((17, 2)), size=(1000, 1000))
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        lifter.lift(keypoints, camera, hypotheses=hypotheses)
        times.append(time.perf_counter() - began)
    return round(float(np.median(times)) * 1000, 1)
