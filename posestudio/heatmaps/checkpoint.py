"""A detector's weights on disk: safetensors with a JSON card. Nothing that is loaded can execute code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import CheckpointError
from posestudio.heatmaps.model import DiffusionPose, ModelConfig
from posestudio.learning.tensor_files import (
    LARGEST_OPTION,
    check_options,
    check_shapes,
    largest_side,
    read_tensors,
    read_with_card,
    save_with_card,
)

FORMAT = "posestudio-detector-1"

_NO_TENSORS = ("size", "stride", "window", "heads")  # options that no weight has a side of
_LARGEST_CROP = 4096  # pixels


def save_detector(path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]) -> None:
    """Write a model's state as float16 with its card, completely or not at all. ``card['model']`` is the
    configuration as a dict."""
    kept = {name: tensor for name, tensor in state.items() if tensor.is_floating_point()}
    save_with_card(path, kept, {"format": FORMAT, "keypoints": list(COCO_KEYPOINTS), **card})


def build_model(card: Mapping[str, Any], largest: int = LARGEST_OPTION) -> DiffusionPose:
    """An untrained model of a card's configuration. Raises CheckpointError when the card names something unknown."""
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
    """(model in evaluation mode, card). Raises CheckpointError when file, card and network don't fit."""
    card, shapes = _read(path)
    try:
        with torch.device("meta"):  # the shapes first: a card of a few bytes can ask for any amount of memory
            check_shapes(path, _floats(build_model(card, largest_side(shapes))), shapes)
        model = build_model(card)
    except CheckpointError as error:
        raise error if str(error).startswith(f"{path}: ") else CheckpointError(f"{path}: {error}") from error
    tensors = read_tensors(path)
    model.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, strict=False)
    return model.requires_grad_(False).eval(), card


def _floats(model: DiffusionPose) -> dict[str, Tensor]:
    return {name: tensor for name, tensor in model.state_dict().items() if tensor.is_floating_point()}


def _read(path: str | os.PathLike[str]) -> tuple[dict[str, Any], dict[str, Tensor]]:
    card, shapes = read_with_card(path, FORMAT)
    if card.get("keypoints") != list(COCO_KEYPOINTS):
        raise CheckpointError(f"{path}: was trained on other keypoints than this version's")
    return card, shapes
