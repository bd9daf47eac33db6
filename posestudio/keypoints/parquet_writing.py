"""Writes keypoints as Parquet files, with all that is known of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.atomic_files import atomic_write
from posestudio.common.extras import needed
from posestudio.common.parquet_tables import METADATA
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.parquet_columns import CONTENT, OF_PEOPLE, VERSION

GROUP_ROWS = 16_384
"""Rows of a row group, about: what is in memory while a file is written, and is read at once."""

_Row = tuple[str, int, Keypoints]


def write_keypoints_parquet(
    path: str | os.PathLike[str],
    frames: Iterable[Keypoints] | Mapping[str, Iterable[Keypoints]],
    *,
    fps: float | None = None,
    found: bool = False,
) -> None:
    """Write frames as a Parquet file, completely or not at all; each is written as it comes, so that any number of
    them needs little memory. See `parquet_columns` for what is in the file.

    ``frames`` by name are recordings, each of which is lifted as one sequence; without names, the rows may be shared
    among tasks a row group at a time. ``fps`` are the frames per second, ``found`` says whether a detector found the
    keypoints. Frames are read back exactly. Raises PoseStudioError without the extra ``parquet``, OSError where the
    file cannot be written.
    """
    needed("pyarrow", "parquet")
    with atomic_write(path) as temporary:
        write_frames(temporary, frames, fps, found)


def write_frames(
    path: Path,
    frames: Iterable[Keypoints] | Mapping[str, Iterable[Keypoints]],
    fps: float | None,
    found: bool,
) -> None:
    """Write a file as `write_keypoints_parquet` does, while it may be seen half written."""
    parquet = needed("pyarrow.parquet", "parquet")
    named = isinstance(frames, Mapping)
    recordings: Iterable[tuple[str, Iterable[Keypoints]]] = (
        frames.items() if isinstance(frames, Mapping) else [("", frames)]
    )
    rows = chain.from_iterable(
        ((name, number, frame) for number, frame in enumerate(of_one)) for name, of_one in recordings
    )
    facts = {"content": CONTENT, "version": VERSION, "found": found, "keypoints": list(COCO_KEYPOINTS)}
    schema = _schema(named).with_metadata({METADATA: json.dumps(facts).encode()})
    with parquet.ParquetWriter(path, schema, **_storage(schema)) as writer:
        for group in _groups(rows):
            writer.write_table(_table(group, schema, fps), row_group_size=2 * GROUP_ROWS)


def _schema(named: bool) -> Any:
    import pyarrow as pa

    numbers, number = pa.list_(pa.float32()), pa.float64()
    of_people = dict.fromkeys(OF_PEOPLE, numbers)
    of_people |= {"visibility": pa.list_(pa.int8()), "person": pa.int64(), "score": pa.float32()}
    size = {"width": pa.int32(), "height": pa.int32()}
    fields = {"frame": pa.int64(), "source": pa.string(), **of_people, **size}
    fields |= {"time": number, "focal_length": number, "fps": number}
    return pa.schema(({"recording": pa.string()} if named else {}) | fields)


def _storage(schema: Any) -> dict[str, Any]:
    """Options of ``pyarrow.parquet.ParquetWriter``. The numbers of people hardly repeat: with their first bytes
    together, then their second, and so on, they take half the place. All other columns repeat."""
    import pyarrow as pa

    floats: list[str] = []
    others: list[str] = []
    for field in schema:
        of_lists = pa.types.is_list(field.type)
        kind = field.type.value_type if of_lists else field.type
        split = field.name in OF_PEOPLE and pa.types.is_floating(kind)
        (floats if split else others).append(f"{field.name}.list.element" if of_lists else field.name)
    return {"compression": "zstd", "use_dictionary": others, "use_byte_stream_split": floats}


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Frames of about GROUP_ROWS rows at a time; at least one group."""
    group: list[_Row] = []
    count = 0
    for row in rows:
        group.append(row)
        count += max(row[2].people, 1)
        if count >= GROUP_ROWS:
            yield group
            group, count = [], 0
    if group:
        yield group


def _table(group: Sequence[_Row], schema: Any, fps: float | None) -> Any:
    """The rows of frames: one for each person, and one for a frame without people."""
    import pyarrow as pa

    frames = [frame for _, _, frame in group]
    counts = [max(frame.people, 1) for frame in frames]
    total = sum(counts)

    def repeated(values: Iterable[Any]) -> list[Any]:
        return [value for value, count in zip(values, counts, strict=True) for _ in range(count)]

    columns: dict[str, Any] = {
        "recording": repeated(name for name, _, _ in group),
        "frame": repeated(number for _, number, _ in group),
        "source": repeated(frame.source for frame in frames),
        "width": repeated(None if frame.size is None else frame.size[0] for frame in frames),
        "height": repeated(None if frame.size is None else frame.size[1] for frame in frames),
        "time": repeated(frame.time for frame in frames),
        "focal_length": repeated(frame.focal_length for frame in frames),
        "fps": [fps] * total,
    }
    for column, field in OF_PEOPLE.items():
        kind = schema.field(column).type
        given = [getattr(frame, field) if frame.people else None for frame in frames]
        there = np.repeat([array is not None for array in given], counts)
        known = [array.reshape(len(array), -1) for array in given if array is not None]
        numbers = np.concatenate(known) if known else np.zeros((0, 1), np.float32)
        if not pa.types.is_list(kind):
            values = np.zeros(total, numbers.dtype)
            values[there] = numbers.reshape(-1)
            columns[column] = pa.array(values, kind, mask=~there)
            continue
        ends = np.append(0, np.cumsum(there * numbers.shape[1])).astype(np.int32)
        flat = pa.array(numbers.reshape(-1), kind.value_type)
        columns[column] = pa.ListArray.from_arrays(pa.array(ends), flat, mask=pa.array(~there))
    return pa.table({field.name: columns[field.name] for field in schema}, schema)
