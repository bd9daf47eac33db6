from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.diffusion.checkpoint import build_denoiser, save_weights
from posestudio.training.report import Report, evaluate_weights
from tests.diffusion.people import TINY


def untrained(path: Path, denoiser: str) -> str:
    torch.manual_seed(0)
    card = {"model": "mlp", "network": TINY["mlp"], "denoiser": denoiser, "scale": 0.3}
    save_weights(path, build_denoiser(card).state_dict(), card)
    return str(path)


@pytest.fixture(scope="module")
def report(data: str, tmp_path_factory: pytest.TempPathFactory) -> Report:
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


def test_the_report_holds_every_row_and_baseline(report: Report) -> None:
    names = list(report.rows)
    assert names[:4] == ["mean pose", "nearest picture", "regressor", "regressor + noise"]
    assert len(names) == 5
    for row in report.rows.values():
        for value, low, high in row.values():
            assert low <= value <= high and np.isfinite(value)
    assert report.rows["nearest picture"]["mpjpe"][0] < report.rows["mean pose"]["mpjpe"][0]
    assert set(report.calibration) == {"regressor + noise", names[4]}
    assert set(report.robustness[names[4]]) == {
        "missing points",
        "noise",
        "camera",
        "field of view",
        "elevation",
    }
    assert list(report.robustness[names[4]]["missing points"]) == list("0123456")
    assert set(report.milliseconds[names[4]]) == {"1", "16", "200"}


def test_the_report_is_plain_json_and_a_table(report: Report) -> None:
    again = json.loads(json.dumps(report.as_json()))
    assert set(again) >= {"rows", "calibration", "calibration_error", "robustness", "settings"}
    lines = report.table()
    assert len(lines) == 6 and len({len(line) for line in lines}) == 1


def test_the_report_has_a_row_for_every_task(report: Report) -> None:
    (tasks,) = report.tasks.values()
    assert len(tasks) == 12
    assert all({"energy", "mpjpe", "lengths"} <= set(scores) for scores in tasks.values())
    assert all(scores["pins"] < 5 for scores in tasks.values() if "pins" in scores)
    (noise,) = report.noise.values()
    assert set(noise["1"]) >= {"energy", "depth", "plane"}
    assert len(report.per_joint["regressor"]) == 12
    assert report.violations["truth"] <= 30
