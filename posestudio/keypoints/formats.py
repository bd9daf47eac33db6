"""The keypoint formats of the field, each turned into frames of COCO-17 people.

COCO: https://cocodataset.org/#format-data. OpenPose and AlphaPose: the output pages of their
documentation. MMPose: what ``--pred-out-dir`` and ``--save-predictions`` write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS, KEYPOINT_ORDERS, coco_columns
from posestudio.errors import KeypointsError
from posestudio.keypoints.observation import Keypoints, visibility_of
from posestudio.keypoints.places import Place

_ORDER_OF_COUNT: dict[int, tuple[str, ...]] = {}
for _names in KEYPOINT_ORDERS.values():
    _ORDER_OF_COUNT.setdefault(len(_names), _names)
_COUNTS = ", ".join(
    f"{len(names)} ({layout})"
    for layout, names in KEYPOINT_ORDERS.items()
    if names in _ORDER_OF_COUNT.values()
)


@dataclass(frozen=True)
class Layout:
    """What is known of the order of a file's keypoints: the names, or None where their number tells.

    ``given`` means by the user, against whom the file has no say.
    """

    names: tuple[str, ...] | None = None
    given: bool = False

    def named_by(self, place: Place, names: Iterable[str]) -> Layout:
        """The layout that the file names at ``place``."""
        if self.given:
            return self
        names = tuple(name.strip().lower().replace(" ", "_").replace("-", "_") for name in names)
        try:
            coco_columns(names)
        except ValueError as problem:
            raise place.fail(f"the names of the COCO keypoints ({problem}), or a layout given") from problem
        return Layout(names)

    def columns(self, place: Place, count: int) -> np.ndarray:
        """(17,) where the COCO keypoints stand among the ``count`` keypoints at ``place``; -1 for none."""
        names = _ORDER_OF_COUNT.get(count) if self.names is None else self.names
        if names is None or len(names) != count:
            expected = _COUNTS if self.names is None else len(self.names)
            raise place.fail(f"x, y and score of {expected} keypoints")
        return np.array(coco_columns(names))


def read_frames(root: Place, layout: Layout) -> Iterator[Keypoints]:
    """The frames of a file, ``source`` and ``size`` set as far as it says them. Raises KeypointsError."""
    if isinstance(root.value, list):
        yield from _sequence(root, layout)
    elif "annotations" in root:
        yield from _coco_annotations(root, layout)
    elif "people" in root:
        yield _openpose_frame(root, layout)
    elif "instances" in root:
        yield _mmpose_frame(root, _named_by_meta_info(root, layout))
    elif "instance_info" in root:
        yield from _sequence(root["instance_info"], _named_by_meta_info(root, layout))
    elif "predictions" in root:
        yield from _sequence(root["predictions"], _named_by_meta_info(root, layout))
    else:
        raise root.fail("COCO annotations or results, OpenPose people, or MMPose predictions")


def _sequence(places: Place, layout: Layout) -> Iterator[Keypoints]:
    """A list: of people with an image_id each, of one frame's people, or of frames."""
    elements = list(places)
    if elements and "image_id" in elements[0]:
        yield from _coco_results(elements, layout)
    elif not elements or "keypoints" in elements[0]:
        yield _together(_person(element, layout) for element in elements)
    else:
        for element in elements:
            if isinstance(element.value, list):
                yield _together(_person(instance, layout) for instance in element)
            elif "people" in element:
                yield _openpose_frame(element, layout)
            elif "instances" in element:
                yield _mmpose_frame(element, layout)
            else:
                raise element.fail("a person with keypoints, or a frame with people or instances")


def _coco_annotations(root: Place, layout: Layout) -> Iterator[Keypoints]:
    layouts: dict[str, Layout] = {}
    for category in root["categories"] if "categories" in root else ():
        if "id" in category and "keypoints" in category:
            names = category["keypoints"]
            layouts[category["id"].text()] = layout.named_by(names, (name.text() for name in names))
    images: dict[str, Place] = {}
    for image in root["images"] if "images" in root else ():
        images[image["id"].text()] = image
    people: dict[str, list[Keypoints]] = {key: [] for key in images}
    for annotation in root["annotations"]:
        key = annotation["image_id"].text()
        if images and key not in images:
            raise annotation["image_id"].fail("the id of one of the images")
        if "keypoints" in annotation:  # a box or a mask may come without
            kind = annotation["category_id"].text() if "category_id" in annotation else ""
            person = _person(annotation, layouts.get(kind, layout), flagged=True)
            people.setdefault(key, []).append(person)
    for key, group in people.items():
        image = images.get(key, root)
        source = image["file_name"].text() if "file_name" in image else key
        yield _together(group, source, _size(image, "width", "height"))
    if not people:
        yield _together(())


def _coco_results(people: Iterable[Place], layout: Layout) -> Iterator[Keypoints]:
    frames: dict[str, list[Keypoints]] = {}
    for person in people:
        frames.setdefault(person["image_id"].text(), []).append(_person(person, layout))
    for source, group in frames.items():
        yield _together(group, source)


def _openpose_frame(frame: Place, layout: Layout) -> Keypoints:
    people = [
        _person(person, layout, "pose_keypoints_2d")
        for person in frame["people"]
        if person["pose_keypoints_2d"].value not in (None, [])  # only a face or hands were found
    ]
    return _together(people, size=_size(frame, "canvas_width", "canvas_height"))


def _mmpose_frame(frame: Place, layout: Layout) -> Keypoints:
    source = frame["frame_id"].text() if "frame_id" in frame else ""
    return _together((_person(instance, layout) for instance in frame["instances"]), source)


def _named_by_meta_info(root: Place, layout: Layout) -> Layout:
    if "meta_info" not in root or "keypoint_id2name" not in root["meta_info"]:
        return layout
    table = root["meta_info"]["keypoint_id2name"]
    if not isinstance(table.value, dict):
        raise table.fail("an object of keypoint names by number")
    return layout.named_by(table, (table[str(index)].text() for index in range(len(table.value))))


def _person(person: Place, layout: Layout, key: str = "keypoints", flagged: bool = False) -> Keypoints:
    """One person from ``[x, y, third] * K`` or rows of them, or rows of x, y and ``keypoint_scores``.

    The third number is a visibility flag or a confidence. Detectors also write a confidence of 1
    everywhere, so 0 and 1 are flags only where that is known (``flagged``) or where 2 occurs as well.
    """
    place = person[key]
    numbers = place.numbers()
    row = numbers.shape[1] if numbers.ndim == 2 else 3
    if numbers.ndim > 2 or row not in (2, 3) or numbers.size % row:
        raise place.fail("x, y and score of each keypoint")
    numbers = numbers.reshape(-1, row)
    columns = layout.columns(place, len(numbers))
    points, third = numbers[columns, :2], numbers[columns, 2:].ravel()
    points[columns < 0] = np.nan
    visibility: Any = None
    confidence: Any = None
    if row == 3:
        if np.isin(third, (0, 1, 2)).all() and (flagged or (third == 2).any()):
            visibility = third
        else:
            confidence = third
    if "keypoint_scores" in person:
        scores = person["keypoint_scores"].numbers()
        if scores.shape != (len(numbers),):
            raise person["keypoint_scores"].fail(f"{len(numbers)} numbers, one for each keypoint")
        confidence = scores[columns]
    if confidence is not None:
        confidence = np.maximum(confidence, 0)  # a heatmap's peak can lie below zero
        confidence[columns < 0] = 0
        visibility = visibility_of(confidence) if visibility is None else visibility
    try:
        return Keypoints(points, visibility, confidence=confidence)
    except KeypointsError as problem:
        raise KeypointsError(f"{place.file}: {place.path}: {problem}") from problem


def _together(
    people: Iterable[Keypoints], source: str = "", size: tuple[int, int] | None = None
) -> Keypoints:
    """One frame of the ``people`` of whom anything was seen."""
    people = [person for person in people if person.observed.any()]
    if not people:
        return Keypoints(np.zeros((0, len(COCO_KEYPOINTS), 2)), size=size, source=source)
    scores = [person.confidence for person in people if person.confidence is not None]
    return Keypoints(
        np.concatenate([person.points for person in people]),
        np.concatenate([person.visibility for person in people]),
        size,
        np.concatenate(scores) if len(scores) == len(people) else None,
        source,
    )


def _size(place: Place, width: str, height: str) -> tuple[int, int] | None:
    if width in place and height in place:
        return place[width].whole(), place[height].whole()
    return None
