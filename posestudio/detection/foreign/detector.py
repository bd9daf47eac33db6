"""The detector made of another's pose model: a picture and boxes of people -> their COCO keypoints."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.body.keypoint_layouts import coco_columns
from posestudio.body.layouts import COCO_INDEX, EXTRA_KEYPOINTS
from posestudio.common.pictures import as_rgb, read_picture
from posestudio.detection.crops import crop_of_box, cut, inverse, moved
from posestudio.detection.detected import Detected, nobody
from posestudio.detection.detector import Finder
from posestudio.detection.distinct_people import distinct_people
from posestudio.detection.foreign.family import TOP_DOWN_PADDING, Answer
from posestudio.detection.foreign.recognition import recognise
from posestudio.detection.foreign.runtime import OnnxNetwork, Runtime
from posestudio.detection.people_finder import PeopleFinder
from posestudio.detection.person_boxes import checked_boxes
from posestudio.errors import KeypointsError
from posestudio.keypoints.extra_points import extra_points
from posestudio.keypoints.layout_choice import names_among
from posestudio.keypoints.observation import person_size

_SMALLEST = 2.0  # pixels of the sides of a person's box
_FURTHEST = 2.0  # sides of the input: keypoints further from its middle are taken as not found
_AS_EXACT = [
    [COCO_INDEX[f"{side}_{part}"] for side in sides]
    for sides, part in ((("left", "right"), "shoulder"),) * 2
    + ((("left",), "ankle"), (("right",), "ankle")) * 2
]
"""For each extra keypoint the COCO keypoints that a model is taken to find as exactly."""


class ForeignDetector:
    """Finds the keypoints of people in pictures with the pose model of an ONNX file, as
    :class:`~posestudio.detection.detector.Detector` does with this program's.

    ``layout`` names the order of the model's keypoints (`KEYPOINT_LAYOUTS`); by default the usual one of that many.
    ``runtime`` is onnxruntime where it is installed, else OpenCV. ``finder`` finds the people: unless one is given,
    the one that ships for a model of one person, and the model itself where it finds everybody. ``family`` is what
    the file was recognised as, ``size`` the (width, height) of its input, ``card`` the properties that the file has.

    Raises PoseStudioError for a file that is no pose model of a known form, KeypointsError where the layout is
    unknown or has another number of keypoints.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        layout: str | None = None,
        device: str = "auto",
        runtime: Runtime | None = None,
        finder: Finder | None = None,
    ):
        self.network = OnnxNetwork(path, device, runtime)
        self.family, self.size = recognise(self.network)
        self.card: dict[str, Any] = dict(self.network.properties)
        try:
            self._names = names_among(self.family.keypoints, layout)
        except KeypointsError as problem:
            problem.args = (f"{path}: {problem}",)
            raise
        self._columns = np.array(coco_columns(self._names))
        self._device, self._finder = device, finder

    def detect(
        self,
        picture: str | os.PathLike[str] | ArrayLike,
        boxes: ArrayLike | None = None,
        steps: int = 4,
        samples: int = 1,
        flip: bool = False,
        seed: int = 0,
        callback: Callable[[int, NDArray[Any]], None] | None = None,
        trajectory: bool = False,
    ) -> Detected:
        """The keypoints of the people in ``boxes`` (people, 4) x, y, width, height of a picture, in this order.

        Without boxes those of everybody in it, the surest first: found by the people finder, or, where none was given
        and the model finds everybody, by the model.

        ``picture`` is a file, or an array as :func:`~posestudio.common.pictures.as_rgb` takes it. The other options
        are those of this program's detector; they change nothing here. Keypoints of the face that the model does not
        give have confidence 0. Raises PoseStudioError for what is not a picture, for boxes out of range, and when the
        network fails.
        """
        array = read_picture(picture) if isinstance(picture, str | os.PathLike) else as_rgb(picture)
        height, width = array.shape[:2]
        if boxes is not None:
            given = checked_boxes(boxes, width, height)
            return self._of_boxes(array, given)
        if self._finder is None:
            if self.family.everybody:
                return self._everybody(array)
            self._finder = PeopleFinder.load(self._device)
        found, scores = self._finder.find(array)
        return distinct_people(self._of_boxes(array, found), scores)

    def _of_boxes(self, array: NDArray[np.uint8], boxes: NDArray[Any]) -> Detected:
        """The person of each of the ``boxes``."""
        return self._nearest(array, boxes) if self.family.everybody else self._in_crops(array, boxes)

    def _in_crops(self, array: NDArray[np.uint8], boxes: NDArray[Any]) -> Detected:
        """The person in a crop about each of the ``boxes``."""
        answer, affines = self._answer(array, boxes, self.family.padding)
        return self._detected(array, answer, affines, boxes)

    def _everybody(self, array: NDArray[np.uint8]) -> Detected:
        """The people that the model finds in the picture, the surest first."""
        import cv2

        whole = np.array([[0.0, 0.0, array.shape[1], array.shape[0]]])
        answer, affines = self._answer(array, whole, 1.0)
        boxes, scores = _moved_boxes(answer.boxes, inverse(affines[0])), np.asarray(answer.scores)
        corners = np.clip(np.stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]]), 0, whole[0, 2:])
        boxes = np.concatenate([corners[0], corners[1] - corners[0]], axis=1)
        kept = np.flatnonzero((scores >= self.family.least) & (boxes[:, 2:] >= _SMALLEST).all(axis=1))
        kept = kept[np.argsort(-scores[kept], kind="stable")]
        if self.family.overlap is not None:
            first = cv2.dnn.NMSBoxes(boxes[kept].tolist(), scores[kept].tolist(), 0.0, self.family.overlap)
            kept = kept[np.asarray(first, dtype=int).reshape(-1)]
        chosen = Answer(answer.points[kept], answer.confidence[kept])
        return self._detected(array, chosen, affines.repeat(len(kept), axis=0), boxes[kept], scores[kept])

    def _nearest(self, array: NDArray[np.uint8], given: NDArray[Any]) -> Detected:
        """For each given box the person that the model finds in a crop about it: the one of highest score times
        overlap, whatever the score."""
        maps, scores = np.zeros((len(given), 2, 3)), np.zeros(len(given))
        points = np.full((len(given), self.family.keypoints, 2), np.nan)
        confidence = np.zeros(points.shape[:2])
        for index, box in enumerate(given):
            answer, (maps[index],) = self._answer(array, box[None], TOP_DOWN_PADDING)
            rank = np.asarray(answer.scores) * _overlaps(
                _moved_boxes(answer.boxes, inverse(maps[index])), box
            )
            if rank.max(initial=0) > 0:
                best = rank.argmax()
                points[index], confidence[index] = answer.points[best], answer.confidence[best]
                scores[index] = np.asarray(answer.scores)[best]
        return self._detected(array, Answer(points, confidence), maps, given, scores)

    def _answer(
        self, array: NDArray[np.uint8], boxes: NDArray[Any], padding: float
    ) -> tuple[Answer, NDArray[Any]]:
        """The network's answer for crops of a picture about ``boxes``, ``padding`` times as large; and the maps
        (boxes, 2, 3) from the picture to them."""
        affines = np.array([crop_of_box(box, self.size, padding) for box in boxes]).reshape(-1, 2, 3)
        if not len(boxes):
            return Answer(
                np.zeros((0, self.family.keypoints, 2)), np.zeros((0, self.family.keypoints))
            ), affines
        crops = np.stack([cut(array, affine, self.size, fill=self.family.fill) for affine in affines])
        return self.family.decode(self.network(self.family.prepare(crops))), affines

    def _detected(
        self,
        array: NDArray[np.uint8],
        answer: Answer,
        affines: NDArray[Any],
        boxes: NDArray[Any],
        scores: NDArray[Any] | None = None,
    ) -> Detected:
        """The result of one person for each of the maps ``affines`` (people, 2, 3) to the network's input."""
        if not len(boxes):
            return nobody((array.shape[1], array.shape[0]))
        size, back = np.array(self.size), inverse(affines)
        points = np.asarray(answer.points, float)
        near = np.all(np.abs(points - size / 2) <= _FURTHEST * size, axis=-1)  # False for NaN
        points = points @ back[..., :2].swapaxes(1, 2) + back[:, None, :, 2]
        known = near[:, self._columns] & (self._columns >= 0)  # the layout may lack some of the face
        boxes = np.asarray(boxes, float)
        middle = boxes[:, None, :2] + boxes[:, None, 2:] / 2
        found = Detected(
            np.where(known[..., None], points[:, self._columns], middle).astype(np.float32),
            np.where(known, answer.confidence[:, self._columns], 0).astype(np.float32),
            boxes,
            (array.shape[1], array.shape[0]),
            back,
            scores=scores,  # type: ignore[arg-type]  # None: those of the poses
        )
        seen = near & (answer.confidence >= found.missing_below)
        return self._with_extra(found, np.where(seen[..., None], points, np.nan))

    def _with_extra(self, found: Detected, points: NDArray[Any]) -> Detected:
        """What was found with the extra keypoints that the model's points (people, K, 2) give, NaN where missing.

        They are taken to be as exact as the ankles, those of the head as the shoulders, beside what they differ in.
        """
        extra = np.full((found.people, len(EXTRA_KEYPOINTS), 2), np.nan, np.float32)
        noise = np.full(extra.shape[:2], np.nan, np.float32)
        sizes = person_size(found.to_keypoints())
        for person in range(found.people):
            made = extra_points(self._names, points[person], None, float(sizes[person]))
            if made is not None:
                beside = [found.noise[person, near].mean() for near in _AS_EXACT]
                extra[person], noise[person] = made[0], np.hypot(np.nan_to_num(made[1]), beside)
        if np.isnan(extra).all():
            return found
        return replace(found, extra=extra, extra_noise=noise)


def _moved_boxes(boxes: Any, affine: NDArray[Any]) -> NDArray[Any]:
    """(n, 4) boxes x, y, width, height, by a map (2, 3) that does not turn."""
    corners = moved(np.stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]]), affine)
    return np.concatenate([corners[0], corners[1] - corners[0]], axis=1)


def _overlaps(boxes: NDArray[Any], box: NDArray[Any]) -> NDArray[Any]:
    """(n,) intersection over union of boxes (n, 4) x, y, width, height with one."""
    low = np.maximum(boxes[:, :2], box[:2])
    high = np.minimum(boxes[:, :2] + boxes[:, 2:], box[:2] + box[2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    return shared / np.maximum(boxes[:, 2:].prod(axis=1) + box[2:].prod() - shared, 1e-9)
