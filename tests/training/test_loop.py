from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from posestudio.dataset.poses import Poses, save_poses
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.denoiser import PreconditionedDenoiser
from posestudio.errors import CheckpointError, PosesError
from posestudio.training.controls import mean_pose
from posestudio.training.evaluation import evaluate, held_out_batch, score
from posestudio.training.loop import Finished, Progress, TrainConfig, Validated, train
from posestudio.training.run import RunFolder
from tests.dataset.clips import waving
from tests.diffusion.people import TINY


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("data") / "poses.npz"
    joints = np.concatenate([waving(30, phase=phase) for phase in (0.0, 1.0, 2.0, 3.0)])
    subjects = np.repeat(["01", "02", "13", "05"], 30)
    save_poses(path, Poses(joints, subjects, subjects, np.arange(120), {"sources": ["test"]}))
    return str(path)


def config(data: str, **changes: object) -> TrainConfig:
    base = TrainConfig(
        data, network=TINY["mlp"], steps=12, batch=16, warm_up=4, validate_every=8, save_every=4
    )
    return replace(base, **changes)


def test_events_and_files_of_a_run(data: str, tmp_path: Path) -> None:
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == list(range(1, 13))
    assert [event.step for event in events if isinstance(event, Validated)] == [8, 12]
    assert events[-1] == Finished(12, tmp_path / "run" / "weights.safetensors")
    _, card = load_denoiser(tmp_path / "run" / "weights.safetensors")
    assert card["steps"] == 12 and card["data"]["poses"] == 90 and card["held_out"]
    assert set(card["validation"]) >= {"pa_mpjpe_mean", "best_of_10", "energy"}
    records = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert sum("loss" in record for record in records) == 12
    assert sum("validation" in record for record in records) == 2


@pytest.mark.parametrize("crash", [False, True])
@pytest.mark.parametrize("model", TINY)
def test_resuming_is_exact_to_the_bit(data: str, tmp_path: Path, model: str, crash: bool) -> None:
    settings = config(data, model=model, network=TINY[model])
    list(train(settings, tmp_path / "whole", device="cpu"))
    broken_off = train(settings, tmp_path / "parts", device="cpu", report_every=0)
    for event in broken_off:
        if event.step == 7:
            break
    if crash:
        with pytest.raises(KeyboardInterrupt):
            broken_off.throw(KeyboardInterrupt)
    else:
        broken_off.close()
    saved = RunFolder(tmp_path / "parts", settings, resume=True).load_state()[1]
    assert saved == (4 if crash else 7)  # every fourth step, or where it was told to stop
    list(train(settings, tmp_path / "parts", resume=True, device="cpu"))
    whole, parts = (load_file(tmp_path / name / "last.safetensors") for name in ("whole", "parts"))
    assert whole.keys() == parts.keys()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_a_run_goes_on_from_given_weights(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "first", device="cpu"))
    start = tmp_path / "first" / "weights.safetensors"
    list(train(config(data, steps=1, start=str(start), all_subjects=True), tmp_path / "second", device="cpu"))
    weights = tmp_path / "second" / "weights.safetensors"
    before, after = load_file(start), load_file(weights)
    assert all((before[name] - after[name]).abs().max() < 0.02 for name in before)
    cards = [load_denoiser(path)[1] for path in (start, weights)]
    assert cards[0]["scale"] == cards[1]["scale"] and cards[0]["start"] is None
    assert cards[1]["start"]["steps"] == 12 and cards[1]["start"]["held_out"] and not cards[1]["held_out"]
    with pytest.raises(CheckpointError, match="another network"):
        other = config(data, network={**TINY["mlp"], "width": 24}, start=str(start))
        next(train(other, tmp_path / "third", device="cpu"))
    assert not (tmp_path / "third").exists()


def test_a_run_is_not_overwritten_nor_confused(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    before = (tmp_path / "run" / "weights.safetensors").read_bytes()
    with pytest.raises(CheckpointError, match="--resume"):
        next(train(config(data), tmp_path / "run", device="cpu"))
    with pytest.raises(CheckpointError, match="batch"):
        next(train(config(data, batch=8), tmp_path / "run", resume=True, device="cpu"))
    with pytest.raises(CheckpointError, match="nothing to resume"):
        next(train(config(data), tmp_path / "none", resume=True, device="cpu"))
    (tmp_path / "run" / "last.safetensors").write_bytes(b"rubbish")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        next(train(config(data), tmp_path / "run", resume=True, device="cpu"))
    assert (tmp_path / "run" / "weights.safetensors").read_bytes() == before


def test_a_finished_run_resumes_to_its_end_at_once(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    assert list(train(config(data), tmp_path / "run", resume=True, device="cpu")) == [
        Finished(12, tmp_path / "run" / "weights.safetensors")
    ]


def test_bad_data_is_refused_before_a_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_text("no")
    with pytest.raises(PosesError):
        next(train(config(str(tmp_path / "bad.npz")), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("denoiser", ["preconditioned", "noise"])
def test_a_small_network_learns(data: str, tmp_path: Path, denoiser: str) -> None:
    settings = config(
        data, denoiser=denoiser, network={"width": 64, "blocks": 2, "dropout": 0.0}, steps=300, batch=64
    )
    settings = replace(settings, validate_every=300, save_every=300, learning_rate=3e-3)
    losses = [
        event.loss
        for event in train(settings, tmp_path / "run", device="cpu", report_every=0)
        if isinstance(event, Progress)
    ]
    assert np.mean(losses[-30:]) < 0.75 * np.mean(losses[:5])


def test_learning_rate_warms_up_and_falls(data: str, tmp_path: Path) -> None:
    events = train(config(data), tmp_path / "run", device="cpu", report_every=0)
    rates = [event.learning_rate for event in events if isinstance(event, Progress)]
    top = TrainConfig.learning_rate
    assert rates[0] == pytest.approx(top / 4) and max(rates) == pytest.approx(top)
    assert rates[4:] == sorted(rates[4:], reverse=True) and rates[-1] < 0.1 * top


def test_scores_do_not_depend_on_the_chunks(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    denoiser, card = load_denoiser(tmp_path / "run" / "weights.safetensors")
    batch = held_out_batch(waving(20), 10, card["scale"])
    whole, chunked = (evaluate(denoiser, batch, card["scale"], at_once=chunk) for chunk in (100, 30))
    assert whole == pytest.approx(chunked, rel=1e-3)


def test_the_mean_pose_control_is_right_about_its_own_mean() -> None:
    joints = np.repeat(waving(1), 4, axis=0)
    batch = held_out_batch(joints, 4, 0.3)
    assert score(mean_pose(joints, batch, 0.3), batch.x0, 0.3)["pa_mpjpe_mean"] < 0.1


def test_a_run_that_diverges_stops_and_keeps_its_last_good_checkpoint(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = config(data)
    honest = PreconditionedDenoiser.loss
    calls = iter(range(100))

    def loss(*arguments: object) -> torch.Tensor:
        return honest(*arguments) * (torch.nan if next(calls) == 6 else 1)

    monkeypatch.setattr(PreconditionedDenoiser, "loss", loss)
    with pytest.raises(CheckpointError, match="diverged before step 8"):
        list(train(replace(settings, validate_every=12), tmp_path / "run", device="cpu"))
    tensors = load_file(tmp_path / "run" / "last.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    assert load_denoiser(tmp_path / "run" / "weights.safetensors")[1]["steps"] == 4
