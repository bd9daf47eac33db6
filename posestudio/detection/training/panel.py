"""The accuracy of a detector on annotated people in their boxes: OKS-AP, PCK, exchanged sides, calibration, time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.detection.calibration import RIGHT
from posestudio.detection.crops import moved
from posestudio.detection.decoding import peaks
from posestudio.detection.detected import Detected
from posestudio.detection.detector import Detector
from posestudio.detection.loading import AnyDetector
from posestudio.detection.network.masks import to_pixels
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.metrics import (
    LIMBS,
    QUANTILES,
    average_precision,
    calibration_error,
    exchanged,
    oks,
    radii,
    reliability,
    torso,
    torso_of,
)
from posestudio.detection.training.samples import Photographs
from posestudio.detection.training.teacher import Answers as TeacherAnswers

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_COUNTED = (
    0.2  # confidence from which a keypoint has a part in the person's score, as COCO's AP is compared by
)
_DRAWS = 1000

Value = tuple[float, float, float]
"""A measure and its 95 % interval by bootstrap over pictures."""


@dataclass(frozen=True, eq=False)
class Answers:
    """A detector's keypoints of annotated people: ``points`` (N, 17, 2) picture pixels, ``confidence`` (N, 17),
    ``noise`` (N, 17) pixels or None, ``milliseconds`` a person or None."""

    points: NDArray[Any]
    confidence: NDArray[Any]
    noise: NDArray[Any] | None = None
    milliseconds: float | None = None

    @property
    def scores(self) -> NDArray[Any]:
        """(N,) of each person: the mean of the confidences of at least .2."""
        counted = self.confidence >= _COUNTED
        return (self.confidence * counted).sum(-1) / np.maximum(counted.sum(-1), 1)


def answers_of(
    detector: AnyDetector,
    photographs: Photographs,
    steps: int = 4,
    samples: int = 1,
    flip: bool = True,
    seed: int = 0,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, Answers]:
    """The detector's answers for people in their boxes: of its 'initialisation' alone, and after its '4 steps'; of
    another's model those of its one 'pass'.

    ``progress`` is called with the number of people done. Raises PoseStudioError for a picture that cannot be read.
    """
    rows: list[tuple[Any, ...]] = []
    times = []
    for number, person in enumerate(photographs.people, start=1):
        picture, box = photographs.picture(person), [person.box]
        began = time.perf_counter()
        found = detector.detect(picture, box, steps, samples, flip, seed, trajectory=True)
        times.append((time.perf_counter() - began) * 1000)
        first = _initial(detector, found) if isinstance(detector, Detector) else ()
        rows.append((*first, found.keypoints[0], found.confidence[0], found.noise[0]))
        progress(number)
    if not rows:
        return {}
    columns = [np.stack(column) for column in zip(*rows, strict=True)]
    if not isinstance(detector, Detector):
        return {"one pass": Answers(columns[0], columns[1], columns[2], float(np.median(times)))}
    if detector.model.config.variant == "initialisation":
        return {"initialisation": Answers(columns[0], columns[1], columns[2], float(np.median(times)))}
    name = f"{steps} step{'s' * (steps > 1)}" + f", {samples} samples" * (samples > 1)
    return {
        "initialisation": Answers(columns[0], columns[1], columns[2]),
        name: Answers(columns[3], columns[4], columns[5], float(np.median(times))),
    }


def _initial(detector: Detector, found: Detected) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """(17, 2) picture pixels, (17,) confidence and (17,) noise of the initialisation of the one person found."""
    assert found.trajectory is not None
    coordinates, height = peaks(torch.from_numpy(found.trajectory[0]))
    points = moved(
        to_pixels(coordinates, detector.model.config.map_size).double().numpy()[0], found.affine[0]
    )
    calibration, heights = detector.calibration, height.numpy()
    return points, calibration.confidence(heights)[0], calibration.noise(heights, found.boxes)[0]


def answers_of_teacher(people: Sequence[AnnotatedPerson], teacher: TeacherAnswers) -> Answers | None:
    """Another model's answers for people, as far as its files have them for all; else None."""
    rows = []
    for person in people:
        cursor, _ = teacher.get(person.picture.name, (None, False))
        if cursor is None:
            return None
        numbers = cursor.numbers()
        if numbers.size != 3 * len(COCO_KEYPOINTS):
            raise cursor.error("17 keypoints of x, y and score")
        rows.append(numbers.reshape(-1, 3))
    if not rows:
        return None
    keypoints = np.stack(rows)
    return Answers(keypoints[..., :2], keypoints[..., 2])


class Panel:
    """Measures of answers for the same annotated ``people``; ``unseen`` (N,) are those whose pictures had no part in
    calibrating."""

    def __init__(self, people: Sequence[AnnotatedPerson], unseen: NDArray[np.bool_], draws: int = _DRAWS):
        self.people = list(people)
        self.unseen = unseen
        self.truth = np.stack([person.points for person in people])
        self.labelled = np.stack([person.labelled for person in people])
        self.area = np.array([person.area for person in people])
        self.whole = torso(self.truth, self.labelled)
        self.torso = torso_of(people)
        names = sorted({str(person.picture) for person in people})
        place = {name: index for index, name in enumerate(names)}
        of_person = np.array([place[str(person.picture)] for person in people])
        drawn = np.random.default_rng(0).integers(0, len(names), (draws, len(names)))
        counts = np.stack([np.bincount(row, minlength=len(names)) for row in drawn])
        self.weights = counts[:, of_person]
        """(draws, N) how often each person is in a resampling of the pictures."""

    def measures(self, answers: Answers, base: Answers | None = None) -> dict[str, Any]:
        """The measures of answers; with ``base`` also the difference of the limbs' PCK to that of these answers."""
        right, counted = self._right(answers)
        limbs = np.isin(np.arange(len(COCO_KEYPOINTS)), LIMBS)
        measures: dict[str, Any] = {
            "people": len(self.people),
            "whole_torso": int(np.isfinite(self.whole).sum()),
            "ap": self._average_precision(answers),
            "pck": self._ratio(right, counted),
            "limbs": self._ratio(right[:, limbs], counted[:, limbs]),
            "joints": {joint: self._ratio(right[:, of_joint(joint)], counted[:, of_joint(joint)])[0]
                       for joint in JOINTS},
        }  # fmt: skip
        swapped = exchanged(answers.points, self.truth, counted, RIGHT * self.whole)
        measures["exchanged"] = self._ratio(swapped[:, limbs], counted[:, limbs])
        if base is not None:
            others, _ = self._right(base)
            gained = right[:, limbs].astype(int) - others[:, limbs]
            measures["difference"] = self._ratio(gained, counted[:, limbs])
        if answers.milliseconds is not None:
            measures["milliseconds"] = round(answers.milliseconds, 1)
        return measures | self._calibration(answers)

    def _right(self, answers: Answers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(N, 17) which keypoints lie within RIGHT of a whole torso, and which of them are counted."""
        counted = self.labelled & np.isfinite(self.whole)[:, None]
        distance = np.linalg.norm(answers.points - self.truth, axis=-1)
        return counted & (distance <= RIGHT * np.nan_to_num(self.whole)[:, None]), counted

    def _calibration(self, answers: Answers) -> dict[str, Any]:
        """Expected calibration error, reliability, and shares in the circles, of the people unseen in calibrating."""
        counted = self.labelled & np.isfinite(self.torso)[:, None] & self.unseen[:, None]
        distance = np.linalg.norm(answers.points - self.truth, axis=-1)
        right = distance <= RIGHT * np.nan_to_num(self.torso)[:, None]
        rows = reliability(answers.confidence[counted], right[counted])
        measures: dict[str, Any] = {
            "calibration_error": _rounded(calibration_error(rows)),
            "reliability": rows,
        }
        if answers.noise is not None and counted.any():
            within = [float((distance <= radius * answers.noise)[counted].mean()) for radius in radii()]
            measures["within"] = {
                f"{q * 100:.0f}": _rounded(w) for q, w in zip(QUANTILES, within, strict=True)
            }
        return measures

    def _ratio(self, hits: NDArray[Any], counted: NDArray[np.bool_]) -> Value:
        """The sum of ``hits`` (N, n) over that of ``counted`` (N, n)."""
        per_person, of = hits.sum(-1).astype(float), counted.sum(-1).astype(float)
        if not of.sum():
            return (float("nan"),) * 3
        again = (self.weights @ per_person) / np.maximum(self.weights @ of, 1)
        low, high = np.quantile(again, (0.025, 0.975))
        return _rounded(per_person.sum() / of.sum()), _rounded(low), _rounded(high)

    def _average_precision(self, answers: Answers) -> Value:
        likeness, scores = oks(answers.points, self.truth, self.labelled, self.area), answers.scores
        again = []
        for weights in self.weights[:: max(len(self.weights) // 200, 1)]:
            rows = np.repeat(np.arange(len(weights)), weights)
            again.append(average_precision(likeness[rows], scores[rows]))
        low, high = np.quantile(again, (0.025, 0.975))
        return _rounded(average_precision(likeness, scores)), _rounded(low), _rounded(high)


def of_joint(joint: str) -> list[int]:
    """The two keypoints of a kind of joint."""
    return [index for index, name in enumerate(COCO_KEYPOINTS) if name.endswith(joint)]


def _rounded(value: Any) -> float:
    return round(float(value), 4)
