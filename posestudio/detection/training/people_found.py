"""How many of the people in whole pictures a detector finds without boxes, and how many it invents."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.detection.loading import AnyDetector
from posestudio.detection.training.annotations import AnnotatedPerson, read_people
from posestudio.detection.training.metrics import oks
from posestudio.detection.training.samples import stored_pixels
from posestudio.errors import KeypointsError

FOUND = 0.5
"""Lowest object keypoint similarity of a person with the answer that finds them."""

SIZES = {"small": (32.0**2, 96.0**2), "large": (96.0**2, np.inf)}
"""Ranges of a person's area in square pixels, by COCO's borders; smaller people are not counted."""

_LEAST_KEYPOINTS = 8  # labelled, of a person that is counted
_THERE = 0.3  # of an answer's box in that of somebody: not invented
_DRAWS = 1000


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture in which everybody is labelled: ``people`` with keypoints, and boxes (n, 4) of ``others``, such as
    crowds."""

    picture: Path
    people: list[AnnotatedPerson]
    others: NDArray[Any]


@dataclass(frozen=True)
class Matched:
    """Of one picture: of each counted person the ``areas`` (n,) and whether they are ``found`` (n,); how many
    ``answers`` there are, of these ``invented`` where nobody is, and ``wrong``, at somebody but found nobody."""

    areas: NDArray[Any]
    found: NDArray[np.bool_]
    answers: int
    invented: int
    wrong: int


def read_scenes(path: str | os.PathLike[str]) -> list[Scene]:
    """The pictures of a COCO annotation file, or of a folder's keypoints.json, also those without people.

    Raises KeypointsError naming file and location.
    """
    path = Path(path)
    path = path / "keypoints.json" if path.is_dir() else path
    folder = path.parent / "images" if (path.parent / "images").is_dir() else path.parent
    people: dict[Path, list[AnnotatedPerson]] = {}
    for person in read_people(path):
        people.setdefault(person.picture, []).append(person)
    root = JsonCursor(read_json(path, KeypointsError), str(path))
    pictures = {image["id"].text(): folder / image["file_name"].text() for image in root["images"]}
    others: dict[Path, list[NDArray[Any]]] = {}
    for annotation in root["annotations"]:
        crowd = "iscrowd" in annotation and bool(annotation["iscrowd"].value)
        flags = annotation["keypoints"].numbers().ravel()[2::3] if "keypoints" in annotation else np.zeros(0)
        if "bbox" in annotation and (crowd or not (flags > 0).any()):
            box = annotation["bbox"].numbers().ravel()
            if len(box) != 4:
                raise annotation["bbox"].error("x, y, width and height")
            key = annotation["image_id"].text()
            if key in pictures:
                others.setdefault(pictures[key], []).append(box)
    return [Scene(picture, people.get(picture, []), np.array(others.get(picture, [])).reshape(-1, 4))
            for picture in sorted(set(pictures.values()))]  # fmt: skip


def people_found(
    detector: AnyDetector,
    scenes: Sequence[Scene],
    steps: int = 4,
    flip: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """The measures of a detector without boxes in whole pictures: the shares ``found`` of people of at least 8
    labelled keypoints and more than 32 x 32 pixels, ``found_small`` and ``found_large``; of the answers the shares
    ``invented`` and ``wrong``; each with a 95 % interval by bootstrap over pictures; ``answers`` and ``milliseconds``
    a picture."""
    matched, times = [], []
    for number, scene in enumerate(scenes, start=1):
        picture = stored_pixels(scene.picture)
        began = time.perf_counter()
        found = detector.detect(picture, steps=steps, flip=flip)
        times.append((time.perf_counter() - began) * 1000)
        matched.append(match(scene, found.keypoints, found.boxes))
        progress(number)
    return summary(matched) | {"milliseconds": round(float(np.median(times)), 1)} if matched else {}


def match(scene: Scene, keypoints: NDArray[Any], boxes: NDArray[Any]) -> Matched:
    """Which people of a picture answers find: in their order each answer, ``keypoints`` (n, 17, 2) and ``boxes``
    (n, 4), finds the one of those left with which it has the highest similarity, of at least FOUND."""
    people = scene.people
    left, invented, wrong = list(range(len(people))), 0, 0
    all_boxes = np.concatenate([np.array([person.box for person in people]).reshape(-1, 4), scene.others])
    for points, box in zip(keypoints, boxes, strict=True):
        likeness = [_likeness(people[index], points) for index in left]
        if likeness and max(likeness) >= FOUND:
            left.pop(int(np.argmax(likeness)))
        elif len(all_boxes) and _inside(box, all_boxes).max() >= _THERE:
            # At one of the people without keypoints it is right, as far as is known.
            wrong += int(_inside(box, all_boxes).argmax() < len(people))
        else:
            invented += 1
    counted = [index for index, person in enumerate(people)
               if person.labelled.sum() >= _LEAST_KEYPOINTS and person.area > SIZES["small"][0]]  # fmt: skip
    return Matched(
        np.array([people[index].area for index in counted]),
        np.array([index not in left for index in counted], dtype=bool),
        len(keypoints),
        invented,
        wrong,
    )


def summary(matched: Sequence[Matched]) -> dict[str, Any]:
    """The measures of pictures, as :func:`people_found` describes them."""
    drawn = np.random.default_rng(0).integers(0, len(matched), (_DRAWS, len(matched)))

    def ratio(hits: list[float], of: list[float]) -> tuple[float, float, float]:
        counts = np.array([hits, of], dtype=float)
        if not counts[1].sum():
            return (float("nan"),) * 3
        again = counts[:, drawn].sum(-1)
        low, high = np.quantile(again[0] / np.maximum(again[1], 1), (0.025, 0.975))
        return round(float(counts[0].sum() / counts[1].sum()), 4), round(float(low), 4), round(float(high), 4)

    answers = [float(each.answers) for each in matched]
    measures: dict[str, Any] = {
        "pictures": len(matched),
        "people": int(sum(len(each.found) for each in matched)),
        "found": ratio([each.found.sum() for each in matched], [len(each.found) for each in matched]),
    }
    for name, (low, high) in SIZES.items():
        chosen = [(each.areas > low) & (each.areas <= high) for each in matched]
        hits = [float(each.found[rows].sum()) for each, rows in zip(matched, chosen, strict=True)]
        measures[f"found_{name}"] = ratio(hits, [float(rows.sum()) for rows in chosen])
    return measures | {
        "invented": ratio([float(each.invented) for each in matched], answers),
        "wrong": ratio([float(each.wrong) for each in matched], answers),
        "answers": round(float(np.mean(answers)), 2),
    }


def _likeness(person: AnnotatedPerson, points: NDArray[Any]) -> float:
    area = np.array([person.area])
    return float(oks(points[None].astype(float), person.points[None], person.labelled[None], area)[0])


def _inside(box: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """(n,) the intersection of a box x, y, width, height with others (n, 4) over the smaller of both areas."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[:2] + box[2:], others[:, :2] + others[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    return shared / np.maximum(np.minimum(np.prod(box[2:]), np.prod(others[:, 2:], axis=1)), 1e-9)
