"""The lifter's training loop, a generator of events: validation, checkpoints, and rollbacks of a diverging run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.dataset.photographs import PhotographPeople
from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import save_weights
from posestudio.errors import PosesError
from posestudio.learning.config import with_absolute_paths
from posestudio.learning.device import pick_device
from posestudio.learning.distributed import Processes
from posestudio.learning.events import Event, Finished, Noticed, Progress, Sampled, Validated
from posestudio.learning.optimization import are_finite
from posestudio.learning.run_folder import RunFolder, restore
from posestudio.learning.run_progress import ProgressReports
from posestudio.training.baselines import mean_pose
from posestudio.training.card import run_card
from posestudio.training.config import TrainConfig
from posestudio.training.evaluation import evaluate, evaluation_batch, sample, score
from posestudio.training.optimizer_steps import Trainer, is_out_of_memory
from posestudio.training.starting_weights import first_denoiser

__all__ = ["Finished", "Noticed", "Progress", "Sampled", "TrainConfig", "Validated", "train"]

VALIDATION_POSES = 256
TRAINED_ON_POSES = 128
"""Poses of the training data that are scored as well, to see overfitting."""

SHOWN_PICTURES, SHOWN_HYPOTHESES = 4, 5
"""Numbers of pictures, and of hypotheses for each, in a Sampled event."""

MOST_ROLLBACKS = 3
"""Times that a diverging run is rolled back to its checkpoint, each with half the learning rate, before it fails."""

PATIENCE = 3
"""Validations without an improvement, while poses trained on improve, after which overfitting is noticed."""


def train(
    config: TrainConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 1.0,
) -> Iterator[Event]:
    """Train a lifter on a poses file, or a folder of them, into the run folder ``out``.

    Yields a Progress about every ``report_every`` seconds, Validated and Sampled as often as the
    configuration says, Noticed for a problem that the run dealt with, and Finished. Closed before, as
    by ``break``, it saves a checkpoint. ``resume`` continues a run bit for bit on the same device. Under
    ``torchrun`` only the first process yields. Raises PoseStudioError for a setting out of range, PosesError and
    CheckpointError for bad data and a folder that does not fit, before training begins, and CheckpointError
    when the loss does not stay finite.
    """
    config.check()
    config = with_absolute_paths(config, Path(out) if resume else None)
    processes = Processes(pick_device(device))
    run: _Run | None = None
    try:
        run = _Run(config, out, resume, processes, report_every)
        yield from run.events()
        processes.wait()
    finally:
        run = None  # the network, which uses the connection, is deleted before it
        processes.close()


class _Run:
    """A run in progress: data, trainer, folder, steps done and scores."""

    def __init__(
        self,
        config: TrainConfig,
        out: str | os.PathLike[str],
        resume: bool,
        processes: Processes,
        report_every: float,
    ):
        self.config, self.processes, self.report_every = config, processes, report_every
        denoiser, scale = first_denoiser(config)
        self.shards = Shards(
            config.data,
            processes.device,
            scale,
            config.augment,
            config.expansion,
            config.all_subjects,
            config.batch,
            config.seed,
            CameraRanges(config.elevation, config.field_of_view),
            config.held_out,
            config.split,
            PhotographPeople.load(config.photographs, processes.device) if config.photographs else None,
        )
        self.scale = self.shards.scale
        self.trainer = Trainer(config, denoiser, processes)
        self.untrained = {name: tensor.clone() for name, tensor in self.trainer.optimization.state().items()}
        self.done, self._latest = 0, (torch.zeros(()), torch.zeros(()))
        self.scores: dict[str, float] = {}
        self.history: list[tuple[int, float, float]] = []
        self.notices: list[str] = []
        if processes.first:
            self.folder = RunFolder(out, config, resume)
            try:
                self._prepare()
            except BaseException:
                self.folder.close()
                raise
        elif resume:
            self._restore(Path(out))

    def _prepare(self) -> None:
        """Make what only the first process needs (poses to score and show, the card), and restore the checkpoint."""
        shards, device = self.shards, self.processes.device
        self.held_out = evaluation_batch(shards.validation, VALIDATION_POSES, self.scale, device)
        self.trained_on = evaluation_batch(shards.training, TRAINED_ON_POSES, self.scale, device)
        guess = mean_pose(shards.training, self.held_out, self.scale)
        self.control = score(guess, self.held_out.x0, self.scale)
        self.shown = evaluation_batch(shards.validation, SHOWN_PICTURES, self.scale, device)
        self.card = run_card(self.config, shards, self.folder.path)
        self._restore(self.folder.path)

    def _restore(self, path: Path) -> None:
        """Continue from the newest checkpoint in a run's folder, if it has one."""
        facts, notice = restore(path, self.trainer.optimization)
        if notice:
            self.notices.append(notice)
        if facts:
            self.done = int(facts["step"])
            self.trainer.rollbacks = int(facts.get("setbacks", 0))
            self.history = [tuple(entry) for entry in facts.get("history", [])]

    def events(self) -> Iterator[Event]:
        """Train from ``done`` to the end; only the first process yields events."""
        if not self.processes.first:
            for number in range(self.done, self.config.steps):
                self.processes.mean(self.trainer.step(number, self.shards.batches_at(number))[0])
            return
        start = self.done
        try:
            yield from (Noticed(self.done, words) for words in self.notices)
            yield from self._steps()
        except (GeneratorExit, PosesError):
            if self.done > start and self._finite:
                self._save()
            raise
        finally:
            self.folder.close()
        yield Finished(self.done, self.folder.weights, self._best_weights())

    def _steps(self) -> Iterator[Event]:
        config, trainer = self.config, self.trainer
        reports = ProgressReports(self.folder, self.done, config.steps)
        while self.done < config.steps:
            number = self.done
            try:
                self._latest = trainer.step(number, self.shards.batches_at(number))
            except Exception as problem:
                if not is_out_of_memory(problem):
                    raise
                trainer.use_smaller_micro_batches()
                yield Noticed(
                    number,
                    f"out of memory: batches of {config.batch} in {trainer.micro_batches} micro-batches from now on",
                )
                continue
            loss, norm = self._latest
            reports.add(self.processes.mean(loss))
            self.done = number + 1
            ends = self.done == config.steps
            saves = ends or self.done % config.save_every == 0
            if (saves or reports.seconds_since >= self.report_every) and not self._finite:
                yield self._roll_back(float(loss))
                reports = ProgressReports(self.folder, self.done, config.steps)
                continue
            if ends or reports.seconds_since >= self.report_every:
                yield reports.report(self.done, trainer.learning_rate(number), norm)
            if ends or self.done % config.validate_every == 0:
                yield from self._validate()
            if ends or self.done % config.sample_every == 0:
                yield self._sample()
            if saves:
                yield from self._save_unless_full(ends)

    @property
    def _finite(self) -> bool:
        return are_finite(*self._latest)

    def _validate(self) -> Iterator[Event]:
        averaged = self.trainer.averaged()
        self.scores = evaluate(averaged, self.held_out, self.scale)
        training = evaluate(averaged, self.trained_on, self.scale)
        self.history.append((self.done, self.scores["energy"], training["energy"]))
        best = min(self.history, key=lambda entry: entry[1])[0]
        self.folder.append(
            {
                "step": self.done,
                "validation": self.scores,
                "training": training,
                "control": self.control,
                "best": best,
            }
        )
        if best == self.done:
            try:
                save_weights(self.folder.best, self.trainer.average, self._card_now())
            except OSError as problem:
                yield Noticed(self.done, f"the best weights so far cannot be saved: {problem}")
        yield Validated(self.done, self.scores, training, self.control, best)
        if overfits(self.history):
            yield Noticed(
                self.done,
                "overfitting: scores of poses trained on improve, those of held-out people have not since"
                f" step {best}, whose weights are kept",
            )

    def _sample(self) -> Sampled:
        drawn = sample(self.trainer.averaged(), self.shown, self.scale, SHOWN_HYPOTHESES, steps=10)
        return Sampled(self.done, _upright(drawn, self.scale), _upright(self.shown.x0, self.scale))

    def _save_unless_full(self, ends: bool) -> Iterator[Event]:
        try:
            self._save()
        except OSError as problem:
            if ends:
                raise
            yield Noticed(
                self.done,
                f"no checkpoint could be written ({problem}); the last one is kept, trying again later",
            )

    def _save(self) -> None:
        facts = {"step": self.done, "setbacks": self.trainer.rollbacks, "history": self.history}
        self.folder.save_state(self.trainer.optimization.state(), **facts)
        save_weights(self.folder.weights, self.trainer.average, self._card_now())

    def _card_now(self) -> dict[str, Any]:
        return self.card | {"steps": self.done, "validation": self.scores}

    def _best_weights(self) -> Path:
        folder = self.folder
        last_is_best = self.history and self.history[-1][1] == min(entry[1] for entry in self.history)
        return folder.weights if last_is_best or not folder.best.exists() else folder.best

    def _roll_back(self, loss: float) -> Noticed:
        """Go back to the last checkpoint, or to the beginning. Raises CheckpointError after MOST_ROLLBACKS."""
        trainer, diverged = self.trainer, self.done
        if trainer.rollbacks >= MOST_ROLLBACKS or not self.processes.alone:
            raise self.folder.divergence(diverged, loss)
        rollbacks = trainer.rollbacks + 1
        facts, _ = restore(self.folder.path, trainer.optimization, self.untrained)
        self.done = int(facts.get("step", 0))
        self.history = [entry for entry in self.history if entry[0] <= self.done]
        trainer.rollbacks = rollbacks
        return Noticed(
            self.done,
            f"diverged before step {diverged}: back to step {self.done}, at half the learning rate",
        )


def overfits(history: list[tuple[int, float, float]]) -> bool:
    """Whether the best held-out score is exactly PATIENCE validations ago, while that of poses trained on improved.

    An entry of ``history`` is (step, held-out score, score of poses trained on); less is better.
    """
    if len(history) <= PATIENCE:
        return False
    best = min(range(len(history)), key=lambda index: history[index][1])
    return len(history) - 1 - best == PATIENCE and history[-1][2] < history[best][2]


def _upright(joints: Tensor, scale: float) -> list:
    """Poses in camera axes over ``scale`` -> nested lists of metres, Y up, to the millimetre."""
    metres = (joints * scale * joints.new_tensor([1, -1, -1])).double()
    return (metres * 1000).round().div(1000).tolist()
