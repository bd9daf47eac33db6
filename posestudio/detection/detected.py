"""The result of detection in one picture: keypoints, confidence, boxes, uncertainty, and the steps of denoising."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.crops import box_of_points
from posestudio.keypoints import Keypoints

_ENOUGH = 4  # the fewest keypoints that a person's box is made from
_SUREST_NOISE, _DOUBTFUL_NOISE = 0.01, 0.2  # over the person's size, of keypoints of confidence 1 and 0


def noise_of_keypoints(
    confidence: NDArray[Any], boxes: NDArray[Any], samples: NDArray[Any] | None = None
) -> NDArray[np.float32]:
    """(people, 17) pixels, the standard deviation of keypoints along each axis: that of their ``samples`` (samples,
    people, 17, 2); or else, from .01 to .2 of the box's longer side, the less the higher the ``confidence``."""
    side = np.asarray(boxes, float).reshape(-1, 4)[:, 2:].max(axis=-1)[:, None]
    if samples is not None and len(samples) > 1:
        return np.maximum(np.sqrt(samples.var(axis=0).mean(axis=-1)), _SUREST_NOISE * side).astype(np.float32)
    return np.asarray(
        side * _DOUBTFUL_NOISE * (_SUREST_NOISE / _DOUBTFUL_NOISE) ** np.clip(confidence, 0, 1), np.float32
    )


@dataclass(frozen=True, eq=False)
class Detected:
    """The keypoints of the people in one picture, in COCO's order, in its pixels with centres at .5.

    ``keypoints`` (people, 17, 2) float32, ``confidence`` (people, 17) in 0 ... 1, ``boxes`` (people, 4) x, y, width,
    height, ``size`` (width, height). ``scores`` (people,) in 0 ... 1, how sure it is that this is a person in this
    pose; without them the mean confidence. ``noise`` (people, 17) pixels, the standard deviation of each keypoint
    along each axis; without it worked out from the samples, or else from the confidence. ``samples`` (samples,
    people, 17, 2), the keypoints of each of several samples, and ``uncertainty`` (people, 17) pixels, their spread;
    None of a single one.

    With a trajectory: ``trajectory`` (steps + 1, people, 17, h, w) float32, the initialisation's heatmaps, then those
    that each step predicted; ``noisy`` (steps + 1, people, 17, 2) picture pixels, the diffused keypoints at these
    steps. ``affine`` (people, 2, 3) maps pixels of the heatmaps to pixels of the picture.
    """

    keypoints: NDArray[Any]
    confidence: NDArray[Any]
    boxes: NDArray[Any]
    size: tuple[int, int]
    affine: NDArray[Any]
    uncertainty: NDArray[Any] | None = None
    trajectory: NDArray[Any] | None = None
    noisy: NDArray[Any] | None = None
    scores: NDArray[Any] = None  # type: ignore[assignment]  # filled in below
    noise: NDArray[Any] = None  # type: ignore[assignment]
    samples: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        given: Any = self
        if given.scores is None:
            object.__setattr__(self, "scores", self.confidence.mean(axis=-1))
        if given.noise is None:
            noise = noise_of_keypoints(self.confidence, self.boxes, self.samples)
            object.__setattr__(self, "noise", noise)

    @property
    def people(self) -> int:
        """The number of people."""
        return len(self.keypoints)

    def closer_boxes(self, least: float = 0.1, margin: float = 0.05) -> NDArray[Any]:
        """(people, 4) boxes about the keypoints of at least ``least`` confidence, for another detection or for the
        next picture of a sequence; where there are fewer than four such keypoints, the box of this detection."""
        boxes = np.array(self.boxes, dtype=float).reshape(-1, 4)
        for index, (points, confident) in enumerate(
            zip(self.keypoints, self.confidence >= least, strict=True)
        ):
            if confident.sum() >= _ENOUGH:
                boxes[index] = box_of_points(points.astype(float), confident, margin)
        return boxes

    def to_keypoints(self, source: str = "") -> Keypoints:
        """The result as Keypoints; as in a file with confidences, those of low confidence are missing or occluded."""
        rows = np.concatenate([self.keypoints, self.confidence[..., None]], axis=-1)
        if not self.people:
            return Keypoints(np.zeros((0, 17, 2)), size=self.size, source=source)
        found = Keypoints.from_array(rows, self.size, scores=True)
        return Keypoints(found.points, found.visibility, found.size, found.confidence, source)
