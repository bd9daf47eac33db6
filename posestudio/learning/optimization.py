"""Optimisation of a network: learning rate, AdamW, moving average, and their state as named tensors."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from posestudio.learning.averaging import MovingAverage


class Settings(Protocol):
    """The part of a run's configuration that its optimisation depends on."""

    @property
    def steps(self) -> int: ...
    @property
    def warm_up(self) -> int: ...
    @property
    def learning_rate(self) -> float: ...
    @property
    def weight_decay(self) -> float: ...
    @property
    def ema(self) -> float: ...
    @property
    def clip(self) -> float: ...


def learning_rate(config: Settings, step: int) -> float:
    """Linear warm-up, then a cosine down to 1 % of the highest rate."""
    if step < config.warm_up:
        return config.learning_rate * (step + 1) / config.warm_up
    done = (step - config.warm_up) / max(config.steps - config.warm_up, 1)
    return config.learning_rate * (0.01 + 0.99 * (1 + math.cos(math.pi * min(done, 1))) / 2)


class Optimization:
    """A network in training, its AdamW optimiser, and the moving average of its weights.

    ``parameters`` are the network's, or groups of them with settings of their own, as AdamW takes them.
    """

    def __init__(
        self,
        network: nn.Module,
        parameters: Iterable[nn.Parameter] | Iterable[dict[str, Any]],
        config: Settings,
    ):
        self.network, self.config = network, config
        self.optimiser = torch.optim.AdamW(
            parameters,
            lr=config.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.average = MovingAverage(network)

    def clear_gradients(self) -> None:
        """Drop the gradients, and the memory they take."""
        self.optimiser.zero_grad(set_to_none=True)

    def step(self, number: int, rate: float) -> Tensor:
        """Change the weights by their gradients at the learning rate ``rate``, times the ``share`` of their group
        where it has one, and the average with them; returns the norm of the gradients before they are clipped."""
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group.get("share", 1.0)
        self.optimiser.step()
        self.average.update(self.config.ema, number)
        return norm.detach()

    def state(self) -> dict[str, Tensor]:
        """All tensors that the next step depends on, by name: not copies, so the next step changes them."""
        tensors = {f"network.{name}": tensor for name, tensor in self.network.state_dict().items()}
        tensors |= {f"average.{name}": tensor for name, tensor in self.average.state.items()}
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
        for name, tensor in self.average.state.items():
            tensor.copy_(average[name])
        parameters = [p for group in self.optimiser.param_groups for p in group["params"]]
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in part("optimiser").items():
            index, _, moment = name.partition(".")
            if tensor.ndim:  # the fused optimiser needs moments that are laid out in memory as their weights
                tensor = torch.empty_like(parameters[int(index)]).copy_(tensor)
            else:
                tensor = tensor.clone()
            moments.setdefault(int(index), {})[moment] = tensor
        described = self.optimiser.state_dict()
        self.optimiser.load_state_dict({"state": moments, "param_groups": described["param_groups"]})


def are_finite(*numbers: Tensor) -> bool:
    """Whether none of the scalar tensors is infinite or not a number."""
    return all(bool(torch.isfinite(number)) for number in numbers)
