"""What detection answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.heatmaps.crops import box_of_points
from posestudio.keypoints import Keypoints

_ENOUGH = 4  # keypoints to know a person's extent by


@dataclass(frozen=True, eq=False)
class Detected:
    """The keypoints of the people in one picture, in COCO's order, in its pixels with centres at .5.

    ``keypoints`` (people, 17, 2) float32, ``confidence`` (people, 17) in 0 ... 1, ``boxes`` (people, 4) x, y, width,
    height, ``size`` (width, height). ``uncertainty`` (people, 17) pixels, the spread of several samples, or None.

    With a trajectory: ``trajectory`` (steps + 1, people, 17, h, w) float32, the heatmaps as they condense: the
    initialisation's, then what each step believed; ``noisy`` (steps + 1, people, 17, 2) picture pixels, where the
    diffused keypoints were then. ``affine`` (people, 2, 3) takes pixels of the heatmaps to pixels of the picture.
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
        """How many people there are."""
        return len(self.keypoints)

    def closer_boxes(self, least: float = 0.1, margin: float = 0.05) -> NDArray[Any]:
        """(people, 4) boxes about the keypoints of at least ``least`` confidence, to detect in once more, or in the
        next picture of a sequence; where fewer than four are so sure, the box that was looked in."""
        boxes = np.array(self.boxes, dtype=float).reshape(-1, 4)
        for index, (points, sure) in enumerate(zip(self.keypoints, self.confidence >= least, strict=True)):
            if sure.sum() >= _ENOUGH:
                boxes[index] = box_of_points(points.astype(float), sure, margin)
        return boxes

    def to_keypoints(self, source: str = "") -> Keypoints:
        """The same as Keypoints: those of little confidence are missing or occluded, as in a file of results."""
        rows = np.concatenate([self.keypoints, self.confidence[..., None]], axis=-1)
        if not self.people:
            return Keypoints(np.zeros((0, 17, 2)), size=self.size, source=source)
        found = Keypoints.from_array(rows, self.size, scores=True)
        return Keypoints(found.points, found.visibility, found.size, found.confidence, source)
