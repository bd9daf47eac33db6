"""Weights files of a lifter: safetensors with a JSON card in the metadata. Loading one executes no code."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS, JOINTS_WITHOUT_HEELS, OBSERVED_KEYPOINTS
from posestudio.diffusion.networks import NETWORKS
from posestudio.diffusion.parameterizations import PARAMETERIZATIONS, Denoiser
from posestudio.errors import CheckpointError
from posestudio.learning.tensor_files import (
    LARGEST_OPTION,
    check_options,
    load_network,
    read_with_card,
    save_with_card,
)

EXPECTED = {
    "format": "posestudio-lifter-1",
    "joints": list(BODY_JOINTS),
    "keypoints": list(OBSERVED_KEYPOINTS),
}
"""The format, joints and keypoints named in the card of every lifter's weights."""

EXPECTED_BEFORE = EXPECTED | {"joints": list(JOINTS_WITHOUT_HEELS), "keypoints": list(COCO_KEYPOINTS)}
"""Those of weights that were made before bodies had heels, which are still loaded."""


def build_denoiser(card: Mapping[str, Any], largest: int = LARGEST_OPTION) -> Denoiser:
    """An untrained denoiser of a card's ``model``, ``network``, ``denoiser`` and ``denoiser_options``.

    Raises CheckpointError when the card names something unknown, or has an option that is not 1 to ``largest``.
    """
    for key, known in (("model", NETWORKS), ("denoiser", PARAMETERIZATIONS)):
        if not isinstance(card.get(key), str) or card[key] not in known:
            raise CheckpointError(f"unknown {key} {card.get(key)!r}; expected one of {', '.join(known)}")
    for key, kind in (
        ("network", NETWORKS[card["model"]]),
        ("denoiser_options", PARAMETERIZATIONS[card["denoiser"]]),
    ):
        given = card.get(key, {})
        if not isinstance(given, dict):
            raise CheckpointError(f"the card's options do not fit the {card['model']} network: {key}")
        try:
            check_options(given, _defaults(kind), largest)
        except CheckpointError as error:
            raise CheckpointError(
                f"the card's options do not fit the {card['model']} network: {key}: {error}"
            ) from error
    try:
        network = NETWORKS[card["model"]](**card.get("network", {}))
        return PARAMETERIZATIONS[card["denoiser"]](network, **card.get("denoiser_options", {}))
    except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
        raise CheckpointError(
            f"the card's options do not fit the {card['model']} network: {error}"
        ) from error


def _defaults(kind: type) -> dict[str, Any]:
    """The options of a class, with their default values."""
    parameters = inspect.signature(kind).parameters.values()
    return {item.name: item.default for item in parameters if item.default is not item.empty}


def save_weights(path: str | os.PathLike[str], state: Mapping[str, Tensor], card: Mapping[str, Any]) -> None:
    """Write a denoiser's state as float16 with its card, completely or not at all."""
    save_with_card(path, state, {**EXPECTED, **card})


def weights_checksum(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a weights file: which weights a student was distilled from. Raises CheckpointError."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read: {error.strerror or error}") from error


def read_card(path: str | os.PathLike[str]) -> dict[str, Any]:
    """A weights file's card. Raises CheckpointError when the file is not a lifter's."""
    return _read(path)[0]


def load_denoiser(
    path: str | os.PathLike[str], device: torch.device | str = "cpu"
) -> tuple[Denoiser, dict[str, Any]]:
    """(denoiser in evaluation mode, card). Raises CheckpointError when file, card and network don't fit."""
    card, shapes = _read(path)
    heels = "left_heel" in card["joints"]

    def adapt(tensors: dict[str, Tensor], denoiser: Denoiser) -> None:
        if not heels:
            _add_heels(tensors, denoiser)
        _pad_new_context_features(tensors, denoiser)

    denoiser = load_network(path, shapes, lambda largest: build_denoiser(card, largest), adapt)
    if not heels:
        denoiser.network.joints = len(JOINTS_WITHOUT_HEELS)
    return denoiser.to(device), card


def _add_heels(tensors: dict[str, Tensor], denoiser: Denoiser) -> None:
    """Add, in place, what weights of bodies without heels lack, which so ignore it. Tensors that are missing or of a
    wrong shape are left to be found later."""
    prefix = "network."
    own = {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    try:
        denoiser.network.with_new_inputs(own)
    except (KeyError, IndexError, RuntimeError):
        return
    tensors.update({prefix + name: tensor for name, tensor in own.items()})


def _pad_new_context_features(tensors: dict[str, Tensor], denoiser: Denoiser) -> None:
    """Add zero weights, in place, for context features that are newer than these weights, which so ignore them.

    New features are only ever added at the end of the context.
    """
    network: Any = denoiser.network
    name = f"network.{network.context_weight}"
    weight, wanted = tensors.get(name), denoiser.state_dict()[name].shape[1]
    if weight is None or weight.dim() != 2 or not network.after_context < weight.shape[1] < wanted:
        return
    end = weight.shape[1] - network.after_context
    missing = weight.new_zeros(len(weight), wanted - weight.shape[1])
    tensors[name] = torch.cat([weight[:, :end], missing, weight[:, end:]], dim=1)


def _read(path: str | os.PathLike[str]) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """(card, tensors' shapes) of a weights file. Raises CheckpointError for a card that does not fit this version."""
    card, shapes = read_with_card(path, EXPECTED, EXPECTED_BEFORE)
    for name, value in (("scale", card.get("scale")), ("noise", card.get("noise", 1.0))):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1e-6 <= value <= 1e6:
            raise CheckpointError(f"{path}: its card has no positive {name!r}")
    return card, shapes
