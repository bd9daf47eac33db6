"""The card of the weights that a run writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from posestudio.common.resources import find_weights
from posestudio.common.version import __version__
from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import read_card
from posestudio.training.config import TrainConfig


def description(config: TrainConfig) -> dict[str, Any]:
    """The part of a weights card that the run's denoiser is built from, see `checkpoint.build_denoiser`."""
    return {
        "model": config.model,
        "network": config.network,
        "denoiser": config.denoiser,
        "denoiser_options": config.denoiser_options,
    }


def run_card(config: TrainConfig, shards: Shards, folder: Path) -> dict[str, Any]:
    """The part of the card of a run's weights that does not change; steps and scores are added at each checkpoint."""
    return description(config) | {
        "name": folder.name,
        "scale": shards.scale,
        "data": {"provenance": shards.provenance, "poses": shards.count, "terms": config.terms},
        "batch": config.batch,
        "learning_rate": config.learning_rate,
        "ema": config.ema,
        "seed": config.seed,
        "noise": config.noise,
        "expansion": config.expansion,
        "photographs": Path(config.photographs).name or None,
        "augment": config.augment,
        "cameras": {"elevation": config.elevation, "field_of_view": config.field_of_view},
        "start": _start(config),
        "held_out": not config.all_subjects,
        "date": date.today().isoformat(),
        "version": __version__,
    }


def _start(config: TrainConfig) -> dict[str, Any] | None:
    """Name, steps and origin of the weights that training started from, from their card; None for untrained ones."""
    if not config.start:
        return None
    card = read_card(find_weights(config.start))
    return {name: card.get(name) for name in ("name", "steps", "date", "held_out", "start")}
