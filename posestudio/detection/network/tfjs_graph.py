"""Reads the convolutions of a graph of TensorFlow.js: a JSON file, its numbers in files beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.input_files import read_file
from posestudio.common.json_files import read_json
from posestudio.errors import CheckpointError

_TYPES = {"float16": np.float16, "float32": np.float32, "int32": np.int32}


def read_convolutions(
    path: str | os.PathLike[str],
) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32] | None]]:
    """(kernel, bias) of each convolution by the name of the kernel's node: kernels (height, width, inputs, outputs),
    biases (outputs,), of the convolution itself or of an addition to what it gives; None where there is none.

    Raises CheckpointError for a file that is not such a graph with its numbers.
    """
    path = Path(path)
    graph = read_json(path, CheckpointError)
    try:
        arrays = _arrays(path.parent, graph["weightsManifest"])
        nodes = graph["modelTopology"]["node"]
        added = {node["input"][0]: node["input"][1] for node in nodes if node["op"] in ("Add", "BiasAdd")}
        found = {}
        for node in nodes:
            if "onv2" in node["op"].lower():
                _, kernel, *rest = node["input"]
                bias = rest[0] if rest else added.get(node["name"])
                found[kernel] = arrays[kernel], None if bias is None else arrays.get(bias)
        return found
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        raise CheckpointError(
            f"{path}: not a graph of TensorFlow.js with its weights: {problem}"
        ) from problem


def _arrays(folder: Path, groups: list[dict[str, Any]]) -> dict[str, NDArray[np.float32]]:
    """The graph's constants by name."""
    arrays: dict[str, NDArray[np.float32]] = {}
    for group in groups:
        content = b"".join(read_file(folder / Path(part).name) for part in group["paths"])
        start = 0
        for entry in group["weights"]:
            kind = np.dtype(_TYPES[entry.get("quantization", entry)["dtype"]])
            count = int(np.prod(entry["shape"], dtype=int))
            values = np.frombuffer(content, kind, count, start).reshape(entry["shape"])
            arrays[entry["name"]] = values.astype(np.float32)
            start += count * kind.itemsize
    return arrays
