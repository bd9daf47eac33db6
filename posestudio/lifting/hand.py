"""The student of a lifter: a small network that answers each move of a drag in one evaluation.

It follows: from the poses of the last lift that was sampled, and the picture as it is now, to the poses that sampling
would end in now from the same noise (see `training.distillation`).
"""

from __future__ import annotations

import os
from pathlib import Path

import torch

from posestudio.common.resources import find_hand_weights
from posestudio.diffusion.checkpoint import load_denoiser, read_card, weights_checksum
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.errors import CheckpointError

HAND_WEIGHTS = "hand"
"""Name of the bundled student's weights."""


def load_hand(
    weights: str | os.PathLike[str] | None, teacher: Path | None, device: torch.device, exact: bool
) -> Denoiser | None:
    """The student of the lifter whose weights are the file ``teacher``.

    None where none is wanted, and where the bundled one is missing or was distilled from other weights. Raises
    CheckpointError when the ``weights`` that were given do not fit.
    """
    if weights is None or teacher is None:
        return None
    bundled = weights == HAND_WEIGHTS
    try:
        path = find_hand_weights(weights)
    except CheckpointError:
        if bundled:
            return None
        raise
    named = read_card(path).get("teacher")
    if not isinstance(named, dict) or named.get("checksum") != weights_checksum(teacher):
        if bundled:
            return None
        raise CheckpointError(f"{path}: was not distilled from {teacher}")
    student, _ = load_denoiser(path, device)
    return student if exact else optimized_for_inference(student, device)
