"""The folder of a training run: its configuration, log, checkpoints and weights."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from safetensors import SafetensorError, safe_open
from torch import Tensor

from posestudio.common.atomic_files import atomic_write
from posestudio.errors import CheckpointError
from posestudio.learning.config import SETTINGS, Config, load_config
from posestudio.learning.optimization import Optimization
from posestudio.learning.run_files import LAST, PREVIOUS, new_run_problem, sweep_run
from posestudio.learning.tensor_files import write_tensors


class RunFolder:
    """Paths and files of a run. ``resume`` opens an existing run; without it, the run must not exist yet.

    One process at a time trains a run. Raises CheckpointError where another does, or the folder does not fit.
    """

    def __init__(self, path: str | os.PathLike[str], config: Config, resume: bool):
        self.path = Path(path)
        self.checkpoint = self.path / LAST
        self.checkpoint_before = self.path / PREVIOUS
        self.weights = self.path / "weights.safetensors"
        self.best = self.path / "best.safetensors"
        self.log = self.path / "log.jsonl"
        settings = self.path / SETTINGS
        if settings.exists():
            self._check_same(settings, config, resume)
        elif resume:
            load_config(self.path, type(config))  # raises the error that names what is missing
        elif problem := new_run_problem(self.path):
            raise CheckpointError(problem)
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self.path / ".lock")
        try:
            self._lock.acquire(blocking=False)
        except Timeout as problem:
            raise CheckpointError(
                f"{self.path}: another program is training this run; wait for it, or choose another folder"
            ) from problem
        sweep_run(self.path)
        if not settings.exists():
            with atomic_write(settings) as temporary:
                temporary.write_text(json.dumps(asdict(config), indent=1) + "\n")

    def close(self) -> None:
        """Release the run for other processes."""
        self._lock.release()

    def _check_same(self, settings: Path, config: Config, resume: bool) -> None:
        if not resume:
            raise CheckpointError(f"{self.path}: already holds a run; give --resume to continue it")
        stored = asdict(load_config(self.path, type(config)))
        for item in fields(config):
            given = getattr(config, item.name)
            if stored[item.name] != given and item.name not in config.MAY_DIFFER_ON_RESUME:
                raise CheckpointError(
                    f"{settings}: the run was begun with {item.name}={stored[item.name]!r}, not {given!r}"
                )

    def divergence(self, step: int, loss: float) -> CheckpointError:
        """The error to raise where a run diverged, instead of saving it."""
        return CheckpointError(
            f"{self.path}: training diverged before step {step} (loss {loss}); the checkpoint before it is kept:"
            " start anew with a lower learning rate"
        )

    def append(self, record: dict[str, Any]) -> None:
        """Add one line of statistics to the log; a full disk doesn't end the training."""
        try:
            with open(self.log, "a") as stream:
                stream.write(json.dumps(record) + "\n")
        except OSError:
            pass

    def save_state(self, tensors: dict[str, Tensor], **facts: Any) -> None:
        """Write tensors and ``facts`` as the newest checkpoint, completely or not at all; the one before is kept.

        Raises OSError where there is no room; then nothing has changed.
        """
        contiguous = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
        metadata = {"facts": json.dumps(facts), "checksum": str(_checksum(contiguous))}
        with atomic_write(self.checkpoint) as temporary:
            write_tensors(temporary, contiguous, metadata)
            if self.checkpoint.exists():
                os.replace(self.checkpoint, self.checkpoint_before)


def restore(
    run: Path, optimization: Optimization, untrained: dict[str, Tensor] | None = None
) -> tuple[dict[str, Any], str]:
    """(facts, notice): put a run's newest whole checkpoint into ``optimization``, or the tensors ``untrained`` when
    there is none; then there are no facts. ``notice`` says that a newer checkpoint is damaged, if so.

    Raises CheckpointError when there are checkpoints, but none is whole.
    """
    tensors, facts, problem = load_checkpoint(run)
    if tensors or untrained:
        optimization.load_state(tensors or untrained or {})
    return facts, f"{problem}; continuing from the checkpoint before it" if problem else ""


def load_checkpoint(run: Path) -> tuple[dict[str, Tensor], dict[str, Any], str]:
    """(tensors, facts, problem) of a run's newest checkpoint that is whole; ({}, {}, "") when it stopped before its
    first one. ``problem`` says what is wrong with a newer one, if anything. Raises CheckpointError when
    there are checkpoints, but none is whole."""
    problems: list[str] = []
    for path in (run / LAST, run / PREVIOUS):
        if path.is_file():
            try:
                return *_load(path), "; ".join(problems)
            except CheckpointError as problem:
                problems.append(str(problem))
    if problems:
        raise CheckpointError("; ".join(problems))
    return {}, {}, ""


def _load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    try:
        with safe_open(path, framework="pt") as archive:
            metadata = archive.metadata() or {}
            tensors = {name: archive.get_tensor(name) for name in archive.keys()}
        facts = json.loads(metadata["facts"]) if "facts" in metadata else {"step": int(metadata["step"])}
        int(facts["step"])
    except (
        SafetensorError,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise CheckpointError(f"{path}: not a checkpoint of a run: {error}") from error
    if "checksum" in metadata and metadata["checksum"] != str(_checksum(tensors)):
        raise CheckpointError(f"{path}: damaged: its checksum does not match")
    return tensors, facts


def _checksum(tensors: dict[str, Tensor]) -> int:
    value = 0
    for name in sorted(tensors):
        value = zlib.crc32(tensors[name].contiguous().view(-1).numpy().data.cast("B"), value)
    return value
