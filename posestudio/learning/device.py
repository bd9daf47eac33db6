"""The device that networks run on, and whether bfloat16 is quicker there."""

from __future__ import annotations

import torch

from posestudio.errors import CheckpointError


def pick_device(name: str = "auto") -> torch.device:
    """The device of that name; 'auto' is CUDA, Apple's MPS or the CPU, the first that is available."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise CheckpointError(f"device {name!r} cannot be used: {str(error).splitlines()[0]}") from error
    return device


def bfloat16_helps(device: torch.device) -> bool:
    """Whether matrix products in bfloat16 are faster there: on recent GPUs, and CPUs with AVX512-BF16 or AMX."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and any(
        _cpu_has(query) for query in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )


def _cpu_has(query: str) -> bool:
    """The result of a private function of ``torch.cpu`` about this processor; False where PyTorch has no function of
    that name."""
    return hasattr(torch.cpu, query) and getattr(torch.cpu, query)()
