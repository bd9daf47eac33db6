"""Runs on disk, as a list compares them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..errors import CheckpointError
from .config import SETTINGS, TrainConfig, load_config


@dataclass(frozen=True)
class RunSummary:
    """A run's folder, configuration and curves: ``step`` reached, and (step, held-out energy, energy of poses
    trained on or nan) of each validation; ``control`` is the mean pose's energy, nan before the first."""

    folder: Path
    config: TrainConfig
    step: int
    curve: list[tuple[int, float, float]]
    control: float

    @property
    def best(self) -> tuple[int, float] | None:
        """(step, energy) of the best validation; None before the first."""
        return min(((step, energy) for step, energy, _ in self.curve), key=lambda e: e[1], default=None)

    @property
    def weights(self) -> Path | None:
        """The best weights there are."""
        names = ("best.safetensors", "weights.safetensors")
        if self.best is not None and self.curve[-1][0] == self.best[0]:
            names = names[::-1]
        return next((self.folder / name for name in names if (self.folder / name).exists()), None)


def read_run(folder: Path) -> RunSummary:
    """Look at a run, finished or not. Raises CheckpointError where there is none."""
    config = load_config(folder, TrainConfig)
    step, control = 0, float("nan")
    curve: list[tuple[int, float, float]] = []
    log = folder / "log.jsonl"
    for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
        try:
            record = json.loads(line)
            step = max(step, int(record["step"]))
            if "validation" in record:
                trained_on = record.get("training", {}).get("energy", float("nan"))
                # A run that was gone on with from an earlier checkpoint tells some steps twice.
                curve = [entry for entry in curve if entry[0] < record["step"]]
                curve.append((record["step"], record["validation"]["energy"], trained_on))
                control = record["control"]["energy"]
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError):
            continue  # torn when its writer was killed
    return RunSummary(folder, config, step, curve, control)


def find_runs(parent: Path) -> list[RunSummary]:
    """The runs in a folder, by name."""
    found = []
    for settings in sorted(parent.glob(f"*/{SETTINGS}")):
        try:
            found.append(read_run(settings.parent))
        except (CheckpointError, OSError):
            continue  # another program's
    return found
