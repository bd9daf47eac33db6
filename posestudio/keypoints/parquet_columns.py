"""The columns of keypoints in Parquet files: one row for each person of each frame.

| column | type | |
|---|---|---|
| recording | string | optional: which recording the frame belongs to; rows of one follow each other |
| frame | integer | optional: the number of the frame in its recording |
| source | string | optional: the name of the picture or frame; without ``frame``, rows of one name are one frame |
| person | integer or string | optional: the same for the same person in all frames of a recording |
| keypoints | list of numbers | x, y of each keypoint, or x, y and a visibility or score; or a list of such rows |
| visibility | list of integers | optional: 0 missing, 1 occluded, 2 visible, of each keypoint |
| confidence | list of numbers | optional: a detector's score of each keypoint |
| noise | list of numbers | optional: standard deviation of each keypoint along each axis, pixels |
| width, height | integer | optional: of the picture, pixels |
| fps | number | optional: frames per second |

Instead of ``keypoints`` there may be a column for each number: ``x0``, ``y0`` and maybe ``v0`` (visibility or score)
to ``x16``, ``y16``, ``v16``, or ``nose_x``, ``nose_y``, ``nose_v`` and so on. 17 keypoints are in COCO's order; see
`keypoint_layouts` for other numbers. A keypoint whose x or y is null or NaN is missing; a row without ``keypoints``
is a frame without people. Without ``frame`` and ``source`` each row is a frame of its own.

This program writes ``box`` (x, y, width, height), ``score``, ``extra``, ``extra_noise``, ``alternatives``,
``alternative_shares``, ``time`` and ``focal_length`` as well, which are fields of `Keypoints`, and a JSON object
under ``posestudio`` in the file's metadata, by which it reads all of them back exactly.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import KeypointsError

CONTENT = "keypoints"
VERSION = 1

OF_PEOPLE = {
    "keypoints": "points",
    "visibility": "visibility",
    "confidence": "confidence",
    "person": "tracks",
    "noise": "noise",
    "box": "boxes",
    "score": "scores",
    "extra": "extra",
    "extra_noise": "extra_noise",
    "alternatives": "alternatives",
    "alternative_shares": "alternative_shares",
}
"""The field of `Keypoints` that each column of people has."""

OF_FRAMES = ("recording", "frame", "source", "width", "height", "time", "focal_length", "fps")
"""The columns that are the same in all rows of a frame."""


def numbers_of(column: Any, what: str, row: int = 0) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(N, K), or (N, K, width) of lists of rows, the numbers in a column's lists, NaN where null, and (N,) which rows
    are not null.

    ``column`` is a ``pyarrow.ChunkedArray``; without lists in it K is 1. Raises KeypointsError naming ``what`` and
    the row, counted from ``row``, where there are no numbers or not as many as in the others.
    """
    import pyarrow as pa

    array = column.combine_chunks()
    valid = array.is_valid().to_numpy(zero_copy_only=False)
    kept, rows = array.drop_null(), np.flatnonzero(valid) + row
    shape: list[int] = []
    while _is_list(kept.type):
        if kept.null_count:
            nothing = np.flatnonzero(kept.is_null().to_numpy(zero_copy_only=False))
            raise KeypointsError(f"{what}: row {rows[nothing[0]]}: expected rows of numbers, found null")
        lengths = kept.value_lengths().to_numpy(zero_copy_only=False)
        shape.append(int(lengths[0]) if len(lengths) else 0)
        odd = np.flatnonzero(lengths != shape[-1])
        if len(odd):
            raise KeypointsError(
                f"{what}: row {rows[odd[0]]}: expected {shape[-1]} numbers, as in row {rows[0]}, found"
                f" {lengths[odd[0]]}"
            )
        rows = np.repeat(rows, lengths)
        kept = kept.flatten()
    numeric = (pa.types.is_floating, pa.types.is_integer, pa.types.is_null)
    if not any(holds(kept.type) for holds in numeric) or len(shape) > 2:
        raise KeypointsError(f"{what}: expected numbers, found {column.type}")
    numbers = np.asarray(kept.to_numpy(zero_copy_only=False), np.float64)
    shape = shape or [1]
    result = np.full((len(valid), *shape), np.nan)
    result[valid] = numbers.reshape(-1, *shape) if len(numbers) else np.nan
    return result, valid


def _is_list(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def named_columns(columns: Collection[str]) -> list[tuple[str, str, str, str | None]]:
    """(name, x, y, third) of each keypoint that has columns of its own, ``x0`` or ``nose_x``: the keypoint's name or
    number, and the names of its columns. Columns of words go before numbers."""
    word = [(name[:-2], f"{name[:-2]}_{{}}") for name in columns if name.endswith("_x") and len(name) > 2]
    numbers = [(str(index), f"{{}}{index}") for index in range(len(columns))]
    for forms in (word, numbers):
        found = []
        for name, form in forms:
            x, y = form.format("x"), form.format("y")
            if x not in columns or y not in columns:
                break
            thirds = (form.format(third) for third in ("v", "c", "s", "visibility", "confidence", "score"))
            found.append((name, x, y, next((third for third in thirds if third in columns), None)))
        if found:
            return found
    return []


def whole_numbers(column: Any, what: str, row: int = 0) -> NDArray[np.int64]:
    """(N,) the whole numbers of a column. Raises KeypointsError naming ``what`` and the row, counted from ``row``."""
    numbers, _ = numbers_of(column, what, row)
    odd = np.flatnonzero(~(np.abs(numbers) <= 2**53).all(-1) | (numbers % 1 != 0).any(-1))
    if numbers.shape[1:] != (1,) or len(odd):
        raise KeypointsError(f"{what}: row {row + int(odd[0]) if len(odd) else row}: expected a whole number")
    return numbers[:, 0].astype(np.int64)


def text_of(column: Any, what: str) -> Any:
    """The column with its values as text, numbers written out. Raises KeypointsError naming ``what`` where it has
    neither."""
    import pyarrow as pa

    try:
        return column.cast(pa.string())
    except pa.ArrowException as problem:
        raise KeypointsError(f"{what}: expected text, found {column.type}") from problem


def runs(keys: Any, start: int) -> list[tuple[Any, int, int]]:
    """(value, first row, row after the last) of equal values that follow each other in an array, or in a column of
    text, whose first row is ``start``."""
    if isinstance(keys, np.ndarray):
        ends = np.append(np.flatnonzero(np.diff(keys)) + 1, len(keys)) if len(keys) else keys
        values = keys[ends - 1].tolist() if len(keys) else []
    else:
        import pyarrow as pa
        import pyarrow.compute

        encoded = pa.compute.run_end_encode(keys.combine_chunks(), run_end_type=pa.int64())
        ends, values = encoded.run_ends.to_numpy(), encoded.values.to_pylist()
    firsts = [0, *ends[:-1].tolist()]
    return [
        (value, start + first, start + int(end))
        for value, first, end in zip(values, firsts, ends, strict=False)
    ]
