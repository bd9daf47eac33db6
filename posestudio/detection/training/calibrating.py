"""Fits a detector's calibration to annotated photographs that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.progress import ProgressCallback
from posestudio.detection.calibration import GROUP_OF_KEYPOINT, GROUPS, RIGHT, Calibration, Table, spread_of
from posestudio.detection.detector import Detector
from posestudio.detection.network.model import DiffusionPose
from posestudio.detection.training.metrics import QUANTILES, radii, torso_of
from posestudio.detection.training.samples import Photographs
from posestudio.errors import PoseStudioError

_MOST_KNOTS, _A_KNOT = 12, 50  # of a table, and the fewest keypoints that one is made from
_ANYWHERE = 0.25  # standard deviation of a keypoint that may be anywhere, over the longer side of the box
_SAMPLED = 60  # people of each source with several samples
_TAIL = 3.0  # degrees of freedom of the t distribution whose likelihood weighs the samples' spread


@dataclass
class Measured:
    """Keypoints of annotated people: ``height`` of the peak, ``distance`` from the label over the longer side of
    the box, ``right`` whether that is within RIGHT of the torso, ``labelled`` those that have a label and a torso;
    ``spread`` of samples over the box's side, NaN where none were drawn; all (N, 17)."""

    height: NDArray[Any]
    distance: NDArray[Any]
    right: NDArray[np.bool_]
    labelled: NDArray[np.bool_]
    spread: NDArray[Any]


def fit_calibration(
    model: DiffusionPose,
    sources: Sequence[Photographs],
    steps: int = 4,
    samples: int = 8,
    flip: bool = True,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> Calibration:
    """The calibration of a model by the people of ``sources``, each of which counts alike however many people it has.

    It holds for ``steps`` and ``flip``, with which the heights are measured; ``samples`` are drawn for some people to
    weigh their spread. ``progress`` is called with (done, total, 'calibrating'). Raises PoseStudioError when no
    keypoint with a whole torso is labelled.
    """
    detector, measured = Detector(model, device=device), []
    total, done = sum(map(len, sources)), 0

    for photographs in sources:
        rows = []
        for index, person in enumerate(photographs.people):
            picture = photographs.picture(person)
            found = detector.detect(picture, [person.box], steps, flip=flip)
            side = person.box[2:].max()
            spread = np.full(17, np.nan)
            if index < _SAMPLED and samples > 1:
                drawn = detector.detect(picture, [person.box], steps, samples=samples, flip=flip).samples
                assert drawn is not None
                spread = spread_of(drawn)[0] / side
            distance = np.linalg.norm(found.keypoints[0] - person.points, axis=-1)
            rows.append((found.confidence[0], distance / side, distance, spread))
            done += 1
            if progress is not None:
                progress(done, total, "calibrating")
        if rows:
            measured.append(_measured(photographs, *(np.stack(column) for column in zip(*rows, strict=True))))
    if not any(source.labelled.any() for source in measured):
        raise PoseStudioError(
            "expected people with labelled keypoints and a whole torso to calibrate with, found none"
        )
    return fitted(measured)


def _measured(
    photographs: Photographs,
    height: NDArray[Any],
    distance: NDArray[Any],
    pixels: NDArray[Any],
    spread: NDArray[Any],
) -> Measured:
    labelled = np.stack([person.labelled for person in photographs.people])
    reference = torso_of(photographs.people)[:, None]
    known = labelled & np.isfinite(reference)
    right = known & (pixels <= RIGHT * np.nan_to_num(reference))
    return Measured(height, distance, right, known, spread)


def fitted(sources: Sequence[Measured]) -> Calibration:
    """The calibration of keypoints measured in one or more sources."""
    tables = {}
    for group, name in enumerate(GROUPS):
        rows = [np.stack([each.height, each.distance, each.right])[:, each.labelled & (GROUP_OF_KEYPOINT == group)]
                for each in sources]  # fmt: skip
        rows = [each for each in rows if each.shape[1]]
        if sum(each.shape[1] for each in rows) >= _A_KNOT:
            weight = np.concatenate([np.full(each.shape[1], 1 / each.shape[1]) for each in rows])
            height, distance, right = np.concatenate(rows, axis=1)
            tables[name] = _table(height, distance, right, weight / weight.mean())
    calibration = Calibration(tables)
    return Calibration(tables, _missing_below(calibration, sources), _spread(calibration, sources))


def _table(height: NDArray[Any], distance: NDArray[Any], right: NDArray[Any], weight: NDArray[Any]) -> Table:
    """The table of keypoints: in each of up to 12 parts of equal weight, in the order of heights, the share that is
    right and the noise; then both made monotone (isotonic regression)."""
    order = np.argsort(height, kind="stable")
    height, distance, right, weight = height[order], distance[order], right[order], weight[order]
    parts = int(np.clip(len(height) // _A_KNOT, 1, _MOST_KNOTS))
    place = (np.cumsum(weight) - weight / 2) / weight.sum() * parts
    part = np.minimum(place.astype(int), parts - 1)
    knots, shares, noises, counts = [], [], [], []
    for rows in (part == index for index in range(parts)):
        if not rows.any():
            continue
        knots.append(np.average(height[rows], weights=weight[rows]))
        # One right and one wrong keypoint more: a share of nothing but right ones is not certainty.
        shares.append((weight[rows] @ right[rows] + 1) / (weight[rows].sum() + 2))
        noises.append(noise_of(distance[rows], weight[rows]))
        counts.append(weight[rows].sum())
    heights, first = np.unique(np.round(knots, 6), return_index=True)
    counted = np.array(counts)[first]
    share = isotonic(np.array(shares)[first], counted)
    noise = np.exp(-isotonic(-np.log(np.array(noises)[first]), counted))
    if heights[0] > 0:  # without a peak there is no keypoint, and it may be anywhere in the box
        heights, share = np.concatenate([[0], heights]), np.concatenate([[0], share])
        noise = np.concatenate([[max(_ANYWHERE, noise[0])], noise])
    return Table(heights, np.clip(share, 0, 1), noise)


def noise_of(distance: NDArray[Any], weight: NDArray[Any]) -> float:
    """The standard deviation along each axis for which the shares of ``distance`` (n,) within the circles of 50, 80
    and 95 % are closest to these, by least squares."""
    tried = np.geomspace(1e-3, 1.0, 139)  # each 5 % larger than the one before
    order = np.argsort(distance)
    cumulative = np.concatenate([[0], np.cumsum(weight[order])]) / weight.sum()
    within = cumulative[np.searchsorted(distance[order], tried[:, None] * radii(), side="right")]
    return float(tried[np.square(within - QUANTILES).sum(axis=1).argmin()])


def isotonic(values: NDArray[Any], weights: NDArray[Any]) -> NDArray[np.float64]:
    """The non-decreasing sequence closest to ``values`` (n,) by weighted least squares (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append((float(value), float(weight), 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (low, first, some), (high, second, more) = pools[-2:]
            mean = (low * first + high * second) / (first + second)
            pools[-2:] = [(mean, first + second, some + more)]
    return np.concatenate([np.full(count, value) for value, _, count in pools])


def _missing_below(calibration: Calibration, sources: Sequence[Measured]) -> float:
    """The confidence, at most a half, from which on keypoints count as found with the best F1: of those that are
    found, how many are right, and of those that are right, how many are found. Keypoints without a label are left
    out: some data sets have none because nobody is sure, not because there is nothing. A keypoint that is more likely
    right than wrong is never missing."""
    confidence, right, weight = [], [], []
    for source in sources:
        if source.labelled.any():
            confidence.append(calibration.confidence(source.height)[source.labelled])
            right.append(source.right[source.labelled])
            weight.append(np.full(source.labelled.sum(), 1 / source.labelled.sum()))
    scores, hits, weights = np.concatenate(confidence), np.concatenate(right), np.concatenate(weight)
    tried = np.linspace(0.05, 0.5, 46)
    f1 = []
    for least in tried:
        found = scores >= least
        true = weights @ (found & hits)
        f1.append(2 * true / max(weights @ found + weights @ hits, 1e-9))
    return round(float(tried[int(np.argmax(f1))]), 2)


def _spread(calibration: Calibration, sources: Sequence[Measured]) -> tuple[float, float]:
    """The factors of the samples' spread and of the table's noise that explain the distances best: those of the
    largest likelihood of a t distribution, which a few keypoints far off do not decide, scaled so that the shares
    within the circles are closest to 50, 80 and 95 %."""
    spread, noise, distance, weight = [], [], [], []
    for source in sources:
        chosen = source.labelled & np.isfinite(source.spread)
        unit = np.tile([[0.0, 0.0, 1.0, 1.0]], (len(source.height), 1))
        spread.append(source.spread[chosen])
        noise.append(calibration.noise(source.height, unit)[chosen])
        distance.append(source.distance[chosen])
        weight.append(np.full(chosen.sum(), 1 / max(chosen.sum(), 1)))
    spreads, noises = np.concatenate(spread), np.concatenate(noise)
    distances, weights = np.concatenate(distance), np.concatenate(weight)
    if not len(distances):
        return Calibration.spread
    best = (np.inf, Calibration.spread)
    for angle in np.linspace(0, np.pi / 2, 19):
        sigma = np.maximum(np.hypot(np.cos(angle) * spreads, np.sin(angle) * noises), 1e-4)
        factor = noise_of(distances / sigma / 10, weights) * 10
        sigma *= factor
        unlikely = 2 * np.log(sigma) + (_TAIL + 2) / 2 * np.log1p(np.square(distances / sigma) / _TAIL)
        best = min(
            best, (float(weights @ unlikely), (float(np.cos(angle) * factor), float(np.sin(angle) * factor)))
        )
    return best[1]
