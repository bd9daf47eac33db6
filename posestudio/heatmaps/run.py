"""A detector's training run: its configuration, its folder, and what it tells."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..errors import CheckpointError
from ..files import atomic_write

_ANYWHERE = ("data", "poses")
"""What may differ when a run is gone on with: where the data lie."""


@dataclass(frozen=True)
class DetectorConfig:
    """All that decides a run's result; kept as ``config.json`` in its folder.

    ``data`` is a COCO keypoint file or a folder with keypoints.json in it, or nothing; ``poses`` a poses file whose
    bodies are rendered, or nothing, and ``renders`` their share. ``start`` are weights, by name or path, to go on
    from, also those of another variant or size of picture; ``imagenet`` an official HRNet state dict as safetensors
    for the backbone. ``held_out`` is the share of pictures to validate with, ``validate_on`` how many people of them
    while training (0: all).
    """

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


@dataclass(frozen=True)
class Progress:
    """``step`` of ``steps`` done; ``loss`` averaged since the last event, ``rate`` in steps a second."""

    step: int
    steps: int
    loss: float
    learning_rate: float
    gradient_norm: float
    rate: float
    seconds_left: float


@dataclass(frozen=True)
class Validated:
    """Held-out figures after ``step``: with 4 denoising steps, and of the initialisation alone."""

    step: int
    scores: dict[str, float]
    control: dict[str, float]


@dataclass(frozen=True)
class Finished:
    """The run is done; ``weights`` holds the averaged weights with their card."""

    step: int
    weights: Path


Event = Progress | Validated | Finished


class DetectorRun:
    """Paths and files of a run. ``resume`` opens an existing run, which otherwise must not be there yet."""

    def __init__(self, path: str | os.PathLike[str], config: DetectorConfig, resume: bool):
        self.path = Path(path)
        self.checkpoint = self.path / "last.safetensors"
        self.weights = self.path / "weights.safetensors"
        self.log = self.path / "log.jsonl"
        settings = self.path / "config.json"
        if settings.exists():
            self._check_same(settings, config, resume)
        elif resume:
            raise CheckpointError(f"{self.path}: nothing to resume: it has no config.json")
        else:
            with atomic_write(settings) as temporary:
                temporary.write_text(json.dumps(asdict(config), indent=1) + "\n")

    def _check_same(self, settings: Path, config: DetectorConfig, resume: bool) -> None:
        if not resume:
            raise CheckpointError(f"{self.path}: a run is there already; give --resume to continue it")
        try:
            stored = json.loads(settings.read_text())
        except ValueError as problem:
            raise CheckpointError(f"{settings}: not JSON: {problem}") from problem
        for item in fields(config):
            given = getattr(config, item.name)
            if stored.get(item.name) != given and item.name not in _ANYWHERE:
                raise CheckpointError(
                    f"{settings}: the run was begun with {item.name}={stored.get(item.name)!r}, not {given!r}"
                )

    def append(self, record: dict[str, Any]) -> None:
        """Add one line of statistics."""
        with open(self.log, "a") as stream:
            stream.write(json.dumps(record) + "\n")

    def save_state(self, tensors: dict[str, Tensor], step: int) -> None:
        """Replace the checkpoint, completely or not at all."""
        contiguous = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
        with atomic_write(self.checkpoint) as temporary:
            save_file(contiguous, temporary, metadata={"step": str(step)})

    def load_state(self) -> tuple[dict[str, Tensor], int]:
        """(tensors, step) of the checkpoint; ({}, 0) when the run stopped before its first."""
        if not self.checkpoint.exists():
            return {}, 0
        try:
            with safe_open(self.checkpoint, framework="pt") as archive:
                step = int((archive.metadata() or {})["step"])
                return {name: archive.get_tensor(name) for name in archive.keys()}, step
        except (SafetensorError, KeyError, ValueError) as error:
            raise CheckpointError(f"{self.checkpoint}: not a checkpoint of a run: {error}") from error
