"""Measures the memory taken while a joint is dragged for a long time, against that after the first lifts.

    python benchmarks/lifting_memory.py [--weights mlp] [--lifts 10000]

What the studio does: warm lifts of 16 hypotheses in three steps, and every hundredth time a fine one of
50 in ten steps with its trajectory. The most memory the process has taken so far, in MB.
"""

from __future__ import annotations

import argparse
import resource

import torch
from lifting_latency import dragged

from posestudio.common.resources import asset
from posestudio.geometry.camera_files import load_camera
from posestudio.keypoints import load_keypoints
from posestudio.lifting.lifter import Lifter

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares of all lifts after which memory is measured."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--lifts", type=int, default=10_000)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keypoints = load_keypoints(asset("example/keypoints.json"))[0]
    camera = load_camera(asset("example/camera.json"))
    lifter = Lifter.load(options.weights, device="cpu")
    last = lifter.lift(keypoints, camera, hypotheses=16)
    measured_after = {round(share * options.lifts) for share in SHARES}
    print(f"{'lifts':>7} {'MB':>6}")
    for number in range(1, options.lifts + 1):
        moved = dragged(keypoints, 1.8 * (number % 50))
        last = lifter.lift(moved, camera, hypotheses=16, steps=3, warm=last.warm)
        if number % 100 == 0:
            lifter.lift(moved, camera, hypotheses=50, trajectory=True)
        if number in measured_after:
            print(f"{number:7} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.1f}", flush=True)


if __name__ == "__main__":
    main()
