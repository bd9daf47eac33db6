"""The training loop: a generator of events, so that a terminal, a test and a window drive the same one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from posestudio.common.resources import find_weights
from posestudio.common.version import __version__
from posestudio.dataset.camera_ranges import Ranges
from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, read_card, save_weights
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.errors import CheckpointError, PosesError
from posestudio.learning.config import located
from posestudio.learning.device import pick_device
from posestudio.learning.distributed import ProcessGroup
from posestudio.learning.events import Event, Finished, Noticed, Progress, Sampled, Validated
from posestudio.learning.optimization import are_finite
from posestudio.learning.run_folder import RunFolder, load_checkpoint
from posestudio.training.baselines import mean_pose
from posestudio.training.config import TrainConfig
from posestudio.training.evaluation import evaluate, held_out_batch, sample, score
from posestudio.training.trainer import Trainer, description, is_out_of_memory

__all__ = ["Finished", "Noticed", "Progress", "Sampled", "TrainConfig", "Validated", "train"]

VALIDATION_POSES = 256
TRAINED_ON_POSES = 128
"""Poses that were trained on, looked at to see how much worse others fare."""

SHOWN_PICTURES, SHOWN_HYPOTHESES = 4, 5
SETBACKS = 3
"""Times that a run goes back to its checkpoint and takes smaller steps, before it gives up."""

PATIENCE = 3
"""Validations without a better one, while poses trained on get better, until overfitting is told."""


def train(
    config: TrainConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 1.0,
) -> Iterator[Event]:
    """Train a lifter on a poses file, or a folder of them, into the run folder ``out``.

    Yields a Progress about every ``report_every`` seconds, Validated and Sampled as often as the
    configuration says, Noticed when something went otherwise than planned, and Finished. Closed before, as
    by ``break``, it saves where it is. ``resume`` continues a run bit for bit on the same device. Under
    ``torchrun`` only the first process yields. Raises PoseStudioError for a setting out of range, PosesError and
    CheckpointError for bad data and a folder that does not fit, before training begins, and CheckpointError
    when the loss does not stay finite.
    """
    config.check()
    config = located(config, Path(out) if resume else None)
    ranks = ProcessGroup(pick_device(device))
    run: _Run | None = None
    try:
        run = _Run(config, out, resume, ranks, report_every)
        yield from run.events()
        ranks.meet()
    finally:
        run = None  # what hangs on the connection goes before it
        ranks.close()


class _Run:
    """What belongs to a run while it is under way."""

    def __init__(
        self,
        config: TrainConfig,
        out: str | os.PathLike[str],
        resume: bool,
        ranks: ProcessGroup,
        report_every: float,
    ):
        self.config, self.ranks, self.report_every = config, ranks, report_every
        denoiser, scale = _first(config)
        self.supply = Shards(
            config.data,
            ranks.device,
            scale,
            config.augment,
            config.expansion,
            config.all_subjects,
            config.batch,
            config.seed,
            Ranges(config.elevation, config.field_of_view),
            config.held_out,
            config.split,
        )
        self.scale = self.supply.scale
        self.trainer = Trainer(config, denoiser, ranks)
        self.untrained = {name: tensor.clone() for name, tensor in self.trainer.learnt.state().items()}
        self.done, self._latest = 0, (torch.zeros(()), torch.zeros(()))
        self.scores: dict[str, float] = {}
        self.history: list[tuple[int, float, float]] = []
        self.notices: list[str] = []
        if ranks.first:
            self.folder = RunFolder(out, config, resume)
            try:
                self._prepare()
            except BaseException:
                self.folder.close()
                raise
        elif resume:
            self._restore(Path(out))

    def _prepare(self) -> None:
        """What the first process needs to validate and show; and where an earlier one stopped."""
        supply, device = self.supply, self.ranks.device
        self.held_out = held_out_batch(supply.validation, VALIDATION_POSES, self.scale, device)
        self.trained_on = held_out_batch(supply.training, TRAINED_ON_POSES, self.scale, device)
        guess = mean_pose(supply.training, self.held_out, self.scale)
        self.control = score(guess, self.held_out.x0, self.scale)
        self.shown = held_out_batch(supply.validation, SHOWN_PICTURES, self.scale, device)
        self.card = _card(self.config, supply, self.folder.path)
        self._restore(self.folder.path)

    def _restore(self, path: Path) -> None:
        tensors, facts, problem = load_checkpoint(path)
        if problem:
            self.notices.append(f"{problem}; going on from the checkpoint before it")
        if tensors:
            self.trainer.learnt.load_state(tensors)
            self.done = int(facts["step"])
            self.trainer.setbacks = int(facts.get("setbacks", 0))
            self.history = [tuple(entry) for entry in facts.get("history", [])]

    # -- the events

    def events(self) -> Iterator[Event]:
        """Train from where the run stands to its end."""
        if not self.ranks.first:
            for number in range(self.done, self.config.steps):
                self.ranks.mean(self.trainer.step(number, self.supply.at(number))[0])
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
        clock = _Clock(self.done, config.steps)
        losses: list[Tensor] = []
        while self.done < config.steps:
            number = self.done
            try:
                self._latest = trainer.step(number, self.supply.at(number))
            except Exception as problem:
                if not is_out_of_memory(problem):
                    raise
                trainer.cut_smaller()
                yield Noticed(
                    number, f"out of memory: batches of {config.batch} in {trainer.pieces} pieces from now on"
                )
                continue
            losses.append(self.ranks.mean(self._latest[0]))
            self.done = number + 1
            ends = self.done == config.steps
            validates = ends or self.done % config.validate_every == 0
            saves = ends or self.done % config.save_every == 0
            if ends or saves or clock.since >= self.report_every:
                if not self._finite:
                    yield self._set_back(float(self._latest[0]))
                    losses = []
                    clock = _Clock(self.done, config.steps)
                    continue
            if ends or clock.since >= self.report_every:
                yield self._report(clock, losses)
                losses = []
            if validates:
                yield from self._validate()
            if ends or self.done % config.sample_every == 0:
                yield self._sample()
            if saves:
                yield from self._save_or_tell(ends)

    @property
    def _finite(self) -> bool:
        return are_finite(*self._latest)

    def _report(self, clock: _Clock, losses: list[Tensor]) -> Progress:
        rate, left = clock.lap(self.done)
        event = Progress(
            self.done,
            self.config.steps,
            float(torch.stack(losses).mean()),
            self.trainer.learning_rate(self.done - 1),
            float(self._latest[1]),
            rate,
            left,
        )
        self.folder.append({"time": round(time.time(), 2), **vars(event)})
        return event

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
                "overfitting: poses trained on get better, others have not since"
                f" step {best}, whose weights are kept",
            )

    def _sample(self) -> Sampled:
        drawn = sample(self.trainer.averaged(), self.shown, self.scale, SHOWN_HYPOTHESES, steps=10)
        return Sampled(self.done, _upright(drawn, self.scale), _upright(self.shown.x0, self.scale))

    def _save_or_tell(self, ends: bool) -> Iterator[Event]:
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
        facts = {"step": self.done, "setbacks": self.trainer.setbacks, "history": self.history}
        self.folder.save_state(self.trainer.learnt.state(), **facts)
        save_weights(self.folder.weights, self.trainer.average, self._card_now())

    def _card_now(self) -> dict[str, Any]:
        return self.card | {"steps": self.done, "validation": self.scores}

    def _best_weights(self) -> Path:
        folder = self.folder
        last_is_best = self.history and self.history[-1][1] == min(entry[1] for entry in self.history)
        return folder.weights if last_is_best or not folder.best.exists() else folder.best

    def _set_back(self, loss: float) -> Noticed:
        """Go back to the last checkpoint, or the beginning. Raises CheckpointError after SETBACKS times."""
        trainer, diverged = self.trainer, self.done
        if trainer.setbacks >= SETBACKS or not self.ranks.alone:
            raise CheckpointError(
                f"{self.folder.path}: training diverged before step {diverged} (loss {loss}); the checkpoint"
                " before it is kept: start anew with a lower learning rate"
            )
        setbacks = trainer.setbacks + 1
        tensors, facts, _ = load_checkpoint(self.folder.path)
        trainer.learnt.load_state(tensors or self.untrained)
        self.done = int(facts.get("step", 0))
        self.history = [entry for entry in self.history if entry[0] <= self.done]
        trainer.setbacks = setbacks
        return Noticed(
            self.done,
            f"diverged before step {diverged}: back to step {self.done}, at half the learning rate",
        )


class _Clock:
    """Steps a second, lately and over all."""

    def __init__(self, done: int, steps: int):
        self._first, self._steps = done, steps
        self._began = self._lap = time.monotonic()
        self._done = done

    @property
    def since(self) -> float:
        """Seconds since the last lap."""
        return time.monotonic() - self._lap

    def lap(self, done: int) -> tuple[float, float]:
        """(steps a second since the last lap, seconds left at the rate over all)."""
        now = time.monotonic()
        rate = (done - self._done) / max(now - self._lap, 1e-9)
        overall = (done - self._first) / max(now - self._began, 1e-9)
        self._lap, self._done = now, done
        return rate, (self._steps - done) / overall


def overfits(history: list[tuple[int, float, float]]) -> bool:
    """Whether, of (step, held-out score, score on poses trained on), PATIENCE validations in a row and the last
    brought nothing better for others, but did for those trained on. Less is better."""
    if len(history) <= PATIENCE:
        return False
    best = min(range(len(history)), key=lambda index: history[index][1])
    return len(history) - 1 - best == PATIENCE and history[-1][2] < history[best][2]


def _upright(joints: Tensor, scale: float) -> list:
    """Poses in camera axes over ``scale`` -> nested lists of metres, Y up, to the millimetre."""
    metres = (joints * scale * joints.new_tensor([1, -1, -1])).double()
    return (metres * 1000).round().div(1000).tolist()


def _first(config: TrainConfig) -> tuple[Denoiser, float | None]:
    """The denoiser to begin with, and the deviation its poses are divided by (None: the data's own)."""
    torch.manual_seed(config.seed)
    denoiser = build_denoiser(description(config))
    if not config.start:
        return denoiser, None
    path = find_weights(config.start)
    started, card = load_denoiser(path)
    try:
        denoiser.load_state_dict(started.state_dict())
    except RuntimeError as error:
        raise CheckpointError(f"{path}: weights of another network than the run's: {error}") from error
    return denoiser, float(card["scale"])


def _started_from(config: TrainConfig) -> dict[str, Any] | None:
    """What the card tells of the weights that training went on from."""
    if not config.start:
        return None
    card = read_card(find_weights(config.start))
    return {name: card.get(name) for name in ("name", "steps", "date", "held_out", "start")}


def _card(config: TrainConfig, supply: Shards, path: Path) -> dict[str, Any]:
    return description(config) | {
        "name": path.name,
        "scale": supply.scale,
        "data": {"provenance": supply.provenance, "poses": supply.count, "terms": config.terms},
        "batch": config.batch,
        "learning_rate": config.learning_rate,
        "ema": config.ema,
        "seed": config.seed,
        "noise": config.noise,
        "expansion": config.expansion,
        "augment": config.augment,
        "cameras": {"elevation": config.elevation, "field_of_view": config.field_of_view},
        "start": _started_from(config),
        "held_out": not config.all_subjects,
        "date": date.today().isoformat(),
        "version": __version__,
    }
