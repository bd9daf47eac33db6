"""What decides a run's result. No torch: windows speak of it, too."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from ..dataset.ranges import ELEVATION, FIELD_OF_VIEW
from ..errors import CheckpointError
from ..json_files import read_json

SETTINGS = "config.json"
"""A run's configuration in its folder."""

BATCHES = {"mlp": 1024, "transformer": 128}
LEARNING_RATES = {"mlp": 1.5e-3, "transformer": 4e-3}
"""By model, what a run from nothing learns most with in its time."""


@dataclass(frozen=True)
class Config:
    """What a run of any kind is begun with: a frozen dataclass whose fields have values of JSON."""

    NOT_DECISIVE: ClassVar[tuple[str, ...]] = ()
    """Fields that may differ when the run is gone on with: where data lie, what is only shown."""


@dataclass(frozen=True)
class TrainConfig(Config):
    """All that decides a run's result; kept as ``config.json`` in its folder.

    ``start`` are weights, by name or path, that training goes on from; none begins anew. ``denoiser`` is the
    reading of the network: with ``start`` best that of its card, or much of what was learnt is lost.
    ``noise`` is the coefficient of the starting noise that lifts with the weights use unless told otherwise:
    found with `posestudio evaluate`, it does not change the training. ``expansion`` is the share of poses that are
    sampled within the joint limits of the data, ``augment`` whether bodies are recombined, reshaped and mirrored.
    ``elevation`` and ``field_of_view`` (vertical) are the cameras', in degrees.
    ``held_out`` names the subjects and clips to validate with, see `Poses.split`.
    ``parts`` is how many parts with randomness of their own a batch has; processes share them.
    """

    NOT_DECISIVE: ClassVar[tuple[str, ...]] = ("data", "sample_every")

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
    all_subjects: bool = False
    validate_every: int = 2000
    sample_every: int = 500
    save_every: int = 500
    terms: str = ""


Kind = TypeVar("Kind", bound=Config)


def load_config(run: Path, kind: type[Kind]) -> Kind:
    """A run's configuration; what an older version did not know has its default. Raises CheckpointError."""
    settings = run / SETTINGS
    if not settings.exists():
        raise CheckpointError(f"{run}: nothing to resume: it has no {SETTINGS}")
    stored = read_json(settings, CheckpointError)
    try:
        known = {item.name for item in fields(kind)}
        given: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in stored.items() if name in known
        }
        return kind(**given)
    except (ValueError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{settings}: not the configuration of a run: {error}") from error
