"""Several processes that train one network, as ``torchrun`` starts them: one a device, on one machine or many."""

from __future__ import annotations

import os

import torch
from torch import Tensor, distributed, nn

from posestudio.common.workers import end_with_parent
from posestudio.errors import CheckpointError


class ProcessGroup:
    """This process among those of a run; alone, unless torchrun's variables are set."""

    def __init__(self, device: torch.device):
        self.count, self.index = 1, 0
        self.device = device
        if "WORLD_SIZE" not in os.environ or int(os.environ["WORLD_SIZE"]) == 1:
            return
        if (
            "TORCHELASTIC_RUN_ID" in os.environ
        ):  # our parent is torchrun, and nobody else ends us when it is killed
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
        """Whether this is the process that validates, saves and tells."""
        return self.index == 0

    @property
    def alone(self) -> bool:
        return self.count == 1

    def joined(self, module: nn.Module) -> nn.Module:
        """``module``, its gradients averaged over all processes."""
        return module if self.alone else nn.parallel.DistributedDataParallel(module)

    def mean(self, value: Tensor) -> Tensor:
        """The mean of the processes' values."""
        if self.alone:
            return value
        total = value.clone()
        distributed.all_reduce(total)
        return total / self.count

    def meet(self) -> None:
        """Wait for the others: who parts while another still works tears down what that one listens to."""
        if not self.alone:
            distributed.barrier()

    def close(self) -> None:
        """Part from the others."""
        if not self.alone and distributed.is_initialized():
            distributed.destroy_process_group()
