"""Runs on disk: their configuration, progress and best weights, read for a list that compares them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posestudio.errors import CheckpointError
from posestudio.learning.config import MOST_STEPS, SETTINGS, load_config
from posestudio.training.config import TrainConfig


@dataclass(frozen=True)
class RunSummary:
    """A run's folder, configuration and curves. ``step`` is the last one logged; ``curve`` has (step, held-out energy
    score, that of poses trained on or nan) of each validation; ``control`` is the mean pose's energy score, nan
    before the first validation; ``losses`` has (step, mean loss) of each progress event."""

    folder: Path
    config: TrainConfig
    step: int
    curve: list[tuple[int, float, float]]
    control: float
    losses: list[tuple[int, float]] = field(default_factory=list)

    @property
    def best(self) -> tuple[int, float] | None:
        """(step, energy) of the best validation; None before the first."""
        return min(((step, energy) for step, energy, _ in self.curve), key=lambda e: e[1], default=None)

    @property
    def weights(self) -> Path | None:
        """The best weights that the run has saved; None before the first."""
        names = ("best.safetensors", "weights.safetensors")
        if self.best is not None and self.curve[-1][0] == self.best[0]:
            names = names[::-1]
        return next((self.folder / name for name in names if (self.folder / name).exists()), None)


def read_run(folder: Path) -> RunSummary:
    """Summary of a run, finished or not. Raises CheckpointError where there is none, or its log is damaged."""
    config = load_config(folder, TrainConfig)
    step, control = 0, float("nan")
    curve: list[tuple[int, float, float]] = []
    losses: list[tuple[int, float]] = []
    log = folder / "log.jsonl"
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue  # cut off when the process that wrote it was killed
        except (ValueError, RecursionError) as problem:
            raise CheckpointError(f"{log}:{number}: expected a line of a run's log") from problem
        try:
            at = _whole(record["step"])
            step = max(step, at)
            if "loss" in record:
                losses = _before(losses, at) + [(at, _number(record["loss"]))]
            if "validation" in record:
                trained_on = record.get("training", {}).get("energy", float("nan"))
                energy = _number(record["validation"]["energy"])
                curve = _before(curve, at) + [(at, energy, _number(trained_on))]
                control = _number(record["control"]["energy"])
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise CheckpointError(f"{log}:{number}: expected a line of a run's log") from problem
    return RunSummary(folder, config, step, curve, control, losses)


def _before(entries: list, step: int) -> list:
    """The entries of steps before ``step``: a run resumed from an earlier checkpoint logs some steps twice."""
    while entries and entries[-1][0] >= step:
        entries.pop()
    return entries


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_STEPS:
        raise ValueError("expected a step's number")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("expected a number")
    return float(value) if abs(value) < 1e300 or value != value else float("nan")


def find_runs(parent: Path, problems: list[str] | None = None) -> list[RunSummary]:
    """Summaries of the runs in a folder, by name; what is wrong with others is added to ``problems``."""
    found = []
    for settings in sorted(parent.glob(f"*/{SETTINGS}")):
        try:
            found.append(read_run(settings.parent))
        except (CheckpointError, OSError) as problem:  # damaged, or of another program
            if problems is not None:
                problems.append(str(problem))
    return found
