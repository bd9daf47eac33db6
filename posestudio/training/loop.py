"""The training loop: a generator of events, so that a terminal, a test and a window drive the same one."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .. import __version__
from ..dataset.batches import Batches
from ..dataset.poses import Poses, load_poses
from ..diffusion.checkpoint import build_denoiser, load_denoiser, read_card, save_weights
from ..diffusion.denoiser import Denoiser
from ..diffusion.device import bfloat16_helps, pick_device
from ..errors import CheckpointError, PosesError
from ..lifting import find_weights
from .controls import mean_pose
from .evaluation import evaluate, held_out_batch, score
from .run import RunFolder, TrainConfig

__all__ = ["Finished", "Progress", "TrainConfig", "Validated", "train"]

VALIDATION_POSES = 256


@dataclass(frozen=True)
class Progress:
    """``step`` of ``steps`` done; ``loss`` averaged since the last event, ``rate`` in steps a second."""

    step: int
    steps: int
    loss: float
    learning_rate: float
    gradient_norm: float
    rate: float
    seconds_left: float


@dataclass(frozen=True)
class Validated:
    """Held-out scores in millimetres after ``step``, and those of the mean-pose control."""

    step: int
    scores: dict[str, float]
    control: dict[str, float]


@dataclass(frozen=True)
class Finished:
    """The run is done; ``weights`` holds the averaged weights with their card."""

    step: int
    weights: Path


Event = Progress | Validated | Finished


class Trainer:
    """Network, its running average and optimiser, one step at a time."""

    def __init__(self, config: TrainConfig, denoiser: Denoiser, device: torch.device):
        self.config, self.device = config, device
        self.denoiser = denoiser.to(device).train()
        self.average = {name: tensor.clone() for name, tensor in self.denoiser.state_dict().items()}
        self.optimiser = torch.optim.AdamW(
            self.denoiser.parameters(),
            lr=config.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.bfloat16 = bfloat16_helps(device)

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, then a cosine down to 1 % of the top."""
        config = self.config
        if step < config.warm_up:
            return config.learning_rate * (step + 1) / config.warm_up
        done = (step - config.warm_up) / max(config.steps - config.warm_up, 1)
        return config.learning_rate * (0.01 + 0.99 * (1 + math.cos(math.pi * min(done, 1))) / 2)

    def step(self, number: int, batches: Batches) -> tuple[Tensor, Tensor]:
        """Do step ``number``; its randomness depends on the seed and the number alone. (loss, gradient norm)"""
        seed = self.config.seed * 1_000_003 + number
        generator = torch.Generator(self.device).manual_seed(seed)
        torch.manual_seed(seed)  # dropout takes no generator
        batch = batches.draw(self.config.batch, generator)
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate(number)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            loss = self.denoiser.loss(batch.x0, batch.observation, generator).mean()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.denoiser.parameters(), self.config.clip)
        self.optimiser.step()
        self._update_average(number)
        return loss.detach(), norm.detach()

    @torch.no_grad()
    def _update_average(self, number: int) -> None:
        decay = min(self.config.ema, (1 + number) / (10 + number))
        names = [name for name, tensor in self.average.items() if tensor.is_floating_point()]
        state = self.denoiser.state_dict()
        torch._foreach_lerp_([self.average[n] for n in names], [state[n] for n in names], 1 - decay)

    def state(self) -> dict[str, Tensor]:
        """All that the next step depends on, by name."""
        tensors = {f"network.{name}": tensor for name, tensor in self.denoiser.state_dict().items()}
        tensors |= {f"average.{name}": tensor for name, tensor in self.average.items()}
        for index, values in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{name}": value for name, value in values.items()}
        return tensors

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Inverse of :meth:`state`."""

        def part(prefix: str) -> dict[str, Tensor]:
            start = len(prefix) + 1
            return {name[start:]: tensor for name, tensor in tensors.items() if name.startswith(prefix + ".")}

        self.denoiser.load_state_dict(part("network"))
        self.average = {name: tensor.to(self.device) for name, tensor in part("average").items()}
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in part("optimiser").items():
            index, _, moment = name.partition(".")
            moments.setdefault(int(index), {})[moment] = tensor
        described = self.optimiser.state_dict()
        self.optimiser.load_state_dict({"state": moments, "param_groups": described["param_groups"]})

    def averaged(self) -> Denoiser:
        """A denoiser with the averaged weights, in evaluation mode."""
        copy = build_denoiser(_description(self.config)).to(self.device)
        copy.load_state_dict(self.average)
        return copy.requires_grad_(False).eval()


def train(
    config: TrainConfig,
    out: str | os.PathLike[str],
    resume: bool = False,
    device: str = "auto",
    report_every: float = 1.0,
) -> Iterator[Event]:
    """Train a lifter on a poses file, into the run folder ``out``.

    Yields a Progress about every ``report_every`` seconds, Validated on held-out subjects as often as the
    configuration says, and Finished. Closed before, as by ``break``, it saves where it is. ``resume``
    continues a run bit for bit on the same device. Raises
    PosesError and CheckpointError for bad data and a folder that does not fit, before training begins, and
    CheckpointError when the loss stops being finite.
    """
    poses = load_poses(config.data)
    training, validation = poses.split()
    if config.all_subjects:
        training = poses
    if not (len(training) and len(validation)):
        raise PosesError(
            f"{config.data}: {len(training)} poses to train on and {len(validation)} to validate with;"
            " expected some of each: clips of two people or more"
        )
    place = pick_device(device)
    denoiser, scale = _first(config)
    batches = Batches(training.joints, place, scale, config.augment, expansion=config.expansion)
    trainer = Trainer(config, denoiser, place)
    folder = RunFolder(out, config, resume)
    tensors, first = folder.load_state()
    if tensors:
        trainer.load_state(tensors)
    held_out = held_out_batch(validation.joints, VALIDATION_POSES, batches.scale, place)
    guess = mean_pose(training.joints, held_out, batches.scale)
    control = score(guess, held_out.x0, batches.scale)
    card = _card(config, poses, training, batches.scale, folder)
    scores: dict[str, float] = {}

    def save(step: int) -> None:
        folder.save_state(trainer.state(), step)
        save_weights(folder.weights, trainer.average, card | {"steps": step, "validation": scores})

    began, last, since, losses = time.monotonic(), first, time.monotonic(), []
    norm = torch.zeros(())
    done = first
    try:
        for number in range(first, config.steps):
            loss, norm = trainer.step(number, batches)
            losses.append(loss)
            done = number + 1
            ends = done == config.steps
            if ends or time.monotonic() - since >= report_every:
                now = time.monotonic()
                rate = (done - last) / max(now - since, 1e-9)
                overall = (done - first) / max(now - began, 1e-9)
                event = Progress(
                    done,
                    config.steps,
                    float(torch.stack(losses).mean()),
                    trainer.learning_rate(number),
                    float(norm),
                    rate,
                    (config.steps - done) / overall,
                )
                folder.append({"time": round(time.time(), 2), **vars(event)})
                last, since, losses = done, now, []
                yield event
            if ends or done % config.validate_every == 0:
                scores = evaluate(trainer.averaged(), held_out, batches.scale)
                folder.append({"step": done, "validation": scores, "control": control})
                yield Validated(done, scores, control)
            if ends or done % config.save_every == 0:
                _check_finite(folder, done, loss, norm)
                save(done)
    except GeneratorExit:
        if done > first and _are_finite(loss, norm):
            save(done)
        raise
    yield Finished(max(first, config.steps), folder.weights)


def _check_finite(folder: RunFolder, step: int, loss: Tensor, norm: Tensor) -> None:
    """Raises CheckpointError rather than let a run that diverged replace its last good checkpoint."""
    if not _are_finite(loss, norm):
        raise CheckpointError(
            f"{folder.path}: training diverged before step {step} (loss {float(loss)}); the checkpoint before"
            " it is kept: start anew with a lower learning rate"
        )


def _are_finite(*numbers: Tensor) -> bool:
    return all(bool(torch.isfinite(number)) for number in numbers)


def _first(config: TrainConfig) -> tuple[Denoiser, float | None]:
    """The denoiser to begin with, and the deviation its poses are divided by (None: the data's own)."""
    torch.manual_seed(config.seed)
    denoiser = build_denoiser(_description(config))
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


def _description(config: TrainConfig) -> dict[str, Any]:
    return {
        "model": config.model,
        "network": config.network,
        "denoiser": config.denoiser,
        "denoiser_options": config.denoiser_options,
    }


def _card(
    config: TrainConfig, poses: Poses, training: Poses, scale: float, folder: RunFolder
) -> dict[str, Any]:
    return _description(config) | {
        "name": folder.path.name,
        "scale": scale,
        "data": {"provenance": poses.provenance, "poses": len(training), "terms": config.terms},
        "batch": config.batch,
        "learning_rate": config.learning_rate,
        "ema": config.ema,
        "seed": config.seed,
        "noise": config.noise,
        "expansion": config.expansion,
        "augment": config.augment,
        "start": _started_from(config),
        "held_out": not config.all_subjects,
        "date": date.today().isoformat(),
        "version": __version__,
    }
