"""This program's own Parquet files: arrays as columns, and what concerns all rows as JSON in the file's metadata.

An array's rows are rows of the file, as lists of fixed length; text is strings. pyarrow comes with the extra
``parquet``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.extras import needed
from posestudio.common.input_files import regular_file
from posestudio.errors import PoseStudioError

METADATA = b"posestudio"
"""The key of the JSON object in a file's metadata."""

Arrays = dict[str, NDArray[Any]]


def write_table(path: Path, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
    """Write ``arrays`` (N, ...) and ``facts``, of which ``content`` says what is in the file. Raises OSError where it
    cannot be written."""
    pa, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    columns = {}
    for name, array in arrays.items():
        if array.dtype.kind in "UO":
            columns[name] = pa.array(array.tolist(), pa.string())
            continue
        flat = pa.array(np.ascontiguousarray(array).reshape(-1))
        width = int(np.prod(array.shape[1:]))
        columns[name] = flat if array.ndim == 1 else pa.FixedSizeListArray.from_arrays(flat, width)
    table = pa.table(columns).replace_schema_metadata({METADATA: json.dumps(dict(facts)).encode()})
    text = [name for name, array in arrays.items() if array.dtype.kind in "UO"]
    floats = [name for name, array in arrays.items() if array.dtype.kind == "f"]
    leaves = [name if arrays[name].ndim == 1 else f"{name}.list.element" for name in floats]
    parquet.write_table(table, path, compression="zstd", use_dictionary=text, use_byte_stream_split=leaves)


def read_table(
    path: str | os.PathLike[str], content: str, error: type[PoseStudioError] = PoseStudioError
) -> tuple[Arrays, dict[str, Any]]:
    """The arrays, (N,) or (N, numbers of a list), and the facts of a file of such ``content``. Raises ``error``
    naming the file, and the column and row where there is no number."""
    parquet = needed("pyarrow.parquet", "parquet")
    file = regular_file(path, error)
    try:
        table = parquet.read_table(file, use_threads=False, partitioning=None)
        facts = stated_facts(table.schema)
        if facts.get("content") != content:
            raise error(
                f"{path}: expected {content}, found {facts.get('content', 'a table of another program')}"
            )
        arrays = {name: _array(table.column(name), f"{path}: {name}", error) for name in table.column_names}
    except PoseStudioError:
        raise
    except MemoryError as problem:
        raise error(f"{path}: is larger than this machine's memory") from problem
    except Exception as problem:  # of pyarrow's readers several kinds
        raise error(f"{path}: expected a Parquet file of {content}, undamaged") from problem
    return arrays, facts


def stated_facts(schema: Any) -> dict[str, Any]:
    """The facts in the metadata of a ``pyarrow.Schema``; empty for files of other programs."""
    try:
        facts = json.loads((schema.metadata or {})[METADATA])
    except (KeyError, ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def content_of(facts: dict[str, Any]) -> str:
    """What the facts say that is in a file."""
    content = facts.get("content", "a table of another program")
    return content if isinstance(content, str) else "something else"


def stated_content(path: str | os.PathLike[str], error: type[PoseStudioError] = PoseStudioError) -> str:
    """What the facts of a Parquet file say that is in it. Raises ``error`` where it is no Parquet file."""
    parquet = needed("pyarrow.parquet", "parquet")
    file = regular_file(path, error)
    try:
        return content_of(stated_facts(parquet.read_schema(file)))
    except Exception as problem:
        raise error(f"{path}: expected a Parquet file, undamaged") from problem


def _array(column: Any, what: str, error: type[PoseStudioError]) -> NDArray[Any]:
    import pyarrow as pa

    array = column.combine_chunks()
    if array.null_count:
        raise error(f"{what}: row {int(np.argmax(array.is_null()))}: expected a value, found null")
    if pa.types.is_string(array.type):
        return np.array(array.to_pylist(), np.str_).reshape(len(array))
    if not pa.types.is_fixed_size_list(array.type):
        return np.asarray(array.to_numpy(zero_copy_only=False))
    return np.asarray(array.flatten().to_numpy(zero_copy_only=False)).reshape(len(array), -1)
