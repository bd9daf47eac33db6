"""One optimiser step after the other: network, running average, gradients over pieces and processes."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from posestudio.dataset.batches import AHEAD, Batch, Batches
from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.errors import CheckpointError
from posestudio.learning.device import bfloat16_helps
from posestudio.learning.distributed import ProcessGroup
from posestudio.learning.optimization import Averaged, learning_rate
from posestudio.training.config import TrainConfig


def description(config: TrainConfig) -> dict[str, Any]:
    """What the run's denoiser is built from."""
    return {
        "model": config.model,
        "network": config.network,
        "denoiser": config.denoiser,
        "denoiser_options": config.denoiser_options,
    }


class _Loss(nn.Module):
    """A denoiser's loss as a module's answer, which is what gradients are averaged of over processes."""

    def __init__(self, denoiser: Denoiser):
        super().__init__()
        self.denoiser = denoiser

    def forward(self, *of: Any) -> Tensor:
        return self.denoiser.loss(*of)


class Trainer:
    """A network in training. What it has learnt depends on the configuration alone, not on how often it was
    stopped: the randomness of a step comes from seed, step and part.

    A batch consists of ``config.parts``, each with randomness of its own, which processes share between
    them; so two processes learn what one does of two parts. ``pieces`` is how many a part is cut into
    to fit the memory, ``setbacks`` how often training went back to a checkpoint.
    """

    def __init__(self, config: TrainConfig, denoiser: Denoiser, ranks: ProcessGroup):
        self.config, self.ranks, self.device = config, ranks, ranks.device
        if config.parts % ranks.count or config.batch % config.parts:
            raise CheckpointError(
                f"a batch of {config.batch} in {config.parts} parts for {ranks.count} processes: expected"
                " parts that the processes can share evenly, and that make up the batch"
            )
        self.denoiser = denoiser.to(self.device).train()
        self._loss = ranks.joined(_Loss(self.denoiser))
        self.optimiser = torch.optim.AdamW(
            self.denoiser.parameters(),
            lr=config.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.learnt = Averaged(self.denoiser, self.optimiser)
        self.bfloat16 = bfloat16_helps(self.device)
        self.pieces, self.setbacks = 1, 0
        self._made: dict[int, tuple[Any, Batch]] = {}

    def learning_rate(self, step: int) -> float:
        """As scheduled; half as much after each setback."""
        return learning_rate(self.config, step) * 0.5**self.setbacks

    def step(self, number: int, batches: Batches) -> tuple[Tensor, Tensor]:
        """Do step ``number``: (loss, gradient norm). Out of memory, nothing is changed but that the error is
        raised after all gradients are gone."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate(number)
        self.optimiser.zero_grad(set_to_none=True)
        try:
            loss = self._gradients(number, batches)
        except Exception:
            self.optimiser.zero_grad(set_to_none=True)
            raise
        norm = torch.nn.utils.clip_grad_norm_(self.denoiser.parameters(), self.config.clip)
        self.optimiser.step()
        self.learnt.update(self.config.ema, number)
        return loss, norm.detach()

    def _gradients(self, number: int, batches: Batches) -> Tensor:
        config, ranks = self.config, self.ranks
        rows = config.batch // config.parts
        cuts = [round(rows * cut / self.pieces) for cut in range(self.pieces + 1)]
        mine = range(ranks.index, config.parts, ranks.count)
        total = torch.zeros((), device=self.device)
        for part in mine:
            batch = self._drawn(number, part, batches, rows)
            seed = self._seed(number, part)
            torch.manual_seed(seed)  # dropout takes no generator
            generator = torch.Generator(self.device).manual_seed(seed)
            for start, stop in zip(cuts[:-1], cuts[1:], strict=True):
                last = part == mine[-1] and stop == rows
                piece = batch.part(start, stop)
                with self._together(last):
                    with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
                        loss = self._loss(piece.x0, piece.observation, generator).sum()
                    loss = loss / (rows * len(mine))
                    loss.backward()
                total += loss.detach()
        return total

    def _drawn(self, number: int, part: int, batches: Batches, rows: int) -> Batch:
        """A part of a step's batch. Several steps' are made at once: many small tensors take as long as few."""
        chunk, place = divmod(number, AHEAD)
        key = (chunk, part, self.setbacks, id(batches))
        if self._made.get(part, (None,))[0] != key:
            seed = self._seed(chunk, part) + 1
            drawn = batches.draw(rows * AHEAD, torch.Generator(self.device).manual_seed(seed))
            self._made[part] = (key, drawn)
        return self._made[part][1].part(place * rows, (place + 1) * rows)

    def _seed(self, number: int, part: int) -> int:
        """Even; the odd ones are free."""
        config = self.config
        return 2 * (((config.seed * 1_000_003 + number) * 4 + self.setbacks) * config.parts + part) % 2**63

    def _together(self, last: bool) -> Any:
        """Processes exchange gradients once a step."""
        return nullcontext() if last or self.ranks.alone else self._loss.no_sync()  # type: ignore[operator]

    def cut_smaller(self) -> None:
        """Half as many poses at once. Raises CheckpointError where a single one does not fit."""
        rows = self.config.batch // self.config.parts
        if not self.ranks.alone:
            raise CheckpointError("out of memory: give the processes smaller batches, or --parts")
        if self.pieces >= rows:
            raise CheckpointError(
                "out of memory: not even a single pose at once fits; take a smaller network"
            )
        self.pieces = min(self.pieces * 2, rows)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    @property
    def average(self) -> dict[str, Tensor]:
        """The running average of the weights."""
        return self.learnt.average

    def averaged(self) -> Denoiser:
        """A denoiser with the averaged weights, in evaluation mode."""
        copy = build_denoiser(description(self.config)).to(self.device)
        copy.load_state_dict(self.average)
        return copy.requires_grad_(False).eval()


def is_out_of_memory(problem: BaseException) -> bool:
    """Whether a step failed because its device has no room: CUDA's, Apple's and the CPU's way of saying so."""
    words = str(problem).lower()
    return isinstance(problem, torch.OutOfMemoryError) or (
        isinstance(problem, RuntimeError) and ("not enough memory" in words or "out of memory" in words)
    )
