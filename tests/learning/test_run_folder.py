from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from posestudio.errors import CheckpointError
from posestudio.learning.config import load_config
from posestudio.training.loop import TrainConfig, train
from tests.training.runs import config


def test_a_run_is_not_overwritten_nor_confused(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    before = (tmp_path / "run" / "weights.safetensors").read_bytes()
    with pytest.raises(CheckpointError, match="--resume"):
        next(train(config(data), tmp_path / "run", device="cpu"))
    with pytest.raises(CheckpointError, match="batch"):
        next(train(config(data, batch=8), tmp_path / "run", resume=True, device="cpu"))
    with pytest.raises(CheckpointError, match="nothing to resume"):
        next(train(config(data), tmp_path / "none", resume=True, device="cpu"))
    for name in ("last", "previous"):
        (tmp_path / "run" / f"{name}.safetensors").write_bytes(b"rubbish")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        next(train(config(data), tmp_path / "run", resume=True, device="cpu"))
    assert (tmp_path / "run" / "weights.safetensors").read_bytes() == before


def test_one_program_at_a_time_trains_a_run(data: str, tmp_path: Path) -> None:
    first = train(config(data), tmp_path / "run", device="cpu", report_every=0)
    next(first)
    with pytest.raises(CheckpointError, match="another program"):
        next(train(config(data), tmp_path / "run", resume=True, device="cpu"))
    first.close()
    *_, last = train(config(data), tmp_path / "run", resume=True, device="cpu")
    assert last.step == 12


def test_a_run_is_resumed_from_any_folder(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "begun").mkdir()
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(data, tmp_path / "begun" / "poses.npz")
    monkeypatch.chdir(tmp_path / "begun")
    stopped = train(config("poses.npz"), "runs/one", device="cpu", report_every=0)
    next(stopped)
    stopped.close()
    settings = tmp_path / "begun" / "runs" / "one" / "config.json"
    content = json.loads(settings.read_text())
    assert content["data"] == str(tmp_path / "begun" / "poses.npz")
    monkeypatch.chdir(tmp_path / "elsewhere")
    run = tmp_path / "begun" / "runs" / "one"
    for old in (False, True):
        if old:  # a configuration of before: as seen from where it was begun, and without what came later
            content["data"] = "poses.npz"
            del content["split"]
            settings.write_text(json.dumps(content))
        begun = load_config(run, TrainConfig)
        assert Path(begun.data).is_file() and begun.split == ("clips" if old else "subjects")
        stopped = train(begun, run, resume=True, device="cpu", report_every=0)
        next(stopped)
        stopped.close()
    *_, last = train(load_config(run, TrainConfig), run, resume=True, device="cpu")
    assert last.step == 12
