"""The result of detection in one picture: keypoints, confidence, boxes, uncertainty, and the steps of denoising."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.crops import box_of_points
from posestudio.keypoints import Keypoints

_ENOUGH = 4  # the fewest keypoints that a person's box is made from


@dataclass(frozen=True, eq=False)
class Detected:
    """The keypoints of the people in one picture, in COCO's order, in its pixels with centres at .5.

    ``keypoints`` (people, 17, 2) float32, ``confidence`` (people, 17) in 0 ... 1, ``boxes`` (people, 4) x, y, width,
    height, ``size`` (width, height). ``uncertainty`` (people, 17) pixels, the spread of several samples, or None.

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
