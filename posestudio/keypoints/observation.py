"""2D observations of people: COCO-17 keypoints with visibility, and pure edits of them.

Pixels: origin at the top left corner of the picture, u right, v down, pixel centres at .5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.body.layouts import COCO_KEYPOINTS, EXTRA_KEYPOINTS
from posestudio.body.mirroring import COCO_MIRROR, EXTRA_MIRROR
from posestudio.common.counts import counted
from posestudio.common.notebook import ShowsItself, summary
from posestudio.errors import KeypointsError
from posestudio.keypoints.field_checks import (
    FURTHEST,
    check_found,
    checked_extra,
    of_people,
    people_array,
    picture_size,
)

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
"""Standard deviation assumed of keypoints that this program's detector found, over the person's size, where it is not
known of each: the largest that networks are trained with. Many keypoints are off by more."""

_COUNT, _EXTRA = len(COCO_KEYPOINTS), len(EXTRA_KEYPOINTS)
_MIRROR, _MIRROR_EXTRA = list(COCO_MIRROR), list(EXTRA_MIRROR)
MOST_ALTERNATIVES = 4
"""Most other answers that are kept for a person."""

_FOUND: dict[str, tuple[int, ...]] = {
    "noise": (_COUNT,),
    "boxes": (4,),
    "scores": (),
    "alternatives": (MOST_ALTERNATIVES, _COUNT, 2),
    "alternative_shares": (MOST_ALTERNATIVES,),
    "extra": (_EXTRA, 2),
    "extra_noise": (_EXTRA,),
}
"""Optional fields of Keypoints that are NaN where they are not known, and their shapes for one person."""


@dataclass(frozen=True, eq=False)
class Keypoints(ShowsItself):
    """The COCO-17 keypoints of the people in one picture.

    ``points`` (people, 17, 2) float32 pixels, ``visibility`` (people, 17) int8 of MISSING, OCCLUDED and
    VISIBLE, ``size`` (width, height) of the picture or None, ``confidence`` (people, 17) float32 or None,
    ``source`` the name of the picture or frame, ``time`` the seconds from the beginning of its video or None,
    ``focal_length`` that of its lens in pixels or None,
    ``tracks`` (people,) int64 a number that each person has in all frames of a sequence, -1 where it is not known,
    or None. ``noise`` (people, 17) float32 is the standard deviation
    of each point along each axis in pixels, ``boxes`` (people, 4) float32 are the people's boxes as x, y, width and
    height in pixels, ``scores`` (people,) float32 say how sure a detector is that each is a person. ``alternatives``
    (people, MOST_ALTERNATIVES, 17, 2) float32 are the points of other answers that a detector found for a person, the
    likeliest first, NaN where a keypoint is missing, and ``alternative_shares`` (people, MOST_ALTERNATIVES) how
    likely each is, 0 ... 1: ``points`` has the rest (see `alternatives`). ``extra`` (people, 6, 2) float32 pixels are
    the EXTRA_KEYPOINTS, NaN where one is missing, and ``extra_noise`` (people, 6) their noise. All these are NaN
    where one is not known, None where none is; moving a person's points by hand ends their alternatives. A single
    person may be given as (17, 2) and (17,). ``visibility`` defaults to VISIBLE. A NaN point is MISSING and becomes
    (0, 0), so that ``points`` is always finite. Raises KeypointsError, naming the field, for anything else.
    """

    points: NDArray[Any]
    visibility: NDArray[Any] = None  # type: ignore[assignment]  # filled in below
    size: tuple[int, int] | None = None
    confidence: NDArray[Any] | None = None
    source: str = ""
    tracks: NDArray[Any] | None = None
    noise: NDArray[Any] | None = None
    boxes: NDArray[Any] | None = None
    scores: NDArray[Any] | None = None
    alternatives: NDArray[Any] | None = None
    alternative_shares: NDArray[Any] | None = None
    time: float | None = None
    extra: NDArray[Any] | None = None
    extra_noise: NDArray[Any] | None = None
    focal_length: float | None = None

    def __post_init__(self) -> None:
        points = people_array(self.points, "points", (_COUNT, 2))
        shape = points.shape[:2]
        given: Any = self.visibility
        if given is None:
            given = np.full(shape, VISIBLE)
        visibility = _visibility(people_array(given, "visibility", (_COUNT,), shape))
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
        confidence = of_people(self.confidence, "confidence", (_COUNT,), len(points), unknown=False)
        if confidence is not None and not (np.isfinite(confidence) & (confidence >= 0)).all():
            raise KeypointsError("confidence: expected finite scores of at least 0")
        found = {
            name: of_people(getattr(self, name), name, tail, len(points)) for name, tail in _FOUND.items()
        }
        check_found(**found)
        found |= checked_extra(found["extra"], found["extra_noise"])
        tracks = None
        if self.tracks is not None and len(points):
            tracks = np.array(self.tracks)
            if tracks.shape != shape[:1] or tracks.dtype.kind not in "iu":
                raise KeypointsError(f"tracks: expected a whole number for each of {shape[0]} people")
            tracks = tracks.astype(np.int64)
        arrays: tuple[tuple[str, NDArray[Any] | None], ...] = (
            ("points", points),
            ("visibility", visibility),
            ("confidence", confidence),
            ("tracks", tracks),
            *found.items(),
        )
        for name, array in arrays:
            if array is not None:
                array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "size", None if self.size is None else picture_size(self.size))
        if self.focal_length is not None and not (
            isinstance(self.focal_length, int | float) and 0 < self.focal_length <= FURTHEST
        ):
            raise KeypointsError(f"focal_length: expected pixels above 0, not {self.focal_length!r:.40}")
        if self.time is not None and not (isinstance(self.time, int | float) and math.isfinite(self.time)):
            raise KeypointsError(f"time: expected finite seconds, not {self.time!r:.40}")

    @classmethod
    def from_array(
        cls, array: ArrayLike, size: tuple[int, int] | None = None, *, scores: bool = False
    ) -> Keypoints:
        """Keypoints from (17, 3) or (people, 17, 3) rows of x, y and a third number.

        The third is the COCO visibility flag 0, 1 or 2 or, with ``scores``, the detector's confidence,
        which becomes MISSING below MISSING_SCORE, OCCLUDED below OCCLUDED_SCORE, and VISIBLE from there.
        Raises KeypointsError.
        """
        rows = people_array(array, "array", (_COUNT, 3))
        points, third = rows[..., :2], rows[..., 2]
        if not scores:
            return cls(points, third, size)
        return cls(points, visibility_of(third), size, third)

    def __repr__(self) -> str:
        return summary(
            self,
            counted(self.people, "person", "people"),
            f"{int(self.observed.sum())} of {self.observed.size} points",
            f"in {self.size[0]} x {self.size[1]} px" if self.size else "",
            self.source,
        )

    @property
    def people(self) -> int:
        """The number of people."""
        return len(self.points)

    @property
    def observed(self) -> NDArray[np.bool_]:
        """(people, 17), True where the keypoint's position is known, visible or not."""
        return self.visibility != MISSING

    def select(self, people: ArrayLike) -> Keypoints:
        """The people of these indices, in this order. Raises IndexError."""
        rows = np.asarray(people, np.int64).reshape(-1)
        chosen: dict[str, Any] = {
            name: array[rows] for name in OF_PEOPLE if (array := getattr(self, name)) is not None
        }
        return replace(self, **chosen)

    def person(self, index: int) -> Keypoints:
        """One person alone, as Keypoints with a people axis of 1. Raises IndexError."""
        return self.select(index)

    @classmethod
    def concatenate(
        cls, parts: Sequence[Keypoints], size: tuple[int, int] | None = None, source: str = ""
    ) -> Keypoints:
        """The people of all parts, in order, in one picture.

        What only some parts have is filled in for the others: a confidence of 1 for observed keypoints and 0 for
        missing ones, the track -1, and NaN for noise, boxes, scores, alternatives and extra keypoints. The focal
        length is that of the parts that have one, None where they differ.
        """
        stated = {part.focal_length for part in parts} - {None}
        focal_length = stated.pop() if len(stated) == 1 else None
        picture: dict[str, Any] = {"size": size, "source": source, "focal_length": focal_length}
        parts = [part for part in parts if part.people]
        if not parts:
            return cls(np.zeros((0, _COUNT, 2)), **picture)
        joined: dict[str, Any] = {}
        for name in OF_PEOPLE:
            if any(getattr(part, name) is not None for part in parts):
                given = [(part, getattr(part, name)) for part in parts]
                joined[name] = np.concatenate(
                    [part._unknown(name) if array is None else array for part, array in given]
                )
        return cls(**joined, **picture)

    def _unknown(self, name: str) -> NDArray[Any]:
        """What `concatenate` fills in for an array that these people do not have."""
        if name == "confidence":
            return self.observed.astype(np.float32)
        if name == "tracks":
            return np.full(self.people, -1)
        return np.full((self.people, *_FOUND[name]), np.nan)

    def replace_point(self, person: int, joint: int, xy: ArrayLike) -> Keypoints:
        """A copy with one keypoint moved to ``xy`` (2,) pixels by hand; a missing one becomes visible. Its confidence
        becomes 1, its noise unknown."""
        points, visibility = self.points.copy(), self.visibility.copy()
        points[person, joint] = xy
        visibility[person, joint] = visibility[person, joint] or VISIBLE
        placed = np.zeros(visibility.shape, bool)
        placed[person, joint] = True
        return replace(self, points=points, visibility=visibility).placed_by_hand(placed)

    def placed_by_hand(self, placed: NDArray[np.bool_], noise: ArrayLike = np.nan) -> Keypoints:
        """A copy in which the keypoints ``placed`` (people, 17) have a confidence of 1 and the ``noise`` given, a
        number or (people,) of pixels: what a detector said is not about them."""
        noise = np.asarray(noise).reshape(-1, 1)
        return replace(
            self._without_alternatives(placed.any(axis=-1)),
            confidence=None if self.confidence is None else np.where(placed, 1, self.confidence),
            noise=None if self.noise is None else np.where(placed, noise, self.noise),
        )

    def _without_alternatives(self, people: Any) -> Keypoints:
        """A copy in which the ``people`` (people,) True have no alternatives."""
        if self.alternatives is None or self.alternative_shares is None:
            return self
        return replace(
            self,
            alternatives=np.where(people[:, None, None, None], np.nan, self.alternatives),
            alternative_shares=np.where(people[:, None], np.nan, self.alternative_shares),
        )

    def with_visibility(self, person: int, joint: int, visibility: int) -> Keypoints:
        """A copy with one keypoint MISSING, OCCLUDED or VISIBLE; a missing one keeps its point."""
        changed = self.visibility.copy()
        changed[person, joint] = visibility
        return replace(self, visibility=changed)

    def swapped(self, person: int | None = None) -> Keypoints:
        """A copy with the left and right labels of one person, or of all people, exchanged."""
        return self._relabelled(self.points, self.boxes, self.extra, person)

    def mirrored(self, person: int | None = None) -> Keypoints:
        """A copy with one person, or all people, reflected in place.

        The points, and the box, are reflected about the vertical line through the middle of the person's observed
        keypoints, and the labels exchanged, so that left remains the person's left.
        """
        points = self.points.copy()
        boxes = None if self.boxes is None else self.boxes.copy()
        extra = None if self.extra is None else self.extra.copy()
        for index in range(self.people) if person is None else [person]:
            if not self.observed[index].any():
                continue
            across = points[index][self.observed[index], 0]
            twice_middle = across.min() + across.max()
            points[index] = points[index] * (-1, 1) + (twice_middle, 0)
            if boxes is not None:
                boxes[index, 0] = twice_middle - boxes[index, 0] - boxes[index, 2]
            if extra is not None:
                extra[index] = extra[index] * (-1, 1) + (twice_middle, 0)
        return self._relabelled(points, boxes, extra, person)

    def _relabelled(
        self,
        points: NDArray[np.float32],
        boxes: NDArray[np.float32] | None,
        extra: NDArray[np.float32] | None,
        person: int | None,
    ) -> Keypoints:
        chosen = slice(None) if person is None else [person]
        edited = np.zeros(self.people, bool)
        edited[chosen] = True

        def swap(array: NDArray[Any], mirror: list[int] = _MIRROR) -> NDArray[Any]:
            array = array.copy()
            array[chosen] = array[chosen][:, mirror]
            return array

        return replace(
            self._without_alternatives(edited),
            points=swap(points),
            visibility=swap(self.visibility),
            confidence=None if self.confidence is None else swap(self.confidence),
            noise=None if self.noise is None else swap(self.noise),
            boxes=boxes,
            extra=None if extra is None else swap(extra, _MIRROR_EXTRA),
            extra_noise=None if self.extra_noise is None else swap(self.extra_noise, _MIRROR_EXTRA),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keypoints):
            return NotImplemented
        same = all(getattr(self, name) == getattr(other, name) for name in OF_PICTURE)
        return same and all(_same(getattr(self, name), getattr(other, name)) for name in OF_PEOPLE)

    __hash__ = None  # type: ignore[assignment]


OF_PICTURE = ("size", "source", "time", "focal_length")
"""The fields of Keypoints that concern the whole picture."""

OF_PEOPLE = ("points", "visibility", "confidence", "tracks", *_FOUND)
"""The fields of Keypoints that have a row for each person, the optional ones from the third on."""


def _same(one: NDArray[Any] | None, other: NDArray[Any] | None) -> bool:
    return one is other or (
        one is not None and other is not None and np.array_equal(one, other, equal_nan=True)
    )


def person_size(keypoints: Keypoints) -> np.ndarray:
    """(P,) longer side of the box around each person's observed keypoints of COCO, at least a pixel."""
    return np.maximum(longer_sides(keypoints), 1.0)


def longer_sides(keypoints: Keypoints) -> np.ndarray:
    """(P,) longer side of the box around each person's observed keypoints of COCO."""
    seen = keypoints.observed[..., None]
    low = np.where(seen, keypoints.points, np.inf).min(axis=1, initial=np.inf)
    high = np.where(seen, keypoints.points, -np.inf).max(axis=1, initial=-np.inf)
    size: np.ndarray = np.where(np.isfinite(high - low), high - low, 0).max(axis=-1)
    return size


def visibility_of(scores: ArrayLike) -> NDArray[np.int8]:
    """A detector's confidences (...) as MISSING, OCCLUDED and VISIBLE (...); see MISSING_SCORE."""
    return np.digitize(np.asarray(scores), (MISSING_SCORE, OCCLUDED_SCORE)).astype(np.int8)


def _visibility(flags: NDArray[np.float64]) -> NDArray[np.int8]:
    if not np.isin(flags, (MISSING, OCCLUDED, VISIBLE)).all():
        raise KeypointsError("visibility: expected 0 (missing), 1 (occluded) or 2 (visible)")
    return flags.astype(np.int8)
