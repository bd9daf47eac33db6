"""The boxes of the people in a picture: found by a detection network of the user's, or read from a COCO file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.detection.opencv_log import silent_opencv
from posestudio.errors import KeypointsError, PoseStudioError

_OVERLAP = float(np.nextafter(np.float32(0.5), np.float32(0)))
"""Largest intersection over union of two people's boxes: just under a half."""
_WIDEST = 1e6  # pixels, the longest side of a box that a user gives
_FEW = 1000  # boxes; an output with no more has been through non-maximum suppression in the network
_SSD_PERSON = {1, 15}  # the classes of people in COCO and in Pascal VOC


class PersonFinder:
    """Finds people with a network that OpenCV runs: of the YOLO family (v5 to v11, COCO's classes) as ONNX, or an SSD
    (Caffe, TensorFlow). ``size`` is the side of its square input, ``least`` the lowest score of a person's box.

    Raises PoseStudioError when the file cannot be read as a network.
    """

    def __init__(self, path: str | os.PathLike[str], size: int = 640, least: float = 0.3):
        import cv2

        self.path, self.size, self.least = Path(path), size, least
        if not self.path.is_file():
            raise PoseStudioError(f"{path}: there is no such file")
        beside = [self.path.with_suffix(suffix) for suffix in (".prototxt", ".pbtxt")]
        config = next((str(file) for file in beside if file.is_file()), "")
        try:
            with silent_opencv():
                self.network: Any = cv2.dnn.readNet(str(self.path), config)
        except (cv2.error, Exception) as problem:  # readNet raises what its parsers do
            reason = " ".join(str(problem).split())[:120]
            raise PoseStudioError(f"{path}: not a network that OpenCV can read: {reason}") from problem

    def find(self, picture: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(people, 4) boxes x, y, width, height in pixels of an RGB picture (h, w, 3), and their scores (people,) in
        0 ... 1, the highest first.

        Raises PoseStudioError when the network's output has no known form.
        """
        import cv2

        height, width = picture.shape[:2]
        scale = self.size / max(height, width)
        shape = max(round(width * scale), 1), max(round(height * scale), 1)
        square = np.full((self.size, self.size, 3), 114, np.uint8)
        square[: shape[1], : shape[0]] = cv2.resize(picture, shape, interpolation=cv2.INTER_AREA)
        self.network.setInput(self._blob(square))
        try:
            with silent_opencv():
                output = np.asarray(self.network.forward())
        except cv2.error as problem:
            reason = " ".join(str(problem).split())[:120]
            raise PoseStudioError(f"{self.path}: the network failed on a picture: {reason}") from problem
        boxes, scores = boxes_of(output, self.size, self.path)
        return suppressed(boxes / scale, scores, self.least, (width, height))

    def _blob(self, square: NDArray[np.uint8]) -> Any:
        """The network's input: 0 ... 1 for YOLO, -1 ... 1 for an SSD of TensorFlow, the same in BGR for one of Caffe
        (MobileNet)."""
        import cv2

        kind = self.path.suffix.lower()
        if kind in (".pb", ".caffemodel"):
            swapped = kind == ".caffemodel"
            return cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5,) * 3, swapRB=swapped)
        return cv2.dnn.blobFromImage(square, 1 / 255)


def boxes_of(
    output: NDArray[Any], size: int, path: str | os.PathLike[str] = "network"
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """People's boxes (N, 4) x, y, width, height in pixels of the network's square input, and scores (N,), from its
    output. Raises PoseStudioError for an output of no known form."""
    if output.ndim == 4 and output.shape[-1] == 7:  # SSD: picture, class, score, left, top, right, bottom
        rows = output.reshape(-1, 7)
        rows = rows[np.isin(rows[:, 1], list(_SSD_PERSON))]
        corners = rows[:, 3:7] * size
        return np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1), rows[:, 2].astype(
            float
        )
    if output.ndim == 3 and output.shape[0] == 1:
        rows = output[0]
        if rows.shape[1] == 6 and len(rows) <= _FEW:  # YOLOv10: corners, score and class after suppression
            rows = rows[rows[:, 5] == 0].astype(float)
            return np.concatenate([rows[:, :2], rows[:, 2:4] - rows[:, :2]], axis=1), rows[:, 4]
        if rows.shape[0] < rows.shape[1]:  # later YOLOs: a column per box
            rows = rows.T
            people = rows[:, 4]
        elif rows.shape[1] > 5:  # YOLOv5 and v7 have objectness before the classes
            people = rows[:, 4] * rows[:, 5]
        else:
            people = rows[:, 4]
        centre, extent = rows[:, :2], rows[:, 2:4]
        return np.concatenate([centre - extent / 2, extent], axis=1).astype(float), people.astype(float)
    raise PoseStudioError(f"{path}: expected the output of an SSD or a YOLO, got an array {output.shape}")


def suppressed(
    boxes: NDArray[np.float64],
    scores: NDArray[np.float64],
    least: float,
    size: tuple[int, int],
    overlap: float = _OVERLAP,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (people, 4) of a score of at least ``least``, clipped to the picture of ``size`` (width, height), without
    those whose intersection over union with one of a higher score is more than ``overlap`` (non-maximum suppression),
    and their scores (people,); the highest score first."""
    import cv2

    corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
    corners = np.clip(corners, 0, [*size, *size])
    clipped = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    chosen = (scores >= least) & (clipped[:, 2:] >= 2).all(axis=1)
    clipped, scores = clipped[chosen], scores[chosen]
    kept = np.asarray(cv2.dnn.NMSBoxes(clipped.tolist(), scores.tolist(), 0.0, overlap), dtype=int)
    return clipped[kept].reshape(-1, 4), scores[kept].reshape(-1)


def checked_boxes(boxes: ArrayLike, width: int, height: int) -> NDArray[Any]:
    """(people, 4) the boxes in a picture of ``width`` x ``height`` pixels; a single one may be given as (4,).

    Raises PoseStudioError for the first that is not finite, has no area or lies outside the picture.
    """
    array = np.asarray(boxes, dtype=float)
    if array.size == 0:
        return np.zeros((0, 4))
    if array.shape == (4,):
        array = array[None]
    if array.ndim != 2 or array.shape[1] != 4:
        raise PoseStudioError(
            f"expected boxes (people, 4) of x, y, width, height, got an array {array.shape}"
        )
    for index, (x, y, w, h) in enumerate(array):
        inside = x < width and y < height and x + w > 0 and y + h > 0 and max(w, h) <= _WIDEST
        if not (np.isfinite([x, y, w, h]).all() and w > 0 and h > 0 and inside):
            raise PoseStudioError(
                f"box {index}: expected x, y, width, height with an area in {width} x {height} pixels,"
                f" got {x:g}, {y:g}, {w:g}, {h:g}"
            )
    return array


def read_boxes(path: str | os.PathLike[str]) -> dict[str, NDArray[np.float64]]:
    """Boxes (people, 4) x, y, width, height by the pictures' file names, of COCO annotations with ``images`` and
    ``annotations``. Crowds, what is not a person, and boxes without an area are left out. Raises KeypointsError
    naming file and location, also where two pictures have the same name."""
    root = JsonCursor(read_json(path, KeypointsError), str(path))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for image in root["images"]:
        name = Path(image["file_name"].text()).name
        if name in taken:
            raise image["file_name"].error("another name than the pictures before have")
        taken.add(name)
        names[image["id"].text()] = name
    kinds = root["categories"] if "categories" in root else ()
    others = {kind["id"].text() for kind in kinds if "name" in kind and kind["name"].text() != "person"}
    boxes: dict[str, list[NDArray[np.float64]]] = {}
    for annotation in root["annotations"]:
        key, box = annotation["image_id"].text(), annotation["bbox"]
        if key not in names:
            raise annotation["image_id"].error("the id of one of the images")
        crowd = "iscrowd" in annotation and annotation["iscrowd"].value
        if crowd or ("category_id" in annotation and annotation["category_id"].text() in others):
            continue
        numbers = box.numbers()
        if numbers.shape != (4,):
            raise box.error("x, y, width and height of a box")
        if (numbers[2:] > 0).all():
            boxes.setdefault(names[key], []).append(numbers)
    return {name: np.stack(rows) for name, rows in boxes.items()}
