"""Measures motion lifting in frames a second, against its network evaluations alone, as matrix products.

    python benchmarks/motion.py [--frames 300] [--hypotheses 8] [--threads 2]

One person walks to and fro before a still camera, with 1 % of noise on the keypoints. From keypoints to ranked
motions in the world, tracking, bone lengths, the path and standing feet included. The floor multiplies as often as
the networks did in that run (counted at their layers), at the rate that this machine reaches with matrices of as
many rows.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import Any

import numpy as np
import torch
from lifting_latency import peak_rate

from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.common.allocator import keep_freed_memory
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.learning.device import bfloat16_helps
from posestudio.lifting.lifter import Lifter

SIZE = (1280, 720)
CAMERA = Camera.look_at((0.5, 1.3, 5), (0, 0.9, 0), fov=45, size=SIZE)


def walker(frames: int, seed: int = 0) -> list[Keypoints]:
    """Keypoints of a body that walks to and fro and swings its arms and legs, 30 frames a second."""
    rng = np.random.default_rng(seed)
    seconds = np.arange(frames)[:, None, None] / 30
    swing = 0.06 * np.sin(4 * seconds + rng.uniform(0, 6, (1, 29, 3)))
    swing[:, 0] = 0
    way = np.sin(0.5 * seconds) * np.array([1.0, 0, 0.3])
    points = CAMERA.project(to_keypoints(standing_body() + swing + way))
    points = points + rng.normal(0, 3, points.shape)
    return [Keypoints(frame[None], size=SIZE) for frame in points]


class Multiplied:
    """Counts the multiply-adds of a lifter's networks: of every fully connected layer, the rows by the weights."""

    def __init__(self, *networks: torch.nn.Module):
        self.rows: Counter[int] = Counter()
        self.hooks = [
            network.register_forward_hook(self._counted(network), with_kwargs=True) for network in networks
        ]

    def _counted(self, network: torch.nn.Module) -> Any:
        weights = sum(
            weight.numel() for weight in (*network.parameters(), *network.buffers()) if weight.ndim == 2
        )

        def count(module: torch.nn.Module, inputs: Any, options: Any, output: Any) -> None:
            tokens = inputs[0].shape[:-2].numel()  # (..., B, 3): one row a pose
            self.rows[tokens] += tokens * weights

        return count

    def close(self) -> None:
        """Stop counting."""
        for hook in self.hooks:
            hook.remove()

    def seconds(self, dtype: torch.dtype) -> float:
        """How long as many multiply-adds take as products of matrices of as many rows."""
        return sum(work / peak_rate(min(rows, 4096), dtype) for rows, work in self.rows.items())


def networks_of(lifter: Lifter) -> list[torch.nn.Module]:
    """The networks of a lifter: that of single poses, and that of motions where there is one."""
    motion = lifter.motion_denoiser
    return [lifter.denoiser.network, *([motion.network] if motion is not None else [])]


def measure_lifting(lifter: Lifter, frames: int, hypotheses: int, runs: int) -> None:
    """Print the frames a second of motion lifting beside its floor."""
    seen, half = walker(frames), bfloat16_helps(torch.device("cpu"))
    dtype = torch.bfloat16 if half else torch.float32
    lifter.lift_motion(seen[:30], CAMERA, hypotheses=hypotheses)
    counted = Multiplied(*networks_of(lifter))
    lifter.lift_motion(seen, CAMERA, hypotheses=hypotheses)
    counted.close()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        lifter.lift_motion(seen, CAMERA, hypotheses=hypotheses)
        times.append(time.perf_counter() - began)
    taken, floor = float(np.median(times)), counted.seconds(dtype)
    print(
        f"{frames:6} frames, {hypotheses} hypotheses: {frames / taken:7.1f} frames a second,"
        f" floor {frames / floor:7.1f}; {taken / floor:.2f} times its time"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--hypotheses", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()  # as the commands and the studio do
    lifter = Lifter.load("mlp", device="cpu")
    print(f"{lifter.name}, {options.threads} threads")
    for hypotheses in (1, options.hypotheses):
        measure_lifting(lifter, options.frames, hypotheses, options.runs)


if __name__ == "__main__":
    main()
