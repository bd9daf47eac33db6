"""Layers that the lifter's networks and the detector's decoder share: Fourier features of the time, and dropout."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class FourierFeatures(nn.Module):
    """cos and sin of a scalar at fixed, geometrically spaced frequencies: (N,) -> (N, size)."""

    frequencies: Tensor

    def __init__(self, size: int, lowest: float = 0.25, highest: float = 16.0):
        super().__init__()
        if size < 2 or size % 2:
            raise ValueError(f"expected an even number of time features, not {size}")
        # Values also where a network of shapes alone is built: on torch's device "meta" this loads torch's compiler.
        ramp = torch.linspace(math.log(lowest), math.log(highest), size // 2, device="cpu")
        self.register_buffer("frequencies", 2 * math.pi * ramp.exp(), persistent=False)

    def forward(self, time: Tensor) -> Tensor:
        angles = time[:, None] * self.frequencies
        return torch.cat([angles.cos(), angles.sin()], dim=-1)


class Dropout(nn.Module):
    """Zeroes units with a probability of about ``share`` in training, and scales the others up.

    On the CPU one random number of eight bytes decides about eight units, so the share is rounded to 256ths:
    PyTorch's dropout draws a number for each unit, which takes longer than the layer's matrix product.
    """

    def __init__(self, share: float):
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        if x.device.type != "cpu" or x.numel() % 8:
            return functional.dropout(x, self.share)
        dropped = min(max(round(self.share * 256), 1), 255)
        bytes_ = torch.empty(x.numel() // 8, dtype=torch.int64).random_(-(2**63), 2**63 - 1).view(torch.uint8)
        return x * (bytes_.view(x.shape) >= dropped) * (256 / (256 - dropped))
