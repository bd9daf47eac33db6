"""Progress of a run: its speed, the mean loss since the last report, and lines in its log."""

from __future__ import annotations

import time

import torch
from torch import Tensor

from posestudio.learning.events import Progress
from posestudio.learning.run_folder import RunFolder


class ProgressReports:
    """Progress events of a run that begins after ``done`` of ``steps``; each is a line of the run's log, too."""

    def __init__(self, folder: RunFolder, done: int, steps: int):
        self._folder, self._first, self._steps = folder, done, steps
        self._began = self._last = time.monotonic()
        self._done = done
        self._losses: list[Tensor] = []

    @property
    def seconds_since(self) -> float:
        """Seconds since the last report, or since the beginning."""
        return time.monotonic() - self._last

    def add(self, loss: Tensor) -> None:
        """Include a step's loss in the next report's mean."""
        self._losses.append(loss)

    def report(self, done: int, learning_rate: float, gradient_norm: Tensor) -> Progress:
        """The event after ``done`` steps: the rate is since the last report, the time left by the rate over all."""
        now = time.monotonic()
        overall = (done - self._first) / max(now - self._began, 1e-9)
        event = Progress(
            done,
            self._steps,
            float(torch.stack(self._losses).mean()),
            learning_rate,
            float(gradient_norm),
            (done - self._done) / max(now - self._last, 1e-9),
            (self._steps - done) / overall,
        )
        self._folder.append({"time": round(time.time(), 2), **vars(event)})
        self._last, self._done, self._losses = now, done, []
        return event
