"""People found in a picture by a detector that the user has: an OpenCV DNN model, from a file on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import PoseStudioError

_OVERLAP = 0.5
_FEW = 1000  # boxes; who answers with no more has dropped those that overlap already
_SSD_PERSON = {1, 15}  # COCO's and Pascal VOC's number for a person


class PeopleFinder:
    """An ONNX model of the YOLO family (v5 to v11, COCO's classes) or an SSD (Caffe, TensorFlow).

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
            self.network: Any = cv2.dnn.readNet(str(self.path), config)
        except (cv2.error, Exception) as problem:  # readNet raises what its parsers do
            reason = " ".join(str(problem).split())[:120]
            raise PoseStudioError(f"{path}: not a network that OpenCV can read: {reason}") from problem

    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
        """(people, 4) boxes x, y, width, height in pixels of an RGB picture, the surest first.

        Raises PoseStudioError when the model's answer has no form that is known.
        """
        import cv2

        height, width = picture.shape[:2]
        scale = self.size / max(height, width)
        shape = max(round(width * scale), 1), max(round(height * scale), 1)
        square = np.full((self.size, self.size, 3), 114, np.uint8)
        square[: shape[1], : shape[0]] = cv2.resize(picture, shape, interpolation=cv2.INTER_AREA)
        self.network.setInput(self._blob(square))
        try:
            answer = np.asarray(self.network.forward())
        except cv2.error as problem:
            reason = " ".join(str(problem).split())[:120]
            raise PoseStudioError(f"{self.path}: the network failed on a picture: {reason}") from problem
        boxes, scores = boxes_of(answer, self.size, self.path)
        return _chosen(boxes / scale, scores, self.least, (width, height))

    def _blob(self, square: NDArray[np.uint8]) -> Any:
        """The picture as the model was trained on it: YOLOs on 0 ... 1, SSDs of TensorFlow on -1 ... 1, of Caffe
        (MobileNet) on the same in BGR."""
        import cv2

        kind = self.path.suffix.lower()
        if kind in (".pb", ".caffemodel"):
            swapped = kind == ".caffemodel"
            return cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5,) * 3, swapRB=swapped)
        return cv2.dnn.blobFromImage(square, 1 / 255)


def boxes_of(
    answer: NDArray[Any], size: int, path: str | os.PathLike[str] = "network"
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """People's boxes (N, 4) x, y, width, height in pixels of the network's square input, and scores (N,)."""
    if answer.ndim == 4 and answer.shape[-1] == 7:  # SSD: picture, class, score, left, top, right, bottom
        rows = answer.reshape(-1, 7)
        rows = rows[np.isin(rows[:, 1], list(_SSD_PERSON))]
        corners = rows[:, 3:7] * size
        return np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1), rows[:, 2].astype(
            float
        )
    if answer.ndim == 3 and answer.shape[0] == 1:
        rows = answer[0]
        if rows.shape[1] == 6 and len(rows) <= _FEW:  # YOLOv10: corners, score and class of what is left
            rows = rows[rows[:, 5] == 0].astype(float)
            return np.concatenate([rows[:, :2], rows[:, 2:4] - rows[:, :2]], axis=1), rows[:, 4]
        if rows.shape[0] < rows.shape[1]:  # later YOLOs: a column a box
            rows = rows.T
            people = rows[:, 4]
        elif rows.shape[1] > 5:  # YOLOv5 and v7 have objectness before the classes
            people = rows[:, 4] * rows[:, 5]
        else:
            people = rows[:, 4]
        centre, extent = rows[:, :2], rows[:, 2:4]
        return np.concatenate([centre - extent / 2, extent], axis=1).astype(float), people.astype(float)
    raise PoseStudioError(f"{path}: expected the answer of an SSD or a YOLO, got an array {answer.shape}")


def _chosen(
    boxes: NDArray[np.float64], scores: NDArray[np.float64], least: float, size: tuple[int, int]
) -> NDArray[np.float64]:
    """The boxes sure enough, cut to the picture, one of those that overlap."""
    corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
    corners = np.clip(corners, 0, [*size, *size])
    extent = corners[:, 2:] - corners[:, :2]
    order = [i for i in np.argsort(-scores) if scores[i] >= least and (extent[i] >= 2).all()]
    kept: list[int] = []
    for index in order:
        if all(_overlap(corners[index], corners[other]) < _OVERLAP for other in kept):
            kept.append(int(index))
    return np.concatenate([corners[kept, :2], extent[kept]], axis=1).reshape(-1, 4)


def _overlap(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Intersection over union of two boxes given by their corners."""
    common = np.prod(np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0))
    return float(common / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - common))
