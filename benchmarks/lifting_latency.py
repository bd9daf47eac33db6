"""How near a lift is to its floor: the network's own multiply-adds at the rate this machine multiplies matrices.

    python benchmarks/lifting_latency.py [--weights mlp] [--threads 2]

Request to result, from keypoints to world joints, for 1, 16 and 200 hypotheses; median and 95th percentile
of 100 lifts. The floor reads every weight once an evaluation and multiplies at the measured peak.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch

from posestudio.camera import load_camera
from posestudio.keypoints import load_keypoints
from posestudio.lifting import Lifter
from posestudio.resources import asset


def peak_rate(rows: int, dtype: torch.dtype) -> float:
    """Multiply-adds a second of (rows, 1024) x (1024, 1024) products."""
    a, b = torch.randn(rows, 1024, dtype=dtype), torch.randn(1024, 1024, dtype=dtype)
    for _ in range(3):
        a @ b
    best = min(_timed(lambda: a @ b) for _ in range(30))
    return rows * 1024 * 1024 / best


def _timed(call) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def multiply_adds(lifter: Lifter) -> int:
    """Of one evaluation of one pose by fully connected layers; for the transformer, of every token."""
    tokens = 44 if lifter.card["model"] == "transformer" else 1
    return tokens * sum(p.numel() for p in lifter.denoiser.parameters() if p.ndim == 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    lifter = Lifter.load(options.weights, device="cpu")
    keypoints = load_keypoints(asset("example/keypoints.json"))[0]
    camera = load_camera(asset("example/camera.json"))
    print(f"{options.weights}, {options.threads} threads, {multiply_adds(lifter) / 1e6:.1f} M multiply-adds")
    print(f"{'hypotheses':>10} {'steps':>5} {'median ms':>9} {'p95 ms':>7} {'floor ms':>8} {'ratio':>6}")
    for hypotheses, steps in ((1, 3), (16, 3), (16, 10), (50, 10), (200, 10)):
        times = [
            _timed(lambda h=hypotheses, s=steps: lifter.lift(keypoints, camera, hypotheses=h, steps=s))
            for _ in range(100)
        ]
        floor = steps * hypotheses * multiply_adds(lifter) / peak_rate(hypotheses, torch.float32) * 1000
        median, late = np.median(times) * 1000, np.quantile(times, 0.95) * 1000
        print(f"{hypotheses:10} {steps:5} {median:9.1f} {late:7.1f} {floor:8.1f} {median / floor:6.1f}")


if __name__ == "__main__":
    main()
