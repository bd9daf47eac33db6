"""Damaged archives: tars and Parquet files, what reads them, and how they are damaged."""

from __future__ import annotations

import io
import json
import random
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import samples
from mutate import damage_bytes, damage_value

_NUMBERS = (0.0, -1.0, 1e30, 3e38, float("nan"), float("inf"), 2.0, 1e7, 0.5)
_TAR_BLOCK = 512
_HEADER_FIELDS = (
    *(
        b"../x.json",
        b"/etc/x.json",
        b"77777777777",
        b"-1",
        b"\x80" + b"\xff" * 11,
        b"",
        b"1",
        b"2",
        b"5",
        b"L",
    ),
    *(b"x", b"S", b"a" * 200, b"\xff.json", b"3.json", bytes(12), b"00000000010"),
)


def tars() -> list[bytes]:
    stream = io.BytesIO()
    content = samples.keypoint_files()[0]
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name in ("a/1.json", "a/1.jpg", "2.keypoints.json", "3.json"):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return [stream.getvalue()]


def keypoint_tables() -> list[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from posestudio.keypoints import load_keypoints, write_keypoints_parquet

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "k.json")
        path.write_bytes(samples.keypoint_files()[0])
        frames = load_keypoints(path)
    own = [
        samples._written(lambda path, given=given: write_keypoints_parquet(path, given, fps=25.0), ".parquet")
        for given in (frames, {"a": frames, "b": frames[:1]})
    ]
    points = frames[0].points[0]
    names = {f"{axis}{n}": points[n : n + 1, at] for n in range(17) for at, axis in enumerate("xy")}
    scores = np.full(17, 0.8).tolist()
    columns = {
        "recording": ["a", "a", "b"],
        "frame": [0, 0, 4],
        "person": ["p", "q", "p"],
        "keypoints": [points.tolist()] * 3,
        "confidence": [scores] * 3,
        "noise": [scores] * 3,
        "width": [640] * 3,
        "height": [480] * 3,
        "fps": [25.0] * 3,
    }
    foreign = []
    for table in (columns, names):
        foreign.append(
            samples._written(lambda path, table=table: pq.write_table(pa.table(table), path), ".parquet")
        )
    return [*own, *foreign]


def lifted_tables() -> list[bytes]:
    from posestudio.export.lifted_parquet import write_parquet
    from posestudio.lifting.sequence import gather

    return [
        samples._written(
            lambda path, more=more: write_parquet(path, gather([samples._lifted_result(more)], 25.0)),
            ".parquet",
        )
        for more in (False, True)
    ]


def poses_tables() -> list[bytes]:
    from posestudio.dataset.poses import Poses
    from posestudio.dataset.poses_parquet import write_poses_parquet

    names = np.array(["13", "01"])
    poses = Poses(samples._bodies(), names, names, np.arange(2), {"hz": 15.0})
    return [samples._written(lambda path: write_poses_parquet(path, poses), ".parquet")]


def read_archive(path: Path) -> None:
    """List the archive and read its items, as far as they can be read."""
    from posestudio.archives import list_items, read_recording

    for item in list_items(path, "keypoints", [])[:5]:
        read_recording(item)


def read_shard(path: Path) -> None:
    from posestudio.archives import read_shard

    read_shard(path)


def damage_tar(content: bytes, rng: random.Random) -> bytes:
    """A tar with damaged bytes, or with a header of other values that has the right checksum."""
    if rng.random() < 0.4:
        return damage_bytes(content, rng)
    data = bytearray(content)
    starts = [at for at in range(0, len(data), _TAR_BLOCK) if data[at + 257 : at + 262] == b"ustar"]
    start = rng.choice(starts)
    header = data[start : start + _TAR_BLOCK]
    place, length = rng.choice(((0, 100), (100, 8), (124, 12), (136, 12), (156, 1), (157, 100), (345, 155)))
    new = rng.choice(_HEADER_FIELDS)[:length]
    header[place : place + length] = new.ljust(length, b"\0")
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    data[start : start + _TAR_BLOCK] = header
    return bytes(data)


def damage_table(content: bytes, rng: random.Random) -> bytes:
    """A Parquet file with other columns, values, rows or metadata, or with damaged bytes."""
    if rng.random() < 0.3:
        return damage_bytes(content, rng)
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    facts = table.schema.metadata
    for _ in range(rng.choice((1, 1, 2))):
        if not table.num_columns:
            break
        at = rng.randrange(table.num_columns)
        name, column = table.column_names[at], table.column(at)
        kind = rng.randrange(9)
        if kind == 0:
            table = table.drop_columns([name])
        elif kind == 1:
            new = rng.choice(("x", "", "keypoints", "frame", "recording", "x0", "nose_x"))
            if new not in table.column_names:
                table = table.rename_columns([new if one == name else one for one in table.column_names])
        elif kind == 2:
            chosen = [rng.randrange(len(table)) for _ in range(rng.randrange(4))] if len(table) else []
            table = table.take(pa.array(chosen, pa.int64()))
        elif kind == 3:
            table = table.set_column(at, name, pa.nulls(len(table), column.type))
        elif kind == 4:
            other = table.column(rng.randrange(table.num_columns))
            table = table.set_column(at, name, other)
        elif kind == 5:
            values = [rng.choice(("a", "", "\0", "../x", None)) for _ in range(len(table))]
            table = table.set_column(at, name, pa.array(values, pa.string()))
        elif kind == 6:
            table = table.set_column(at, name, pa.array([rng.choice(_NUMBERS) for _ in range(len(table))]))
        else:
            rows = [_damaged_row(row, rng) for row in column.to_pylist()]
            try:
                table = table.set_column(at, name, pa.array(rows))
            except (pa.ArrowException, ValueError, TypeError, OverflowError):
                continue
    if facts and b"posestudio" in facts and rng.random() < 0.4:
        damaged = damage_value(json.loads(facts[b"posestudio"]), rng)
        facts = facts | {b"posestudio": json.dumps(damaged).encode()}
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(facts), stream, row_group_size=rng.choice((1, 2, 1000)))
    return stream.getvalue()


def _damaged_row(row: Any, rng: random.Random) -> Any:
    """A row with one of its numbers, or its length, changed."""
    if not isinstance(row, list) or not row:
        return rng.choice((row, None, *_NUMBERS)) if isinstance(row, int | float) else row
    row = list(row)
    at = rng.randrange(len(row))
    kind = rng.randrange(4)
    if kind == 0:
        del row[at]
    elif kind == 1:
        row.append(row[at])
    elif isinstance(row[at], list):
        row[at] = _damaged_row(row[at], rng)
    else:
        row[at] = rng.choice((*_NUMBERS, None))
    return row
