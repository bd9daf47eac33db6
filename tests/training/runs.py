"""What tests of trainings share: data of waving people, a small run, and losses that go wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.dataset.poses import Poses, save_poses
from posestudio.diffusion.parameterizations import FlowMatcher
from posestudio.training.loop import TrainConfig
from tests.dataset.clips import waving
from tests.diffusion.people import TINY


def save_waving_people(path: Path) -> str:
    """Write a poses file of four subjects with 30 poses each, one of them held out ('13')."""
    joints = np.concatenate([waving(30, phase=phase) for phase in (0.0, 1.0, 2.0, 3.0)])
    subjects = np.repeat(["01", "02", "13", "05"], 30)
    save_poses(path, Poses(joints, subjects, subjects, np.arange(120), {"sources": ["test"]}))
    return str(path)


def config(data: str, **changes: object) -> TrainConfig:
    """A run of 12 steps of a tiny network, with changed settings."""
    base = TrainConfig(
        data,
        network=TINY["mlp"],
        steps=12,
        batch=16,
        warm_up=4,
        validate_every=8,
        sample_every=5,
        save_every=4,
    )
    return replace(base, **changes)


def spoil_losses(monkeypatch: pytest.MonkeyPatch, spoil: object) -> None:
    """Let a denoiser's number-th loss be ``spoil(number, loss)``."""
    honest, calls = FlowMatcher.loss, iter(range(10_000))

    def loss(*arguments: object) -> torch.Tensor:
        return spoil(next(calls), honest(*arguments))  # type: ignore[operator]

    monkeypatch.setattr(FlowMatcher, "loss", loss)
