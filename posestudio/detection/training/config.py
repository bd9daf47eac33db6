"""The configuration of a detector's training run, and the event of its validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from posestudio.learning.config import TRAINING_RANGES, Config
from posestudio.learning.events import Finished, Noticed, Progress


@dataclass(frozen=True)
class DetectorConfig(Config):
    """The settings of a run, stored as ``config.json`` in its folder.

    ``data`` is an annotation file or a folder with keypoints.json, or empty, ``more_data`` others; ``poses`` a poses
    file whose bodies are rendered, or empty, and ``renders`` the share of rendered samples. ``teacher`` are files
    of another model's answers for the photographs (see `teacher`). ``start`` are initial weights, by name or
    path, also of another variant or picture size; ``imagenet`` is an official HRNet state dict as safetensors, the
    initial backbone, and ``movenet`` the published graph of a MoveNet for TensorFlow.js, the initial backbone and
    heads. ``backbone_rate`` is the learning rate of backbone and initialisation as a share of the decoder's, and
    ``frozen`` the number of a MoveNet's first blocks that are not trained. ``held_out`` is the share of
    each source's pictures to validate with, ``validate_on`` the number of people in them during training (0: all).
    """

    MAY_DIFFER_ON_RESUME: ClassVar[tuple[str, ...]] = ("data", "more_data", "teacher", "poses")
    PATHS: ClassVar[tuple[str, ...]] = (
        "data",
        "more_data",
        "teacher",
        "poses",
        "start",
        "imagenet",
        "movenet",
    )
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = TRAINING_RANGES | {
        "renders": (0, 1),
        "backbone_rate": (0, 1),
        "frozen": (0, 1000),
        "held_out": (0, 0.9),
        "validate_on": (0, 10**6),
    }

    data: str = ""
    poses: str = ""
    model: dict[str, Any] = field(default_factory=dict)
    renders: float = 0.3
    steps: int = 60_000
    batch: int = 32
    learning_rate: float = 1e-3
    warm_up: int = 500
    weight_decay: float = 0.01
    ema: float = 0.9995
    clip: float = 5.0
    seed: int = 0
    start: str = ""
    imagenet: str = ""
    held_out: float = 0.1
    validate_every: int = 2000
    validate_on: int = 256
    save_every: int = 500
    terms: str = ""
    more_data: tuple[str, ...] = ()
    teacher: tuple[str, ...] = ()
    movenet: str = ""
    backbone_rate: float = 1.0
    frozen: int = 0


@dataclass(frozen=True)
class DetectorValidated:
    """Scores on held-out people after ``step``: with 4 denoising steps, and of the ``initialisation`` alone."""

    step: int
    scores: dict[str, float]
    initialisation: dict[str, float]


Event = Progress | DetectorValidated | Noticed | Finished
