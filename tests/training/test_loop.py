from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from posestudio.body.layouts import BODY_INDEX
from posestudio.dataset.poses import Poses, save_poses
from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser
from posestudio.diffusion.parameterizations import FlowMatcher
from posestudio.errors import CheckpointError, PosesError, PoseStudioError
from posestudio.learning import run_folder as run_module
from posestudio.learning.config import load_config
from posestudio.learning.distributed import Processes
from posestudio.learning.events import Finished, Noticed, Progress, Sampled, Validated
from posestudio.learning.run_files import remove_run
from posestudio.learning.run_folder import load_checkpoint
from posestudio.training.baselines import mean_pose
from posestudio.training.card import description
from posestudio.training.evaluation import evaluate, held_out_batch, score
from posestudio.training.loop import TrainConfig, overfits, train
from posestudio.training.trainer import Trainer
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
    saved = load_checkpoint(tmp_path / "parts")[1]["step"]
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
    for name in ("last", "previous"):
        (tmp_path / "run" / f"{name}.safetensors").write_bytes(b"rubbish")
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        next(train(config(data), tmp_path / "run", resume=True, device="cpu"))
    assert (tmp_path / "run" / "weights.safetensors").read_bytes() == before


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


def test_the_mean_pose_baseline_is_right_about_its_own_mean() -> None:
    joints = np.repeat(waving(1), 4, axis=0)
    batch = held_out_batch(joints, 4, 0.3)
    assert score(mean_pose(joints, batch, 0.3), batch.x0, 0.3)["pa_mpjpe_mean"] < 0.1


def failing(monkeypatch: pytest.MonkeyPatch, spoil: object) -> None:
    """``spoil(number, loss)`` answers instead of the number-th loss."""
    honest, calls = FlowMatcher.loss, iter(range(10_000))

    def loss(*arguments: object) -> torch.Tensor:
        return spoil(next(calls), honest(*arguments))  # type: ignore[operator]

    monkeypatch.setattr(FlowMatcher, "loss", loss)


def test_a_run_that_diverges_for_good_stops_and_keeps_its_last_good_checkpoint(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, lambda number, loss: loss * (torch.nan if number >= 6 else 1))
    with pytest.raises(CheckpointError, match="diverged before step 8"):
        list(train(config(data, validate_every=12), tmp_path / "run", device="cpu"))
    tensors = load_file(tmp_path / "run" / "last.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    assert load_denoiser(tmp_path / "run" / "weights.safetensors")[1]["steps"] == 4


@pytest.mark.parametrize(("bad", "back"), [(6, 4), (2, 0)])
def test_a_run_that_diverges_once_goes_back_and_takes_smaller_steps(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int, back: int
) -> None:
    failing(monkeypatch, lambda number, loss: loss * (torch.nan if number == bad else 1))
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    (notice,) = (event for event in events if isinstance(event, Noticed))
    assert notice.step == back and "diverged" in notice.words
    assert isinstance(events[-1], Finished)
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == [*range(1, bad + 1), *range(back + 1, 13)]
    assert max(e.learning_rate for e in events[events.index(notice) :] if isinstance(e, Progress)) <= 6e-4
    assert load_checkpoint(tmp_path / "run")[1]["setbacks"] == 1


def test_out_of_memory_halves_what_is_done_at_once(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        if len(loss) > 4:
            raise RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: not enough memory")
        return loss

    failing(monkeypatch, spoil)
    events = list(train(config(data), tmp_path / "run", device="cpu"))
    notices = [event.words for event in events if isinstance(event, Noticed)]
    assert ["2 pieces" in notices[0], "4 pieces" in notices[1]] == [True, True] and len(notices) == 2
    assert isinstance(events[-1], Finished)


def test_not_even_one_pose_fits(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    failing(monkeypatch, spoil)
    with pytest.raises(CheckpointError, match="smaller network"):
        list(train(config(data), tmp_path / "run", device="cpu"))


def test_pieces_give_the_gradients_of_the_whole(data: str) -> None:
    norms = []
    for pieces in (1, 4):
        torch.manual_seed(0)
        settings = config(data, denoiser="regressor", network={**TINY["mlp"], "dropout": 0.0})
        trainer = Trainer(settings, build_denoiser(description(settings)), Processes(torch.device("cpu")))
        trainer.pieces = pieces
        norms.append([float(value) for value in trainer.step(0, Shards(data).batches_at(0))])
    assert norms[0] == pytest.approx(norms[1], rel=2e-2)  # bfloat16


def test_a_damaged_checkpoint_is_passed_over(data: str, tmp_path: Path) -> None:
    settings = config(data)
    list(train(settings, tmp_path / "run", device="cpu"))
    path = tmp_path / "run" / "last.safetensors"
    whole = {name: tensor.clone() for name, tensor in load_file(path).items()}  # not the file's own memory
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    events = list(train(settings, tmp_path / "run", resume=True, device="cpu"))
    assert isinstance(events[0], Noticed) and "damaged" in events[0].words and events[0].step == 8
    again = load_file(path)
    assert all(torch.equal(whole[name], again[name]) for name in whole)


def test_a_full_disk_costs_no_checkpoint(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest, calls = run_module.write_tensors, iter(range(100))

    def save(path: Path, tensors: object, metadata: object) -> None:
        if next(calls) == 1:
            path.write_bytes(b"half")
            raise OSError(28, "No space left on device", str(path))
        honest(path, tensors, metadata)

    monkeypatch.setattr(run_module, "write_tensors", save)
    events = list(train(config(data), tmp_path / "run", device="cpu"))
    (notice,) = (event for event in events if isinstance(event, Noticed))
    assert notice.step == 8 and "No space left" in notice.words
    assert load_checkpoint(tmp_path / "run")[1]["step"] == 12
    assert load_checkpoint(tmp_path / "run")[2] == ""
    assert not list((tmp_path / "run").glob(".last*"))


def test_a_disk_that_stays_full_keeps_the_last_checkpoint(data: str, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True
    ).returncode:
        pytest.skip("only an administrator can make a small disk")
    try:
        first = train(config(data), disk / "run", device="cpu", report_every=0)
        next(event for event in first if isinstance(event, Progress) and event.step == 5)
        filler = disk / "filler"
        with pytest.raises(OSError), open(filler, "wb") as stream:
            while True:
                stream.write(b"0" * 512)
                stream.flush()
        with pytest.raises(OSError, match="(?i)no space"):
            list(first)
        assert load_checkpoint(disk / "run")[1]["step"] == 4
        filler.unlink()
        *_, last = train(config(data), disk / "run", resume=True, device="cpu")
        assert last.step == 12
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_one_program_at_a_time_trains_a_run(data: str, tmp_path: Path) -> None:
    first = train(config(data), tmp_path / "run", device="cpu", report_every=0)
    next(first)
    with pytest.raises(CheckpointError, match="another program"):
        next(train(config(data), tmp_path / "run", resume=True, device="cpu"))
    first.close()
    *_, last = train(config(data), tmp_path / "run", resume=True, device="cpu")
    assert last.step == 12


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7), (5, 8.5, 7)], True),
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7)], False),
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 7), (4, 8.5, 7), (5, 8.5, 7), (6, 8.5, 6)], False),  # told once
        ([(1, 9, 9), (2, 8, 8), (3, 8.5, 8), (4, 8.5, 8), (5, 8.5, 8)], False),  # nothing gets better
        ([(step, 9 - step, 9 - step) for step in range(8)], False),
        ([], False),
    ],
)
def test_overfitting_is_told_once(history: list, told: bool) -> None:
    assert overfits(history) == told


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
    assert truth.shape == (4, 27, 3) and np.array(sampled[0].poses).shape == (4, 5, 27, 3)
    heads, feet = (truth[:, BODY_INDEX[name], 1] for name in ("head_top", "left_ankle"))
    assert (heads - feet).mean() > 0.7
    assert sampled[0].truth == sampled[-1].truth and sampled[0].poses != sampled[-1].poses


@pytest.mark.parametrize("setbacks", [2, 3])
def test_setbacks_before_the_first_checkpoint_leave_the_average_whole(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setbacks: int
) -> None:
    left = iter(range(setbacks))

    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        return loss * torch.nan if number % 4 == 2 and next(left, None) is not None else loss

    failing(monkeypatch, spoil)
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    assert [event.step for event in events if isinstance(event, Noticed)] == [0] * setbacks
    for name in ("last", "weights"):
        tensors = load_file(tmp_path / "run" / f"{name}.safetensors")
        assert all(torch.isfinite(tensor).all() for tensor in tensors.values())


def test_a_run_is_gone_on_with_from_any_folder(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_a_run_begins_in_no_folder_of_somebody_elses(data: str, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("three years")
    with pytest.raises(CheckpointError, match=r"is no run and has other files in it, such as thesis\.tex"):
        next(train(config(data), tmp_path / "thesis", device="cpu"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(CheckpointError, match="is a file"):
        next(train(config(data), tmp_path / "file", device="cpu"))
    with pytest.raises(CheckpointError, match="is no run: nothing is deleted"):
        remove_run(tmp_path / "thesis")
    (tmp_path / "thesis" / "config.json").write_text('{"theme": "dark"}')
    with pytest.raises(CheckpointError, match="nothing is deleted"):
        remove_run(tmp_path / "thesis")
    assert sorted(path.name for path in (tmp_path / "thesis").iterdir()) == ["config.json", "thesis.tex"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").touch()
    next(train(config(data), tmp_path / "empty", device="cpu"))


def test_what_a_run_made_is_removed_and_nothing_else(data: str, tmp_path: Path) -> None:
    for name in ("kept", "gone"):
        list(train(config(data), tmp_path / name, device="cpu"))
        (tmp_path / name / ".last-abcd_f12.safetensors").write_text("a killed training's, of before")
    (tmp_path / "kept" / "notes.txt").write_text("mine")
    (tmp_path / "kept" / "my weights.safetensors").write_text("mine, too")
    assert not remove_run(tmp_path / "kept") and remove_run(tmp_path / "gone")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "my weights.safetensors",
        "notes.txt",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert remove_run(tmp_path / "never begun")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", 0),
        ("steps", 1.5),
        ("batch", -1),
        ("batch", True),
        ("learning_rate", float("nan")),
        ("learning_rate", -1.0),
        ("seed", -1),
        ("seed", 2**32),
        ("expansion", 1.5),
        ("ema", float("inf")),
        ("elevation", (30.0, -30.0)),
        ("field_of_view", (0.0, 200.0)),
        ("held_out", "13"),
        ("network", [1]),
        ("save_every", 0),
        ("noise", 0.0),
        ("parts", 0),
    ],
)
def test_settings_out_of_range_are_named(data: str, tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(PoseStudioError, match=f"^{name}: expected"):
        next(train(config(data, **{name: value}), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()
