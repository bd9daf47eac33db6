"""The distillation of a tiny student from a tiny teacher, and its place in a lifter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, save_weights, weights_checksum
from posestudio.errors import CheckpointError
from posestudio.learning.events import Finished, Noticed, Progress, Validated
from posestudio.lifting.lifter import Lifter
from posestudio.training.distillation.config import DistilConfig
from posestudio.training.distillation.loop import distil
from tests.diffusion.people import TINY


@pytest.fixture
def settings(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DistilConfig:
    for name, value in {"DRAGS_PER_FILE": 12, "DRAGS_AT_ONCE": 16}.items():
        monkeypatch.setattr(f"posestudio.training.distillation.drags.{name}", value)
    torch.manual_seed(0)
    card = {"model": "mlp", "network": TINY["mlp"], "denoiser": "flow", "scale": 0.3, "noise": 0.9}
    teacher = tmp_path / "teacher.safetensors"
    save_weights(teacher, build_denoiser(card).state_dict(), card)
    return DistilConfig(
        data,
        str(teacher),
        files=2,
        drags=str(tmp_path / "drags"),
        network=TINY["mlp"],
        steps=12,
        batch=16,
        warm_up=2,
        validate_every=6,
        save_every=4,
    )


def test_a_student_is_distilled_and_found_by_its_lifter(settings: DistilConfig, tmp_path: Path) -> None:
    events = list(distil(settings, tmp_path / "run", device="cpu", report_every=0))
    assert sum(isinstance(event, Noticed) for event in events) == 2
    losses = [event.loss for event in events if isinstance(event, Progress)]
    assert len(losses) == 12 and np.isfinite(losses).all()
    assert [set(event.scores) for event in events if isinstance(event, Validated)] == [{"energy", "jump"}] * 2
    assert isinstance(events[-1], Finished)
    student, card = load_denoiser(events[-1].weights)
    assert student.follows and card["scale"] == 0.3 and card["noise"] == 0.9
    assert card["teacher"]["checksum"] == weights_checksum(settings.teacher)
    lifter = Lifter.load(settings.teacher, device="cpu", hand_weights=events[-1].weights)
    assert lifter.hand is not None
    assert Lifter.load(settings.teacher, device="cpu").hand is None  # the bundled one is of other weights
    with pytest.raises(CheckpointError, match="not distilled"):
        Lifter.load("mlp", device="cpu", hand_weights=events[-1].weights)
    with pytest.raises(CheckpointError, match="student"):
        Lifter.load(events[-1].weights, device="cpu")


def test_a_distillation_goes_on_where_it_stopped(settings: DistilConfig, tmp_path: Path) -> None:
    list(distil(settings, tmp_path / "whole", device="cpu"))
    begun = distil(settings, tmp_path / "parts", device="cpu", report_every=0)
    for event in begun:
        if event.step == 7:
            break
    begun.close()
    list(distil(settings, tmp_path / "parts", resume=True, device="cpu"))
    whole, parts = (load_file(tmp_path / name / "last.safetensors") for name in ("whole", "parts"))
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    with pytest.raises(CheckpointError, match="missing"):
        list(
            distil(
                replace(settings, start=str(tmp_path / "missing.safetensors")),
                tmp_path / "more",
                device="cpu",
            )
        )
