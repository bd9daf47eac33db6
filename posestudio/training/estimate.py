"""Estimate of a run's time and memory before it starts, and the devices it could run on."""

from __future__ import annotations

import os
import platform
import time
from typing import Any

import numpy as np
import torch

from posestudio.body.standing import standing_body
from posestudio.dataset.batches import Batches
from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.learning.device import pick_device
from posestudio.learning.distributed import Processes
from posestudio.learning.events import Estimated
from posestudio.training.card import description
from posestudio.training.config import TrainConfig
from posestudio.training.optimizer_steps import Trainer

STEPS = 3
"""Steps that are timed, after a first one that is not."""


def estimate(config: TrainConfig, device: str = "auto") -> Estimated:
    """Rate, time and memory of a run as configured, measured in a few steps on standing bodies.

    The memory is that of the parameters, their gradients, moments and average, and of the tensors that a step
    keeps for the backward pass. Raises CheckpointError for a device or network that is not available.
    """
    chosen = pick_device(device)
    trainer = Trainer(config, build_denoiser(description(config)), Processes(chosen))
    batches = Batches(np.repeat(standing_body()[None], 64, axis=0), chosen, 0.3, config.augment)
    kept = 0

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal kept
        kept += tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        trainer.step(0, batches)
    _synchronize(chosen)
    began = time.perf_counter()
    for number in range(1, STEPS + 1):
        trainer.step(number, batches)
    _synchronize(chosen)
    seconds = (time.perf_counter() - began) / STEPS
    parameters = sum(parameter.numel() for parameter in trainer.denoiser.parameters())
    memory = 5 * 4 * parameters + kept
    return Estimated(str(chosen), 1 / seconds, config.steps * seconds, memory, devices())


def devices() -> list[dict[str, Any]]:
    """The devices of this machine: name as `--device` takes it, title, and memory in bytes (0: not known)."""
    found = [
        {"name": "cpu", "title": f"CPU ({platform.processor() or platform.machine()})", "memory": _ram()}
    ]
    if torch.backends.mps.is_available():
        found.append({"name": "mps", "title": "Apple GPU", "memory": _ram()})
    for index in range(torch.cuda.device_count()):
        facts = torch.cuda.get_device_properties(index)
        found.append({"name": f"cuda:{index}", "title": facts.name, "memory": facts.total_memory})
    return found


def _ram() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return 0


def _synchronize(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
