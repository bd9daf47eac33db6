"""The configuration of a lifter's training run. Imports no torch, because the desktop app imports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from posestudio.dataset.camera_ranges import ELEVATION, FIELD_OF_VIEW
from posestudio.learning.config import MOST_STEPS, TRAINING_RANGES, Config

BATCHES = {"mlp": 1024, "transformer": 128}
LEARNING_RATES = {"mlp": 1.5e-3, "transformer": 4e-3}
"""By model, the values with which a run from untrained weights learns most in the same time."""


@dataclass(frozen=True)
class TrainConfig(Config):
    """A run's settings, stored as ``config.json`` in its folder. ``noise`` and ``terms`` only go into the weights'
    card, and ``sample_every`` only decides when poses are shown.

    ``start`` are weights, by name or path, that training starts from; empty for untrained ones. ``denoiser`` is the
    parameterization: with ``start`` best that of its card: with another, much of what was learnt is lost.
    ``noise`` is the default factor of the sampler's noise in lifts with the weights, found with
    `posestudio evaluate`. ``expansion`` is the share of synthetic poses,
    sampled within the joint limits of the data, ``augment`` whether bodies are recombined, reshaped and mirrored.
    ``elevation`` and ``field_of_view`` (vertical) are the cameras', in degrees.
    ``held_out`` names the subjects and clips to validate with, see `dataset.split`; ``split`` is the rule by which
    they are chosen when none is named: 'subjects' or, as in older runs, 'clips' of each file.
    ``parts`` is the number of parts of a batch that have random numbers of their own; processes share them.
    ``photographs`` is a file of the labelled people of photographs, as whose keypoints are missing and noisy
    (`dataset.photographs`); empty: independent chances.
    ``terms`` are those of the data, for the weights' card.
    """

    MAY_DIFFER_ON_RESUME: ClassVar[tuple[str, ...]] = ("data", "photographs", "sample_every")
    PATHS: ClassVar[tuple[str, ...]] = ("data", "start", "photographs")
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = TRAINING_RANGES | {
        "parts": (1, 4096),
        "noise": (0.01, 100),
        "expansion": (0, 1),
        "elevation": (-90, 90),
        "field_of_view": (1, 150),
        "sample_every": (1, MOST_STEPS),
    }
    VALUES_OF_OLD_RUNS: ClassVar[Mapping[str, Any]] = {"split": "clips"}

    data: str
    model: str = "mlp"
    denoiser: str = "flow"
    network: dict[str, Any] = field(default_factory=dict)
    denoiser_options: dict[str, Any] = field(default_factory=dict)
    steps: int = 20_000
    batch: int = 1024
    parts: int = 1
    learning_rate: float = 1.2e-3
    warm_up: int = 500
    weight_decay: float = 0.01
    ema: float = 0.9995
    clip: float = 1.0
    seed: int = 0
    start: str = ""
    noise: float = 1.0
    expansion: float = 0.0
    augment: bool = True
    elevation: tuple[float, float] = ELEVATION
    field_of_view: tuple[float, float] = FIELD_OF_VIEW
    held_out: tuple[str, ...] = ()
    split: str = "subjects"
    all_subjects: bool = False
    validate_every: int = 2000
    sample_every: int = 500
    save_every: int = 500
    photographs: str = ""
    terms: str = ""
