"""The denoiser that a run begins with: untrained, or with the weights that it starts from."""

from __future__ import annotations

import torch

from posestudio.common.resources import find_weights
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.errors import CheckpointError
from posestudio.training.card import description
from posestudio.training.config import TrainConfig


def first_denoiser(config: TrainConfig) -> tuple[Denoiser, float | None]:
    """The denoiser to begin with, and the standard deviation its poses are divided by (None: the data's own).

    Raises CheckpointError when the weights to start from are of another network.
    """
    torch.manual_seed(config.seed)
    denoiser = build_denoiser(description(config))
    if not config.start:
        return denoiser, None
    path = find_weights(config.start)
    started, card = load_denoiser(path)
    try:
        denoiser.load_state_dict(started.state_dict())
    except RuntimeError as error:
        raise CheckpointError(f"{path}: weights of another network than the run's: {error}") from error
    return denoiser, float(card["scale"])
