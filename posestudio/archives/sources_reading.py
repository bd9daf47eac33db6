"""Reads one item of an archive: as a local file, which every reader of files takes, or its keypoints."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from posestudio.archives.parquet_items import opened_rows
from posestudio.archives.remote import is_url, opened
from posestudio.archives.sources_item import Item
from posestudio.errors import PoseStudioError
from posestudio.keypoints.reading import Recording, load_recording, load_rows

_CHUNK = 1 << 20
_LONGEST_NAME = 100


@contextmanager
def as_file(item: Item) -> Iterator[Path]:
    """The item as a local file with its ending: itself where it is whole and local, else a copy, which is removed
    when the block ends.

    A PoseStudioError that the block raises about the copy names the archive and the item instead. Raises
    PoseStudioError where the item cannot be read.
    """
    if item.whole and not is_url(item.url):
        yield Path(item.url)
        return
    with tempfile.TemporaryDirectory(prefix="posestudio-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, item.file_name[-_LONGEST_NAME:])
        if item.rows is None:
            _copy(item, copy)
        else:
            with opened_rows(item) as table:
                table.copy_rows(copy, *item.rows)
        try:
            yield copy
        except PoseStudioError as problem:
            problem.args = tuple(_renamed(text, copy, item) for text in problem.args)
            raise


def read_recording(item: Item, layout: str | None = None, size: tuple[int, int] | None = None) -> Recording:
    """The keypoints of an item; see `load_recording`, also about ``layout`` and ``size``. Raises PoseStudioError
    naming the archive and the item."""
    if item.rows is not None:
        with opened_rows(item) as table:
            return load_rows(table, *item.rows, layout, size)
    with as_file(item) as path:
        recording = load_recording(path, layout, size)
        return replace(recording, warnings=tuple(_renamed(line, path, item) for line in recording.warnings))


def _renamed(text: object, copy: Path, item: Item) -> str:
    return str(text).replace(str(copy), item.place)


def _copy(item: Item, target: Path) -> None:
    """Write the item's bytes to ``target``."""
    with opened(item.url) as source, open(target, "wb") as copy:
        if item.offset:
            source.seek(item.offset)
        left = _copied(source, copy, item.size)
    if left:
        raise PoseStudioError(
            f"{item.place}: expected {left} bytes more: the file has changed, or is cut off"
        )


def _copied(source: BinaryIO, copy: BinaryIO, size: int | None) -> int:
    """Copy ``size`` bytes, None: all; returns how many were missing."""
    left = size
    while left is None or left > 0:
        content = source.read(_CHUNK if left is None else min(left, _CHUNK))
        if not content:
            break
        copy.write(content)
        left = None if left is None else left - len(content)
    return left or 0
