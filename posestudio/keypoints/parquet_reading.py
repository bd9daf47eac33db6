"""Reads keypoints from Parquet files; `parquet_columns` says what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

from posestudio.common.extras import needed
from posestudio.common.input_files import regular_file
from posestudio.common.parquet_tables import content_of, stated_facts
from posestudio.errors import KeypointsError, PoseStudioError
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.parquet_columns import (
    CONTENT,
    OF_FRAMES,
    OF_PEOPLE,
    named_columns,
    runs,
    text_of,
    whole_numbers,
)
from posestudio.keypoints.parquet_rows import FrameRows, foreign_frames, own_frames
from posestudio.keypoints.reading_context import ReadingContext


@dataclass(frozen=True)
class RowRange:
    """Rows ``first`` to below ``stop`` of a file: of the ``recording``, None where the file names none."""

    recording: str | None
    first: int
    stop: int


class NotKeypoints(KeypointsError):
    """A Parquet file in which this program wrote something else."""


class KeypointTable:
    """An open Parquet file of keypoints, of which no more than one row group is kept in memory.

    ``source`` is a path or a file that can be sought; errors name it as ``name``. ``own`` says whether this program
    wrote it, ``found`` whether a detector found the keypoints. Raises KeypointsError where it is no Parquet file or
    has no keypoints, PoseStudioError without the extra ``parquet``.
    """

    def __init__(self, source: str | os.PathLike[str] | IO[bytes], name: str) -> None:
        parquet = needed("pyarrow.parquet", "parquet")
        self.name = name
        given = regular_file(source, KeypointsError) if isinstance(source, str | os.PathLike) else source
        with self._explained():
            self._file = parquet.ParquetFile(given)
            names, facts = self._file.schema_arrow.names, stated_facts(self._file.schema_arrow)
            groups = [self._file.metadata.row_group(n).num_rows for n in range(self._file.num_row_groups)]
        self.own, self.found = bool(facts), facts.get("found") is True
        if facts and content_of(facts) != CONTENT:
            self.close()
            raise NotKeypoints(f"{name}: holds {content_of(facts)}, expected keypoints")
        self._points = [] if "keypoints" in names else named_columns(names)
        if "keypoints" not in names and not self._points:
            self.close()
            listed = ", ".join(names[:12])
            raise KeypointsError(
                f"{name}: expected a column keypoints, or x0, y0, ..., found {listed or 'none'}"
            )
        wanted = {*OF_FRAMES, *OF_PEOPLE, *(column for point in self._points for column in point[1:])}
        self._columns = [column for column in names if column in wanted]
        self._starts = np.append(0, np.cumsum(groups)).astype(np.int64)
        self.kept: tuple[int, Any] | None = None
        """The number and the rows of the row group that was read last, which another of the same file may be given"""

    def __enter__(self) -> KeypointTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close(force=True)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._starts[-1])

    def ranges(self) -> list[RowRange]:
        """The rows that belong together: of each recording, or of each row group in a file that names no recordings;
        there a frame is not parted, and all rows are one range where the frames are not in order.

        Raises KeypointsError where the rows of a recording are in several places.
        """
        if "recording" in self._columns:
            return self._recordings()
        key = next((column for column in ("frame", "source") if column in self._columns), None)
        starts = [int(start) for start in self._starts[:-1]]
        if key is not None and len(starts) > 1:
            starts = self._starts_of_frames(key)
        stops = [*starts[1:], self.rows]
        return [RowRange(None, *range) for range in zip(starts, stops, strict=True) if range[0] < range[1]]

    def _recordings(self) -> list[RowRange]:
        ranges: dict[str, RowRange] = {}
        last = None
        for start, keys in self._column("recording"):
            for name, first, stop in runs(keys, start):
                name = "" if name is None else str(name)
                if name == last:
                    ranges[name] = RowRange(name, ranges[name].first, stop)
                elif name in ranges:
                    raise KeypointsError(
                        f"{self.name}: row {first}: the recording {name} goes on here, after others: expected rows in"
                        " the order of recordings"
                    )
                else:
                    ranges[name] = RowRange(name, first, stop)
                last = name
        return list(ranges.values())

    def _starts_of_frames(self, key: str) -> list[int]:
        """The first row of each row group that begins a frame; row 0 alone where frames are not in order."""
        starts: list[int] = []
        last: Any = None
        for start, keys in self._column(key):
            found = runs(keys, start)
            in_order = [*([last] if starts else []), *(value for value, _, _ in found)]
            if key == "frame" and in_order != sorted(in_order):
                return [0]
            starts += [first for value, first, _ in found if not starts or value != last][:1]
            last = found[-1][0] if found else last
        return starts

    def _column(self, name: str) -> Iterator[tuple[int, Any]]:
        """(first row, values) of a column in each row group."""
        for index, start in enumerate(self._starts[:-1]):
            with self._explained():
                table = self._file.read_row_group(index, [name], use_threads=False)
            column = table.column(name)
            what = f"{self.name}: {name}"
            of_numbers = name == "frame"
            yield int(start), whole_numbers(column, what, int(start)) if of_numbers else text_of(column, what)

    def frames(
        self, context: ReadingContext, first: int = 0, stop: int | None = None
    ) -> tuple[list[Keypoints], float | None]:
        """The frames in rows ``first`` to below ``stop``, in order, and the frames per second that they state.

        Notes on people who cannot be read go into ``context``, which is told whether the file is ``own``. Raises
        KeypointsError naming the file, and the row where there is one, where there are no frames, and for rows of
        several recordings.
        """
        stop = self.rows if stop is None else stop
        if not self.rows:
            raise KeypointsError(f"{self.name}: holds no rows")
        if not 0 <= first < stop <= self.rows:
            raise KeypointsError(f"{self.name}: expected rows {first} to {stop - 1}, found {self.rows} rows")
        context.own = self.own
        with self._explained():
            rows = FrameRows(self._table(first, stop), self.name, first, self._points)
            frames = own_frames(rows) if self.own else foreign_frames(rows, context)
            return frames, rows.fps

    def _table(self, first: int, stop: int) -> Any:
        """The rows ``first`` to below ``stop``, of all row groups that they are in."""
        import pyarrow as pa

        begin, end = np.searchsorted(self._starts, [first, stop - 1], side="right") - 1
        parts = []
        for index in range(int(begin), int(end) + 1):
            start = int(self._starts[index])
            table = self._row_group(index)
            parts.append(
                table.slice(max(first - start, 0), min(stop - start, len(table)) - max(first - start, 0))
            )
        return pa.concat_tables(parts)

    def _row_group(self, index: int) -> Any:
        """A row group; the last one is kept, since recordings that follow each other are in one."""
        if self.kept is None or self.kept[0] != index:
            self.kept = None
            self.kept = index, self._file.read_row_group(index, self._columns, use_threads=False)
        return self.kept[1]

    def copy_rows(self, target: Path, first: int, stop: int) -> None:
        """Write the rows ``first`` to below ``stop`` as a Parquet file. Raises KeypointsError."""
        parquet = needed("pyarrow.parquet", "parquet")
        with self._explained():
            table = self._table(first, stop)
            parquet.write_table(table.replace_schema_metadata(self._file.schema_arrow.metadata), target)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of pyarrow as KeypointsError with the file's name."""
        try:
            yield
        except (PoseStudioError, KeyboardInterrupt):
            raise
        except MemoryError as problem:
            raise KeypointsError(f"{self.name}: is larger than this machine's memory") from problem
        except Exception as problem:  # of its readers, several kinds
            raise KeypointsError(f"{self.name}: expected a Parquet file, undamaged: {problem}") from problem
