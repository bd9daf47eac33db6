"""Weights files of motion denoisers: safetensors with a JSON card in the metadata. Loading one executes no code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS, JOINTS_WITHOUT_HEELS
from posestudio.diffusion.motion_denoiser import MotionDenoiser
from posestudio.diffusion.motion_network import MotionNetwork
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.errors import CheckpointError
from posestudio.learning.tensor_files import check_options, load_network, read_with_card, save_with_card

EXPECTED = {
    "format": "posestudio-motion-1",
    "joints": list(JOINTS_WITHOUT_HEELS),
    "keypoints": list(COCO_KEYPOINTS),
}
"""The format named in the card of every motion denoiser's weights."""

OPTIONS: dict[str, Any] = {"width": 256, "layers": 6, "heads": 8, "dropout": 0.05}


def save_motion_weights(
    path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]
) -> None:
    """Write a motion network's state as float16 with its card, completely or not at all."""
    save_with_card(path, state, {**EXPECTED, **card})


def load_motion_denoiser(
    path: str | os.PathLike[str], per_frame: Denoiser, device: torch.device | str = "cpu"
) -> tuple[MotionDenoiser, dict[str, Any]]:
    """(denoiser in evaluation mode, card), which corrects the estimates of the denoiser ``per_frame``.

    Raises CheckpointError when the file does not fit.
    """
    card, shapes = read_with_card(path, EXPECTED)
    options = card.get("network", {})
    scale = card.get("scale")
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not 1e-6 <= scale <= 1e6:
        raise CheckpointError(f"{path}: its card has no positive 'scale'")
    if not isinstance(options, dict):
        raise CheckpointError(f"{path}: its card has no options of the network")

    def build(largest: int) -> MotionNetwork:
        check_options(options, OPTIONS, largest)
        try:
            return MotionNetwork(**options)
        except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
            raise CheckpointError(f"the card's options do not fit the network: {error}") from error

    network = load_network(path, shapes, build)
    return MotionDenoiser(network, per_frame).to(device).eval(), card
