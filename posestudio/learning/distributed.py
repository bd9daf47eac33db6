"""Several processes that train one network together, as ``torchrun`` starts them: one per device, on one
machine or many."""

from __future__ import annotations

import os

import torch
from torch import Tensor, distributed, nn

from posestudio.common.workers import end_with_parent
from posestudio.errors import CheckpointError


class Processes:
    """The processes of a run, and which of them this one is: ``index`` of ``count``, on ``device``.

    There is only this one unless torchrun's variables are set. Raises CheckpointError where the others cannot be
    reached.
    """

    def __init__(self, device: torch.device):
        self.count, self.index = 1, 0
        self.device = device
        if "WORLD_SIZE" not in os.environ or int(os.environ["WORLD_SIZE"]) == 1:
            return
        if (
            "TORCHELASTIC_RUN_ID" in os.environ
        ):  # torchrun, our parent, doesn't end us when it is killed itself
            end_with_parent()
        if device.type == "cuda":
            self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
            torch.cuda.set_device(self.device)
        try:
            distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        except (RuntimeError, ValueError) as problem:
            raise CheckpointError(f"the other processes of the run cannot be reached: {problem}") from problem
        self.count, self.index = distributed.get_world_size(), distributed.get_rank()

    @property
    def first(self) -> bool:
        """Whether this is the process that validates, saves and yields events."""
        return self.index == 0

    @property
    def alone(self) -> bool:
        """Whether there is no other process."""
        return self.count == 1

    def synchronized(self, module: nn.Module) -> nn.Module:
        """``module`` whose gradients are averaged over all processes."""
        return module if self.alone else nn.parallel.DistributedDataParallel(module)

    def mean(self, value: Tensor) -> Tensor:
        """The mean of the processes' values."""
        if self.alone:
            return value
        total = value.clone()
        distributed.all_reduce(total)
        return total / self.count

    def wait(self) -> None:
        """Wait for the others: a process that ends first closes the store that the others still read."""
        if not self.alone:
            distributed.barrier()

    def close(self) -> None:
        """End the connection to the others."""
        if not self.alone and distributed.is_initialized():
            distributed.destroy_process_group()
