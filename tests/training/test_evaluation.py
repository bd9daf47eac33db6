from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.training.baselines import mean_pose
from posestudio.training.evaluation import evaluate, evaluation_batch, score
from posestudio.training.loop import train
from tests.dataset.clips import waving
from tests.training.runs import config


def test_scores_do_not_depend_on_the_chunks(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    denoiser, card = load_denoiser(tmp_path / "run" / "weights.safetensors")
    batch = evaluation_batch(waving(20), 10, card["scale"])
    whole, chunked = (evaluate(denoiser, batch, card["scale"], at_once=chunk) for chunk in (100, 30))
    assert whole == pytest.approx(chunked, rel=1e-3)


def test_the_mean_pose_baseline_is_right_about_its_own_mean() -> None:
    joints = np.repeat(waving(1), 4, axis=0)
    batch = evaluation_batch(joints, 4, 0.3)
    assert score(mean_pose(joints, batch, 0.3), batch.x0, 0.3)["pa_mpjpe_mean"] < 0.1
