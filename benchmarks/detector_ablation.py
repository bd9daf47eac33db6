"""Measures the gain of each part of DiffusionPose, against a plain heatmap regressor.

    python benchmarks/detector_ablation.py PICTURES RUNS --start WEIGHTS

From one trained backbone and initialisation (``posestudio train-detector --variant initialisation``) trains the model
and its baselines for the same number of steps on the same pictures, each from several seeds, and prints their figures
on the held-out photographs: PCK@0.2 as the mean over the seeds, with a 95 % interval by picture of its difference to
the plain heatmap regressor (the initialisation alone), PCKh@0.5 and OKS-AP. Then the same after 1 to 8 denoising
steps. Finished runs are not repeated, interrupted ones are resumed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from posestudio.detection.network.checkpoint import load_model
from posestudio.detection.network.model import VARIANTS
from posestudio.detection.training.annotations import read_coco, split_by_picture
from posestudio.detection.training.evaluation import predictions, score
from posestudio.detection.training.loop import DetectorConfig, train_detector
from posestudio.detection.training.metrics import torso
from posestudio.detection.training.samples import Photographs

STEPS = (1, 2, 4, 8)


def right(people, points, keypoints=slice(None)) -> np.ndarray:
    """(people, 2) numbers of ``keypoints`` that lie within 0.2 of the torso, and of those that are counted."""
    truth = np.stack([person.points for person in people])
    labelled = np.stack([person.labelled for person in people])
    reference = torso(truth, labelled)
    counted = labelled & np.isfinite(reference)[:, None]
    near = np.linalg.norm(points - truth, axis=-1) <= 0.2 * np.nan_to_num(reference)[:, None]
    near, counted = near[:, keypoints], counted[:, keypoints]
    return np.stack([(near & counted).sum(-1), counted.sum(-1)], axis=-1)


def interval(hits: np.ndarray, base: np.ndarray, draws: int = 2000) -> str:
    """The difference of two PCKs (seeds, people, 2) in points, with its 95 % bootstrap interval over people."""
    counted = hits[0, :, 1]
    gained = hits[..., 0].mean(axis=0) - base[..., 0].mean(axis=0)
    rows = np.random.default_rng(0).integers(0, len(counted), (draws, len(counted)))
    again = gained[rows].sum(axis=1) / counted[rows].sum(axis=1)
    low, high = np.quantile(again, (0.025, 0.975)) * 100
    return f"{gained.sum() / counted.sum() * 100:+.1f} ({low:+.1f} to {high:+.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="a folder with keypoints.json")
    parser.add_argument("runs", type=Path)
    parser.add_argument("--start", required=True, help="weights of a trained initialisation")
    parser.add_argument("--poses", default="", help="poses file to render")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--batch", type=int, default=32)
    options = parser.parse_args()
    torch.set_num_threads(1)
    people = split_by_picture(read_coco(options.pictures / "keypoints.json"))[1]
    held_out = Photographs(people)
    hits: dict[str, list[np.ndarray]] = {}
    figures: dict[str, list[dict[str, float]]] = {}
    for seed in range(
        options.seeds
    ):  # one seed of every variant first, so that an interrupted run has a table
        for variant in VARIANTS:
            out = options.runs / f"{variant}-{seed}"
            config = DetectorConfig(
                str(options.pictures), options.poses, {"variant": variant, "size": options.size},
                steps=options.steps, batch=options.batch, learning_rate=5e-4, warm_up=100, ema=0.998,
                seed=seed, start=options.start, validate_every=options.steps,
            )  # fmt: skip
            for _ in train_detector(config, out, resume=(out / "config.json").exists(), device="cpu"):
                pass
            model, _ = load_model(out / "weights.safetensors")
            for name, (points, confidence) in predictions(model, held_out, STEPS).items():
                row = f"{variant}, {name}"
                hits.setdefault(row, []).append(right(people, points))
                figures.setdefault(row, []).append(score(people, points, confidence))
            last = figures[f"{variant}, 4 steps"][-1]
            print(
                f"# {variant}, seed {seed}: " + ", ".join(f"{k} {v:g}" for k, v in last.items()), flush=True
            )
    base = np.stack(hits["initialisation, initialisation"])
    print(
        f"| {options.seeds} seeds | PCK@0.2 | to the plain regressor | PCKh@0.5 | OKS-AP |\n|---|---|---|---|---|"
    )
    for row, of_seeds in figures.items():
        if row.startswith("initialisation, ") and row != "initialisation, initialisation":
            continue  # the same without steps
        mean = {name: np.mean([each[name] for each in of_seeds]) * 100 for name in ("pck", "pckh", "ap")}
        difference = interval(np.stack(hits[row]), base)
        print(f"| {row} | {mean['pck']:.1f} | {difference} | {mean['pckh']:.1f} | {mean['ap']:.1f} |")


if __name__ == "__main__":
    main()
