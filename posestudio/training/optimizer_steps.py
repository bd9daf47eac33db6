"""The optimiser steps of a lifter's training: gradient accumulation over micro-batches and processes."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from posestudio.dataset.batches import STEPS_PER_DRAW, Batch, Batches
from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.errors import CheckpointError
from posestudio.learning.device import bfloat16_helps
from posestudio.learning.distributed import Processes
from posestudio.learning.optimization import Optimization, learning_rate
from posestudio.training.card import description
from posestudio.training.config import TrainConfig


class _Loss(nn.Module):
    """A denoiser's loss as the output of a module: processes average the gradients of a module's output."""

    def __init__(self, denoiser: Denoiser):
        super().__init__()
        self.denoiser = denoiser

    def forward(self, *arguments: Any) -> Tensor:
        return self.denoiser.loss(*arguments)


class Trainer:
    """A network in training. Its weights depend on the configuration alone, not on how often the run was
    stopped: the randomness of a step comes from seed, step and part.

    A batch consists of ``config.parts`` parts with random numbers of their own, which the processes share between
    them; so two processes learn what one does of two parts. ``micro_batches`` is the number of those that a part is
    divided into to fit into memory, ``rollbacks`` how many times training went back to a checkpoint.
    """

    def __init__(self, config: TrainConfig, denoiser: Denoiser, processes: Processes):
        self.config, self.processes, self.device = config, processes, processes.device
        if config.parts % processes.count or config.batch % config.parts:
            raise CheckpointError(
                f"a batch of {config.batch} in {config.parts} parts for {processes.count} processes: expected"
                " parts that the processes can share evenly, and that make up the batch"
            )
        self.denoiser = denoiser.to(self.device).train()
        self._loss = processes.synchronized(_Loss(self.denoiser))
        self.optimization = Optimization(self.denoiser, self.denoiser.parameters(), config)
        self.bfloat16 = bfloat16_helps(self.device)
        self.micro_batches, self.rollbacks = 1, 0
        self._drawn_parts: dict[int, tuple[Any, Batch]] = {}

    def learning_rate(self, step: int) -> float:
        """The scheduled rate of a step, halved by each rollback."""
        return learning_rate(self.config, step) * 0.5**self.rollbacks

    def step(self, number: int, batches: Batches) -> tuple[Tensor, Tensor]:
        """Do step ``number``; returns (loss, gradient norm). When the memory does not suffice, the gradients are
        dropped and the error is raised; nothing else has changed."""
        self.optimization.clear_gradients()
        try:
            loss = self._gradients(number, batches)
        except Exception:
            self.optimization.clear_gradients()
            raise
        return loss, self.optimization.step(number, self.learning_rate(number))

    def _gradients(self, number: int, batches: Batches) -> Tensor:
        config, processes = self.config, self.processes
        rows = config.batch // config.parts
        cuts = [round(rows * cut / self.micro_batches) for cut in range(self.micro_batches + 1)]
        mine = range(processes.index, config.parts, processes.count)
        total = torch.zeros((), device=self.device)
        for part in mine:
            batch = self._draw(number, part, batches, rows)
            seed = self._seed(number, part)
            torch.manual_seed(seed)  # dropout takes no generator
            generator = torch.Generator(self.device).manual_seed(seed)
            for start, stop in zip(cuts[:-1], cuts[1:], strict=True):
                last = part == mine[-1] and stop == rows
                micro_batch = batch.part(start, stop)
                with self._synchronizing(last):
                    with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
                        loss = self._loss(micro_batch.x0, micro_batch.observation, generator).sum()
                    loss = loss / (rows * len(mine))
                    loss.backward()
                total += loss.detach()
        return total

    def _draw(self, number: int, part: int, batches: Batches, rows: int) -> Batch:
        """A part of a step's batch. Those of several steps are made together: on small tensors the operations take
        as long as on larger ones."""
        chunk, index = divmod(number, STEPS_PER_DRAW)
        key = (chunk, part, self.rollbacks, id(batches))
        if self._drawn_parts.get(part, (None,))[0] != key:
            seed = self._seed(chunk, part) + 1
            drawn = batches.draw(rows * STEPS_PER_DRAW, torch.Generator(self.device).manual_seed(seed))
            self._drawn_parts[part] = (key, drawn)
        return self._drawn_parts[part][1].part(index * rows, (index + 1) * rows)

    def _seed(self, number: int, part: int) -> int:
        """An even number, which seeds the noise and dropout of a step's part; the odd number after it is for
        drawing batches."""
        config = self.config
        return 2 * (((config.seed * 1_000_003 + number) * 4 + self.rollbacks) * config.parts + part) % 2**63

    def _synchronizing(self, last: bool) -> Any:
        """A context in which gradients are averaged over the processes only at the ``last`` micro-batch of a step."""
        return nullcontext() if last or self.processes.alone else self._loss.no_sync()  # type: ignore[operator]

    def use_smaller_micro_batches(self) -> None:
        """Compute half as many poses at once. Raises CheckpointError where a single one does not fit."""
        rows = self.config.batch // self.config.parts
        if not self.processes.alone:
            raise CheckpointError("out of memory: give the processes smaller batches, or --parts")
        if self.micro_batches >= rows:
            raise CheckpointError(
                "out of memory: not even a single pose at once fits; take a smaller network"
            )
        self.micro_batches = min(self.micro_batches * 2, rows)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    @property
    def average(self) -> dict[str, Tensor]:
        """The running average of the weights."""
        return self.optimization.average.state

    def averaged(self) -> Denoiser:
        """A denoiser with the averaged weights, in evaluation mode."""
        copy = build_denoiser(description(self.config)).to(self.device)
        copy.load_state_dict(self.average)
        return copy.requires_grad_(False).eval()


def is_out_of_memory(problem: BaseException) -> bool:
    """Whether an error says that the memory of a device does not suffice: CUDA's, Apple's or the CPU's."""
    text = str(problem).lower()
    return isinstance(problem, torch.OutOfMemoryError) or (
        isinstance(problem, RuntimeError) and ("not enough memory" in text or "out of memory" in text)
    )
