"""A detector's weights on disk: safetensors with a JSON card. Nothing that is loaded can execute code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from torch import Tensor

from ..body.layouts import COCO_KEYPOINTS
from ..diffusion.cards import check_shapes, read_with_card, save_with_card
from ..errors import CheckpointError
from ..resources import weights_folder
from .model import DiffusionPose, ModelConfig

FORMAT = "posestudio-detector-1"


def save_detector(path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]) -> None:
    """Write a model's state as float16 with its card, completely or not at all. ``card['model']`` is the
    configuration as a dict."""
    kept = {name: tensor for name, tensor in state.items() if tensor.is_floating_point()}
    save_with_card(path, kept, {"format": FORMAT, "keypoints": list(COCO_KEYPOINTS), **card})


def find_detector(weights: str | os.PathLike[str]) -> Path:
    """Path of a bundled detector by name (in ``weights/detectors``), or of a weights file.

    Raises CheckpointError when there is none.
    """
    path = Path(weights)
    if path.is_file():  # a folder may have the name of a bundled detector
        return path
    if path.suffix.lower() == ".safetensors":
        raise CheckpointError(f"{path}: no such weights file")
    bundled = {file.stem: file for file in sorted((weights_folder() / "detectors").glob("*.safetensors"))}
    if str(weights) not in bundled:
        known = ", ".join(bundled) or "none"
        raise CheckpointError(
            f"no detector named {str(weights)!r}; bundled are: {known}; or give a .safetensors file that"
            " 'posestudio train-detector' wrote"
        )
    return bundled[str(weights)]


def build_model(card: Mapping[str, Any]) -> DiffusionPose:
    """An untrained model of a card's configuration. Raises CheckpointError when the card names something unknown."""
    options = card.get("model")
    known = {item.name for item in fields(ModelConfig)}
    if not isinstance(options, dict) or not set(options) <= known:
        raise CheckpointError(f"expected a card whose model has {', '.join(sorted(known))}")
    try:
        return DiffusionPose(ModelConfig(**options))
    except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise CheckpointError(f"the card describes no model: {error}") from error


def load_model(path: str | os.PathLike[str]) -> tuple[DiffusionPose, dict[str, Any]]:
    """(model in evaluation mode, card). Raises CheckpointError when file, card and network don't fit."""
    card, tensors = _read(path, with_tensors=True)
    try:
        model = build_model(card)
    except CheckpointError as error:
        raise CheckpointError(f"{path}: {error}") from error
    expected = {name: tensor for name, tensor in model.state_dict().items() if tensor.is_floating_point()}
    check_shapes(path, expected, tensors)
    model.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, strict=False)
    return model.requires_grad_(False).eval(), card


def _read(
    path: str | os.PathLike[str], with_tensors: bool = False
) -> tuple[dict[str, Any], dict[str, Tensor]]:
    card, tensors = read_with_card(path, FORMAT, with_tensors)
    if card.get("keypoints") != list(COCO_KEYPOINTS):
        raise CheckpointError(f"{path}: was trained on other keypoints than this version's")
    return card, tensors
