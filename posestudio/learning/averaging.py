"""The exponential moving average of a network's weights."""

from __future__ import annotations

import torch
from torch import nn
from torch.optim.swa_utils import get_ema_multi_avg_fn


class MovingAverage:
    """The moving average of a network's floating-point tensors; its other tensors stay as they were at the start.

    ``state`` is a state dict of the network. Not torch's AveragedModel: that would average whole numbers, too, copy
    the weights instead of averaging them at the first step, and rename the tensors of all checkpoints.
    """

    def __init__(self, network: nn.Module):
        self.network = network
        self.state = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    @torch.no_grad()
    def update(self, decay: float, step: int) -> None:
        """Move the average towards the network's weights after ``step``: by a share of 1 - ``decay``, and by more
        in the first steps, so that the average doesn't lag behind the untrained weights."""
        decay = min(decay, (1 + step) / (10 + step))
        names = [name for name, tensor in self.state.items() if tensor.is_floating_point()]
        weights = self.network.state_dict()
        get_ema_multi_avg_fn(decay)([self.state[n] for n in names], [weights[n] for n in names], None)
