"""The loop of a training run that ends when its loss is not finite: steps, reports, validations and checkpoints."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from torch import Tensor

from posestudio.learning.events import Event, Finished, Noticed, Validated
from posestudio.learning.optimization import Optimization, are_finite, learning_rate
from posestudio.learning.run_folder import RunFolder, restore
from posestudio.learning.run_progress import ProgressReports


class PlainRun(ABC):
    """A run in progress in ``folder``, continued from its newest checkpoint by :meth:`restore`: ``done`` steps, the
    latest ``scores`` and the ``history`` (step, score) of its validations."""

    config: Any
    folder: RunFolder
    optimization: Optimization

    def restore(self) -> None:
        """Continue from the newest checkpoint in the folder, if it has one."""
        facts, self.notice = restore(self.folder.path, self.optimization)
        self.done = int(facts.get("step", 0))
        self.scores: dict[str, float] = {}
        self.history: list[tuple[int, float]] = [tuple(entry) for entry in facts.get("history", [])]

    @abstractmethod
    def step(self, rate: float) -> tuple[Tensor, Tensor]:
        """(loss, norm of the gradients) of one step at a learning rate."""

    @abstractmethod
    def validate(self) -> Validated:
        """The scores after the steps that are done."""

    @abstractmethod
    def save(self) -> None:
        """Write a checkpoint and the weights."""

    def events(self, report_every: float) -> Iterator[Event]:
        """Train from ``done`` to the end; closed before, it saves. Raises CheckpointError when the loss is not
        finite."""
        if self.notice:
            yield Noticed(self.done, self.notice)
        start, reports = self.done, ProgressReports(self.folder, self.done, self.config.steps)
        try:
            while self.done < self.config.steps:
                rate = learning_rate(self.config, self.done)
                loss, norm = self.step(rate)
                reports.add(loss)
                self.done += 1
                ends = self.done == self.config.steps
                if ends or reports.seconds_since >= report_every:
                    if not are_finite(loss, norm):
                        start = self.done  # nothing is saved
                        raise self.folder.divergence(self.done, float(loss))
                    yield reports.report(self.done, rate, norm)
                if ends or self.done % self.config.validate_every == 0:
                    yield self.validate()
                if ends or self.done % self.config.save_every == 0:
                    self.save()
        except GeneratorExit:
            if self.done > start:
                self.save()
            raise
        yield Finished(self.done, self.folder.weights, self.folder.weights)
