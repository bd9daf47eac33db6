"""What every training here has: a network, its running average, AdamW, and all of it as named tensors."""

from __future__ import annotations

import math
from typing import Protocol

import torch
from torch import Tensor, nn


class Schedule(Protocol):
    """The part of a configuration that the learning rate and the average depend on."""

    @property
    def steps(self) -> int: ...
    @property
    def warm_up(self) -> int: ...
    @property
    def learning_rate(self) -> float: ...
    @property
    def ema(self) -> float: ...


def learning_rate(config: Schedule, step: int) -> float:
    """Linear warm-up, then a cosine down to 1 % of the top."""
    if step < config.warm_up:
        return config.learning_rate * (step + 1) / config.warm_up
    done = (step - config.warm_up) / max(config.steps - config.warm_up, 1)
    return config.learning_rate * (0.01 + 0.99 * (1 + math.cos(math.pi * min(done, 1))) / 2)


class Averaged:
    """A network in training, and the running average of its weights.

    ``average`` is a state dict; early on it forgets faster, so that it does not lag behind the start.
    """

    def __init__(self, network: nn.Module, optimiser: torch.optim.Optimizer):
        self.network, self.optimiser = network, optimiser
        self.average = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    # Not torch.optim.swa_utils.AveragedModel: a checkpoint's names have been these since the first runs, and
    # it would average whole numbers, too.

    @torch.no_grad()
    def update(self, decay: float, number: int) -> None:
        """Draw the average after the network's state after step ``number``."""
        decay = min(decay, (1 + number) / (10 + number))
        names = [name for name, tensor in self.average.items() if tensor.is_floating_point()]
        state = self.network.state_dict()
        torch._foreach_lerp_([self.average[n] for n in names], [state[n] for n in names], 1 - decay)

    def state(self) -> dict[str, Tensor]:
        """All that the next step depends on, by name: the tensors themselves, which the next step changes."""
        tensors = {f"network.{name}": tensor for name, tensor in self.network.state_dict().items()}
        tensors |= {f"average.{name}": tensor for name, tensor in self.average.items()}
        for index, values in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{name}": value for name, value in values.items()}
        return tensors

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Inverse of :meth:`state`; the tensors given are copied, and stay as they are."""

        def part(prefix: str) -> dict[str, Tensor]:
            start = len(prefix) + 1
            return {name[start:]: tensor for name, tensor in tensors.items() if name.startswith(prefix + ".")}

        self.network.load_state_dict(part("network"))
        average = part("average")
        for name, tensor in self.average.items():
            tensor.copy_(average[name])
        parameters = [p for group in self.optimiser.param_groups for p in group["params"]]
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in part("optimiser").items():
            index, _, moment = name.partition(".")
            if tensor.ndim:  # the fused optimiser reads memory in order: moments lie as their weights do
                tensor = torch.empty_like(parameters[int(index)]).copy_(tensor)
            else:
                tensor = tensor.clone()
            moments.setdefault(int(index), {})[moment] = tensor
        described = self.optimiser.state_dict()
        self.optimiser.load_state_dict({"state": moments, "param_groups": described["param_groups"]})


def are_finite(*numbers: Tensor) -> bool:
    """Whether all of them are."""
    return all(bool(torch.isfinite(number)) for number in numbers)
