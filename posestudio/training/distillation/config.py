"""The configuration of a distillation. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from posestudio.learning.config import TRAINING_RANGES, Config


@dataclass(frozen=True)
class DistilConfig(Config):
    """A run's settings, stored as ``config.json`` in its folder.

    ``data`` is a poses file or a folder of them, ``teacher`` the lifter's weights whose sampling the student learns,
    ``files`` the number of files of drags that are made first (see `drags`), in the folder ``drags``, empty for the
    run's own. ``network`` are the options of the student's network, an `mlp`. ``start`` are a student's weights to
    start from, ``held_out`` names the subjects to validate with, ``photographs`` is a file of the labelled people of
    photographs as in `training.config`, and ``terms`` are those of the data, for the weights' card.
    """

    MAY_DIFFER_ON_RESUME: ClassVar[tuple[str, ...]] = ("data", "teacher", "drags", "start", "photographs")
    PATHS: ClassVar[tuple[str, ...]] = ("data", "teacher", "start", "photographs")
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = TRAINING_RANGES | {
        "files": (1, 10**6),
    }

    data: str
    teacher: str = "mlp"
    files: int = 50
    drags: str = ""
    network: dict[str, Any] = field(
        default_factory=lambda: {"width": 512, "blocks": 3, "gated": True, "dropout": 0.0}
    )
    steps: int = 20_000
    batch: int = 512
    learning_rate: float = 1.5e-3
    warm_up: int = 300
    weight_decay: float = 0.01
    ema: float = 0.999
    clip: float = 1.0
    seed: int = 0
    start: str = ""
    photographs: str = ""
    held_out: tuple[str, ...] = ()
    terms: str = ""
    validate_every: int = 1000
    save_every: int = 1000
