"""The unit of a file's coordinates, recognised by where the keypoints lie: pixels or fractions of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from posestudio.errors import KeypointsError, SizeUnknown
from posestudio.keypoints.observation import Keypoints, longer_sides
from posestudio.keypoints.person_formats import SMALLEST_SPAN

PIXELS, FRACTIONS, SIGNED_FRACTIONS = "pixels", "fractions 0 to 1", "fractions -1 to 1"
_BEYOND = 0.6  # how far outside the picture a keypoint given in fractions may lie, in widths or heights
_METRES = 50.0  # a small extent with no coordinate beyond this is in metres or the like, not in pixels
_FEW = 0.1  # share of keypoints that may be negative before the fractions count as signed


@dataclass
class Extent:
    """Where the keypoints of frames lie, gathered frame by frame."""

    largest_span: float = 0.0
    low: float = np.inf
    high: float = -np.inf
    negative: int = 0
    count: int = 0
    hips_at_zero: int = 0
    hips: int = 0

    def add(self, frame: Keypoints) -> None:
        """Take the observed keypoints of a frame into account."""
        for points, observed in zip(frame.points, frame.observed, strict=True):
            seen = points[observed]
            if not len(seen):
                continue
            self.largest_span = max(self.largest_span, float(np.ptp(seen, axis=0).max()))
            self.low, self.high = min(self.low, float(seen.min())), max(self.high, float(seen.max()))
            self.negative += int((seen < -0.02).any(-1).sum())
            self.count += len(seen)
            if observed[11] and observed[12]:
                self.hips += 1
                self.hips_at_zero += bool(np.abs(points[11:13].mean(0)).max() < 1e-3)

    def unit(self, file: str) -> str:
        """PIXELS, FRACTIONS or SIGNED_FRACTIONS. Raises KeypointsError for coordinates that can be none of them."""
        furthest = max(-self.low, self.high)
        if self.largest_span == 0 or self.largest_span >= SMALLEST_SPAN or furthest > _METRES:
            return PIXELS
        if furthest > 2 * SMALLEST_SPAN:
            raise self._refusal(file)
        if self.hips and self.hips_at_zero == self.hips:
            raise self._refusal(file)
        if self.negative <= _FEW * self.count and -_BEYOND <= self.low and self.high <= 1 + _BEYOND:
            return FRACTIONS
        if -1 - _BEYOND <= self.low and self.high <= 1 + _BEYOND:
            return SIGNED_FRACTIONS
        raise self._refusal(file)

    def _refusal(self, file: str) -> KeypointsError:
        return KeypointsError(
            f"{file}: expected keypoints in pixels, or in fractions of the picture (0 to 1, or -1 to 1);"
            f" these lie from {self.low:.3g} to {self.high:.3g}, as metres or other units would"
        )


def to_pixels(frame: Keypoints, unit: str, file: str) -> Keypoints:
    """A frame whose coordinates are in ``unit``, in pixels. Raises SizeUnknown where it needs a ``size`` and has
    none."""
    if unit == PIXELS or not frame.people:
        return frame
    if frame.size is None:
        raise SizeUnknown(
            f"{file}: keypoints in {unit} of the picture: expected the picture's size given (--size WIDTHxHEIGHT)"
        )
    size = np.array(frame.size)

    def pixels(points: Any) -> Any:
        return points * size if unit == FRACTIONS else (points + 1) / 2 * size

    moved = replace(frame, points=np.where(frame.observed[..., None], pixels(frame.points), 0))
    if frame.extra is None:
        return moved
    noise = frame.extra_noise
    if noise is not None:  # it is a share of the person's size
        noise = noise * (longer_sides(moved) / np.maximum(longer_sides(frame), 1e-6))[:, None]
    return replace(moved, extra=pixels(frame.extra), extra_noise=noise)
