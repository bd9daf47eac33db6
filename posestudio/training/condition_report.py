"""The report on lifters under fixed conditions, on held-out people and on a second set, and their differences."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from posestudio.common.progress import ProgressCallback
from posestudio.dataset.poses import Poses, load_poses
from posestudio.errors import PosesError
from posestudio.training.conditions import Seen, seen_under_conditions
from posestudio.training.evaluation import SEED, per_picture
from posestudio.training.metrics import calibration_error, interval, limbs
from posestudio.training.report import check_counts, load_lifters

COLUMNS = {"mpjpe": "MPJPE", "pa_mpjpe_mean": "PA", "best_of_10": "best of 10", "energy": "energy"}
"""The errors of a row (see `evaluation.per_picture`), with what they are called."""

HYPOTHESES = 20
"""Hypotheses of each pose, unless another number is asked for."""

Measured = tuple[float, float, float]
"""A mean, and its 95 % interval by clip."""


@dataclass
class Row:
    """One lifter's figures for one set of poses under one condition.

    ``scores`` by the names in COLUMNS, millimetres; ``calibration`` errors in 'depth' and 'plane'; ``energies`` (N,)
    of every pose, in millimetres; ``difference`` of the mean energy to the first lifter's on the same poses, in
    percent of its.
    """

    set: str
    condition: str
    weights: str
    scores: dict[str, Measured]
    calibration: dict[str, float]
    energies: list[float]
    difference: Measured | None = None


@dataclass
class ConditionReport:
    """Rows of lifters, what they depend on (``settings``), and the clips of each set's poses (``clips``)."""

    settings: dict[str, Any]
    clips: dict[str, list[str]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Add a row, with its difference to the first row of its set and condition."""
        for other in self.rows:
            if (other.set, other.condition) == (row.set, row.condition):
                row.difference = difference(row.energies, other.energies, self.clips[row.set])
                break
        self.rows.append(row)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {"settings": self.settings, "clips": self.clips, "rows": [vars(row) for row in self.rows]}

    def table(self) -> list[list[str]]:
        """The rows as text, the header first."""
        lines = [["", *COLUMNS.values(), "energy 95 %", "cal. depth", "cal. plane", "to the first"]]
        for row in self.rows:
            energy = row.scores["energy"]
            lines.append(
                [
                    f"{row.set}, {row.condition}: {row.weights}",
                    *(f"{row.scores[name][0]:.1f}" for name in COLUMNS),
                    f"{energy[1]:.1f}-{energy[2]:.1f}",
                    *(f"{row.calibration[axis]:.3f}" for axis in ("depth", "plane")),
                    "" if row.difference is None else percent(row.difference),
                ]
            )
        return lines


def percent(change: Measured) -> str:
    """A difference in percent as text, with its interval."""
    mean, low, high = change
    return f"{mean:+.1f} % ({low:+.1f} to {high:+.1f})"


def difference(values: Sequence[float], first: Sequence[float], clips: Sequence[str]) -> Measured:
    """How far the mean of ``values`` (N,) is from that of ``first`` (N,), of the same poses, in percent of it."""
    change = np.subtract(values, first) / np.mean(first) * 100
    low, high = interval(torch.from_numpy(change), np.asarray(clips))
    return round(float(change.mean()), 2), round(low, 2), round(high, 2)


def evaluate_conditions(
    data: str | os.PathLike[str],
    second: str | os.PathLike[str] | None = None,
    photographs: str | os.PathLike[str] | None = None,
    weights: Sequence[str] | None = None,
    poses: int = 300,
    hypotheses: int = HYPOTHESES,
    steps: int = 10,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> ConditionReport:
    """The report on ``weights`` (names or files; default: all bundled) for the held-out people of the poses file
    ``data``, and for everybody in the file ``second``, under the conditions of `conditions.seen_under_conditions`.

    ``poses`` of each set are lifted with ``hypotheses`` in ``steps`` denoising steps, as `Lifter.lift` does by
    default. ``progress`` is called with (done, total, what). Raises PosesError and CheckpointError.
    """
    check_counts(poses=(poses, 1, 10**6), hypotheses=(hypotheses, 10, 4096), steps=(steps, 1, 1000))
    lifters = load_lifters(weights, device)
    report = ConditionReport({"poses": poses, "hypotheses": hypotheses, "steps": steps, "seed": SEED})
    sets = sets_of_poses(data, second)
    seen: list[tuple[str, str, Seen]] = []
    for name, held_out in sets.items():
        chosen = np.linspace(0, len(held_out) - 1, min(poses, len(held_out))).astype(int)
        report.clips[name] = held_out.clip[chosen].tolist()
        conditions = seen_under_conditions(held_out.joints[chosen], photographs)
        seen.extend((name, condition, case) for condition, case in conditions.items())
    done, total = 0, len(seen) * len(lifters)
    for group, condition, case in seen:
        for name, lifter in lifters.items():
            drawn = case.lifted(lifter, hypotheses, steps)
            report.add(_row(group, condition, name, drawn, case.truth, report.clips[group]))
            done += 1
            if progress is not None:
                progress(done, total, f"{group}, {condition}: {name}")
    return report


def sets_of_poses(data: str | os.PathLike[str], second: str | os.PathLike[str] | None) -> dict[str, Poses]:
    """The sets of poses by name: the held-out people of the one file, everybody of the other. Raises PosesError."""
    held_out = load_poses(data).split()[1]
    if not len(held_out):
        raise PosesError(f"{data}: needs poses of held-out subjects")
    return {"other people": held_out} | ({} if second is None else {"another laboratory": load_poses(second)})


def _row(
    group: str, condition: str, name: str, hypotheses: Tensor, truth: Tensor, clips: Sequence[str]
) -> Row:
    errors = per_picture(hypotheses, truth, 1.0)
    scores = {}
    for error in COLUMNS:
        low, high = interval(errors[error], np.asarray(clips))
        scores[error] = (round(float(errors[error].mean()), 2), round(low, 2), round(high, 2))
    off = calibration_error(limbs(hypotheses), limbs(truth))
    return Row(
        group,
        condition,
        name,
        scores,
        {axis: round(value, 4) for axis, value in off.items()},
        [round(value, 2) for value in errors["energy"].tolist()],
    )
