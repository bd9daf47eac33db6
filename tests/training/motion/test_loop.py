"""Tests of the motion denoiser's training: it learns, is resumed bit for bit, and refuses data without the held-out
subjects."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from posestudio.dataset.motion_clips import MotionClip, save_motion_clips
from posestudio.diffusion.checkpoint import save_weights
from posestudio.diffusion.motion_checkpoint import load_motion_denoiser
from posestudio.diffusion.parameterizations import FlowMatcher
from posestudio.errors import CheckpointError, PosesError
from posestudio.learning.events import Finished, Progress, Validated
from posestudio.learning.tensor_files import read_tensors
from posestudio.training.motion.config import MotionConfig
from posestudio.training.motion.loop import train_motion
from tests.dataset.clips import waving
from tests.diffusion.people import TINY, tiny_network


@pytest.fixture
def config(tmp_path: Path) -> MotionConfig:
    clips = [MotionClip(waving(40, phase=p), 30.0, name, name) for p, name in ((0.0, "01"), (1.0, "13"))]
    save_motion_clips(tmp_path / "clips.npz", clips)
    card = {"model": "mlp", "network": TINY["mlp"], "denoiser": "flow", "denoiser_options": {}, "scale": 0.3}
    save_weights(tmp_path / "tiny.safetensors", FlowMatcher(tiny_network("mlp")).state_dict(), card)
    return MotionConfig(
        data=(str(tmp_path / "clips.npz"),),
        per_frame=str(tmp_path / "tiny.safetensors"),
        network={"width": 16, "layers": 1, "heads": 2},
        length=12,
        steps=8,
        batch=4,
        warm_up=2,
        held_out=("13",),
        validate_every=8,
        save_every=4,
    )


def test_a_run_writes_weights_and_scores(config, tmp_path):
    events = list(train_motion(config, tmp_path / "run", device="cpu", report_every=0))
    assert sum(isinstance(event, Progress) for event in events) == 8
    (validated,) = (event for event in events if isinstance(event, Validated))
    assert set(validated.scores) == set(validated.control)
    assert isinstance(events[-1], Finished)
    per_frame = FlowMatcher(tiny_network("mlp"))
    _, card = load_motion_denoiser(tmp_path / "run" / "weights.safetensors", per_frame)
    assert card["steps"] == 8 and card["data"]["subjects"] == ["01"] and card["data"]["held_out"] == ["13"]


def test_a_stopped_run_continues_bit_for_bit(config, tmp_path):
    list(train_motion(config, tmp_path / "whole", device="cpu"))
    events = train_motion(config, tmp_path / "parts", device="cpu", report_every=0)
    for event in events:
        if isinstance(event, Progress) and event.step == 5:
            break
    events.close()
    with pytest.raises(CheckpointError, match="resume"):
        list(train_motion(config, tmp_path / "parts", device="cpu"))
    list(train_motion(config, tmp_path / "parts", resume=True, device="cpu"))
    whole, parts = (read_tensors(tmp_path / name / "weights.safetensors") for name in ("whole", "parts"))
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_data_without_the_held_out_subjects_is_refused(config, tmp_path):
    with pytest.raises(PosesError, match="99"):
        list(train_motion(replace(config, held_out=("99",)), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()


def test_training_starts_from_weights(config, tmp_path):
    list(train_motion(config, tmp_path / "first", device="cpu"))
    start = str(tmp_path / "first" / "weights.safetensors")
    begun = train_motion(replace(config, start=start, learning_rate=0.0), tmp_path / "second", device="cpu")
    list(begun)
    first, second = (read_tensors(tmp_path / name / "weights.safetensors") for name in ("first", "second"))
    assert all(torch.allclose(first[name], second[name], atol=2e-3) for name in first)
