from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from posestudio.body.layouts import BODY_INDEX
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.errors import CheckpointError, PosesError
from posestudio.learning.events import Finished, Progress, Sampled, Validated
from posestudio.learning.run_folder import load_checkpoint
from posestudio.training.loop import TrainConfig, overfits, train
from tests.diffusion.people import TINY
from tests.training.runs import config


def test_events_and_files_of_a_run(data: str, tmp_path: Path) -> None:
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == list(range(1, 13))
    assert [event.step for event in events if isinstance(event, Validated)] == [8, 12]
    assert events[-1] == Finished(
        12, tmp_path / "run" / "weights.safetensors", tmp_path / "run" / "weights.safetensors"
    )
    _, card = load_denoiser(tmp_path / "run" / "weights.safetensors")
    assert card["steps"] == 12 and card["data"]["poses"] == 90 and card["held_out"]
    assert set(card["validation"]) >= {"pa_mpjpe_mean", "best_of_10", "energy"}
    records = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert sum("loss" in record for record in records) == 12
    assert sum("validation" in record for record in records) == 2


@pytest.mark.parametrize(("model", "crash"), [("mlp", False), ("mlp", True), ("transformer", True)])
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
    saved = load_checkpoint(tmp_path / "parts")[1]["step"]
    assert saved == (4 if crash else 7)  # every fourth step, or where it was closed
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


def test_a_finished_run_resumes_to_its_end_at_once(data: str, tmp_path: Path) -> None:
    list(train(config(data), tmp_path / "run", device="cpu"))
    (event,) = train(config(data), tmp_path / "run", resume=True, device="cpu")
    assert isinstance(event, Finished) and event.step == 12 and event.best.exists()


def test_bad_data_is_refused_before_a_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_text("no")
    with pytest.raises(PosesError):
        next(train(config(str(tmp_path / "bad.npz")), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("denoiser", ["preconditioned", "flow", "noise"])
def test_a_small_network_learns(data: str, tmp_path: Path, denoiser: str) -> None:
    settings = config(
        data, denoiser=denoiser, network={"width": 64, "blocks": 2, "dropout": 0.0}, steps=150, batch=64
    )
    settings = replace(settings, validate_every=150, save_every=150, learning_rate=3e-3)
    losses = [
        event.loss
        for event in train(settings, tmp_path / "run", device="cpu", report_every=0)
        if isinstance(event, Progress)
    ]
    assert np.mean(losses[-30:]) < 0.85 * np.mean(losses[:5])


def test_learning_rate_warms_up_and_falls(data: str, tmp_path: Path) -> None:
    events = train(config(data), tmp_path / "run", device="cpu", report_every=0)
    rates = [event.learning_rate for event in events if isinstance(event, Progress)]
    top = TrainConfig.learning_rate
    assert rates[0] == pytest.approx(top / 4) and max(rates) == pytest.approx(top)
    assert rates[4:] == sorted(rates[4:], reverse=True) and rates[-1] < 0.1 * top


@pytest.mark.parametrize(
    ("history", "noticed"),
    [
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7), (5, 8.5, 7)], True),
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7)], False),
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7), (5, 8.5, 7), (6, 8.5, 6)], False),  # noticed once
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 8), (4, 8.5, 8), (5, 8.5, 8)], False),  # nothing gets better
        ([(step, 9 - step, 9 - step) for step in range(8)], False),
        ([], False),
    ],
)
def test_overfitting_is_noticed_once(history: list, noticed: bool) -> None:
    assert overfits(history) == noticed


def test_the_best_weights_are_kept(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = iter([50.0, 40.0, 40.0, 30.0, 60.0, 20.0])
    monkeypatch.setattr(
        "posestudio.training.loop.evaluate", lambda *_: {"energy": next(scores), "pa_mpjpe_mean": 1.0}
    )
    *events, last = train(config(data, validate_every=4), tmp_path / "run", device="cpu")
    assert [event.best for event in events if isinstance(event, Validated)] == [4, 8, 8]
    assert last.best == tmp_path / "run" / "best.safetensors"
    assert load_denoiser(last.best)[1]["steps"] == 8


def test_samples_are_bodies_the_right_way_up(data: str, tmp_path: Path) -> None:
    events = list(train(config(data), tmp_path / "run", device="cpu"))
    sampled = [event for event in events if isinstance(event, Sampled)]
    truth = np.array(sampled[0].truth)
    assert truth.shape == (4, 29, 3) and np.array(sampled[0].poses).shape == (4, 5, 29, 3)
    heads, feet = (truth[:, BODY_INDEX[name], 1] for name in ("head_top", "left_ankle"))
    assert (heads - feet).mean() > 0.7
    assert sampled[0].truth == sampled[-1].truth and sampled[0].poses != sampled[-1].poses
