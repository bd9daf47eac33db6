"""Measures a training step, against the network's forward and backward on a batch that is ready.

    python benchmarks/training_step.py [--threads 2] [--model mlp]

Prints steps per second, and the share of a step's time that the network itself has (forward, backward,
optimiser), as against making the batch (drawing, bodies, cameras, pictures) and the running average. The
floor is the same forward and backward on a batch that is there already.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import torch

from posestudio.body.standing import standing_body
from posestudio.common.allocator import keep_freed_memory
from posestudio.dataset.batches import STEPS_PER_DRAW, Batches
from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.diffusion.networks import SIZES
from posestudio.learning.device import pick_device
from posestudio.learning.distributed import Processes
from posestudio.training.card import description
from posestudio.training.config import TrainConfig
from posestudio.training.optimizer_steps import Trainer


def seconds(work: Callable[[int], object], device: torch.device, steps: int) -> float:
    """The seconds of one call of ``work``, the median of several rounds."""
    rounds = []
    for number in range(6):
        began = time.perf_counter()
        for step in range(steps):
            work(number * steps + step)
        if device.type == "cuda":
            torch.cuda.synchronize()
        rounds.append((time.perf_counter() - began) / steps)
    return float(np.median(rounds[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", choices=SIZES, default="mlp")
    parser.add_argument("--size", default="medium")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=4, help="in each of six rounds")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()  # as the train command does
    device = pick_device(options.device)
    network = SIZES[options.model][options.size]
    config = TrainConfig("", options.model, network=network, batch=options.batch)
    trainer = Trainer(config, build_denoiser(description(config)), Processes(device))
    poses = np.repeat(standing_body()[None], 4096, axis=0)
    batches = Batches(poses, device, 0.3)

    class PreparedBatches:
        """Returns the same batch for every draw."""

        def __init__(self) -> None:
            self.batch = batches.draw(options.batch * STEPS_PER_DRAW, torch.Generator(device).manual_seed(0))

        def draw(self, count: int, generator: torch.Generator) -> object:
            return self.batch

    ready = PreparedBatches()
    generator = torch.Generator(device).manual_seed(0)
    whole = seconds(lambda step: trainer.step(step, batches), device, options.steps)
    network_alone = seconds(lambda step: trainer.step(step, ready), device, options.steps)  # type: ignore[arg-type]
    drawing = (
        seconds(lambda step: batches.draw(options.batch * STEPS_PER_DRAW, generator), device, options.steps)
        / STEPS_PER_DRAW
    )
    averaging = seconds(lambda step: trainer.optimization.average.update(0.9995, step), device, options.steps)
    print(
        f"{options.model}, {options.size}, {options.batch} poses per step, {device}, {options.threads} threads"
    )
    print(f"steps per second      {1 / whole:8.2f}   ({whole * 1000:.1f} ms)")
    print(f"on a batch made before{1 / network_alone:8.2f}   ({network_alone * 1000:.1f} ms): the floor")
    print(f"network's share       {(network_alone - averaging) / whole:8.1%}")
    print(f"making the batch      {drawing / whole:8.1%}   ({drawing * 1000:.1f} ms)")
    print(f"running average       {averaging / whole:8.1%}   ({averaging * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
