"""2D observations of people: COCO-17 keypoints with visibility, and pure edits of them.

Pixels: origin at the top left corner of the picture, u right, v down, pixel centres at .5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.errors import KeypointsError

MISSING = 0
"""The keypoint's position is unknown; its point has no meaning."""
OCCLUDED = 1
"""Hidden, at a known position: counts as observed."""
VISIBLE = 2

MISSING_SCORE = 0.05
"""A detection less confident than this is MISSING: detectors give such scores to joints outside the
picture, at random positions. OpenPose draws no such joint."""

OCCLUDED_SCORE = 0.3
"""A detection less confident than this counts as OCCLUDED. MMPose draws no such joint."""

DETECTED_NOISE = 0.025
"""Standard deviation assumed of keypoints that this program's detector found, over the person's size: the largest
that networks are trained with. Many keypoints are off by more."""

FURTHEST = 1e7
"""Largest pixel coordinate of a keypoint."""

_COUNT = len(COCO_KEYPOINTS)
_MIRROR = list(COCO_MIRROR)


@dataclass(frozen=True, eq=False)
class Keypoints:
    """The COCO-17 keypoints of the people in one picture.

    ``points`` (people, 17, 2) float32 pixels, ``visibility`` (people, 17) int8 of MISSING, OCCLUDED and
    VISIBLE, ``size`` (width, height) of the picture or None, ``confidence`` (people, 17) float32 or None,
    ``source`` the name of the picture or frame, ``tracks`` (people,) int64 a number that each person has in all
    frames of a sequence, -1 where it is not known, or None. A single person may be given as (17, 2) and (17,).
    ``visibility`` defaults to VISIBLE. A NaN point is MISSING and becomes (0, 0), so that ``points`` is
    always finite. Raises KeypointsError, naming the field, for anything else.
    """

    points: NDArray[Any]
    visibility: NDArray[Any] = None  # type: ignore[assignment]  # filled in below
    size: tuple[int, int] | None = None
    confidence: NDArray[Any] | None = None
    source: str = ""
    tracks: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        points = _people(self.points, "points", (_COUNT, 2))
        shape = points.shape[:2]
        given: Any = self.visibility
        if given is None:
            given = np.full(shape, VISIBLE)
        visibility = _visibility(_people(given, "visibility", (_COUNT,), shape))
        nowhere = ~(np.abs(points) <= FURTHEST).all(axis=-1)
        unknown = np.isnan(points).any(axis=-1) | (nowhere & (visibility == MISSING))
        points[unknown] = 0
        visibility[unknown] = MISSING
        with np.errstate(over="ignore"):
            points = points.astype(np.float32)
        if not (np.abs(points) <= FURTHEST).all():
            raise KeypointsError(
                f"points: expected pixels within {FURTHEST:g}, or NaN where a keypoint is missing"
            )
        confidence = None
        if self.confidence is not None and len(points):  # None where there are no people
            confidence = _people(self.confidence, "confidence", (_COUNT,), shape).astype(np.float32)
            if not (np.isfinite(confidence) & (confidence >= 0)).all():
                raise KeypointsError("confidence: expected finite scores of at least 0")
        tracks = None
        if self.tracks is not None and len(points):
            tracks = np.array(self.tracks)
            if tracks.shape != shape[:1] or tracks.dtype.kind not in "iu":
                raise KeypointsError(f"tracks: expected a whole number for each of {shape[0]} people")
            tracks = tracks.astype(np.int64)
        for name, array in (
            ("points", points),
            ("visibility", visibility),
            ("confidence", confidence),
            ("tracks", tracks),
        ):
            if array is not None:
                array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "size", None if self.size is None else _picture_size(self.size))

    @classmethod
    def from_array(
        cls, array: ArrayLike, size: tuple[int, int] | None = None, *, scores: bool = False
    ) -> Keypoints:
        """Keypoints from (17, 3) or (people, 17, 3) rows of x, y and a third number.

        The third is the COCO visibility flag 0, 1 or 2 or, with ``scores``, the detector's confidence,
        which becomes MISSING below MISSING_SCORE, OCCLUDED below OCCLUDED_SCORE, and VISIBLE from there.
        Raises KeypointsError.
        """
        rows = _people(array, "array", (_COUNT, 3))
        points, third = rows[..., :2], rows[..., 2]
        if not scores:
            return cls(points, third, size)
        return cls(points, visibility_of(third), size, third)

    @property
    def people(self) -> int:
        """The number of people."""
        return len(self.points)

    @property
    def observed(self) -> NDArray[np.bool_]:
        """(people, 17), True where the keypoint's position is known, visible or not."""
        return self.visibility != MISSING

    def person(self, index: int) -> Keypoints:
        """One person alone, as Keypoints with a people axis of 1. Raises IndexError."""
        return replace(
            self,
            points=self.points[index],
            visibility=self.visibility[index],
            confidence=None if self.confidence is None else self.confidence[index],
            tracks=None if self.tracks is None else self.tracks[index].reshape(1),
        )

    def replace_point(self, person: int, joint: int, xy: ArrayLike) -> Keypoints:
        """A copy with one keypoint moved to ``xy`` (2,) pixels; a missing one becomes visible."""
        points, visibility = self.points.copy(), self.visibility.copy()
        points[person, joint] = xy
        visibility[person, joint] = visibility[person, joint] or VISIBLE
        return replace(self, points=points, visibility=visibility)

    def with_visibility(self, person: int, joint: int, visibility: int) -> Keypoints:
        """A copy with one keypoint MISSING, OCCLUDED or VISIBLE; a missing one keeps its point."""
        changed = self.visibility.copy()
        changed[person, joint] = visibility
        return replace(self, visibility=changed)

    def swapped(self, person: int | None = None) -> Keypoints:
        """A copy with the left and right labels of one person, or of all people, exchanged."""
        return self._relabelled(self.points, person)

    def mirrored(self, person: int | None = None) -> Keypoints:
        """A copy with one person, or all people, reflected in place.

        The points are reflected about the vertical line through the middle of the person's observed
        keypoints, and the labels exchanged, so that left remains the person's left.
        """
        points = self.points.copy()
        for index in range(self.people) if person is None else [person]:
            points[index] = _reflected(points[index], self.observed[index])
        return self._relabelled(points, person)

    def _relabelled(self, points: NDArray[np.float32], person: int | None) -> Keypoints:
        chosen = slice(None) if person is None else [person]

        def swap(array: NDArray[Any]) -> NDArray[Any]:
            array = array.copy()
            array[chosen] = array[chosen][:, _MIRROR]
            return array

        return replace(
            self,
            points=swap(points),
            visibility=swap(self.visibility),
            confidence=None if self.confidence is None else swap(self.confidence),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keypoints):
            return NotImplemented
        return (
            (self.size, self.source) == (other.size, other.source)
            and np.array_equal(self.points, other.points)
            and np.array_equal(self.visibility, other.visibility)
            and _same(self.confidence, other.confidence)
            and _same(self.tracks, other.tracks)
        )

    __hash__ = None  # type: ignore[assignment]


def _same(one: NDArray[Any] | None, other: NDArray[Any] | None) -> bool:
    return one is other or (one is not None and other is not None and np.array_equal(one, other))


def person_size(keypoints: Keypoints) -> np.ndarray:
    """(P,) longer side of the box around each person's observed keypoints, at least a pixel."""
    seen = keypoints.observed[..., None]
    low = np.where(seen, keypoints.points, np.inf).min(axis=1, initial=np.inf)
    high = np.where(seen, keypoints.points, -np.inf).max(axis=1, initial=-np.inf)
    extent = np.where(np.isfinite(high - low), high - low, 0).max(axis=-1)
    return np.maximum(extent, 1.0)


def visibility_of(scores: ArrayLike) -> NDArray[np.int8]:
    """A detector's confidences (...) as MISSING, OCCLUDED and VISIBLE (...); see MISSING_SCORE."""
    return np.digitize(np.asarray(scores), (MISSING_SCORE, OCCLUDED_SCORE)).astype(np.int8)


def _people(
    value: Any, name: str, tail: tuple[int, ...], shape: tuple[int, ...] | None = None
) -> NDArray[np.float64]:
    """A fresh float64 array (people, *tail); one person may come without the people axis."""
    expected = f"{name}: expected numbers ({', '.join(map(str, ('people', *tail)))})"
    try:
        array = np.array(value)
    except ValueError as problem:  # rows of different lengths
        raise KeypointsError(expected) from problem
    if array.shape == tail:
        array = array[None]
    if array.dtype.kind not in "iufb" or array.ndim != len(tail) + 1 or array.shape[1:] != tail:
        raise KeypointsError(f"{expected}, got {array.dtype} {array.shape}")
    if shape is not None and array.shape[:2] != shape:
        raise KeypointsError(f"{expected} for {shape[0]} people, got {array.shape[0]}")
    return array.astype(np.float64)


def _visibility(flags: NDArray[np.float64]) -> NDArray[np.int8]:
    if not np.isin(flags, (MISSING, OCCLUDED, VISIBLE)).all():
        raise KeypointsError("visibility: expected 0 (missing), 1 (occluded) or 2 (visible)")
    return flags.astype(np.int8)


def _picture_size(size: Any) -> tuple[int, int]:
    try:
        width, height = (int(side) for side in size)
    except (TypeError, ValueError, OverflowError) as problem:
        raise KeypointsError(f"size: expected (width, height) in pixels, got {size!r}") from problem
    if min(width, height) < 1:
        raise KeypointsError(f"size: expected at least one pixel each way, got {width} x {height}")
    return width, height


def _reflected(points: NDArray[np.float32], observed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Points (17, 2) of one person reflected about the middle of the observed ones."""
    if not observed.any():
        return points
    across = points[observed, 0]
    return points * (-1, 1) + (across.min() + across.max(), 0)
