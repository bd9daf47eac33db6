"""A detector's weights on disk: safetensors with a JSON card of metadata. Loading executes no code from the file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.detection.network.model import DiffusionPose, ModelConfig
from posestudio.errors import CheckpointError
from posestudio.learning.tensor_files import (
    LARGEST_OPTION,
    check_options,
    load_network,
    read_with_card,
    save_with_card,
)

EXPECTED = {"format": "posestudio-detector-1", "keypoints": list(COCO_KEYPOINTS)}
"""What the card of every detector's weights begins with."""

_NO_TENSORS = ("size", "stride", "window", "heads")  # options that are the size of no weight
_LARGEST_CROP = 4096  # pixels


def save_detector(path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]) -> None:
    """Write a model's state as float16 with its card, completely or not at all. ``card['model']`` is the ModelConfig
    as a dict. Raises OSError where that cannot be written."""
    kept = {name: tensor for name, tensor in state.items() if tensor.is_floating_point()}
    save_with_card(path, kept, {**EXPECTED, **card})


def build_model(card: Mapping[str, Any], largest: int = LARGEST_OPTION) -> DiffusionPose:
    """An untrained model of a card's configuration. Raises CheckpointError where that is not valid, or has an option
    above ``largest``."""
    options = card.get("model")
    known = {item.name for item in fields(ModelConfig)}
    if not isinstance(options, dict) or not set(options) <= known:
        raise CheckpointError(f"expected a card whose model has {', '.join(sorted(known))}")
    usual = asdict(ModelConfig())
    try:
        check_options(
            {name: value for name, value in options.items() if name not in _NO_TENSORS}, usual, largest
        )
        check_options({name: options[name] for name in _NO_TENSORS if name in options}, usual, _LARGEST_CROP)
        return DiffusionPose(ModelConfig(**options))
    except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise CheckpointError(f"the card describes no model: {error}") from error


def load_model(path: str | os.PathLike[str]) -> tuple[DiffusionPose, dict[str, Any]]:
    """(model in evaluation mode, card). Raises CheckpointError when file, card and network do not fit each other."""
    card, shapes = read_with_card(path, EXPECTED)
    return load_network(path, shapes, lambda largest: build_model(card, largest)), card
