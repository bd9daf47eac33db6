"""A model on held-out people: PCK@0.2, PCKh@0.5 and OKS-AP."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from .crops import inverse, moved
from .decoding import flipped, peaks
from .masks import to_pixels
from .metrics import average_precision, oks, pck, torso
from .model import DiffusionPose, Step
from .samples import Photographs, tensors


def evaluate(
    model: DiffusionPose,
    photographs: Photographs,
    steps: Sequence[int] = (4,),
    flip: bool = False,
    start: float | None = None,
    batch: int = 32,
    bfloat16: bool = False,
    padding: float = 1.25,
    seed: int | None = None,
) -> dict[str, dict[str, float]]:
    """Scores of the initialisation ('initialisation') and of each number of denoising steps ('1 step', '4 steps').

    The crops are those of the annotated boxes. ``flip`` adds the mirrored picture's heatmaps, ``seed`` noise to the
    start. The figures: ``pck`` of the torso, ``pckh``, ``ap``, and ``placed``, how many keypoints they stand on.
    """
    place = next(model.parameters()).device
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for first in range(0, len(photographs), batch):
        rows = range(first, min(first + batch, len(photographs)))
        samples, affines = zip(*(photographs.plain(i, model.config.size, padding) for i in rows), strict=True)
        pictures = tensors(samples)[0].to(place)
        for number in steps:
            for name, maps in _maps(model, pictures, number, flip, start, bfloat16, seed).items():
                coordinates, confidence = peaks(maps)
                pixels = to_pixels(coordinates, (model.config.size, model.config.size)).cpu().numpy()
                points = np.stack([moved(p, inverse(a)) for p, a in zip(pixels, affines, strict=True)])
                if name not in found or len(rows) + sum(len(p) for p, _ in found[name]) <= len(photographs):
                    found.setdefault(name, []).append((points, confidence.cpu().numpy()))
    return {
        name: score(photographs, *map(np.concatenate, zip(*parts, strict=True)))
        for name, parts in found.items()
    }


def _maps(
    model: DiffusionPose,
    pictures: torch.Tensor,
    steps: int,
    flip: bool,
    start: float | None,
    bfloat16: bool,
    seed: int | None,
) -> dict[str, torch.Tensor]:
    kept: dict[str, torch.Tensor] = {}
    for mirrored in (False, True) if flip else (False,):
        seen: list[torch.Tensor] = []

        def keep(step: Step, seen: list[torch.Tensor] = seen) -> None:
            seen.append(step.maps)

        generator = None if seed is None else torch.Generator().manual_seed(seed)
        with torch.autocast(pictures.device.type, torch.bfloat16, enabled=bfloat16):
            model.sample(pictures.flip(-1) if mirrored else pictures, steps, generator, start, keep)
        for name, maps in (("initialisation", seen[0]), (f"{steps} step{'s' * (steps > 1)}", seen[-1])):
            kept[name] = (kept[name] + flipped(maps)) / 2 if mirrored else maps
    return kept


def score(photographs: Photographs, points: np.ndarray, confidence: np.ndarray) -> dict[str, float]:
    """Figures of points (N, 17, 2) in picture pixels, with their confidence (N, 17), against the annotations."""
    people = photographs.people
    truth = np.stack([person.points for person in people])
    placed = np.stack([person.placed for person in people])
    head = np.array([person.head for person in people])
    area = np.array([person.area for person in people])
    weighted = (confidence * placed).sum(-1) / np.maximum(placed.sum(-1), 1)
    return {
        "pck": round(pck(points, truth, placed, torso(truth, placed), 0.2), 4),
        "pckh": round(pck(points, truth, placed, head, 0.5), 4),
        "ap": round(average_precision(oks(points, truth, placed, area), weighted), 4),
        "placed": int(placed.sum()),
    }
