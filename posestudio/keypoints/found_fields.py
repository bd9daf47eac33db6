"""The fields of a person in a keypoint file that say how they were found: noise, box, score and alternatives.

``keypoint_noise`` is read from any file: for each keypoint the standard deviation along each axis in pixels of the
picture, null where it is not known. ``bbox`` and ``score`` are read from this program's files alone, and ``bbox``
only where ``bbox_of`` is "person": other tools and older files have boxes drawn around the keypoints there. Likewise
``alternatives``, other answers to where the person's keypoints are: a list, the likeliest first, of ``{"share":
0 ... 1, "keypoints": [x, y, v] * 17}`` in COCO's order, v = 0 where the keypoint is missing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.keypoints.alternatives import alternative_count
from posestudio.keypoints.observation import FURTHEST, MISSING, MOST_ALTERNATIVES, VISIBLE, Keypoints

NOISE, BOX, BOX_OF, SCORE = "keypoint_noise", "bbox", "bbox_of", "score"
ALTERNATIVES, SHARE, POINTS = "alternatives", "share", "keypoints"
TIME = "time"
"""The key of an image under which this program writes the frame's seconds from the beginning of its video."""
OF_PERSON, OF_KEYPOINTS = "person", "keypoints"
"""What a box in this program's files is of: found or drawn by a person, or drawn around the keypoints."""


def read_found(person: JsonCursor, columns: NDArray[np.int64], count: int, own: bool) -> dict[str, Any]:
    """The fields ``noise`` (17,), ``boxes`` (4,), ``scores`` and alternatives of Keypoints that a person has.

    ``columns`` (17,) are the places of the COCO keypoints among the file's ``count`` keypoints, -1 where it has none;
    ``own`` says that this program wrote the file. Raises KeypointsError naming the first value that is none.
    """
    found: dict[str, Any] = {}
    if NOISE in person:
        numbers = [_at_least_0(cursor, "pixels of at least 0, or null") for cursor in person[NOISE]]
        if len(numbers) != count:
            raise person[NOISE].error(f"{count} numbers, one for each keypoint")
        found["noise"] = np.where(columns < 0, np.nan, np.array(numbers)[columns])
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
    """What `read_found` reads back, for person ``index`` of a frame; without what is not known."""
    fields: dict[str, Any] = {}
    if frame.noise is not None and not np.isnan(frame.noise[index]).all():
        fields[NOISE] = [None if np.isnan(number) else shortest(number) for number in frame.noise[index]]
    if frame.boxes is not None and not np.isnan(frame.boxes[index]).any():
        fields[BOX], fields[BOX_OF] = [shortest(number) for number in frame.boxes[index]], OF_PERSON
    if frame.scores is not None and not np.isnan(frame.scores[index]):
        fields[SCORE] = shortest(frame.scores[index])
    if count := alternative_count(frame, index):
        fields[ALTERNATIVES] = [_alternative(frame, index, number) for number in range(count)]
    return fields


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
