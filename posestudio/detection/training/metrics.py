"""Accuracy of keypoints: PCK, PCKh, and COCO's average precision by object keypoint similarity (OKS).

All take points (N, 17, 2) and truth (N, 17, 2) in pixels of the same picture, and ``labelled`` (N, 17), which
keypoints of the truth have a label; others are not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_INDEX
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.training.annotations import AnnotatedPerson

SIGMAS = np.array([26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89]) / 1000
"""COCO's fall-off of each keypoint: the standard deviation of its annotators, as a share of the object's scale."""

TORSO = [COCO_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip")]
"""The keypoints of the torso."""

LIMBS = [index for name, index in COCO_INDEX.items() if not name.endswith(("nose", "eye", "ear"))]
"""The 12 keypoints of arms and legs, from shoulders and hips."""

THRESHOLDS = np.linspace(0.5, 0.95, 10)


QUANTILES = np.array([0.5, 0.8, 0.95])
"""The shares of keypoints that the circles of :func:`radii` should hold."""


def radii() -> NDArray[np.float64]:
    """(3,) radii of the circles that hold QUANTILES of a normal distribution with standard deviation 1 along each
    axis."""
    return np.sqrt(-2 * np.log(1 - QUANTILES))


def torso(truth: NDArray[Any], labelled: NDArray[np.bool_]) -> NDArray[Any]:
    """(N,) pixels from a shoulder to the opposite hip, the longer of the two diagonals; NaN where one of these four
    is not labelled."""
    first, second = (
        np.linalg.norm(truth[:, COCO_INDEX[shoulder]] - truth[:, COCO_INDEX[hip]], axis=-1)
        for shoulder, hip in (("left_shoulder", "right_hip"), ("right_shoulder", "left_hip"))
    )
    return np.where(labelled[:, TORSO].all(axis=1), np.maximum(first, second), np.nan)


def torso_of(people: Sequence[AnnotatedPerson]) -> NDArray[Any]:
    """(N,) pixels, the :func:`torso` of people, or else that which their annotation states; NaN without either."""
    if not people:
        return np.zeros(0)
    labelled = np.stack([person.labelled for person in people])
    measured = torso(np.stack([person.points for person in people]), labelled)
    return np.where(np.isnan(measured), [person.torso for person in people], measured)


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


def exchanged(
    points: NDArray[Any], truth: NDArray[Any], labelled: NDArray[np.bool_], reach: NDArray[Any]
) -> NDArray[np.bool_]:
    """(N, 17) the labelled keypoints of arms and legs that are further than ``reach`` (N,) pixels from their place,
    but not from that of the other side: left and right are exchanged."""
    mirror = list(COCO_MIRROR)
    reach = np.nan_to_num(reach)[:, None]
    own = np.linalg.norm(points - truth, axis=-1)
    other = np.linalg.norm(points - truth[:, mirror], axis=-1)
    found = labelled & labelled[:, mirror] & (own > reach) & (other <= reach)
    found[:, [index for index in range(len(mirror)) if index not in LIMBS]] = False
    return found


def reliability(
    confidence: NDArray[Any], right: NDArray[np.bool_], parts: int = 10
) -> list[dict[str, float]]:
    """Of keypoints (n,) in each of ``parts`` equal ranges of confidence, where there are any: their mean
    ``confidence``, the ``share`` that is right, and their ``count``."""
    part = np.clip((confidence * parts).astype(int), 0, parts - 1)
    return [
        {
            "confidence": round(float(confidence[part == index].mean()), 4),
            "share": round(float(right[part == index].mean()), 4),
            "count": int((part == index).sum()),
        }
        for index in range(parts)
        if (part == index).any()
    ]


def calibration_error(rows: Sequence[Mapping[str, float]]) -> float:
    """The expected calibration error (Guo et al. 2017) of :func:`reliability`: the mean over keypoints of the
    distance from confidence to share. NaN without keypoints."""
    total = sum(row["count"] for row in rows)
    if not total:
        return float("nan")
    return sum(row["count"] * abs(row["confidence"] - row["share"]) for row in rows) / total
