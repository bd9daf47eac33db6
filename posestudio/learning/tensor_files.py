"""Safetensors files with a JSON card in their metadata. Nothing that is loaded can execute code."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from posestudio.common.atomic_files import atomic_write
from posestudio.common.input_files import regular_file
from posestudio.errors import CheckpointError
from posestudio.learning.packing import packed, unpacked

LARGEST_OPTION = 1 << 16
"""The largest width or depth that a network is built with."""


def write_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file. Raises OSError where there is no room."""
    try:
        save_file(tensors, path, metadata=metadata)
    except SafetensorError as problem:  # which contains the operating system's error as text
        code = re.search(r"\bcode: (\d+)", str(problem))
        number = int(code[1]) if code else None
        words = str(problem) if number is None else os.strerror(number)
        raise OSError(number, words, str(path)) from problem


def save_with_card(
    path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]
) -> None:
    """Write tensors as float16 with their card, completely or not at all."""
    tensors = {name: tensor.detach().to("cpu", torch.float16).contiguous() for name, tensor in state.items()}
    with atomic_write(path) as temporary:
        write_tensors(temporary, tensors, {"card": json.dumps(card)})


def pack_file(source: str | os.PathLike[str], out: str | os.PathLike[str]) -> None:
    """Write a weights file's copy with its large matrices in eight bits (see `packing`), which its card says under
    'storage'. Raises CheckpointError for a file without a card."""
    metadata, _ = read_header(source)
    card = _card(source, metadata)
    if not isinstance(card, dict):
        raise CheckpointError(f"{source}: has no PoseStudio card")
    with atomic_write(out) as temporary:
        write_tensors(
            temporary,
            packed(read_tensors(source)),
            metadata | {"card": json.dumps(card | {"storage": "matrices in 8 bits, a float16 scale a row"})},
        )


def read_with_card(
    path: str | os.PathLike[str], *expected: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """(card, tensors without values, on torch's device "meta") of a file whose card has what is ``expected``: the
    'format' of such weights, and lists that the network was trained for, such as 'keypoints'. Of several
    such expectations, all of the same format, it has one.

    Raises CheckpointError when it is another file.
    """
    metadata, shapes = read_header(path)
    card = _card(path, metadata)
    if not isinstance(card, dict) or card.get("format") != expected[0]["format"]:
        raise CheckpointError(f"{path}: has no PoseStudio card of format {expected[0]['format']}")
    if all(any(card.get(name) != value for name, value in one.items()) for one in expected):
        lists = " or ".join(name for name in expected[0] if name != "format")
        raise CheckpointError(f"{path}: was trained on other {lists} than this version's")
    return card, shapes


def _card(path: str | os.PathLike[str], metadata: Mapping[str, str]) -> Any:
    """The card in a file's metadata, None where there is none. Raises CheckpointError when it is not JSON."""
    try:
        return json.loads(metadata.get("card", "null"))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{path}: its card is not JSON: {error}") from error


Network = TypeVar("Network", bound=nn.Module)


def load_network(
    path: str | os.PathLike[str],
    shapes: dict[str, Tensor],
    build: Callable[[int], Network],
    adapt: Callable[[dict[str, Tensor], Network], None] = lambda tensors, network: None,
) -> Network:
    """The network of a weights file, in evaluation mode and float32, with its tensors in it.

    ``shapes`` are those of :func:`read_with_card`. ``build(largest)`` makes the network untrained, or raises
    CheckpointError for an option above ``largest``; ``adapt`` changes an older file's tensors to those that the
    network has. Raises CheckpointError when file and network don't fit.
    """
    try:
        # The shapes first: a card of a few bytes can ask for any amount of memory.
        with torch.device("meta"), _WithoutFirstValues():
            expected = build(largest_side(shapes))
        adapt(shapes, expected)
        floats = {
            name: tensor for name, tensor in expected.state_dict().items() if tensor.is_floating_point()
        }
        check_shapes(path, floats, shapes)
        network = build(LARGEST_OPTION)
    except CheckpointError as error:
        raise error if str(error).startswith(f"{path}: ") else CheckpointError(f"{path}: {error}") from error
    tensors = read_tensors(path)
    adapt(tensors, network)
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, strict=False)
    return network.requires_grad_(False).eval()


def read_header(path: str | os.PathLike[str]) -> tuple[dict[str, str], dict[str, Tensor]]:
    """(metadata, tensors without values, on the device "meta", as :func:`read_tensors` gives them) of a safetensors
    file. Raises CheckpointError."""
    with _opened(path) as archive:
        shapes = {}
        for name in archive.keys():
            view = archive.get_slice(name)
            if view.get_dtype() not in _DTYPES:
                raise CheckpointError(f"{path}: tensor {name}: numbers of a kind that is not used here")
            shapes[name] = torch.empty(view.get_shape(), dtype=_DTYPES[view.get_dtype()], device="meta")
        return archive.metadata() or {}, _unpacked(path, shapes)


def read_tensors(path: str | os.PathLike[str]) -> dict[str, Tensor]:
    """All tensors of a safetensors file, unpacked. Raises CheckpointError, also for one that is not finite."""
    with _opened(path) as archive:
        tensors = {name: archive.get_tensor(name) for name in archive.keys()}
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise CheckpointError(f"{path}: tensor {name}: expected finite numbers")
    return _unpacked(path, tensors)


class _WithoutFirstValues(TorchFunctionMode):
    """Networks made in it are not initialised: for tensors without values that would load torch's compiler, which
    takes a second."""

    def __torch_function__(
        self, func: Callable, types: object, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        given = kwargs or {}
        if getattr(func, "__module__", "") == "torch.nn.init":
            return args[0] if args else given["tensor"]
        return func(*args, **given)


def _unpacked(path: str | os.PathLike[str], tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    try:
        return unpacked(tensors)
    except ValueError as error:
        raise CheckpointError(f"{path}: tensor {error}") from error


_DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8,
    "BOOL": torch.bool,
}  # fmt: skip


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[Any]:
    """An open safetensors file. Raises CheckpointError for whatever is wrong with it."""
    if not os.path.lexists(path):
        raise CheckpointError(f"{path}: no such weights file")
    regular_file(path, CheckpointError)
    try:
        with safe_open(path, framework="pt") as archive:
            yield archive
    except SafetensorError as error:
        words = " ".join(str(error).split())[:200]
        raise CheckpointError(f"{path}: not a safetensors file (nothing else is loaded): {words}") from error
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (OverflowError, RuntimeError, MemoryError) as error:  # sizes that no tensor can have
        words = " ".join(str(error).split())[:120]
        raise CheckpointError(f"{path}: not a safetensors file that can be read: {words}") from error


def check_options(
    options: Mapping[str, Any], defaults: Mapping[str, Any], largest: int = LARGEST_OPTION
) -> None:
    """Raises CheckpointError naming an option that is unknown, of another type than its default, or a whole number
    that is not 1 to ``largest``."""
    for name, value in options.items():
        if name not in defaults:
            raise CheckpointError(f"{name}: unknown; expected some of {', '.join(defaults)}")
        kind = type(defaults[name])
        whole = isinstance(value, int) and not isinstance(value, bool)
        if kind is float:
            fits = (whole or isinstance(value, float)) and abs(value) <= 1e6
        elif kind is int:
            fits = whole and 1 <= value <= largest
        else:
            fits = isinstance(value, kind)
        if not fits:
            wanted = {int: f"a whole number of 1 to {largest}", float: "a number", bool: "true or false"}
            shown = value if isinstance(value, int | float) and abs(value) < 1e12 else type(value).__name__
            raise CheckpointError(f"{name}: expected {wanted.get(kind, 'a word')}, not {shown}")


def largest_side(tensors: Mapping[str, Tensor]) -> int:
    """The largest width or depth that a network of these tensors can have: their number, or their largest side."""
    return max(1, len(tensors), *(max(tensor.shape, default=0) for tensor in tensors.values()))


def check_shapes(
    path: str | os.PathLike[str], expected: Mapping[str, Tensor], found: Mapping[str, Tensor]
) -> None:
    """Raises CheckpointError naming a tensor that is missing, unexpected, or of another shape."""
    wanted, given = ({(name, tuple(tensor.shape)) for name, tensor in t.items()} for t in (expected, found))
    if wanted != given:
        name = min(wanted ^ given)[0]
        there, here = (tuple(t[name].shape) if name in t else None for t in (expected, found))
        raise CheckpointError(f"{path}: tensor {name}: expected {there}, found {here}")
