"""Keypoint files as other tools write them, with one person whose keypoints are known."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS, coco_columns
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.keypoints import VISIBLE, Recording, load_recording
from tests.fakes import CAMERA, standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
"""(17, 2) pixels of a standing person, in a picture of 640 x 360."""
WIDTH, HEIGHT = CAMERA.size


def rows(points: np.ndarray = BODY, third: float = 0.9) -> list[list[float]]:
    return [[float(x), float(y), third] for x, y in points]


def flat(points: np.ndarray = BODY, third: float = 0.9) -> list[float]:
    return [number for row in rows(points, third) for number in row]


def in_layout(layout: str, points: np.ndarray = BODY) -> list[list[float]]:
    """Rows in another order; keypoints that COCO lacks lie about the nose."""
    order = KEYPOINT_LAYOUTS[layout]
    result = [
        [float(points[0, 0]) + index % 7, float(points[0, 1]) + index % 5, 0.8] for index in range(len(order))
    ]
    for column, (x, y) in zip(coco_columns(order), points, strict=True):
        if column >= 0:
            result[column] = [float(x), float(y), 0.9]
    return result


def person(shift: float = 0.0) -> np.ndarray:
    """(17, 2) points, all different."""
    return np.arange(34, dtype=float).reshape(17, 2) + 10 + shift


def in_order(layout: str, points: np.ndarray, score: float = 0.9) -> list[list[float]]:
    """COCO-17 points (17, 2) as rows of x, y, score of a richer layout; other keypoints are missing."""
    rows = [[0.0, 0.0, 0.0] for _ in KEYPOINT_LAYOUTS[layout]]
    for column, (x, y) in zip(coco_columns(KEYPOINT_LAYOUTS[layout]), points, strict=True):
        if column >= 0:
            rows[column] = [x, y, score]
    return rows


def flattened(rows: list[list[float]]) -> list[float]:
    return list(itertools.chain.from_iterable(rows))


def coco_person(shift: float = 0.0, third: float = 2) -> list[float]:
    return flattened([[x, y, third] for x, y in person(shift).tolist()])


def written(folder: Path, content: object, name: str = "people.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def recording(folder: Path, content: object, name: str = "k.json", **options: object) -> Recording:
    return load_recording(written(folder, content, name), **options)


def same_person(read: Recording, people: int = 1, face: bool = True) -> Recording:
    frame = read.frames[0]
    assert frame.people == people and (frame.visibility[0, 0 if face else 5 :] == VISIBLE).all()
    np.testing.assert_allclose(frame.points[0, 0 if face else 5 :], BODY[0 if face else 5 :], atol=1e-3)
    return read


def coco(**changes: object) -> dict:
    image = {"id": 1, "file_name": "a.jpg", "width": WIDTH, "height": HEIGHT}
    return {
        "images": [image],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "keypoints": flat(third=2)}],
        "categories": [{"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)}],
    } | changes
