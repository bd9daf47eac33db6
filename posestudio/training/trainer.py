"""One optimiser step after the other: network, running average, gradients over pieces and processes."""

from __future__ import annotations

import math
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from ..dataset.batches import AHEAD, Batch, Batches
from ..diffusion.checkpoint import build_denoiser
from ..diffusion.denoiser import Denoiser
from ..diffusion.device import bfloat16_helps
from ..errors import CheckpointError
from .config import TrainConfig
from .ranks import Ranks


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

    def __init__(self, config: TrainConfig, denoiser: Denoiser, ranks: Ranks):
        self.config, self.ranks, self.device = config, ranks, ranks.device
        if config.parts % ranks.count or config.batch % config.parts:
            raise CheckpointError(
                f"a batch of {config.batch} in {config.parts} parts for {ranks.count} processes: expected"
                " parts that the processes can share evenly, and that make up the batch"
            )
        self.denoiser = denoiser.to(self.device).train()
        self._loss = ranks.joined(_Loss(self.denoiser))
        self.average = {name: tensor.clone() for name, tensor in self.denoiser.state_dict().items()}
        self.optimiser = torch.optim.AdamW(
            self.denoiser.parameters(),
            lr=config.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.bfloat16 = bfloat16_helps(self.device)
        self.pieces, self.setbacks = 1, 0
        self._made: dict[int, tuple[Any, Batch]] = {}

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, then a cosine down to 1 % of the top; half as much after each setback."""
        config = self.config
        top = config.learning_rate * 0.5**self.setbacks
        if step < config.warm_up:
            return top * (step + 1) / config.warm_up
        done = (step - config.warm_up) / max(config.steps - config.warm_up, 1)
        return top * (0.01 + 0.99 * (1 + math.cos(math.pi * min(done, 1))) / 2)

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
        self._update_average(number)
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
        return 2 * (((config.seed * 1_000_003 + number) * 4 + self.setbacks) * config.parts + part)

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
        copy = build_denoiser(description(self.config)).to(self.device)
        copy.load_state_dict(self.average)
        return copy.requires_grad_(False).eval()


def is_out_of_memory(problem: BaseException) -> bool:
    """Whether a step failed because its device has no room: CUDA's, Apple's and the CPU's way of saying so."""
    words = str(problem).lower()
    return isinstance(problem, torch.OutOfMemoryError) or (
        isinstance(problem, RuntimeError) and ("not enough memory" in words or "out of memory" in words)
    )
