"""The configuration of a motion denoiser's training run. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from posestudio.learning.config import TRAINING_RANGES, Config


@dataclass(frozen=True)
class MotionConfig(Config):
    """A run's settings, stored as ``config.json`` in its folder.

    ``data`` are files or folders of motion clips; ``per_frame`` the weights of the per-frame denoiser whose estimates
    are corrected; a batch has ``batch`` windows of ``length`` frames. ``held_out`` names the subjects to validate
    with; ``start`` are motion weights to start from; ``terms`` are those of the data, for the weights' card.
    """

    MAY_DIFFER_ON_RESUME: ClassVar[tuple[str, ...]] = ("data", "start")
    PATHS: ClassVar[tuple[str, ...]] = ("data", "start")
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = TRAINING_RANGES | {"length": (8, 1024)}

    data: tuple[str, ...] = ()
    per_frame: str = "mlp"
    network: dict[str, Any] = field(default_factory=dict)
    length: int = 64
    steps: int = 8000
    batch: int = 16
    learning_rate: float = 1e-3
    warm_up: int = 200
    weight_decay: float = 0.01
    ema: float = 0.999
    clip: float = 1.0
    seed: int = 0
    start: str = ""
    held_out: tuple[str, ...] = ()
    terms: str = ""
    validate_every: int = 500
    save_every: int = 250
