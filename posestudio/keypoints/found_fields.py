"""The fields of a person in a keypoint file that say how well they were found: noise, box and score.

``keypoint_noise`` is read from any file: for each keypoint the standard deviation along each axis in pixels of the
picture, null where it is not known. ``bbox`` and ``score`` are read from this program's files alone, and ``bbox``
only where ``bbox_of`` is "person": other tools and older files have boxes drawn around the keypoints there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.keypoints.observation import FURTHEST, Keypoints

NOISE, BOX, BOX_OF, SCORE = "keypoint_noise", "bbox", "bbox_of", "score"
OF_PERSON, OF_KEYPOINTS = "person", "keypoints"
"""What a box in this program's files is of: found or drawn by a person, or drawn around the keypoints."""


def read_found(person: JsonCursor, columns: NDArray[np.int64], count: int, own: bool) -> dict[str, Any]:
    """The fields ``noise`` (17,), ``boxes`` (4,) and ``scores`` of Keypoints that a person in a file has.

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
    return found


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
    return fields


def shortest(number: Any) -> float:
    """A float32 as the shortest decimal that reads back as the same float32."""
    return float(str(number))
