"""Accuracy of keypoints: PCK, PCKh, and COCO's average precision by object keypoint similarity (OKS).

All take points (N, 17, 2) and truth (N, 17, 2) in pixels of the same picture, and ``labelled`` (N, 17), which
keypoints of the truth have a label; others are not counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_INDEX

SIGMAS = np.array([26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89]) / 1000
"""COCO's fall-off of each keypoint: the standard deviation of its annotators, as a share of the object's scale."""

THRESHOLDS = np.linspace(0.5, 0.95, 10)


def torso(truth: NDArray[Any], labelled: NDArray[np.bool_]) -> NDArray[Any]:
    """(N,) pixels from a shoulder to the opposite hip, the mean of those labelled; NaN where none is."""
    pairs = (("left_shoulder", "right_hip"), ("right_shoulder", "left_hip"))
    total, count = np.zeros(len(truth)), np.zeros(len(truth))
    for first, second in pairs:
        a, b = COCO_INDEX[first], COCO_INDEX[second]
        both = labelled[:, a] & labelled[:, b]
        total += np.where(both, np.linalg.norm(truth[:, a] - truth[:, b], axis=-1), 0)
        count += both
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def pck(
    points: NDArray[Any],
    truth: NDArray[Any],
    labelled: NDArray[np.bool_],
    reference: NDArray[Any],
    share: float,
) -> float:
    """Share of labelled keypoints within ``share`` of each person's ``reference`` (N,) pixels; people whose
    reference is NaN are left out. NaN where nothing is left.

    PCK@0.2 has :func:`torso` for reference (Yang & Ramanan), PCKh@0.5 the head's length (Andriluka et al.).
    """
    counted = labelled & np.isfinite(reference)[:, None]
    if not counted.any():
        return float("nan")
    right = np.linalg.norm(points - truth, axis=-1) <= share * np.nan_to_num(reference)[:, None]
    return float(right[counted].mean())


def oks(
    points: NDArray[Any], truth: NDArray[Any], labelled: NDArray[np.bool_], area: NDArray[Any]
) -> NDArray[Any]:
    """(N,) object keypoint similarity of each person with its truth; ``area`` (N,) square pixels (cocoeval.py)."""
    square = np.square(points - truth).sum(-1)
    scale = 2 * np.square(2 * SIGMAS) * np.maximum(area, 1e-9)[:, None]
    likeness = np.exp(-square / scale) * labelled
    return likeness.sum(-1) / np.maximum(labelled.sum(-1), 1)


def average_precision(similarity: NDArray[Any], scores: NDArray[Any]) -> float:
    """COCO's AP of one detection a person, with its OKS (N,) and score (N,): the mean over the ten thresholds of the
    precision at 101 recalls. With a box for each person, as here, every miss is a false alarm as well."""
    order = np.argsort(-scores, kind="stable")
    total = []
    for threshold in THRESHOLDS:
        hits = np.cumsum(similarity[order] >= threshold)
        recall = hits / len(order)
        precision = hits / np.arange(1, len(order) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        index = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
        total.append(np.where(index < len(order), envelope[np.minimum(index, len(order) - 1)], 0).mean())
    return float(np.mean(total))
