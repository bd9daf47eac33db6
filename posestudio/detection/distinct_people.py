"""Which of the poses detected in a picture are people, each once: non-maximum suppression by pose."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.detected import Detected
from posestudio.detection.training.metrics import oks

LEAST_SCORE = 0.14
"""Lowest score of a person: one answer in 90 pictures of nobody (docs/detection.md)."""

_ALIKE = 0.5  # the largest object keypoint similarity of two people


def distinct_people(found: Detected, box_scores: NDArray[Any], least: float = LEAST_SCORE) -> Detected:
    """The people among the poses detected in a picture's boxes, whose scores are ``box_scores`` (people,), the surest
    first: those that are not the pose of a surer one, and whose score, that of the box times that of the pose, is at
    least ``least``."""
    kept = distinct(found, box_scores, least)
    return found.chosen(kept, (found.scores * box_scores)[kept].astype(np.float32))


def distinct(found: Detected, box_scores: NDArray[Any], least: float = LEAST_SCORE) -> list[int]:
    """The indices of the people of :func:`distinct_people`."""
    scores = found.scores * box_scores
    order = np.argsort(-scores, kind="stable")
    seen = found.confidence >= found.missing_below
    return suppressed_poses(found.keypoints, seen, found.boxes, order[scores[order] >= least])


def suppressed_poses(
    points: NDArray[Any], seen: NDArray[np.bool_], boxes: NDArray[Any], order: NDArray[Any]
) -> list[int]:
    """Those of the people ``order`` whose pose is not that of one before: object keypoint similarity of at most one
    half, on the scale of the one before, over the keypoints (people, 17, 2) that are ``seen`` (people, 17) of both.
    """
    kept: list[int] = []
    for person in order:
        before = np.array(kept, dtype=int)
        area = np.asarray(boxes, float)[before, 2:].prod(axis=-1)
        alike = oks(points[person][None], points[before], seen[before] & seen[person], area)
        if not (alike > _ALIKE).any():
            kept.append(int(person))
    return kept
