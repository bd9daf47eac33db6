"""Matrices of weights in eight bits: whole numbers of -127 to 127, and a scale for each row in float16.

A file of them is about half of a float16 file; networks compute with the matrices that :func:`unpacked` gives.
"""

from __future__ import annotations

import torch
from torch import Tensor

SCALES = ".row_scales"
"""What follows a matrix's name in the name of its rows' scales."""

LEAST_NUMBERS = 4096
"""Smaller tensors stay as they are."""

_LARGEST = 127


def packed(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors with each large floating matrix (R, ...) as int8 codes of its shape and float16 scales (R,).

    Each row's scale is its largest magnitude over 127, so that no code is off by more than half a scale.
    """
    result = {}
    for name, tensor in tensors.items():
        result[name] = tensor.contiguous()
        if not tensor.is_floating_point() or tensor.dim() < 2 or tensor.numel() < LEAST_NUMBERS:
            continue
        rows = tensor.detach().float().flatten(1)
        scales = (rows.abs().amax(1) / _LARGEST).half()
        codes = (rows / scales.float().clamp_min(1e-30)[:, None]).round().clamp(-_LARGEST, _LARGEST)
        result[name] = codes.to(torch.int8).view(tensor.shape)
        result[name + SCALES] = scales
    return result


def unpacked(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of before :func:`packed`, those that were packed in float32; also of tensors without values, on
    torch's device "meta".

    Raises ValueError that begins with the name of scales which are not float16 (R,) of a matrix of int8 (R, ...).
    """
    result = {name: tensor for name, tensor in tensors.items() if not name.endswith(SCALES)}
    for name in tensors.keys() - result.keys():
        codes, scales = result.get(name.removesuffix(SCALES)), tensors[name]
        if codes is None or codes.dtype != torch.int8 or codes.dim() < 2:
            raise ValueError(f"{name}: expected a matrix of 8 bits with these scales")
        if scales.dtype != torch.float16 or scales.shape != codes.shape[:1]:
            raise ValueError(f"{name}: expected a float16 for each of {len(codes)} rows")
        result[name.removesuffix(SCALES)] = _unpacked(codes, scales)
    return result


def _unpacked(codes: Tensor, scales: Tensor) -> Tensor:
    if codes.is_meta:  # the first product of tensors without values would load torch's compiler, for a second
        return torch.empty(codes.shape, device="meta")
    return (codes.float().flatten(1) * scales.float()[:, None]).view(codes.shape)
