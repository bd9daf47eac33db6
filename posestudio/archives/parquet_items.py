"""Rows of Parquet files of keypoints as items: each recording, or each row group, is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from posestudio.archives.remote import opened, state_of
from posestudio.archives.sources_item import Item, Kind, safe_name
from posestudio.common.file_kinds import PARQUET
from posestudio.errors import PoseStudioError
from posestudio.keypoints.parquet_reading import KeypointTable


class _LastGroup(threading.local):
    """The row group that a thread read last, and of which state of which file it is."""

    file: tuple[Any, ...] = ()
    kept: tuple[int, Any] | None = None


_last = _LastGroup()


def parquet_items(url: str, name: str, wanted: Kind) -> list[Item]:
    """The items of a Parquet file that is called ``name`` in its archive. Raises PoseStudioError naming the file."""
    if wanted != "keypoints":
        raise PoseStudioError(f"{url}: expected {wanted}; Parquet files are read as keypoints")
    with opened(url) as stream, KeypointTable(stream, url) as table:
        ranges = table.ranges()
        rows = table.rows
    if not rows:
        raise PoseStudioError(f"{url}: holds no rows")
    if len(ranges) == 1:
        return [Item(safe_name(name), url)]
    stem = safe_name(name[: -len(PARQUET)])
    items = []
    for part in ranges:
        known = "/".join(filter(None, (part.recording or "").split("/")))
        inside = safe_name(known) if known else f"rows-{part.first:010d}"
        items.append(Item(f"{stem}/{inside}{PARQUET}", url, rows=(part.first, part.stop)))
    return items


@contextmanager
def opened_rows(item: Item) -> Iterator[KeypointTable]:
    """The file of an item of rows, opened. The row group that is read last is kept for the items that follow, since
    many short recordings may be in one."""
    file = state_of(item.url)
    with opened(item.url) as stream, KeypointTable(stream, item.place) as table:
        if _last.file == file:
            table.kept = _last.kept
        try:
            yield table
        finally:
            _last.file, _last.kept = file, table.kept
