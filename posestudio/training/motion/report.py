"""The report on motion lifting: scores by set, keypoints and method, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from posestudio.training.metrics import interval

Row = tuple[str, str, str]
"""Set, keypoints, and method."""

CONTROL = "per frame, 6 Hz filter"
"""The method whose errors others are compared with."""

COLUMNS = {
    "mpjpe": "MPJPE",
    "pa_mpjpe": "PA",
    "acceleration": "accel.",
    "own_acceleration": "own",
    "path": "path",
    "path_unscaled": "unscaled",
    "path_moved": "moved",
    "sliding": "sliding",
    "own_sliding": "own",
    "energy": "energy",
    "best": "best of 8",
    "bones": "bones",
    "uncertainty_factor": "unc.",
}
"""Titles of the table by the scores' names, see `metrics.motion_scores`."""

UNCERTAINTY = "uncertainty_factor"
"""A factor among the scores, which are otherwise in millimetres."""

COMPARED = ("mpjpe", "acceleration", "path", "sliding")
"""Scores beside which the table says how large a share of the control's they are."""


@dataclass
class MotionReport:
    """What was measured: ``settings`` that the figures depend on; the scores of each clip, the clips' names, and the
    frames and seconds that lifting took, by row."""

    settings: dict[str, Any]
    scores: dict[Row, list[Mapping[str, float]]] = field(default_factory=dict)
    clips: dict[Row, list[str]] = field(default_factory=dict)
    time: dict[Row, tuple[int, float]] = field(default_factory=dict)

    def add(self, row: Row, clip: str, scores: Mapping[str, float], frames: int, seconds: float) -> None:
        """Add the scores of one window of a clip, whose ``frames`` were lifted in ``seconds``."""
        self.scores.setdefault(row, []).append(scores)
        self.clips.setdefault(row, []).append(clip)
        before = self.time.get(row, (0, 0.0))
        self.time[row] = before[0] + frames, before[1] + seconds

    def means(self, row: Row) -> dict[str, tuple[float, float, float]]:
        """Mean, and 95 % interval by clip, of each score over the windows that have it."""
        found = {}
        for name in dict.fromkeys(name for scores in self.scores[row] for name in scores):
            kept = [(s[name], c) for s, c in zip(self.scores[row], self.clips[row], strict=True) if name in s]
            values, clips = zip(*kept, strict=True)
            low, high = interval(torch.tensor(values), np.array(clips))
            found[name] = (round(float(np.mean(values)), 3), round(low, 3), round(high, 3))
        return found

    def of_control(self, row: Row) -> dict[str, float]:
        """The shares of the control's errors that this row's are, by score."""
        means, control = self.means(row), self.means((*row[:2], CONTROL))
        return {name: round(means[name][0] / control[name][0], 3) for name in COMPARED if name in means}

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        rows = [
            {
                "set": row[0],
                "keypoints": row[1],
                "method": row[2],
                "scores": self.means(row),
                "of_control": self.of_control(row),
                "frames_per_second": round(self.time[row][0] / max(self.time[row][1], 1e-9), 1),
                "windows": len(self.scores[row]),
            }
            for row in self.scores
        ]
        return {"settings": self.settings, "rows": rows}

    def table(self) -> list[list[str]]:
        """The rows as text, the header first; behind some errors, in brackets, their share of the control's."""
        lines = [["", *COLUMNS.values(), "frames/s"]]
        group = None
        for row in self.scores:
            if row[:2] != group:
                group = row[:2]
                windows = len(self.scores[row])
                lines.append([f"{row[0]}: {row[1]} ({windows} windows)", *[""] * (len(COLUMNS) + 1)])
            means, shares = self.means(row), self.of_control(row)
            cells = [_cell(name, means, shares) for name in COLUMNS]
            frames, seconds = self.time[row]
            lines.append([f"  {row[2]}", *cells, f"{frames / max(seconds, 1e-9):.0f}"])
        return lines


def _cell(name: str, means: Mapping[str, tuple[float, float, float]], shares: Mapping[str, float]) -> str:
    if name not in means:
        return ""
    value = means[name][0]
    text = f"{value:.2f}" if name == UNCERTAINTY else f"{value:.1f}"
    return f"{text} ({shares[name]:.2f})" if name in shares else text
