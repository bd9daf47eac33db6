from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.layouts import BODY_INDEX
from posestudio.dataset.augment import flipped
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.diffusion.checkpoint import build_denoiser, save_weights
from posestudio.errors import PosesError
from posestudio.training import controls
from posestudio.training.evaluation import held_out_batch, per_picture
from posestudio.training.limits import JointLimits
from posestudio.training.metrics import QUANTILES, calibration, interval
from posestudio.training.panel import Panel, evaluate_weights
from tests.dataset.clips import waving
from tests.diffusion.people import TINY


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("data") / "poses.npz"
    joints = np.concatenate([waving(30, phase=phase) for phase in (0.0, 1.0, 2.0, 3.0)])
    subjects = np.repeat(["01", "02", "13", "05"], 30)
    save_poses(path, Poses(joints, subjects, subjects, np.arange(120)))
    return str(path)


def untrained(path: Path, denoiser: str) -> str:
    torch.manual_seed(0)
    card = {"model": "mlp", "network": TINY["mlp"], "denoiser": denoiser, "scale": 0.3}
    save_weights(path, build_denoiser(card).state_dict(), card)
    return str(path)


@pytest.fixture(scope="module")
def panel(data: str, tmp_path_factory: pytest.TempPathFactory) -> Panel:
    folder = tmp_path_factory.mktemp("weights")
    return evaluate_weights(
        data,
        [untrained(folder / "w.safetensors", "preconditioned")],
        poses=8,
        hypotheses=10,
        steps=3,
        regressor=untrained(folder / "r.safetensors", "regressor"),
        device="cpu",
    )


def test_the_panel_holds_every_row_and_control(panel: Panel) -> None:
    names = list(panel.rows)
    assert names[:4] == ["mean pose", "nearest picture", "regressor", "regressor + noise"]
    assert len(names) == 5
    for row in panel.rows.values():
        for value, low, high in row.values():
            assert low <= value <= high and np.isfinite(value)
    assert panel.rows["nearest picture"]["mpjpe"][0] < panel.rows["mean pose"]["mpjpe"][0]
    assert set(panel.calibration) == {"regressor + noise", names[4]}
    assert set(panel.robustness[names[4]]) == {
        "missing points",
        "noise",
        "camera",
        "field of view",
        "elevation",
    }
    assert list(panel.robustness[names[4]]["missing points"]) == list("0123456")
    assert set(panel.milliseconds[names[4]]) == {"1", "16", "200"}


def test_the_panel_is_plain_json_and_a_table(panel: Panel) -> None:
    again = json.loads(json.dumps(panel.as_json()))
    assert set(again) >= {"rows", "calibration", "calibration_error", "robustness", "settings"}
    lines = panel.table()
    assert len(lines) == 6 and len({len(line) for line in lines}) == 1


def test_the_panel_has_a_row_for_every_task(panel: Panel) -> None:
    (tasks,) = panel.tasks.values()
    assert len(tasks) == 12
    assert all({"energy", "mpjpe", "lengths"} <= set(scores) for scores in tasks.values())
    assert all(scores["pins"] < 5 for scores in tasks.values() if "pins" in scores)
    (noise,) = panel.noise.values()
    assert set(noise["1"]) >= {"energy", "depth", "plane"}
    assert len(panel.per_joint["regressor"]) == 12
    assert panel.violations["truth"] <= 30


def test_joint_limits_know_what_they_have_seen() -> None:
    joints = torch.from_numpy(waving(60, phase=0.0))
    limits = JointLimits(joints)
    assert limits.violations(joints).max() == 0
    mirrored = flipped(joints, torch.ones(60, dtype=torch.bool))
    assert limits.violations(mirrored).max() == 0
    broken = joints.clone()
    knee, ankle = BODY_INDEX["left_knee"], BODY_INDEX["left_ankle"]
    broken[:, ankle] = broken[:, knee] + torch.tensor([0.0, 0.4, 0.0])
    assert limits.violations(broken).mean() == pytest.approx(1 / 8, abs=0.02)
    assert limits.violations(joints[:6].view(2, 3, 27, 3)).shape == (2, 3)


def test_a_poses_file_of_one_subject_is_refused(data: str, tmp_path: Path) -> None:
    alone = load_poses(data).where(load_poses(data).subject == "13")
    save_poses(tmp_path / "p.npz", alone)
    with pytest.raises(PosesError, match="held-out"):
        evaluate_weights(tmp_path / "p.npz", [untrained(tmp_path / "w.safetensors", "preconditioned")])


def test_tuned_noise_is_as_wide_as_the_error() -> None:
    batch = held_out_batch(waving(40), 40, 0.3)
    generator = torch.Generator().manual_seed(0)
    answer = (batch.x0 + 0.1 * torch.randn(batch.x0.shape, generator=generator))[:, None]
    answer[:, :, 0] = 0
    hypotheses, level = controls.with_tuned_noise(answer, batch, 0.3, 20)
    assert hypotheses.shape == (40, 20, 27, 3)
    assert level == pytest.approx(0.1 * 300, rel=0.25)


def gaussian_case(spread: float) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    truth = torch.randn(400, 6, 3, generator=generator)
    return calibration(spread * torch.randn(400, 60, 6, 3, generator=generator), truth)


def test_calibration_tells_too_narrow_from_too_wide() -> None:
    for axis in ("depth", "plane"):
        right, narrow, wide = (gaussian_case(spread)[axis].mean(0) for spread in (1.0, 0.5, 2.0))
        assert (right - QUANTILES).abs().mean() < 0.03
        assert (narrow - QUANTILES).mean() < -0.1
        assert (wide - QUANTILES).mean() > 0.1


def test_the_interval_draws_whole_clips() -> None:
    values = torch.tensor([0.0] * 50 + [1.0] * 50)
    frames = interval(values, np.arange(100))
    clips = interval(values, np.repeat(["a", "b"], 50))
    assert 0.38 < frames[0] < 0.5 < frames[1] < 0.62
    assert clips == (0.0, 1.0)


def test_errors_by_name() -> None:
    batch = held_out_batch(waving(6), 6, 0.3)
    exact = per_picture(batch.x0[:, None].expand(-1, 10, -1, -1), batch.x0, 0.3)
    assert set(exact) >= {"mpjpe", "one_pa_mpjpe", "best_of_10", "energy", "asymmetry", "bone_spread"}
    for name in ("mpjpe", "n_mpjpe", "one_mpjpe", "best_of_10", "energy", "bone_spread"):
        assert exact[name].abs().max() < 0.05, name
    assert "best_of_50" not in exact
