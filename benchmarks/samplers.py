"""Measures energy score and time of every sampler by steps, against 1,000 steps of Euler-Maruyama.

    python benchmarks/samplers.py POSES.npz [--weights mlp] [--poses 40] [--hypotheses 25] [--quick]

Equal weights, pictures and numbers of hypotheses; held-out subjects, exact 2D. ``ratio`` is the hypotheses a
second over those of the 1,000-step run. GFPose (Ci et al. 2023) samples with 1,000 such steps.
"""

from __future__ import annotations

import argparse
import time

import torch

from posestudio.dataset.poses import load_poses
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import evaluate, evaluation_batch

RUNS = [
    *(("dpmpp_2m", steps) for steps in (1, 2, 3, 5, 10, 18, 50)),
    *(("euler", steps) for steps in (3, 5, 10, 50)),
    *(("heun", steps) for steps in (2, 5, 9, 25)),
    ("annealed", 60),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses_file")
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--poses", type=int, default=40)
    parser.add_argument("--hypotheses", type=int, default=25)
    parser.add_argument("--quick", action="store_true", help="without the 1,000 steps")
    options = parser.parse_args()
    lifter = Lifter.load(options.weights)
    _, validation = load_poses(options.poses_file).split()
    batch = evaluation_batch(validation.joints, options.poses, lifter.scale, lifter.device)
    runs = ([] if options.quick else [("euler_maruyama", 1000)]) + RUNS
    print(
        f"{options.weights}, {len(batch.x0)} poses x {options.hypotheses}, threads: {torch.get_num_threads()}"
    )
    print(
        f"{'sampler':16} {'steps':>5} {'evaluations':>11} {'energy':>7} {'PA mean':>8} {'ms/hyp.':>8} {'ratio':>7}"
    )
    slowest = None
    for sampler, steps in runs:
        began = time.perf_counter()
        scores = evaluate(
            lifter.denoiser, batch, lifter.scale, hypotheses=options.hypotheses, steps=steps, sampler=sampler
        )
        each = (time.perf_counter() - began) / (len(batch.x0) * options.hypotheses) * 1000
        slowest = slowest or each
        evaluations = 2 * steps - 1 if sampler == "heun" else steps
        print(
            f"{sampler:16} {steps:5} {evaluations:11} {scores['energy']:7.1f} {scores['pa_mpjpe_mean']:8.1f}"
            f" {each:8.3f} {slowest / each:7.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
