"""Evaluation of a model on annotated people: PCK@0.2, PCKh@0.5 and OKS-AP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from posestudio.detection.crops import PADDING, inverse, moved
from posestudio.detection.decoding import flipped, peaks
from posestudio.detection.network.masks import to_pixels
from posestudio.detection.network.model import DetectionStep, DiffusionPose
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.metrics import average_precision, oks, pck, torso
from posestudio.detection.training.samples import Photographs, tensors

Found = dict[str, tuple[NDArray[Any], NDArray[Any]]]
"""Predictions by name: points (N, 17, 2) in picture pixels and their confidence (N, 17)."""


def evaluate(model: DiffusionPose, photographs: Photographs, **options: Any) -> dict[str, dict[str, float]]:
    """The :func:`score` of each of the :func:`predictions`, by their names; ``options`` are those of predictions."""
    found = predictions(model, photographs, **options)
    return {name: score(photographs.people, *answer) for name, answer in found.items()}


def predictions(
    model: DiffusionPose,
    photographs: Photographs,
    steps: Sequence[int] = (4,),
    flip: bool = False,
    start: float | None = None,
    seed: int | None = None,
    batch: int = 32,
    bfloat16: bool = False,
    padding: float = PADDING,
) -> Found:
    """Keypoints in the crops of the annotated boxes: of the initialisation ('initialisation') and after each number
    of denoising steps ('1 step', '4 steps').

    ``flip`` averages with the mirrored picture's heatmaps; denoising begins at the share ``start`` of T, with noise
    drawn from ``seed``, or without noise for None.
    """
    device = next(model.parameters()).device
    parts: dict[str, list[tuple[NDArray[Any], NDArray[Any]]]] = {}
    for first in range(0, len(photographs), batch):
        rows = range(first, min(first + batch, len(photographs)))
        samples, affines = zip(*(photographs.plain(i, model.config.size, padding) for i in rows), strict=True)
        pictures = tensors(samples)[0].to(device)
        maps_by_name: dict[str, Tensor] = {}
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
            features = [model.features(pictures)] + [model.features(pictures.flip(-1))] * flip
            for number in steps:
                maps_by_name |= _maps(model, features, number, start, seed)
        for name, maps in maps_by_name.items():
            coordinates, confidence = peaks(maps)
            pixels = to_pixels(coordinates, (model.config.size, model.config.size)).cpu().numpy()
            points = np.stack([moved(p, inverse(a)) for p, a in zip(pixels, affines, strict=True)])
            parts.setdefault(name, []).append((points, confidence.cpu().numpy()))
    return {
        name: (
            np.concatenate([points for points, _ in of_name]),
            np.concatenate([confidence for _, confidence in of_name]),
        )
        for name, of_name in parts.items()
    }


def _maps(
    model: DiffusionPose, features: Sequence[Tensor], steps: int, start: float | None, seed: int | None
) -> dict[str, Tensor]:
    """Heatmaps by name from x_fea, averaged with those from x_fea of the mirrored pictures, if that comes second."""
    kept: dict[str, Tensor] = {}
    for mirrored, seen_features in enumerate(features):
        seen: list[Tensor] = []

        def keep(step: DetectionStep, seen: list[Tensor] = seen) -> None:
            seen.append(step.maps)

        generator = None if seed is None else torch.Generator().manual_seed(seed)
        model.sample_features(seen_features, steps, generator, start, keep)
        for name, maps in (("initialisation", seen[0]), (f"{steps} step{'s' * (steps > 1)}", seen[-1])):
            kept[name] = (kept[name] + flipped(maps)) / 2 if mirrored else maps
    return kept


def score(
    people: Sequence[AnnotatedPerson], points: NDArray[Any], confidence: NDArray[Any]
) -> dict[str, float]:
    """Scores of points (N, 17, 2) in picture pixels, with their confidence (N, 17), against the annotations.

    ``pck`` at 0.2 of the torso, ``pckh`` at 0.5 of the head, ``ap``, and ``placed``, the number of labelled
    keypoints.
    """
    truth = np.stack([person.points for person in people])
    labelled = np.stack([person.labelled for person in people])
    head = np.array([person.head for person in people])
    area = np.array([person.area for person in people])
    scores = (confidence * labelled).sum(-1) / np.maximum(labelled.sum(-1), 1)
    return {
        "pck": round(pck(points, truth, labelled, torso(truth, labelled), 0.2), 4),
        "pckh": round(pck(points, truth, labelled, head, 0.5), 4),
        "ap": round(average_precision(oks(points, truth, labelled, area), scores), 4),
        "placed": int(labelled.sum()),
    }
