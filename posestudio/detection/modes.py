"""The answers a detection leaves open: modes of its samples, and left and right exchanged in legs, arms or the whole
body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_KEYPOINTS, FACE_JOINTS
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.detected import Detected
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import MOST_ALTERNATIVES

MODE_DISTANCE = 0.06
"""Mean distance of the limbs' keypoints, over the person's size, from which two poses are different answers."""

EXCHANGE_ODDS = 0.5
"""Odds of an exchange of left and right where the heatmaps of all keypoints concerned are as high at the other side:
measured on the detector's own errors (docs/detection.md)."""

LEAST_EXCHANGE = 0.02
"""Odds of an exchange of which the heatmaps show nothing."""

NOISE_FLOOR = 0.01
"""Least standard deviation of a mode's keypoints, over the person's size."""

_KINDS = {name: name.rpartition("_")[2] for name in COCO_KEYPOINTS}
_LIMBS = np.array([name not in FACE_JOINTS for name in COCO_KEYPOINTS])
_GROUPS = {
    "legs": ("hip", "knee", "ankle"),
    "arms": ("shoulder", "elbow", "wrist"),
    "body": ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"),
}

EXCHANGES: dict[str, NDArray[np.int64]] = {
    name: np.array(
        [COCO_MIRROR[i] if _KINDS[joint] in kinds else i for i, joint in enumerate(COCO_KEYPOINTS)]
    )
    for name, kinds in _GROUPS.items()
}
"""Permutations of the keypoints that exchange left and right of the legs, the arms, or the whole body."""


@dataclass(frozen=True, eq=False)
class PoseMode:
    """One answer to where a person's keypoints are: ``points`` (17, 2) and ``noise`` (17,), the standard deviation
    along each axis, in pixels of the picture, and its ``share`` of all answers, 0 ... 1. ``changed`` (17,) says which
    keypoints lie elsewhere than in the detection; ``exchange`` names what is exchanged in EXCHANGES, or is ""."""

    points: NDArray[np.float32]
    noise: NDArray[np.float32]
    share: float
    changed: NDArray[np.bool_]
    exchange: str = ""

    @property
    def order(self) -> NDArray[np.int64]:
        """(17,) the keypoint of the detection that each keypoint was found as."""
        return EXCHANGES[self.exchange] if self.exchange else np.arange(len(self.points))


def with_modes(found: Detected, source: str = "") -> Keypoints:
    """The detection as Keypoints (see `Detected.to_keypoints`) whose alternatives are its :func:`pose_modes`: the
    likeliest MOST_ALTERNATIVES, besides the detected keypoints, which come first whatever their share."""
    keypoints = found.to_keypoints(source)
    if not found.people:
        return keypoints
    points = np.full((found.people, MOST_ALTERNATIVES, *found.keypoints.shape[1:]), np.nan)
    shares = np.full((found.people, MOST_ALTERNATIVES), np.nan)
    for person, modes in enumerate(pose_modes(found)):
        others = modes[1 : 1 + MOST_ALTERNATIVES]
        total = modes[0].share + sum(mode.share for mode in others)
        for index, mode in enumerate(others):
            seen = keypoints.observed[person][mode.order]
            points[person, index] = np.where(seen[:, None], mode.points, np.nan)
            shares[person, index] = mode.share / total
    return replace(keypoints, alternatives=points, alternative_shares=shares)


def pose_modes(found: Detected) -> list[list[PoseMode]]:
    """For each person the answers that the detection leaves open, the detected keypoints first, the others by share.

    With several samples their modes: average linkage (Sokal and Michener 1958) on the mean distance of the limbs'
    keypoints over the person's size, cut at MODE_DISTANCE; that nearest to the detected keypoints is the detection
    itself. Then the detection with left and right exchanged as in EXCHANGES, which detectors confuse though no
    sample may show it: its odds against the detection are EXCHANGE_ODDS times the geometric mean of
    ``found.other_sides`` over the keypoints that change, at least LEAST_EXCHANGE. What is like a more likely answer
    is left out, and keypoints of little confidence count little (see :func:`_weights`). Neither the order of the
    samples nor the scale of the picture matters, and the mirrored picture has the mirrored answers.
    """
    return [_answers(found, person) for person in range(found.people)]


def _answers(found: Detected, person: int) -> list[PoseMode]:
    """:func:`pose_modes` of one person."""
    points = found.keypoints[person].astype(np.float64)
    weights = _weights(found.confidence[person], found.missing_below)
    size = _size(points, weights)
    samples = points[None] if found.samples is None else found.samples[:, person].astype(np.float64)
    clusters = _clusters(samples, weights, size)
    middles = np.stack([samples[members].mean(0) for members in clusters])
    own = int(_distances(middles, points, weights, size).argmin())
    answers = [(points, found.noise[person], 1.0, "")]
    for name, order in EXCHANGES.items():
        likely = 0.0 if found.other_sides is None else _likely(found.other_sides[person], order, weights)
        odd = max(EXCHANGE_ODDS * likely, LEAST_EXCHANGE)
        answers.append((points[order], found.noise[person][order], odd, name))
    for index, members in enumerate(clusters):
        if index != own:
            noise = _noise(samples[members], found.noise[person], size)
            answers.append((middles[index], noise, len(members) / len(clusters[own]), ""))
    kept = answers[:1]
    for answer in sorted(answers[1:], key=lambda each: -each[2]):
        before = np.stack([where for where, *_ in kept])
        if not (_distances(before, answer[0], weights, size) < MODE_DISTANCE).any():
            kept.append(answer)
    total = sum(odd for _, _, odd, _ in kept)
    return [
        PoseMode(
            where.astype(np.float32),
            noise.astype(np.float32),
            odd / total,
            np.linalg.norm(where - points, axis=-1) > MODE_DISTANCE * size,
            exchange,
        )
        for where, noise, odd, exchange in kept
    ]


def _weights(confidence: NDArray[Any], missing_below: float) -> NDArray[np.float64]:
    """(17,) how much each keypoint counts in the distance of two poses: its confidence (17,), nothing for a missing
    one and the face; all keypoints alike where nothing else is there."""
    weights = np.where((confidence >= missing_below) & _LIMBS, confidence, 0).astype(np.float64)
    return weights if weights.sum() > 0 else np.ones(len(weights))


def _size(points: NDArray[Any], weights: NDArray[Any]) -> float:
    """The longer side of the box around the points (17, 2) that count, at least a pixel."""
    seen = points[weights > 0]
    return max(float(np.ptp(seen, axis=0).max()), 1.0)


def _distances(
    poses: NDArray[Any], points: NDArray[Any], weights: NDArray[Any], size: float
) -> NDArray[np.float64]:
    """(N,) the weighted mean distances of poses (N, 17, 2) from points (17, 2), over ``size``."""
    return np.linalg.norm(poses - points, axis=-1) @ weights / (weights.sum() * size)


def _clusters(samples: NDArray[Any], weights: NDArray[Any], size: float) -> list[NDArray[np.int64]]:
    """The samples' indices by mode, of samples (S, 17, 2)."""
    if len(samples) == 1:
        return [np.zeros(1, np.int64)]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    between = np.stack([_distances(samples, points, weights, size) for points in samples])
    labels = fcluster(linkage(squareform(between, checks=False), "average"), MODE_DISTANCE, "distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def _likely(other_sides: NDArray[Any], order: NDArray[np.int64], weights: NDArray[Any]) -> float:
    """The geometric mean of ``other_sides`` (17,) over the keypoints that the permutation ``order`` (17,) changes."""
    counted = np.where(order != np.arange(len(order)), weights, 0)
    if not counted.any():
        return 0.0
    return float(np.exp(np.log(np.maximum(other_sides, 1e-3)) @ counted / counted.sum()))


def _noise(samples: NDArray[Any], detected: NDArray[Any], size: float) -> NDArray[np.float64]:
    """(17,) pixels, the standard deviation along each axis of a mode's samples (S, 17, 2), at least that of the
    detection's keypoints (17,) where these are surer than NOISE_FLOOR says, which is the least."""
    spread = np.sqrt(samples.var(axis=0).mean(axis=-1))
    return np.hypot(spread, np.maximum(np.minimum(detected, NOISE_FLOOR * size), 1e-3))
