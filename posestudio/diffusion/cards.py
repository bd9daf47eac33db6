"""Safetensors files with a JSON card in their metadata. Nothing that is loaded can execute code."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..errors import CheckpointError
from ..files import atomic_write


def write_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file. Raises OSError where there is no room."""
    try:
        save_file(tensors, path, metadata=metadata)
    except SafetensorError as problem:  # what it makes of the system's errors
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


def read_with_card(
    path: str | os.PathLike[str], kind: str, with_tensors: bool = False
) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """(card, tensors) of a file whose card's format is ``kind``. Raises CheckpointError when it is not one."""
    if not os.path.isfile(path):
        raise CheckpointError(f"{path}: no such weights file")
    try:
        with safe_open(path, framework="pt") as archive:
            metadata = archive.metadata() or {}
            tensors = {name: archive.get_tensor(name) for name in archive.keys()} if with_tensors else {}
    except SafetensorError as error:
        raise CheckpointError(f"{path}: not a safetensors file (nothing else is loaded): {error}") from error
    try:
        card = json.loads(metadata.get("card", "null"))
    except json.JSONDecodeError as error:
        raise CheckpointError(f"{path}: its card is not JSON: {error}") from error
    if not isinstance(card, dict) or card.get("format") != kind:
        raise CheckpointError(f"{path}: has no PoseStudio card of format {kind}")
    return card, tensors


def check_shapes(
    path: str | os.PathLike[str], expected: Mapping[str, Tensor], found: Mapping[str, Tensor]
) -> None:
    """Raises CheckpointError naming a tensor that is missing, too many, or of another shape."""
    wanted, given = ({(name, tuple(tensor.shape)) for name, tensor in t.items()} for t in (expected, found))
    if wanted != given:
        name = min(wanted ^ given)[0]
        there, here = (tuple(t[name].shape) if name in t else None for t in (expected, found))
        raise CheckpointError(f"{path}: tensor {name}: expected {there}, found {here}")
