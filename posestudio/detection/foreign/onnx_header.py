"""What an ONNX file says about its inputs and outputs, read without the package ``onnx``.

OpenCV runs ONNX files but does not tell the shape of their input. The file is a Protocol Buffers message; the
numbers of the fields are those of ``onnx.proto3`` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from posestudio.common.input_files import read_file
from posestudio.errors import PoseStudioError

_TYPES: dict[int, Any] = {
    1: np.float32,
    2: np.uint8,
    3: np.int8,
    6: np.int32,
    7: np.int64,
    10: np.float16,
    11: np.float64,
}
_GRAPH, _PROPERTIES = 7, 14  # of ModelProto
_WEIGHTS, _INPUTS, _OUTPUTS = 5, 11, 12  # of GraphProto
_NAME = 8  # of TensorProto, which holds weights


@dataclass(frozen=True)
class ArrayForm:
    """The ``name`` of an input or output, its NumPy ``type`` (None for another), and its ``shape`` with None for a
    length that is not fixed; a shape of None is not stated."""

    name: str
    type: Any
    shape: tuple[int | None, ...] | None


@dataclass
class OnnxHeader:
    """The ``inputs`` that are not weights, the ``outputs``, and the ``properties`` that the exporting program
    wrote."""

    inputs: list[ArrayForm] = field(default_factory=list)
    outputs: list[ArrayForm] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


def read_header(path: str | os.PathLike[str]) -> OnnxHeader:
    """The header of an ONNX file. Raises PoseStudioError where there is no such file, or it is another or damaged."""
    content = read_file(path)
    try:
        header = _header(memoryview(content))
    except ValueError as problem:
        raise PoseStudioError(f"{path}: expected an ONNX file; this is another or damaged") from problem
    if not header.inputs or not header.outputs:
        raise PoseStudioError(f"{path}: expected an ONNX file with inputs and outputs")
    return header


def _header(data: memoryview) -> OnnxHeader:
    header = OnnxHeader()
    weights: set[str] = set()
    for number, value in _fields(data):
        if number == _PROPERTIES:
            pair = dict(_fields(_message(value)))
            header.properties[_text(pair.get(1, b""))] = _text(pair.get(2, b""))
        elif number == _GRAPH:
            for inner, content in _fields(_message(value)):
                if inner == _WEIGHTS:
                    weights.update(_text(name) for key, name in _fields(_message(content)) if key == _NAME)
                elif inner == _INPUTS:
                    header.inputs.append(_form(_message(content)))
                elif inner == _OUTPUTS:
                    header.outputs.append(_form(_message(content)))
    # Older exporters list the weights among the inputs.
    header.inputs = [form for form in header.inputs if form.name not in weights]
    return header


def _form(data: memoryview) -> ArrayForm:
    """The ValueInfoProto: a name, and a type that holds the kind of number and the shape."""
    entry = dict(_fields(data))
    tensor = dict(_fields(_message(dict(_fields(_message(entry.get(2, b"")))).get(1, b""))))
    shape = None
    if 2 in tensor:
        shape = tuple(
            length if isinstance(length := dict(_fields(_message(side))).get(1), int) and length > 0 else None
            for _, side in _fields(_message(tensor[2]))
        )
    return ArrayForm(_text(entry.get(1, b"")), _TYPES.get(tensor.get(1, 0)), shape)


def _fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """(number, value) of a message's fields: an integer, or the bytes of a text or message.

    Raises ValueError for what is not a message.
    """
    at = 0
    while at < len(data):
        key, at = _integer(data, at)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise ValueError("field 0")
        if kind == 0:
            value, at = _integer(data, at)
            yield number, value
            continue
        if kind == 2:
            length, at = _integer(data, at)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if at + length > len(data):
            raise ValueError("truncated")
        yield number, data[at : at + length]
        at += length


def _integer(data: memoryview, at: int) -> tuple[int, int]:
    """A number of at most 64 bits in groups of seven, the lowest first, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("truncated")


def _message(value: Any) -> memoryview:
    """The value as bytes of a message. Raises ValueError for an integer."""
    if isinstance(value, int):
        raise ValueError("a number in place of a message")
    return memoryview(value)


def _text(value: Any) -> str:
    """The value as text. Raises ValueError for an integer and for what is not UTF-8."""
    return bytes(_message(value)).decode()
