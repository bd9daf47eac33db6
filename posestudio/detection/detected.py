"""The result of detection in one picture: keypoints, confidence, boxes, uncertainty, and the steps of denoising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.counts import counted
from posestudio.common.notebook import ShowsItself, summary
from posestudio.detection.calibration import Calibration
from posestudio.keypoints import MISSING, Keypoints


@dataclass(frozen=True, eq=False)
class Detected(ShowsItself):
    """The keypoints of the people in one picture, in COCO's order, in its pixels with centres at .5.

    ``keypoints`` (people, 17, 2) float32, ``confidence`` (people, 17) in 0 ... 1, ``boxes`` (people, 4) x, y, width,
    height, ``size`` (width, height). ``scores`` (people,) in 0 ... 1, how sure it is that this is a person in this
    pose; without them :func:`pose_scores`. ``noise`` (people, 17) pixels, the standard deviation of each keypoint
    along each axis; without it worked out from the samples, or else from the confidence. ``samples`` (samples,
    people, 17, 2), the keypoints of each of several samples, and ``uncertainty`` (people, 17) pixels, their spread;
    None of a single one. ``other_sides`` (people, 17) in 0 ... 1 is how high each keypoint's heatmap is at the other
    side's keypoint, over its height at its own (`decoding.other_sides`), or None. A keypoint of a confidence under
    ``missing_below`` counts as missing. ``extra`` (people, 6, 2) are the extra keypoints that a foreign model gives,
    as in `Keypoints`, or None.

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
    missing_below: float = Calibration.missing_below
    other_sides: NDArray[Any] | None = None
    extra: NDArray[Any] | None = None
    extra_noise: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        given: Any = self
        if given.scores is None:
            object.__setattr__(self, "scores", pose_scores(self.confidence))
        if given.noise is None:
            noise = Calibration().noise(self.confidence, self.boxes, self.samples)
            object.__setattr__(self, "noise", noise)

    def __repr__(self) -> str:
        scores = ", ".join(f"{100 * score:.0f} %" for score in self.scores[:6])
        return summary(
            self,
            counted(self.people, "person", "people"),
            f"sure by {scores}" + " ..." * (self.people > 6) if self.people else "",
            f"in {self.size[0]} x {self.size[1]} px",
        )

    @property
    def people(self) -> int:
        """The number of people."""
        return len(self.keypoints)

    def chosen(self, people: Sequence[int], scores: NDArray[Any] | None = None) -> Detected:
        """The chosen people alone, in this order; ``scores`` (chosen,) replace theirs."""
        index = np.asarray(people, dtype=int)
        by_person = (
            "keypoints",
            "confidence",
            "boxes",
            "affine",
            "uncertainty",
            "noise",
            "scores",
            "other_sides",
            "extra",
            "extra_noise",
        )
        by_step = ("trajectory", "noisy", "samples")  # people are their second axis
        parts: dict[str, Any] = {name: getattr(self, name) for name in (*by_person, *by_step)}
        parts |= {name: parts[name][index] for name in by_person if parts[name] is not None}
        parts |= {name: parts[name][:, index] for name in by_step if parts[name] is not None}
        return replace(self, **parts | ({} if scores is None else {"scores": scores}))

    def to_keypoints(self, source: str = "") -> Keypoints:
        """The result as Keypoints with noise, boxes, scores and extra keypoints: missing below ``missing_below``,
        otherwise visible or, of low confidence, occluded, as in a file with confidences."""
        rows = np.concatenate([self.keypoints, self.confidence[..., None]], axis=-1)
        if not self.people:
            return Keypoints(np.zeros((0, 17, 2)), size=self.size, source=source)
        found = Keypoints.from_array(rows, self.size, scores=True)
        visibility = np.where(self.confidence < self.missing_below, MISSING, found.visibility)
        return replace(
            found,
            visibility=visibility,
            source=source,
            noise=self.noise,
            boxes=self.boxes,
            scores=self.scores,
            extra=self.extra,
            extra_noise=self.extra_noise,
        )


def pose_scores(confidence: NDArray[Any]) -> NDArray[Any]:
    """(people,) how sure poses are, of their keypoints' confidence (people, 17) or their peaks' heights: the root
    mean square, to which keypoints that are not in the picture contribute less than to the mean."""
    return np.sqrt(np.square(confidence).mean(axis=-1))


def nobody(size: tuple[int, int], samples: int = 1) -> Detected:
    """The result in a picture of ``size`` (width, height) in which no person was looked for or found."""
    rows, points = np.zeros((0, 17), np.float32), np.zeros((0, 17, 2), np.float32)
    several = samples > 1
    return Detected(
        points,
        rows,
        np.zeros((0, 4)),
        size,
        np.zeros((0, 2, 3)),
        uncertainty=rows if several else None,
        samples=np.zeros((samples, 0, 17, 2), np.float32) if several else None,
    )
