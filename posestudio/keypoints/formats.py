"""The keypoint formats of the field, each turned into frames of COCO-17 people.

COCO: https://cocodataset.org/#format-data (HRNet, Detectron2, AlphaPose and YOLO write its results).
OpenPose and AlphaPose: the output pages of their documentation. MMPose: what ``--pred-out-dir`` and
``--save-predictions`` write. Ultralytics: ``Results.to_json``. TensorFlow.js and MediaPipe: lists of objects.
A person, category or number that cannot be read is left out, and noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.json_cursor import JsonCursor
from posestudio.errors import KeypointsError
from posestudio.keypoints.naming import Layout
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.people import Reading, points_of, read_person

_LISTS = ("instance_info", "predictions", "frames", "results", "data", "poses", "detections")
"""Under which an object keeps a list of frames or people."""
_NAMED_PEOPLE = ("people", "bodies", "instances", "persons")
_PEOPLE = (*_NAMED_PEOPLE, "predictions", "poses", "detections", "skeleton", "annotations")
"""Under which a frame keeps its people."""
_LANDMARKS = ("pose_landmarks", "poseLandmarks", "landmarks")
_PICTURE = (
    "image_id",
    "frame_id",
    "frame_index",
    "frame_idx",
    "frame",
    "image",
    "file_name",
    "image_name",
    "filename",
)
"""Which picture or frame something belongs to."""
_SIZES = (("canvas_width", "canvas_height"), ("width", "height"), ("image_width", "image_height"))


def read_frames(root: JsonCursor, reading: Reading) -> Iterator[Keypoints]:
    """The frames of a file, ``source`` and ``size`` set as far as it says them.

    Raises KeypointsError where the file is of no format that is known, or nothing in it can be read.
    """
    seen = people = 0
    for frame in _frames(root, reading):
        seen, people = seen + 1, people + frame.people
        yield frame
    if people == 0 and reading.notes.problem is not None:
        raise reading.notes.problem


def _frames(root: JsonCursor, reading: Reading) -> Iterator[Keypoints]:
    if isinstance(root.value, list):
        yield from _sequence(root, reading)
        return
    if not isinstance(root.value, dict):
        raise _unknown(root)
    if "annotations" in root:
        yield from _coco_annotations(root, reading)
    elif "keypoints" in root and "skeleton" in root and isinstance(root["keypoints"].value, list):
        yield from _easy_vitpose(root, reading)
    elif _is_frame(root):
        yield _frame(root, _named_by_meta_info(root, reading))
    elif key := next((key for key in _LISTS if _may_hold_frames(root, key)), None):
        yield from _sequence(root[key], _named_by_meta_info(root, reading), _stated_size(root, reading))
    elif points_of(root) is not None:
        yield _together(_people([root], reading), _source(root), _stated_size(root, reading))
    elif names := [name for name in root.value if _is_frame(root[name]) or _is_list_of_people(root[name])]:
        for name in names:
            frame = _element(root[name], reading)
            if frame is not None:
                yield replace(frame, source=name[:200])
    else:
        raise _unknown(root)


def _may_hold_frames(root: JsonCursor, key: str) -> bool:
    """Whether under ``key`` is a list of frames or people; of an empty one only MMPose's names say so."""
    return key in root and isinstance(root[key].value, list) and (bool(root[key].value) or key in _LISTS[:2])


def _unknown(root: JsonCursor) -> KeypointsError:
    return root.fail("COCO annotations or results, OpenPose people, or MMPose predictions")


def _sequence(
    places: JsonCursor, reading: Reading, size: tuple[int, int] | None = None
) -> Iterator[Keypoints]:
    """A list: of people with the picture's name each, of one frame's people, or of frames."""
    elements = list(places)
    persons = [place for place in elements if points_of(place) is not None or _picture(place) == "image_id"]
    if not elements:
        yield _together((), size=size)
    elif _is_landmarks(places):  # one person's
        yield _together(_people([JsonCursor({"landmarks": places.value}, places.file, places.path)], reading))
    elif persons and not any(_is_frame(place) for place in elements):
        if any(_picture(place) for place in persons):
            yield from _by_picture(elements, reading, size)
        else:
            yield _together(_people(elements, reading), size=size)
    else:
        for element in elements:
            frame = _element(element, reading)
            if frame is not None:
                yield frame if frame.size else replace(frame, size=size)


def _element(place: JsonCursor, reading: Reading) -> Keypoints | None:
    """One frame of a list or object of frames; None, noted, for what is none."""
    try:
        if isinstance(place.value, list):
            if _is_landmarks(place):
                place = JsonCursor([{"landmarks": place.value}], place.file, place.path)
            return _together(_people(place, reading))
        if _is_frame(place):
            return _frame(place, reading)
        if points_of(place) is not None:
            return _together(_people([place], reading), _source(place))
        raise place.fail("a person with keypoints, or a frame with people or instances")
    except KeypointsError as problem:
        reading.notes.left_out(problem)
        return None


def _frame(frame: JsonCursor, reading: Reading) -> Keypoints:
    """A frame that is an object with its people in it."""
    source, size = _source(frame), _stated_size(frame, reading)
    key = next((key for key in _LANDMARKS if key in frame), None)
    if key is not None:  # MediaPipe's, of one person or of several
        people = frame[key]
        if _is_landmarks(people):
            people = JsonCursor([people.value], people.file, people.path)
        wrapped = (JsonCursor({"landmarks": person.value}, person.file, person.path) for person in people)
        return _together(_people(wrapped, reading), source, size)
    people = frame[next(key for key in _PEOPLE if key in frame)]
    return _together(_people(people, reading), source, size)


def _is_frame(place: JsonCursor) -> bool:
    if not isinstance(place.value, dict):
        return False
    if any(key in place for key in _NAMED_PEOPLE):
        return True
    if points_of(place) is None:
        return any(
            isinstance(place.value.get(key), list) and _is_list_of_people(place[key]) for key in _PEOPLE
        ) and any(key in place for key in (*_PICTURE, "version"))
    return any(key in place and _is_list_of_landmarks(place[key]) for key in _LANDMARKS)


def _is_list_of_people(place: JsonCursor) -> bool:
    return isinstance(place.value, list) and any(
        isinstance(element, dict) and points_of(JsonCursor(element, "")) is not None
        for element in place.value
    )


def _is_landmarks(place: JsonCursor) -> bool:
    """Whether this is a list of objects with x and y."""
    value = place.value
    return isinstance(value, list) and any(
        isinstance(row, dict) and {"x", "y"} <= row.keys() for row in value
    )


def _is_list_of_landmarks(place: JsonCursor) -> bool:
    return isinstance(place.value, list) and any(
        isinstance(element, list) and _is_landmarks(JsonCursor(element, "")) for element in place.value
    )


def _picture(place: JsonCursor) -> str | None:
    """Under which key something says to which picture it belongs."""
    return next((key for key in _PICTURE if key in place), None)


def _source(place: JsonCursor) -> str:
    key = _picture(place)
    return place[key].text() if key and isinstance(place[key].value, str | int | float) else ""


def _by_picture(
    people: Iterable[JsonCursor], reading: Reading, size: tuple[int, int] | None
) -> Iterator[Keypoints]:
    """COCO results, and other lists of people who say to which picture they belong."""
    frames: dict[str, list[Keypoints]] = {}
    for person in people:
        try:
            key = _picture(person)
            if key is None:
                raise person.fail("an object with image_id")
            group = frames.setdefault(person[key].text(), [])
        except KeypointsError as problem:
            reading.notes.left_out(problem)
            continue
        group += _people([person], reading)
    for source, found in frames.items():
        yield _together(found, source, size)


def _coco_annotations(root: JsonCursor, reading: Reading) -> Iterator[Keypoints]:
    layouts = _category_layouts(root, reading)
    images: dict[str, JsonCursor] = {}
    for image in root["images"] if "images" in root else ():
        try:
            images[image["id"].text()] = image
        except KeypointsError as problem:
            reading.notes.left_out(problem)
    people: dict[str, list[Keypoints]] = {key: [] for key in images}
    for annotation in root["annotations"]:
        try:
            key = annotation["image_id"].text()
            if images and key not in images:
                raise annotation["image_id"].fail("the id of one of the images")
            group = people.setdefault(key, [])
            if points_of(annotation) is None:  # a box or a mask may come without
                continue
            kind = annotation["category_id"].text() if "category_id" in annotation else ""
        except KeypointsError as problem:
            reading.notes.left_out(problem)
            continue
        layout = layouts.get(kind, reading.layout)
        if layout is not None:
            group += _people([annotation], replace(reading, layout=layout), flagged=True)
    for key, found in people.items():
        image = images.get(key, root)
        source = image["file_name"].text() if key in images and "file_name" in image else key
        yield _together(found, source, _stated_size(image, reading))
    if not people:
        yield _together(())


def _category_layouts(root: JsonCursor, reading: Reading) -> dict[str, Layout | None]:
    """The order of each category's keypoints; None for one that is no person's."""
    layouts: dict[str, Layout | None] = {}
    for category in root["categories"] if "categories" in root else ():
        if "id" not in category or "keypoints" not in category:
            continue
        try:
            kind, names = category["id"].text(), category["keypoints"]
            layouts[kind] = None
            layouts[kind] = reading.layout.named_by(names, [name.text() for name in names])
        except KeypointsError as problem:
            reading.notes.left_out(problem)
    return layouts


def _easy_vitpose(root: JsonCursor, reading: Reading) -> Iterator[Keypoints]:
    """easy_ViTPose's: a list of frames, each an object of people by track, of rows of y, x and score."""
    names = root["skeleton"]
    if isinstance(names.value, dict):
        table = [names[str(index)].text() for index in range(len(names.value))]
        reading = replace(reading, layout=reading.layout.named_by(names, table))
    for frame in root["keypoints"]:
        if not isinstance(frame.value, dict):
            reading.notes.left_out(frame.fail("an object of people by number"))
            continue
        people = []
        for track, rows in frame.value.items():
            if isinstance(rows, list):
                turned = [_turned(row) for row in rows]
                people.append(
                    JsonCursor({"keypoints": turned, "track_id": track}, root.file, frame[track].path)
                )
        yield _together(_people(people, reading))


def _turned(row: Any) -> Any:
    """A row of y, x and score as one of x, y and score."""
    return [row[1], row[0], *row[2:]] if isinstance(row, list) and len(row) > 1 else row


def _named_by_meta_info(root: JsonCursor, reading: Reading) -> Reading:
    if "meta_info" not in root or "keypoint_id2name" not in root["meta_info"]:
        return reading
    table = root["meta_info"]["keypoint_id2name"]
    if not isinstance(table.value, dict):
        raise table.fail("an object of keypoint names by number")
    names = [table[str(index)].text() for index in range(len(table.value))]
    return replace(reading, layout=reading.layout.named_by(table, names))


def _people(people: Iterable[JsonCursor], reading: Reading, flagged: bool = False) -> list[Keypoints]:
    """Those people who can be read, and of whom anything was seen; the others are noted."""
    found = []
    for person in people:
        try:
            if isinstance(person.value, list):  # of numbers, rows or landmarks, without a name for them
                person = JsonCursor({"keypoints": person.value}, person.file, person.path)
            keypoints = read_person(person, reading, flagged)
        except KeypointsError as problem:
            reading.notes.left_out(problem)
            continue
        if keypoints is not None and keypoints.observed.any():
            found.append(keypoints)
    return found


def _together(
    people: Iterable[Keypoints], source: str = "", size: tuple[int, int] | None = None
) -> Keypoints:
    """One frame of the ``people``."""
    people = list(people)
    if not people:
        return Keypoints(np.zeros((0, len(COCO_KEYPOINTS), 2)), size=size, source=source)
    scores = [person.confidence for person in people if person.confidence is not None]
    tracks = np.concatenate([[-1] if person.tracks is None else person.tracks for person in people])
    return Keypoints(
        np.concatenate([person.points for person in people]),
        np.concatenate([person.visibility for person in people]),
        size,
        np.concatenate(scores) if len(scores) == len(people) else None,
        source,
        tracks if (tracks >= 0).any() else None,
    )


def _stated_size(place: JsonCursor, reading: Reading) -> tuple[int, int] | None:
    """The picture's size as an object says it; None, noted, where that is no size."""
    for width, height in _SIZES:
        if width in place and height in place:
            try:
                return place[width].whole(), place[height].whole()
            except KeypointsError as problem:
                reading.notes.left_out(problem)
    return None
