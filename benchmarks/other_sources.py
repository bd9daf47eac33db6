"""Measures lifters on motion data of other sources than they were trained on, against each other.

    python benchmarks/other_sources.py WEIGHTS ... --data POSES.npz ...

Each poses file (``posestudio convert FOLDER --out POSES.npz``) is evaluated as a whole, none of it having been
trained on: other skeletons, other tools, other people. Prints PA-MPJPE of the mean, best of ten and energy
score, with 95 % intervals by clip, of up to 300 poses of each.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from posestudio.dataset.poses import load_poses
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import evaluation_batch, per_picture, sample_all
from posestudio.training.metrics import interval

ERRORS = ("pa_mpjpe_mean", "best_of_10", "energy")
POSES, HYPOTHESES = 300, 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    print("| poses of | weights | " + " | ".join(ERRORS) + " |")
    print("|---|---|" + "---|" * len(ERRORS))
    for data in options.data:
        poses = load_poses(data)
        chosen = np.linspace(0, len(poses) - 1, min(POSES, len(poses))).astype(int)
        for weights in options.weights:
            lifter = Lifter.load(weights, device="cpu")
            batch = evaluation_batch(poses.joints, POSES, lifter.scale)
            drawn = sample_all(lifter.denoiser, batch, lifter.scale, HYPOTHESES, noise=lifter.noise)
            errors = per_picture(drawn, batch.x0, lifter.scale)
            cells = []
            for name in ERRORS:
                low, high = interval(errors[name], poses.clip[chosen])
                cells.append(f"{float(errors[name].mean()):.1f} ({low:.1f} to {high:.1f})")
            print(f"| {data.stem} ({len(chosen)}) | {weights} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
