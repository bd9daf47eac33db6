"""The fields that a person in a keypoint file has beside the keypoints: noise, box, score, alternatives, and
keypoints that COCO lacks.

``keypoint_noise`` is read from any file: for each keypoint the standard deviation along each axis in pixels of the
picture, null where it is not known. ``bbox`` and ``score`` are read from this program's files alone, and ``bbox``
only where ``bbox_of`` is "person": other tools and older files have boxes drawn around the keypoints there. Likewise
``alternatives``, other answers to where the person's keypoints are: a list, the likeliest first, of ``{"share":
0 ... 1, "keypoints": [x, y, v] * 17}`` in COCO's order, v = 0 where the keypoint is missing.

``extra_keypoints`` is an object of rows [x, y, v] by name, in this program's files of the EXTRA_KEYPOINTS, with their
noise in pixels by name in ``extra_noise``; ``foot_kpts`` are the toes and heels of COCO-WholeBody's annotations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import EXTRA_KEYPOINTS
from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.keypoints.alternatives import alternative_count
from posestudio.keypoints.extra_points import FEET, extra_points
from posestudio.keypoints.field_checks import FURTHEST
from posestudio.keypoints.keypoint_names import canonical_names
from posestudio.keypoints.observation import MISSING, MISSING_SCORE, MOST_ALTERNATIVES, VISIBLE, Keypoints

NOISE, BOX, BOX_OF, SCORE = "keypoint_noise", "bbox", "bbox_of", "score"
EXTRA, EXTRA_NOISE, FOOT_POINTS = "extra_keypoints", "extra_noise", "foot_kpts"
ALTERNATIVES, SHARE, POINTS = "alternatives", "share", "keypoints"
TIME = "time"
FOCAL_LENGTH = "focal_length"
"""The key of an image under which this program writes the frame's seconds from the beginning of its video."""
OF_PERSON, OF_KEYPOINTS = "person", "keypoints"
"""What a box in this program's files is of: found or drawn by a person, or drawn around the keypoints."""


def read_noise(person: JsonCursor, count: int) -> NDArray[np.float64] | None:
    """(count,) the noise of each of a person's keypoints, pixels, NaN where it is not known; None where the file has
    none. Raises KeypointsError."""
    if NOISE not in person:
        return None
    numbers = [_at_least_0(cursor, "pixels of at least 0, or null") for cursor in person[NOISE]]
    if len(numbers) != count:
        raise person[NOISE].error(f"{count} numbers, one for each keypoint")
    return np.array(numbers)


def read_extra(
    person: JsonCursor,
    names: tuple[str, ...],
    points: NDArray[np.float64],
    noise: NDArray[np.float64] | None,
    size: float,
    own: bool,
) -> dict[str, Any]:
    """The fields ``extra`` and ``extra_noise`` of Keypoints that a person has; empty where there are none.

    ``points`` (K, 2), NaN where missing, are the person's keypoints, of these ``names`` and this ``noise``, ``size``
    is the longer side of the box around COCO's; ``own`` says that this program wrote the file. Raises KeypointsError.
    """
    if own:
        return _own_extra(person) if EXTRA in person else {}
    beside = _points_beside(person)
    if beside:
        names = (*names, *beside)
        points = np.concatenate([points, list(beside.values())])
        noise = None if noise is None else np.append(noise, np.full(len(beside), np.nan))
    made = extra_points(names, points, noise, size)
    return {} if made is None else {"extra": made[0], "extra_noise": made[1]}


def _own_extra(person: JsonCursor) -> dict[str, Any]:
    """The extra keypoints as `found_fields` writes them. Raises KeypointsError."""
    for key in (EXTRA, EXTRA_NOISE):
        if key in person and not isinstance(person[key].value, dict):
            raise person[key].error("an object by keypoint name")
    extra, noise = np.full((len(EXTRA_KEYPOINTS), 2), np.nan), np.full(len(EXTRA_KEYPOINTS), np.nan)
    for index, name in enumerate(EXTRA_KEYPOINTS):
        if name not in person[EXTRA]:
            continue
        row = person[EXTRA][name].numbers()
        if row.shape != (3,) or not np.abs(row).max() <= FURTHEST:
            raise person[EXTRA][name].error(f"x, y and visibility within {FURTHEST:g} pixels")
        extra[index] = np.nan if row[2] == MISSING else row[:2]
        if EXTRA_NOISE in person and name in person[EXTRA_NOISE]:
            noise[index] = _at_least_0(person[EXTRA_NOISE][name], "pixels of at least 0")
    return {"extra": extra, "extra_noise": noise}


def _points_beside(person: JsonCursor) -> dict[str, NDArray[np.float64]]:
    """The points (2,) that another tool's file has beside a person's keypoints, by name; what cannot be read is left
    out."""
    rows: dict[str, Any] = {}
    feet = person.value.get(FOOT_POINTS)
    if isinstance(feet, list) and len(feet) == 3 * len(FEET):
        rows |= {name: feet[3 * index : 3 * index + 3] for index, name in enumerate(FEET)}
    extra = person.value.get(EXTRA)
    if isinstance(extra, dict):
        names = [name for name, row in extra.items() if isinstance(row, list) and len(row) == 3]
        rows |= {name: extra[given] for given, name in zip(names, canonical_names(names), strict=True)}
    points = {name: np.array([number_in(number) for number in row]) for name, row in rows.items()}
    return {
        name: row[:2]
        for name, row in points.items()
        if row[2] >= MISSING_SCORE and np.abs(row[:2]).max() <= FURTHEST and row[:2].any()
    }


def read_found(person: JsonCursor, own: bool) -> dict[str, Any]:
    """The fields ``boxes`` (4,), ``scores`` and alternatives of Keypoints that a person has; ``own`` says that this
    program wrote the file. Raises KeypointsError naming the first value that is none."""
    found: dict[str, Any] = {}
    if not own:
        return found
    if person.value.get(BOX_OF) == OF_PERSON:
        box = person[BOX].numbers()
        if box.shape != (4,) or (box[2:] < 0).any() or np.abs(box).max() > FURTHEST:
            raise person[BOX].error(f"x, y, width and height within {FURTHEST:g} pixels")
        found["boxes"] = box
    if SCORE in person:
        found["scores"] = np.array(_at_least_0(person[SCORE], "a number of at least 0"))
    if ALTERNATIVES in person:
        found |= _read_alternatives(person[ALTERNATIVES])
    return found


def _read_alternatives(alternatives: JsonCursor) -> dict[str, Any]:
    """The fields ``alternatives`` and ``alternative_shares`` of Keypoints of one person. Raises KeypointsError."""
    points = np.full((MOST_ALTERNATIVES, 17, 2), np.nan)
    shares = np.full(MOST_ALTERNATIVES, np.nan)
    for index, one in enumerate(alternatives):
        if index == MOST_ALTERNATIVES:
            raise one.error(f"at most {MOST_ALTERNATIVES} alternatives")
        shares[index] = number_in(one[SHARE].value)
        rows = one[POINTS].numbers()
        if not 0 <= shares[index] <= 1:
            raise one[SHARE].error("a number of 0 to 1")
        if rows.size != 3 * 17 or not np.abs(rows).max() <= FURTHEST:
            raise one[POINTS].error(f"x, y and visibility of 17 keypoints, within {FURTHEST:g} pixels")
        rows = rows.reshape(17, 3)
        points[index] = np.where(rows[:, 2:] == MISSING, np.nan, rows[:, :2])
    return {"alternatives": points, "alternative_shares": shares}


def _at_least_0(cursor: JsonCursor, expected: str) -> float:
    """The number; NaN for null. Raises KeypointsError for another value."""
    number = number_in(cursor.value)
    if cursor.value is not None and not number >= 0:
        raise cursor.error(expected)
    return number


def found_fields(frame: Keypoints, index: int) -> dict[str, Any]:
    """What `read_noise`, `read_extra` and `read_found` read back, for person ``index`` of a frame; without what is
    not known."""
    fields: dict[str, Any] = {}
    if frame.noise is not None and not np.isnan(frame.noise[index]).all():
        fields[NOISE] = [None if np.isnan(number) else shortest(number) for number in frame.noise[index]]
    if frame.boxes is not None and not np.isnan(frame.boxes[index]).any():
        fields[BOX], fields[BOX_OF] = [shortest(number) for number in frame.boxes[index]], OF_PERSON
    if frame.scores is not None and not np.isnan(frame.scores[index]):
        fields[SCORE] = shortest(frame.scores[index])
    if frame.extra is not None:
        noise = None if frame.extra_noise is None else frame.extra_noise[index]
        fields |= _extra_fields(frame.extra[index], noise)
    if count := alternative_count(frame, index):
        fields[ALTERNATIVES] = [_alternative(frame, index, number) for number in range(count)]
    return fields


def _extra_fields(extra: NDArray[Any], noise: NDArray[Any] | None) -> dict[str, Any]:
    """The extra keypoints (6, 2) of a person and their noise (6,) by name."""
    there = {
        name: (point, np.nan if noise is None else noise[index])
        for index, (name, point) in enumerate(zip(EXTRA_KEYPOINTS, extra, strict=True))
        if not np.isnan(point).any()
    }
    rows = {name: [*map(shortest, point), VISIBLE] for name, (point, _) in there.items()}
    known = {name: shortest(number) for name, (_, number) in there.items() if not np.isnan(number)}
    return ({EXTRA: rows} if rows else {}) | ({EXTRA_NOISE: known} if known else {})


def _alternative(frame: Keypoints, index: int, number: int) -> dict[str, Any]:
    """One of the alternatives of person ``index`` of a frame."""
    assert frame.alternatives is not None and frame.alternative_shares is not None
    triples: list[float] = []
    for x, y in frame.alternatives[index, number]:
        triples += [0, 0, MISSING] if np.isnan(x + y) else [shortest(x), shortest(y), VISIBLE]
    return {SHARE: shortest(frame.alternative_shares[index, number]), POINTS: triples}


def shortest(number: Any) -> float:
    """A float32 as the shortest decimal that reads back as the same float32."""
    return float(str(number))
