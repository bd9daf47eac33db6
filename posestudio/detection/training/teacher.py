"""Another model's answers for the training photographs: they label keypoints that a data set lacks, such as the face
in Leeds Sports Pose, and say where a label has left and right exchanged.

A file is JSON of one of two forms: ``pictures`` has for each picture's file name ``keypoints`` (17 of x, y, score),
pixels of the picture, and optionally ``sides_doubtful``; or COCO annotations of one person a picture, with such
numbers in ``teacher_keypoints``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.errors import KeypointsError

LEAST_SCORE = 0.4
"""The lowest score of a teacher's keypoint that is used as a label."""

_AGREES = 0.15
"""Median distance, over the diagonal of the labelled keypoints, up to which the teacher means the labelled person."""

Answers = dict[str, tuple[JsonCursor, bool]]
"""Keypoints by the picture's file name, and whether the label's sides are doubtful."""


def read_answers(paths: Iterable[str | os.PathLike[str]]) -> Answers:
    """A teacher's answers of all files. Raises KeypointsError naming file and location."""
    answers: Answers = {}
    for path in paths:
        root = JsonCursor(read_json(path, KeypointsError), str(path))
        if "pictures" in root:
            for name in root["pictures"].value:
                entry = root["pictures"][name]
                doubtful = "sides_doubtful" in entry and bool(entry["sides_doubtful"].value)
                answers[name] = (entry["keypoints"], doubtful)
            continue
        names = {image["id"].text(): Path(image["file_name"].text()).name for image in root["images"]}
        for annotation in root["annotations"]:
            key = annotation["image_id"]
            if key.text() not in names:
                raise key.error("the id of one of the images")
            answers[names[key.text()]] = (annotation["teacher_keypoints"], False)
    return answers


def taught(people: Sequence[AnnotatedPerson], answers: Answers) -> list[AnnotatedPerson]:
    """The people with the teacher's keypoints where they have no label; without those whose sides are doubtful.

    People without an answer stay as they are, as do those whose labels are far from the answer, which is another
    person's. Raises KeypointsError naming file and location.
    """
    result = []
    for person in people:
        cursor, doubtful = answers.get(person.picture.name, (None, False))
        if doubtful:
            continue
        result.append(person if cursor is None else _completed(person, cursor))
    return result


def _completed(person: AnnotatedPerson, cursor: JsonCursor) -> AnnotatedPerson:
    rows = cursor.numbers()
    if rows.size != 17 * 3:
        raise cursor.error("17 keypoints of x, y and score")
    rows = rows.reshape(17, 3)
    sure = (rows[:, 2] >= LEAST_SCORE) & np.isfinite(rows).all(axis=1)
    both = sure & person.labelled
    size = float(np.linalg.norm(np.ptp(person.points[person.labelled], axis=0)))
    apart = np.linalg.norm(rows[both, :2] - person.points[both], axis=1)
    if not both.any() or np.median(apart) > _AGREES * size:
        return person
    new = sure & ~person.labelled
    points = np.where(new[:, None], rows[:, :2], person.points)
    return replace(person, points=points, labelled=person.labelled | new)
