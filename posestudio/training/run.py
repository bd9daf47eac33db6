"""A training run's folder: configuration, statistics, checkpoint, weights."""

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


@dataclass(frozen=True)
class TrainConfig:
    """All that decides a run's result; kept as ``config.json`` in its folder.

    ``start`` are weights, by name or path, that training goes on from; none begins anew.
    ``noise`` is the coefficient of the starting noise that lifts with the weights use unless told otherwise:
    found with `posestudio evaluate`, it does not change the training.
    """

    data: str
    model: str = "mlp"
    denoiser: str = "preconditioned"
    network: dict[str, Any] = field(default_factory=dict)
    denoiser_options: dict[str, Any] = field(default_factory=dict)
    steps: int = 20_000
    batch: int = 1024
    learning_rate: float = 1.2e-3
    warm_up: int = 500
    weight_decay: float = 0.01
    ema: float = 0.9995
    clip: float = 1.0
    seed: int = 0
    start: str = ""
    noise: float = 1.0
    all_subjects: bool = False
    validate_every: int = 2000
    save_every: int = 500
    terms: str = ""


class RunFolder:
    """Paths and files of a run. ``resume`` opens an existing run, which otherwise must not be there yet."""

    def __init__(self, path: str | os.PathLike[str], config: TrainConfig, resume: bool):
        self.path = Path(path)
        self.checkpoint = self.path / "last.safetensors"
        self.weights = self.path / "weights.safetensors"
        self.log = self.path / "log.jsonl"
        settings = self.path / "config.json"
        if settings.exists():
            self._check_same(settings, config, resume)
        else:
            if resume:
                raise CheckpointError(f"{self.path}: nothing to resume: it has no config.json")
            with atomic_write(settings) as temporary:
                temporary.write_text(json.dumps(asdict(config), indent=1) + "\n")

    def _check_same(self, settings: Path, config: TrainConfig, resume: bool) -> None:
        if not resume:
            raise CheckpointError(f"{self.path}: a run is there already; give --resume to continue it")
        try:
            stored = json.loads(settings.read_text())
        except json.JSONDecodeError as error:
            raise CheckpointError(f"{settings}: not JSON: {error}") from error
        for item in fields(config):
            if stored.get(item.name) != getattr(config, item.name) and item.name != "data":
                raise CheckpointError(
                    f"{settings}: the run was begun with {item.name}={stored.get(item.name)!r}, "
                    f"not {getattr(config, item.name)!r}"
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
