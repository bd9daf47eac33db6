"""Frames of the rows of a Parquet file of keypoints: of this program's files exactly, of others as of JSON files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.json_cursor import JsonCursor
from posestudio.errors import KeypointsError
from posestudio.keypoints.file_formats import read_people
from posestudio.keypoints.observation import MISSING, VISIBLE, Keypoints
from posestudio.keypoints.parquet_columns import OF_PEOPLE, numbers_of, runs, text_of, whole_numbers
from posestudio.keypoints.person_formats import flat_width
from posestudio.keypoints.reading_context import ReadingContext

NamedColumns = list[tuple[str, str, str, str | None]]
_TAILS: dict[str, tuple[int, ...]] = {
    "points": (17, 2), "visibility": (17,), "confidence": (17,), "tracks": (), "noise": (17,), "boxes": (4,),
    "scores": (), "extra": (6, 2), "extra_noise": (6,), "alternatives": (4, 17, 2), "alternative_shares": (4,),
}  # fmt: skip


@dataclass
class FrameRows:
    """The rows of one recording, or of frames that belong to none, sorted by frame.

    ``table`` is a ``pyarrow.Table`` whose first row is ``first`` in the file ``name``; ``points`` are the columns of
    single keypoints, see `named_columns`. Raises KeypointsError for rows of several recordings.
    """

    table: Any
    name: str
    first: int
    points: NamedColumns
    rows: NDArray[np.int64] = field(init=False)
    """(N,) the row in the file of each"""
    spans: list[tuple[int, int]] = field(init=False)
    """The first and the one after the last of each frame's rows"""
    _keys: Any = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.table)
        if self.has("recording"):
            recordings = {value for value, _, _ in runs(self.text("recording"), 0)}
            if len(recordings) > 1:
                raise KeypointsError(
                    f"{self.name}: holds {len(recordings)} recordings, expected one: give a folder for the output, in"
                    " which each has its own"
                )
        order = np.arange(count)
        keys: Any = order
        if self.has("frame"):
            keys = whole_numbers(self.table.column("frame"), f"{self.name}: frame", self.first)
            order = np.argsort(keys, kind="stable")  # as of tracks, one after the other
            keys = keys[order]
            self.table = self.table.take(order)
        elif self.has("source"):
            keys = self.text("source")
        self.rows = order + self.first
        self._keys = keys
        self.spans = [(first, stop) for _, first, stop in runs(keys, 0)]

    def has(self, column: str) -> bool:
        """Whether the file has such a column."""
        return column in self.table.column_names

    def text(self, column: str) -> Any:
        """A column as text; see `text_of`."""
        return text_of(self.table.column(column), f"{self.name}: {column}")

    def numbers(self, column: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The numbers of a column; see `numbers_of`."""
        return numbers_of(self.table.column(column), f"{self.name}: {column}", self.first)

    @property
    def fps(self) -> float | None:
        """The first frames per second stated."""
        if not self.has("fps"):
            return None
        numbers, _ = self.numbers("fps")
        known = numbers[np.isfinite(numbers)]
        return float(known[0]) if len(known) else None

    def of_frames(self) -> list[dict[str, Any]]:
        """The fields of `Keypoints` that concern each frame."""
        starts = [first for first, _ in self.spans]
        stated = [
            self._values(name, starts) for name in ("width", "height", "time", "focal_length", "source")
        ]
        if self.has("frame") or not self.has("source"):
            stated.append(self._keys[starts].tolist())
        else:
            stated.append(starts)
        return [
            {
                "size": None if width is None or height is None else (width, height),
                "time": time,
                "focal_length": focal_length,
                "source": str(frame) if source is None else str(source)[:200],
            }
            for width, height, time, focal_length, source, frame in zip(*stated, strict=True)
        ]

    def _values(self, column: str, rows: list[int]) -> list[Any]:
        """The values in these rows, None where one is null or NaN."""
        if not self.has(column):
            return [None] * len(rows)
        values = self.table.column(column).take(rows).to_pylist()
        return [None if value != value else value for value in values]

    def keypoints(self, span: tuple[int, int], **fields: Any) -> Keypoints:
        """The Keypoints of a frame's rows. Raises KeypointsError naming file and row."""
        try:
            return Keypoints(**fields)
        except KeypointsError as problem:
            raise KeypointsError(f"{self.name}: row {self.rows[span[0]]}: {problem}") from problem


def own_frames(rows: FrameRows) -> list[Keypoints]:
    """The frames of a file that `write_keypoints_parquet` wrote, as they were."""
    columns: dict[str, tuple[NDArray[Any], NDArray[np.bool_]]] = {}
    for column, name in OF_PEOPLE.items():
        if not rows.has(column):
            continue
        numbers, valid = rows.numbers(column)
        tail = _TAILS[name]
        if not valid.any():
            continue
        if numbers[0].size != np.prod(tail, dtype=int):
            raise KeypointsError(
                f"{rows.name}: {column}: expected {np.prod(tail, dtype=int)} numbers, found {numbers[0].size}"
            )
        columns[name] = numbers.reshape(-1, *tail), valid
    frames = []
    for span, of_picture in zip(rows.spans, rows.of_frames(), strict=True):
        chosen = slice(*span)
        found = {name: numbers[chosen] for name, (numbers, valid) in columns.items() if valid[chosen].any()}
        if "points" not in found:
            found = {"points": np.zeros((0, 17, 2))}
        if "tracks" in found:
            found["tracks"] = np.nan_to_num(found["tracks"], nan=-1).astype(np.int64)
        frames.append(rows.keypoints(span, **found, **of_picture))
    return frames


def foreign_frames(rows: FrameRows, context: ReadingContext) -> list[Keypoints]:
    """The frames of a file of another program; people who cannot be read are left out, and noted in ``context``.

    Raises KeypointsError where nobody can be read.
    """
    people = _People(rows, context)
    frames = []
    for span, of_picture in zip(rows.spans, rows.of_frames(), strict=True):
        cursors = [people.person(row) for row in range(*span)]
        found = read_people(cursors, context, people.flagged)
        frame = Keypoints.concatenate(found)
        of_people = {name: getattr(frame, name) for name in _TAILS}
        frames.append(rows.keypoints(span, **of_people, **of_picture))
    if context.notes.problem is not None and not any(frame.people for frame in frames):
        raise context.notes.problem
    return frames


class _People:
    """The people of a file's rows as `read_people` takes them; ``flagged``: with visibilities, not scores."""

    def __init__(self, rows: FrameRows, context: ReadingContext) -> None:
        self._rows = rows
        self._names, self._points, self._valid = _points_of(rows, context)
        self.flagged = False
        wide = self._points.ndim == 3 and self._points.shape[-1] in (2, 3)
        if wide and rows.has("visibility"):
            visibility, known = rows.numbers("visibility")
            if known.any() and visibility.shape != self._points.shape[:2]:
                raise KeypointsError(
                    f"{rows.name}: visibility: expected {self._points.shape[1]} numbers, one for each keypoint, found"
                    f" {visibility.shape[1]}"
                )
            self._with_third(np.nan_to_num(visibility) if known.any() else None)
        if wide:
            self._without_missing()
        self._beside = {}
        for column, key in (("confidence", "keypoint_scores"), ("noise", "keypoint_noise")):
            if rows.has(column):
                self._beside[key] = rows.numbers(column)
        self._tracks = rows.table.column("person").to_pylist() if rows.has("person") else None

    def _with_third(self, visibility: NDArray[np.float64] | None) -> None:
        """Set the third number of each keypoint to its visibility."""
        if visibility is not None:
            self._points = np.concatenate([self._points[..., :2], visibility[..., None]], axis=-1)
            self.flagged = True

    def _without_missing(self) -> None:
        """Set keypoints whose x or y is NaN to 0, with a third number that says that they are missing."""
        missing = np.isnan(self._points[..., :2]).any(-1) & self._valid[:, None]
        if not missing.any():
            return
        if self._points.shape[-1] == 2:
            self._with_third(np.where(missing, MISSING, VISIBLE).astype(np.float64))
        self._points[missing] = 0

    def person(self, row: int) -> JsonCursor:
        """The person of a row, as an object of a JSON file."""
        content: dict[str, Any] = {"keypoints": None}
        if self._valid[row]:
            points = self._points[row].tolist()
            content["keypoints"] = (
                points if self._names is None else dict(zip(self._names, points, strict=True))
            )
        for key, (numbers, known) in self._beside.items():
            if known[row]:
                content[key] = [None if np.isnan(number) else number for number in numbers[row].tolist()]
        if self._tracks is not None:
            content["track_id"] = self._tracks[row]
        return JsonCursor(content, self._rows.name, f"row {self._rows.rows[row]}")


def _points_of(
    rows: FrameRows, context: ReadingContext
) -> tuple[list[str] | None, NDArray[np.float64], NDArray[np.bool_]]:
    """The names of the keypoints, None where the file has none, (N, K, width) or (N, numbers) their numbers, and (N,)
    which rows have any."""
    if not rows.points:
        numbers, valid = rows.numbers("keypoints")
        width = flat_width(numbers.shape[1], context.layout) if numbers.ndim == 2 else 0
        if width and numbers.shape[1] and numbers.shape[1] % width == 0:
            numbers = numbers.reshape(len(numbers), -1, width)
        return None, numbers, valid
    third = all(point[3] is not None for point in rows.points)
    columns = [
        [
            rows.numbers(column)[0][:, 0]
            for column in point[1:]
            if column is not None and (third or column != point[3])
        ]
        for point in rows.points
    ]
    numbers = np.moveaxis(np.array(columns), 2, 0)
    names = [point[0] for point in rows.points]
    numbered = all(name.isdecimal() for name in names)
    known = np.atleast_1d(np.isfinite(numbers).any((1, 2)))
    return None if numbered else names, numbers, known
