"""Inference in lower precision: linear layers in bfloat16 or float16 where these are quicker."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.diffusion.parameterizations import Denoiser
from posestudio.learning.device import bfloat16_helps

FEW_ROWS = 256
"""Poses up to which a CPU takes longer to read a large layer's weights than to multiply by them."""

LARGE = 2**18
"""Weights of a layer above which they don't stay near the core."""


class HalfLinear(nn.Module):
    """A fully connected layer with weights kept, and inputs rounded, to bfloat16; float32 out.

    On the CPU the weights also lie in the order in which oneDNN multiplies: sorting them anew at every
    product of a few rows takes longer than multiplying.
    """

    weight: Tensor
    bias: Tensor

    def __init__(self, layer: nn.Linear):
        super().__init__()
        self.register_buffer("weight", layer.weight.detach().bfloat16())
        self.register_buffer("bias", layer.bias.detach().bfloat16())
        on_cpu = self.weight.device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported()
        self._sorted = torch.ops.mkldnn._reorder_linear_weight(self.weight) if on_cpu else None

    def forward(self, x: Tensor) -> Tensor:
        x = x.bfloat16()
        if self._sorted is None:
            return functional.linear(x, self.weight, self.bias).float()
        return torch.ops.mkldnn._linear_pointwise(x, self._sorted, self.bias, "none", [], "").float()


class LightLinear(nn.Module):
    """A fully connected layer with weights rounded to float16, multiplied in float32.

    On the CPU, for few rows: FBGEMM reads half as many bytes, and widens weights as it multiplies.
    """

    def __init__(self, layer: nn.Linear):
        super().__init__()
        self.wide = layer.requires_grad_(False)
        layer.weight.copy_(layer.weight.half())
        self._packed = torch.ops.quantized.linear_prepack_fp16(layer.weight, layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        if x.numel() > FEW_ROWS * x.shape[-1]:
            return self.wide(x)
        return torch.ops.quantized.linear_dynamic_fp16(x, self._packed)


def optimized_for_inference(denoiser: Denoiser, device: torch.device) -> Denoiser:
    """The denoiser, in place, with the layers that multiply quickest on its device; for inference only."""
    if bfloat16_helps(device):
        return with_half_blocks(denoiser)
    if device.type == "cpu" and torch.backends.quantized.engine in ("x86", "fbgemm"):
        return with_light_blocks(denoiser)
    return denoiser


def with_half_blocks(denoiser: Denoiser) -> Denoiser:
    """The denoiser with the layers of its network's blocks in bfloat16, in place, for inference only.

    What enters and leaves the network stays in float32, and so does what is carried from block to block:
    then the `mlp`'s poses move by 0.5 mm about their hips on average, and by 1.4 mm with where they stand.
    """
    return _with_layers(denoiser, HalfLinear)


def with_light_blocks(denoiser: Denoiser) -> Denoiser:
    """The denoiser with large layers of its network's blocks light, in place, for inference on a CPU only.

    Poses move by 0.001 mm on average.
    """
    return _with_layers(denoiser, lambda layer: LightLinear(layer) if layer.weight.numel() > LARGE else layer)


def _with_layers(denoiser: Denoiser, made: Callable[[nn.Linear], nn.Module]) -> Denoiser:
    for part in denoiser.network.children():
        if isinstance(part, nn.ModuleList):
            for block in part:
                for name, layer in list(block.named_children()):
                    if isinstance(layer, nn.Linear):
                        setattr(block, name, made(layer))
    return denoiser
