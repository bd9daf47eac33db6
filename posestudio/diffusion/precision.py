"""Inference in lower precision: linear layers in bfloat16 or float16 where these are quicker than in float32."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.diffusion.parameterizations import Denoiser
from posestudio.learning.device import bfloat16_helps

FEW_ROWS = 256
"""Poses up to which a CPU takes longer to read a large layer's weights than to multiply by them."""

LARGE_LAYER = 2**18
"""Number of weights above which a layer does not stay in the core's cache."""


class BFloat16Linear(nn.Module):
    """A fully connected layer with weights kept, and inputs rounded, to bfloat16; float32 out.

    On the CPU the weights are also kept in the order in which oneDNN multiplies, where there is an operator for
    that: reordering them at every product of a few rows takes longer than multiplying.
    """

    weight: Tensor
    bias: Tensor

    def __init__(self, layer: nn.Linear):
        super().__init__()
        self.register_buffer("weight", layer.weight.detach().bfloat16())
        self.register_buffer("bias", layer.bias.detach().bfloat16())
        self._reordered = _in_onednn_order(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        x = x.bfloat16()
        if self._reordered is None:
            return functional.linear(x, self.weight, self.bias).float()
        return torch.ops.mkldnn._linear_pointwise(x, self._reordered, self.bias, "none", [], "").float()


def _in_onednn_order(weight: Tensor) -> Tensor | None:
    """A bfloat16 weight as oneDNN multiplies by it; None off the CPU, and where PyTorch's private operators of that
    are missing or the processor is not supported."""
    operators = ("_is_mkldnn_bf16_supported", "_reorder_linear_weight", "_linear_pointwise")
    if weight.device.type != "cpu" or not all(hasattr(torch.ops.mkldnn, name) for name in operators):
        return None
    supported = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.ops.mkldnn._reorder_linear_weight(weight) if supported else None


class Float16Linear(nn.Module):
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


def float16_supported() -> bool:
    """Whether this PyTorch has FBGEMM's operators for :class:`Float16Linear`."""
    return torch.backends.quantized.engine in ("x86", "fbgemm") and all(
        hasattr(torch.ops.quantized, name) for name in ("linear_prepack_fp16", "linear_dynamic_fp16")
    )


def optimized_for_inference(denoiser: Denoiser, device: torch.device) -> Denoiser:
    """The denoiser, in place, with the layers that multiply quickest on its device; for inference only."""
    if bfloat16_helps(device):
        return with_bfloat16_blocks(denoiser)
    if device.type == "cpu" and float16_supported():
        return with_float16_blocks(denoiser)
    return denoiser


def with_bfloat16_blocks(denoiser: Denoiser) -> Denoiser:
    """The denoiser with the layers of its network's blocks in bfloat16, in place, for inference only.

    The network's inputs and outputs stay in float32, and so do the values passed from block to block:
    then the `mlp`'s poses move by 0.5 mm about their hips on average, and by 1.4 mm with their position.
    """
    return _with_layers(denoiser, BFloat16Linear)


def with_float16_blocks(denoiser: Denoiser) -> Denoiser:
    """The denoiser with large layers of its network's blocks in float16, in place, for inference on a CPU only.

    Poses move by 0.001 mm on average.
    """
    return _with_layers(
        denoiser, lambda layer: Float16Linear(layer) if layer.weight.numel() > LARGE_LAYER else layer
    )


def _with_layers(denoiser: Denoiser, made: Callable[[nn.Linear], nn.Module]) -> Denoiser:
    """The denoiser, in place, with ``made(layer)`` for each linear layer of its network's blocks."""
    for part in denoiser.network.children():
        if isinstance(part, nn.ModuleList):
            for block in part:
                for name, layer in list(block.named_children()):
                    if isinstance(layer, nn.Linear):
                        setattr(block, name, made(layer))
    return denoiser
