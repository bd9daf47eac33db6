"""How keypoint files of other tools arrange their frames and people; each format becomes frames of COCO-17 people.

How one person's keypoints are written is read by `person_formats`.

COCO: https://cocodataset.org/#format-data (HRNet, Detectron2, AlphaPose and YOLO write its results).
OpenPose and AlphaPose: the output pages of their documentation. MMPose: what ``--pred-out-dir`` and
``--save-predictions`` write. Ultralytics: ``Results.to_json``. TensorFlow.js and MediaPipe: lists of objects.
A person, category or number that cannot be read is left out, and noted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.errors import KeypointsError
from posestudio.keypoints.found_fields import FOCAL_LENGTH, TIME
from posestudio.keypoints.layout_choice import FileLayout
from posestudio.keypoints.observation import FURTHEST, Keypoints
from posestudio.keypoints.person_formats import points_of, read_person
from posestudio.keypoints.reading_context import ReadingContext

_LISTS = ("instance_info", "predictions", "frames", "results", "data", "poses", "detections")
"""Keys under which an object has a list of frames or people."""
_NAMED_PEOPLE = ("people", "bodies", "instances", "persons")
_PEOPLE = (*_NAMED_PEOPLE, "predictions", "poses", "detections", "skeleton", "annotations")
"""Keys under which a frame has its people."""
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
"""Keys that say which picture or frame something belongs to."""
_SIZES = (("canvas_width", "canvas_height"), ("width", "height"), ("image_width", "image_height"))


def read_frames(root: JsonCursor, context: ReadingContext) -> Iterator[Keypoints]:
    """The frames of a file, ``source`` and ``size`` set where the file says them.

    Raises KeypointsError where the file is in none of the known formats, or nothing in it can be read.
    """
    seen = people = 0
    for frame in _frames(root, context):
        seen, people = seen + 1, people + frame.people
        yield frame
    if people == 0 and context.notes.problem is not None:
        raise context.notes.problem


def _frames(root: JsonCursor, context: ReadingContext) -> Iterator[Keypoints]:
    if isinstance(root.value, list):
        yield from _sequence(root, context)
        return
    if not isinstance(root.value, dict):
        raise _unknown(root)
    if "annotations" in root:
        yield from _coco_annotations(root, context)
    elif "keypoints" in root and "skeleton" in root and isinstance(root["keypoints"].value, list):
        yield from _easy_vitpose(root, context)
    elif _is_frame(root):
        yield _frame(root, _named_by_meta_info(root, context))
    elif key := next((key for key in _LISTS if _may_hold_frames(root, key)), None):
        yield from _sequence(root[key], _named_by_meta_info(root, context), _stated_size(root, context))
    elif points_of(root) is not None:
        yield _frame_of(read_people([root], context), _source(root), _stated_size(root, context))
    elif names := [name for name in root.value if _is_frame(root[name]) or _is_list_of_people(root[name])]:
        for name in names:
            frame = _element(root[name], context)
            if frame is not None:
                yield replace(frame, source=name[:200])
    else:
        raise _unknown(root)


def _may_hold_frames(root: JsonCursor, key: str) -> bool:
    """Whether under ``key`` is a list of frames or people; an empty list counts only under MMPose's names."""
    return key in root and isinstance(root[key].value, list) and (bool(root[key].value) or key in _LISTS[:2])


def _unknown(root: JsonCursor) -> KeypointsError:
    return root.error("COCO annotations or results, OpenPose people, or MMPose predictions")


def _sequence(
    cursor: JsonCursor, context: ReadingContext, size: tuple[int, int] | None = None
) -> Iterator[Keypoints]:
    """The frames of a list: of people, each with the name of the picture; of one frame's people; or of frames."""
    elements = list(cursor)
    persons = [one for one in elements if points_of(one) is not None or _picture(one) == "image_id"]
    if not elements:
        yield _frame_of((), size=size)
    elif _is_landmarks(cursor):  # one person's
        yield _frame_of(
            read_people([JsonCursor({"landmarks": cursor.value}, cursor.file, cursor.path)], context)
        )
    elif persons and not any(_is_frame(one) for one in elements):
        if any(_picture(one) for one in persons):
            yield from _by_picture(elements, context, size)
        else:
            yield _frame_of(read_people(elements, context), size=size)
    else:
        for element in elements:
            frame = _element(element, context)
            if frame is not None:
                yield frame if frame.size else replace(frame, size=size)


def _element(cursor: JsonCursor, context: ReadingContext) -> Keypoints | None:
    """One frame of a list or object of frames; None, with a note, for what is not a frame."""
    try:
        if isinstance(cursor.value, list):
            if _is_landmarks(cursor):
                cursor = JsonCursor([{"landmarks": cursor.value}], cursor.file, cursor.path)
            return _frame_of(read_people(cursor, context))
        if _is_frame(cursor):
            return _frame(cursor, context)
        if points_of(cursor) is not None:
            return _frame_of(read_people([cursor], context), _source(cursor))
        raise cursor.error("a person with keypoints, or a frame with people or instances")
    except KeypointsError as problem:
        context.notes.add_left_out(problem)
        return None


def _frame(frame: JsonCursor, context: ReadingContext) -> Keypoints:
    """The frame of an object that has its people in it."""
    source, size = _source(frame), _stated_size(frame, context)
    key = next((key for key in _LANDMARKS if key in frame), None)
    if key is not None:  # MediaPipe's landmarks, of one person or of several
        people = frame[key]
        if _is_landmarks(people):
            people = JsonCursor([people.value], people.file, people.path)
        wrapped = (JsonCursor({"landmarks": person.value}, person.file, person.path) for person in people)
        return _frame_of(read_people(wrapped, context), source, size)
    people = frame[next(key for key in _PEOPLE if key in frame)]
    return _frame_of(read_people(people, context), source, size)


def _is_frame(cursor: JsonCursor) -> bool:
    if not isinstance(cursor.value, dict):
        return False
    if any(key in cursor for key in _NAMED_PEOPLE):
        return True
    if points_of(cursor) is None:
        return any(
            isinstance(cursor.value.get(key), list) and _is_list_of_people(cursor[key]) for key in _PEOPLE
        ) and any(key in cursor for key in (*_PICTURE, "version"))
    return any(key in cursor and _is_list_of_landmarks(cursor[key]) for key in _LANDMARKS)


def _is_list_of_people(cursor: JsonCursor) -> bool:
    return isinstance(cursor.value, list) and any(
        isinstance(element, dict) and points_of(JsonCursor(element, "")) is not None
        for element in cursor.value
    )


def _is_landmarks(cursor: JsonCursor) -> bool:
    """Whether this is a list of objects with x and y: one person's landmarks."""
    value = cursor.value
    return isinstance(value, list) and any(
        isinstance(row, dict) and {"x", "y"} <= row.keys() for row in value
    )


def _is_list_of_landmarks(cursor: JsonCursor) -> bool:
    return isinstance(cursor.value, list) and any(
        isinstance(element, list) and _is_landmarks(JsonCursor(element, "")) for element in cursor.value
    )


def _picture(cursor: JsonCursor) -> str | None:
    """The key under which an object says to which picture it belongs; None where it does not."""
    return next((key for key in _PICTURE if key in cursor), None)


def _source(cursor: JsonCursor) -> str:
    key = _picture(cursor)
    return cursor[key].text() if key and isinstance(cursor[key].value, str | int | float) else ""


def _by_picture(
    people: Iterable[JsonCursor], context: ReadingContext, size: tuple[int, int] | None
) -> Iterator[Keypoints]:
    """The frames of COCO results, and of other lists of people with the name of the picture each."""
    frames: dict[str, list[Keypoints]] = {}
    for person in people:
        try:
            key = _picture(person)
            if key is None:
                raise person.error("an object with image_id")
            group = frames.setdefault(person[key].text(), [])
        except KeypointsError as problem:
            context.notes.add_left_out(problem)
            continue
        group += read_people([person], context)
    for source, found in frames.items():
        yield _frame_of(found, source, size)


def _coco_annotations(root: JsonCursor, context: ReadingContext) -> Iterator[Keypoints]:
    layouts = _category_layouts(root, context)
    images: dict[str, JsonCursor] = {}
    for image in root["images"] if "images" in root else ():
        try:
            images[image["id"].text()] = image
        except KeypointsError as problem:
            context.notes.add_left_out(problem)
    people: dict[str, list[Keypoints]] = {key: [] for key in images}
    for annotation in root["annotations"]:
        try:
            key = annotation["image_id"].text()
            if images and key not in images:
                raise annotation["image_id"].error("the id of one of the images")
            group = people.setdefault(key, [])
            if points_of(annotation) is None:  # a box or a mask may have no keypoints
                continue
            kind = annotation["category_id"].text() if "category_id" in annotation else ""
        except KeypointsError as problem:
            context.notes.add_left_out(problem)
            continue
        layout = layouts.get(kind, context.layout)
        if layout is not None:
            group += read_people([annotation], replace(context, layout=layout), flagged=True)
    for key, found in people.items():
        image = images.get(key, root)
        source = image["file_name"].text() if key in images and "file_name" in image else key
        stated: dict[str, Any] = {}
        if key in images:
            stated = {
                "time": _stated_time(image, context),
                "focal_length": _stated_focal_length(image, context),
            }
        yield replace(_frame_of(found, source, _stated_size(image, context)), **stated)
    if not people:
        yield _frame_of(())


def _category_layouts(root: JsonCursor, context: ReadingContext) -> dict[str, FileLayout | None]:
    """The order of each category's keypoints; None for a category that is not of people."""
    layouts: dict[str, FileLayout | None] = {}
    for category in root["categories"] if "categories" in root else ():
        if "id" not in category or "keypoints" not in category:
            continue
        try:
            kind, names = category["id"].text(), category["keypoints"]
            layouts[kind] = None
            layouts[kind] = context.layout.named_by(names, [name.text() for name in names])
        except KeypointsError as problem:
            context.notes.add_left_out(problem)
    return layouts


def _easy_vitpose(root: JsonCursor, context: ReadingContext) -> Iterator[Keypoints]:
    """The frames of easy_ViTPose: a list of objects, each of people by track, who are rows of y, x and score."""
    names = root["skeleton"]
    if isinstance(names.value, dict):
        table = [names[str(index)].text() for index in range(len(names.value))]
        context = replace(context, layout=context.layout.named_by(names, table))
    for frame in root["keypoints"]:
        if not isinstance(frame.value, dict):
            context.notes.add_left_out(frame.error("an object of people by number"))
            continue
        people = []
        for track, rows in frame.value.items():
            if isinstance(rows, list):
                swapped = [_x_first(row) for row in rows]
                people.append(
                    JsonCursor({"keypoints": swapped, "track_id": track}, root.file, frame[track].path)
                )
        yield _frame_of(read_people(people, context))


def _x_first(row: Any) -> Any:
    """A row of y, x and score as one of x, y and score."""
    return [row[1], row[0], *row[2:]] if isinstance(row, list) and len(row) > 1 else row


def _named_by_meta_info(root: JsonCursor, context: ReadingContext) -> ReadingContext:
    """The context with the names that MMPose's meta_info gives the keypoints, if there is one."""
    if "meta_info" not in root or "keypoint_id2name" not in root["meta_info"]:
        return context
    table = root["meta_info"]["keypoint_id2name"]
    if not isinstance(table.value, dict):
        raise table.error("an object of keypoint names by number")
    names = [table[str(index)].text() for index in range(len(table.value))]
    return replace(context, layout=context.layout.named_by(table, names))


def read_people(
    people: Iterable[JsonCursor], context: ReadingContext, flagged: bool = False
) -> list[Keypoints]:
    """The people, each alone, who can be read and have an observed keypoint; those who cannot be read are noted.

    ``flagged`` says that the third number of each keypoint is a visibility, not a score.
    """
    found = []
    for person in people:
        try:
            if isinstance(person.value, list):  # of numbers, rows or landmarks, without a key
                person = JsonCursor({"keypoints": person.value}, person.file, person.path)
            keypoints = read_person(person, context, flagged)
        except KeypointsError as problem:
            context.notes.add_left_out(problem)
            continue
        if keypoints is not None and keypoints.observed.any():
            found.append(keypoints)
    return found


def _frame_of(
    people: Iterable[Keypoints], source: str = "", size: tuple[int, int] | None = None
) -> Keypoints:
    """One frame of the ``people``, each a Keypoints of one person."""
    return Keypoints.concatenate(list(people), size, source)


def _stated_time(image: JsonCursor, context: ReadingContext) -> float | None:
    """The frame's seconds from the beginning of its video, in a file of this program; None where it has none, or with
    a note where that is not a number."""
    if not context.own or TIME not in image:
        return None
    seconds = number_in(image[TIME].value)
    if math.isfinite(seconds):
        return seconds
    context.notes.add_left_out(image[TIME].error("seconds"))
    return None


def _stated_focal_length(image: JsonCursor, context: ReadingContext) -> float | None:
    """The focal length in pixels of a photograph's lens, in a file of this program; None where it has none, or with a
    note where that is no focal length."""
    if not context.own or FOCAL_LENGTH not in image:
        return None
    pixels = number_in(image[FOCAL_LENGTH].value)
    if 0 < pixels <= FURTHEST:
        return pixels
    context.notes.add_left_out(image[FOCAL_LENGTH].error("pixels above 0"))
    return None


def _stated_size(cursor: JsonCursor, context: ReadingContext) -> tuple[int, int] | None:
    """The picture's size that an object gives; None where it gives none, or with a note where that is not a size."""
    for width, height in _SIZES:
        if width in cursor and height in cursor:
            try:
                return cursor[width].whole(), cursor[height].whole()
            except KeypointsError as problem:
                context.notes.add_left_out(problem)
    return None
