"""Measures the gain of each part of DiffusionPose, against the plain heatmap regressor that it starts from.

    python benchmarks/detector_ablation.py RUN --start WEIGHTS --data FOLDER [--data FOLDER ...]

The backbone and initialisation of trained weights stay as they are. Their decoder is trained on, for the model and
for each of its baselines: all on the same crops, with the same number of steps, from several seeds. Prints their
figures on held-out photographs: PCK@0.2 of limbs (torso diagonal) as the mean over the seeds, with a 95 % interval by
picture of its difference to the initialisation, PCK@0.1 and OKS-AP, after 1 to 8 denoising steps, and of several
samples averaged. A seed that is finished (its weights are in RUN) is not trained again.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from posestudio.detection.crops import inverse, moved
from posestudio.detection.decoding import peaks
from posestudio.detection.network.checkpoint import load_model
from posestudio.detection.network.masks import to_pixels
from posestudio.detection.network.model import VARIANTS, DiffusionPose, channels_last
from posestudio.detection.training.annotations import read_people, split_by_picture
from posestudio.detection.training.metrics import average_precision, oks, torso
from posestudio.detection.training.samples import Photographs, Samples, tensors
from posestudio.detection.training.teacher import read_answers, taught
from posestudio.learning.device import bfloat16_helps
from posestudio.learning.optimization import learning_rate

LIMBS = slice(5, 17)
TRAINED = tuple(variant for variant in VARIANTS if variant != "initialisation")


class Settings:
    """What the learning rate depends on."""

    warm_up, learning_rate = 20, 1e-3

    def __init__(self, steps: int):
        self.steps = steps


def variants(start: DiffusionPose, seed: int) -> dict[str, DiffusionPose]:
    """The model of each variant, with the weights of ``start``."""
    models = {}
    for variant in TRAINED:
        torch.manual_seed(seed)
        config = start.config.__class__(**{**vars(start.config), "variant": variant})
        model = DiffusionPose(config)
        model.load_state_dict(start.state_dict(), strict=False)
        model.backbone.requires_grad_(False)
        model.initialisation.requires_grad_(False)
        models[variant] = channels_last(model).train()
    return models


def train(models: dict[str, DiffusionPose], samples: Samples, steps: int, batch: int, seed: int) -> None:
    """Train the decoders of all models on the same features."""
    optimisers = {
        name: torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], weight_decay=0.01)
        for name, model in models.items()
    }
    settings, shared = Settings(steps), next(iter(models.values()))
    bfloat16, begun = bfloat16_helps(torch.device("cpu")), time.monotonic()
    for step in range(steps):
        pictures, coordinates, status = samples.batch(batch, (seed, step))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            features = shared.features(pictures)
        for name, model in models.items():
            generator = torch.Generator().manual_seed(seed * 1_000_003 + step)
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                loss = model.losses_of_features(features, coordinates, status, generator)[0].mean()
            for group in optimisers[name].param_groups:
                group["lr"] = learning_rate(settings, step)  # type: ignore[arg-type]
            optimisers[name].zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimisers[name].step()
        if step % 20 == 19:
            print(
                f"# seed {seed}, step {step + 1}, {time.monotonic() - begun:.0f} s, loss {loss:.3f}",
                flush=True,
            )


@torch.no_grad()
def answers(
    models: dict[str, DiffusionPose], people: Photographs, counts: tuple[int, ...], samples: int
) -> dict:
    """(points (N, 17, 2), confidence (N, 17)) of each model after each number of steps, by a row's name."""
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    shared = next(iter(models.values()))
    size = shared.config.size
    bfloat16 = bfloat16_helps(torch.device("cpu"))
    for first in range(0, len(people), 16):
        rows = range(first, min(first + 16, len(people)))
        crops, affines = zip(*(people.plain(i, size) for i in rows), strict=True)

        def keep(name: str, maps: torch.Tensor, affines: tuple = affines) -> None:
            coordinates, confidence = peaks(maps.float())
            pixels = to_pixels(coordinates, (size, size)).numpy()
            points = np.stack([moved(p, inverse(a)) for p, a in zip(pixels, affines, strict=True)])
            found.setdefault(name, []).append((points, confidence.numpy()))

        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            features = shared.features(tensors(crops)[0])
            keep("initialisation", shared.initial(features))
            for name, model in models.items():
                for count in counts if name == "full" else counts[:1] + counts[2:3]:
                    keep(f"{name}, {count} steps", model.sample_features(features, count))
                if name == "full":
                    drawn = [
                        model.sample_features(features, 4, torch.Generator().manual_seed(seed))
                        for seed in range(samples)
                    ]
                    keep("full, 4 steps, one sample with noise", drawn[0])
                    keep(f"full, 4 steps, {samples} samples averaged", torch.stack(drawn).mean(dim=0))
    return {
        name: tuple(np.concatenate([part[i] for part in parts]) for i in range(2))
        for name, parts in found.items()
    }


def right(people: list, points: np.ndarray, share: float = 0.2) -> np.ndarray:
    """(people, 2) numbers of limb keypoints within ``share`` of the torso, and of those that are counted."""
    truth = np.stack([person.points for person in people])
    labelled = np.stack([person.labelled for person in people])
    reference = torso(truth, labelled)
    counted = labelled & np.isfinite(reference)[:, None]
    near = np.linalg.norm(points - truth, axis=-1) <= share * np.nan_to_num(reference)[:, None]
    return np.stack([(near & counted)[:, LIMBS].sum(-1), counted[:, LIMBS].sum(-1)], axis=-1)


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
    parser.add_argument("run", type=Path, help="folder of the trained decoders")
    parser.add_argument("--start", required=True, type=Path, help="weights of the trained detector")
    parser.add_argument(
        "--data", required=True, action="append", type=Path, help="folder with keypoints.json"
    )
    parser.add_argument("--teacher", action="append", type=Path, default=[])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--people", type=int, default=400, help="held-out people of each source")
    parser.add_argument("--counts", type=int, nargs=4, default=(1, 2, 4, 8), help="denoising steps")
    parser.add_argument("--samples", type=int, default=8, help="samples that are averaged")
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    start, _ = load_model(options.start)
    teacher, training, held_out = read_answers(options.teacher), [], {}
    for source in options.data:
        first, second = split_by_picture(read_people(source))
        training += taught(first, teacher)
        held_out[source.name] = Photographs(second[: options.people])
    samples = Samples(Photographs(training), None, start.config.size)
    found: dict[str, dict[str, list]] = {source: {} for source in held_out}
    for seed in range(options.seeds):
        models, done = variants(start, seed), options.run / f"seed-{seed}.safetensors"
        if done.exists():
            tensors_of = load_file(done)
            for name, model in models.items():
                own = {
                    k.removeprefix(f"{name}/"): v for k, v in tensors_of.items() if k.startswith(f"{name}/")
                }
                model.load_state_dict(own, strict=False)
        else:
            train(models, samples, options.steps, options.batch, seed)
            state = {
                f"{name}/{key}": tensor.contiguous()
                for name, model in models.items()
                for key, tensor in model.state_dict().items()
                if key.startswith(("decoder.", "attention."))
            }
            save_file(state, done)
        for model in models.values():
            model.eval()
        for source, people in held_out.items():
            for row, answer in answers(models, people, tuple(options.counts), options.samples).items():
                found[source].setdefault(row, []).append(answer)
        report(found, held_out)


def report(found: dict[str, dict[str, list]], held_out: dict[str, Photographs]) -> None:
    """Print the table of each source."""
    for source, rows in found.items():
        people = held_out[source].people
        truth = np.stack([person.points for person in people])
        labelled = np.stack([person.labelled for person in people])
        area = np.array([person.area for person in people])
        hits = {row: np.stack([right(people, points) for points, _ in seeds]) for row, seeds in rows.items()}
        seeds = len(rows["initialisation"])
        print(f"\n{source}, {len(people)} people, {seeds} seeds\n")
        print("| | PCK@0.2 of limbs | to the initialisation | PCK@0.1 | OKS-AP |\n|---|---|---|---|---|")
        for row, of_seeds in rows.items():
            narrow = np.mean([right(people, points, 0.1)[:, 0].sum() for points, _ in of_seeds])
            precision = [
                average_precision(
                    oks(points, truth, labelled, area),
                    (confidence * labelled).sum(-1) / np.maximum(labelled.sum(-1), 1),
                )
                for points, confidence in of_seeds
            ]
            counted = hits[row][0, :, 1].sum()
            print(
                f"| {row} | {hits[row][..., 0].mean(axis=0).sum() / counted * 100:.1f} |"
                f" {interval(hits[row], hits['initialisation'])} | {narrow / counted * 100:.1f} |"
                f" {np.mean(precision) * 100:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
