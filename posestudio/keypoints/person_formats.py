"""How keypoint files write one person's keypoints; each way becomes Keypoints of one person.

Numbers in a row (``[x, y, score] * K``), rows of numbers, objects with x and y, an object of lists of x
and y, or an object of rows by name. A keypoint that cannot be read is missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.keypoint_layouts import coco_columns
from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.errors import KeypointsError
from posestudio.keypoints.field_checks import FURTHEST
from posestudio.keypoints.found_fields import read_extra, read_found, read_noise
from posestudio.keypoints.layout_choice import FileLayout
from posestudio.keypoints.observation import MISSING, MISSING_SCORE, VISIBLE, Keypoints, visibility_of
from posestudio.keypoints.reading_context import ReadingContext

POINTS = (
    "keypoints",
    "pose_keypoints_2d",
    "pose_keypoints",
    "joints",
    "landmarks",
    "pose_landmarks",
    "poseLandmarks",
)
"""Keys under which an object has a person's keypoints."""
_SCORES = ("keypoint_scores", "keypoints_scores", "keypoint_score", "kp_score", "scores")
_X, _Y = ("x",), ("y",)
_SCORE = ("score", "scores", "confidence", "conf", "visible", "visibility", "likelihood", "v", "s", "c")

SMALLEST_SPAN = 4.0
"""Pixels: where all of a person's keypoints lie within fewer, the numbers are taken not to be pixels."""
_LIKELY = 0.5  # a keypoint in the picture's very corner with a score below this was not found
_PERCENT = 30.0  # where the largest score of a person is above this, the scores are percentages
_WRAPPED = 2  # a person's keypoints may stand in so many lists of one element
_BLAZEPOSE = 33  # so many keypoints may have a depth


@dataclass
class _Rows:
    """(K, 2) ``points``, NaN where unreadable; (K,) ``third`` numbers of the rows and ``scores`` from elsewhere, None
    where there are none; the ``names`` of the keypoints, if the file has them here."""

    points: NDArray[np.float64]
    third: NDArray[np.float64] | None = None
    scores: NDArray[np.float64] | None = None
    names: list[str] | None = None


def read_person(person: JsonCursor, context: ReadingContext, flagged: bool = False) -> Keypoints | None:
    """A person's keypoints; None where the file has a person without keypoints.

    The third number is a visibility flag or a confidence. Some detectors write a confidence of 1
    everywhere, so 0 and 1 are flags only where that is known (``flagged``) or where 2 occurs as well.
    Raises KeypointsError.
    """
    cursor = points_of(person)
    if cursor is None:
        raise person.error("a person with keypoints")
    if cursor.value in (None, [], {}):
        return None
    rows = _rows(cursor, context)
    layout = context.layout
    if rows.names is not None:
        layout = layout.named_by(cursor, rows.names)
    names = layout.order(cursor, len(rows.points))
    columns = np.array(coco_columns(names))
    scores = _scores_beside(person, len(rows.points)) if rows.scores is None else rows.scores
    third = _score_of_third(cursor, rows, scores)
    points = rows.points[columns]
    points[columns < 0] = np.nan
    flags = None if third is None else _flags(third[columns], flagged)
    scores = _of_one(third if scores is None and flags is None else scores, columns)
    confidence = _confidence(scores, columns)
    visibility: Any
    if flags is None and confidence is not None:
        visibility = visibility_of(confidence)
    else:
        visibility = np.full(len(points), VISIBLE) if flags is None else flags
    if not context.own:
        confident = visibility == VISIBLE if confidence is None else confidence >= _LIKELY
        nothing_said = confidence is None and flags is None
        points[_not_found(points, np.zeros(len(points), bool) if nothing_said else confident)] = np.nan
    noise = read_noise(person, len(rows.points))
    size = _longer_side(points[visibility != MISSING])
    found = read_extra(person, names, _seen_points(rows, third, flags, scores), noise, size, context.own)
    found |= read_found(person, context.own)
    if noise is not None:
        found["noise"] = np.where(columns < 0, np.nan, noise[columns])
    try:
        track = context.track(person)
        tracks = np.array([track]) if track >= 0 else None
        return Keypoints(points, visibility, confidence=confidence, tracks=tracks, **found)
    except KeypointsError as problem:
        raise KeypointsError(f"{cursor.where}: {problem}") from problem


def points_of(person: JsonCursor) -> JsonCursor | None:
    """The cursor of a person's keypoints; None for what is not a person."""
    if isinstance(person.value, dict):
        for key in POINTS:
            if key in person.value:
                return person[key]
    return None


def _flags(third: NDArray[np.float64], certain: bool) -> NDArray[np.float64] | None:
    """The third numbers as visibility flags (17,); None where they are not flags."""
    known = np.isfinite(third)
    if np.isin(third[known], (0, 1, 2)).all() and (certain or (third[known] == 2).any()):
        return np.where(known, third, MISSING)
    return None


def _of_one(scores: NDArray[np.float64] | None, columns: NDArray[Any]) -> NDArray[np.float64] | None:
    """Scores (K,) that may be percentages as shares of one."""
    if scores is None or np.nanmax(scores[columns[columns >= 0]], initial=0) <= _PERCENT:
        return scores
    return scores / 100


def _seen_points(rows: _Rows, third: Any, flags: Any, scores: Any) -> NDArray[np.float64]:
    """(K, 2) the points, NaN where a flag or a low score says that one is missing, or where it lies in the picture's
    very corner."""
    if flags is not None:
        seen = np.nan_to_num(third) != MISSING
    elif scores is not None:
        seen = np.nan_to_num(scores) >= MISSING_SCORE
    else:
        seen = np.ones(len(rows.points), bool)
    corner = (rows.points == 0).all(-1) | (rows.points == -1).all(-1)
    return np.where((seen & ~corner)[:, None], rows.points, np.nan)


def _longer_side(points: NDArray[np.float64]) -> float:
    """The longer side of the box around points (N, 2), NaN where one is missing; 0 around none."""
    points = points[~np.isnan(points).any(-1)]
    return float(np.ptp(points, axis=0).max()) if len(points) else 0.0


def _confidence(scores: NDArray[np.float64] | None, columns: NDArray[Any]) -> NDArray[np.float64] | None:
    """Scores (17,) of at least 0; 0 for keypoints that the layout lacks or that have no number."""
    if scores is None:
        return None
    confidence = np.where(columns < 0, 0, scores[columns])
    return np.nan_to_num(np.maximum(confidence, 0), nan=0, posinf=0)  # a heatmap's peak can lie below zero


def _not_found(points: NDArray[np.float64], confident: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(17,) which keypoints lie where programs put those they did not find: in the picture's very corner, unless it
    is only one and that is ``confident``."""
    corner = (points == 0).all(-1) | (points == -1).all(-1)
    return corner if corner.sum() > 1 else corner & ~confident


# -- the ways keypoints are written


def _rows(cursor: JsonCursor, context: ReadingContext) -> _Rows:
    value = cursor.value
    if isinstance(value, dict):
        return _of_object(cursor, context)
    if not isinstance(value, list):
        raise cursor.error("a list of keypoints")
    for _ in range(_WRAPPED):
        if (
            len(value) == 1
            and isinstance(value[0], list)
            and value[0]
            and isinstance(value[0][0], list | dict)
        ):
            cursor = next(iter(cursor))
            value = cursor.value
    first = next((element for element in value if element is not None), None)
    if isinstance(first, dict):
        return _of_objects(cursor, context)
    if isinstance(first, list):
        widths = [len(row) for row in value if isinstance(row, list)]
        width = max(set(widths), key=widths.count)
        return _split(cursor, _lenient_rows(cursor, width, context), len(value), context)
    return _of_flat(cursor, context)


def flat_width(count: int, layout: FileLayout) -> int:
    """How many of ``count`` numbers in a row each keypoint has, as far as the layout allows."""
    if count == 4 * _BLAZEPOSE and layout.allows(_BLAZEPOSE):
        return 4
    return next((width for width in (3, 2) if count % width == 0 and layout.allows(count // width)), 3)


def _of_flat(cursor: JsonCursor, context: ReadingContext) -> _Rows:
    count = len(cursor.value)
    width = flat_width(count, context.layout)
    if count % width:
        raise cursor.error("x, y and score of each keypoint")
    numbers = cursor.fast_numbers()
    if numbers is None or numbers.ndim != 1:
        if any(isinstance(element, list | dict) for element in cursor.value):
            raise next(e for e in cursor if isinstance(e.value, list | dict)).error("a finite number")
        numbers = np.array([number_in(element) for element in cursor.value])
        odd = np.flatnonzero(~np.isfinite(numbers))
        if len(odd) * 2 > count:
            raise list(cursor)[int(odd[0])].error("a finite number")
        _note_unreadable(context, (list(cursor)[index] for index in odd), len(odd))
    return _split(cursor, numbers.reshape(-1, width), count // width, context)


def _lenient_rows(cursor: JsonCursor, width: int, context: ReadingContext) -> NDArray[np.float64]:
    numbers = cursor.fast_numbers()
    if numbers is not None and numbers.ndim == 2:
        return numbers
    result = np.full((len(cursor.value), width), np.nan)
    odd = []
    for index, row in enumerate(cursor):
        if not isinstance(row.value, list) or len(row.value) != width:
            odd.append((row, f"a row of {width} numbers"))
            continue
        result[index] = [number_in(element) for element in row.value]
        if not np.isfinite(result[index]).all():
            odd += [
                (leaf, "a finite number")
                for leaf, n in zip(row, result[index], strict=True)
                if not np.isfinite(n)
            ][:1]
    if len(odd) * 2 > len(result):
        raise odd[0][0].error(odd[0][1])
    _note_unreadable(context, (leaf for leaf, _ in odd), len(odd), odd[0][1] if odd else "")
    return result


def _note_unreadable(
    context: ReadingContext, odd: Iterator[JsonCursor], count: int, expected: str = "a finite number"
) -> None:
    """Note what and where the first of ``count`` unreadable values of a person is, and how many more there are."""
    if count:
        more = f", and {count - 1} more like it" if count > 1 else ""
        context.notes.add(f"{next(odd).error(expected)}{more}; taken as missing")


def _split(cursor: JsonCursor, numbers: NDArray[np.float64], count: int, context: ReadingContext) -> _Rows:
    width = numbers.shape[-1] if numbers.ndim == 2 else 0
    if width == 4 and count == _BLAZEPOSE:  # x, y, depth, visibility
        return _Rows(_checked_points(cursor, numbers[:, :2], context), scores=numbers[:, 3])
    if width not in (2, 3):
        raise cursor.error("x, y and score of each keypoint")
    return _Rows(_checked_points(cursor, numbers[:, :2], context), numbers[:, 2] if width == 3 else None)


def _checked_points(
    cursor: JsonCursor, points: NDArray[np.float64], context: ReadingContext
) -> NDArray[np.float64]:
    """The points, NaN where either number is, and, with a note, where one is larger than FURTHEST."""
    points = np.array(points, np.float64)
    points[np.isnan(points).any(-1)] = np.nan
    far = np.flatnonzero((np.abs(points) > FURTHEST).any(-1))
    if len(far):
        more = f", and {len(far) - 1} more like it" if len(far) > 1 else ""
        context.notes.add(
            f"{cursor.where}: keypoint {far[0]}: expected pixels within {FURTHEST:g}, got"
            f" {np.abs(points[far[0]]).max():g}{more}; taken as missing"
        )
        points[far] = np.nan
    return points


def _of_objects(cursor: JsonCursor, context: ReadingContext) -> _Rows:
    """The rows of objects with x and y, maybe with a score and a name: MediaPipe, TensorFlow.js."""
    points, scores, names, odd = [], [], [], []
    for row in cursor:
        content = row.value if isinstance(row.value, dict) else {}
        at = content.get("position") if isinstance(content.get("position"), dict) else content
        x, y = number_in(_first(at, _X)), number_in(_first(at, _Y))
        if not (math.isfinite(x) and math.isfinite(y)):
            odd.append(row)
        points.append((x, y))
        scores.append(number_in(_first(content, _SCORE)))
        name = content.get("name", content.get("part"))
        names.append(name if isinstance(name, str) else "")
    if len(odd) * 2 > len(points):
        raise odd[0].error("an object with x and y")
    _note_unreadable(context, iter(odd), len(odd), "an object with x and y")
    scored = np.array(scores)
    return _Rows(
        _checked_points(cursor, np.array(points), context),
        scores=scored if np.isfinite(scored).any() else None,
        names=names if all(names) else None,
    )


def _of_object(cursor: JsonCursor, context: ReadingContext) -> _Rows:
    """The rows of lists of x and of y, as Ultralytics writes them, or of an object of rows by name."""
    value = cursor.value
    if isinstance(value.get("x"), list) and isinstance(value.get("y"), list):
        columns = [value["x"], value["y"]]
        score = _first(value, _SCORE)
        if isinstance(score, list):
            columns.append(score)
        if len({len(column) for column in columns}) != 1:
            raise cursor.error("as many x as y and scores")
        rows = [list(row) for row in zip(*columns, strict=True)]
        turned = JsonCursor(rows, cursor.file, cursor.path)
        split = _split(turned, _lenient_rows(turned, len(columns), context), len(rows), context)
        return _Rows(split.points, scores=split.third)
    names = list(value)
    rows = [value[name] for name in names]
    if names and all(isinstance(row, list | dict) for row in rows):
        named = _rows(JsonCursor(rows, cursor.file, cursor.path), context)
        return _Rows(named.points, named.third, named.scores, names)
    raise cursor.error("keypoints: lists of x and y, or rows by name")


def _first(content: Any, keys: tuple[str, ...]) -> Any:
    return next((content[key] for key in keys if key in content), None)


# -- scores


def _scores_beside(person: JsonCursor, count: int) -> NDArray[np.float64] | None:
    """(count,) the scores in a list of their own, None without one. Raises KeypointsError for another number."""
    for key in (*_SCORES, "score", "confidence"):
        value = person.value.get(key)
        while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
            value = value[0]
        if not isinstance(value, list):
            continue
        scores = np.array([number_in(_only(element)) for element in value])
        if len(scores) == count:
            return scores
        if key in _SCORES:
            raise person[key].error(f"{count} numbers, one for each keypoint")
    return None


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _score_of_third(
    cursor: JsonCursor, rows: _Rows, scores: NDArray[np.float64] | None
) -> NDArray[np.float64] | None:
    """The third numbers where they are scores or flags; None where they are a depth, which is not used.

    Raises KeypointsError where they show that the points are in space, not in pixels.
    """
    if rows.third is None:
        return None
    third = rows.third[np.isfinite(rows.third)]
    flags = np.isin(third, (-1, 0, 1, 2)).all()
    if flags:
        return rows.third
    known = rows.points[np.isfinite(rows.points).all(-1)]
    small = len(known) > 1 and np.ptp(known, axis=0).max() < SMALLEST_SPAN
    odd = (third < -0.05) | (third > 1.05) if small else (third < -0.5) | (third > 100)
    in_space = scores is not None or odd.sum() > (0 if small else len(third) / 10)
    if not in_space:
        return rows.third
    if len(rows.points) == _BLAZEPOSE:
        if small and (known.min() < -0.5 or known.max() > 1.5):
            raise cursor.error("pixels or fractions of the picture: these are MediaPipe's world landmarks")
        return None
    raise cursor.error("2D keypoints in pixels: these are points in space (x, y and z)")
