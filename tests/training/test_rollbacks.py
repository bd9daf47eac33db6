from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from posestudio.dataset.shards import Shards
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser
from posestudio.errors import CheckpointError
from posestudio.learning import run_folder as run_module
from posestudio.learning.distributed import Processes
from posestudio.learning.events import Finished, Noticed, Progress
from posestudio.learning.run_folder import load_checkpoint
from posestudio.training.card import description
from posestudio.training.loop import train
from posestudio.training.optimizer_steps import Trainer
from tests.diffusion.people import TINY
from tests.training.runs import config, spoil_losses


def test_a_run_that_diverges_for_good_stops_and_keeps_its_last_good_checkpoint(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_losses(monkeypatch, lambda number, loss: loss * (torch.nan if number >= 6 else 1))
    with pytest.raises(CheckpointError, match="diverged before step 8"):
        list(train(config(data, validate_every=12), tmp_path / "run", device="cpu"))
    tensors = load_file(tmp_path / "run" / "last.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    assert load_denoiser(tmp_path / "run" / "weights.safetensors")[1]["steps"] == 4


@pytest.mark.parametrize(("bad", "back"), [(6, 4), (2, 0)])
def test_a_run_that_diverges_once_goes_back_and_takes_smaller_steps(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int, back: int
) -> None:
    spoil_losses(monkeypatch, lambda number, loss: loss * (torch.nan if number == bad else 1))
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    (notice,) = (event for event in events if isinstance(event, Noticed))
    assert notice.step == back and "diverged" in notice.words
    assert isinstance(events[-1], Finished)
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == [*range(1, bad + 1), *range(back + 1, 13)]
    assert max(e.learning_rate for e in events[events.index(notice) :] if isinstance(e, Progress)) <= 6e-4
    assert load_checkpoint(tmp_path / "run")[1]["setbacks"] == 1


@pytest.mark.parametrize("rollbacks", [2, 3])
def test_rollbacks_before_the_first_checkpoint_leave_the_average_whole(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rollbacks: int
) -> None:
    left = iter(range(rollbacks))

    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        return loss * torch.nan if number % 4 == 2 and next(left, None) is not None else loss

    spoil_losses(monkeypatch, spoil)
    events = list(train(config(data), tmp_path / "run", device="cpu", report_every=0))
    assert [event.step for event in events if isinstance(event, Noticed)] == [0] * rollbacks
    for name in ("last", "weights"):
        tensors = load_file(tmp_path / "run" / f"{name}.safetensors")
        assert all(torch.isfinite(tensor).all() for tensor in tensors.values())


def test_out_of_memory_halves_what_is_done_at_once(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        if len(loss) > 4:
            raise RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: not enough memory")
        return loss

    spoil_losses(monkeypatch, spoil)
    events = list(train(config(data), tmp_path / "run", device="cpu"))
    notices = [event.words for event in events if isinstance(event, Noticed)]
    assert ["2 micro-batches" in notices[0], "4 micro-batches" in notices[1]] == [True, True] and len(
        notices
    ) == 2
    assert isinstance(events[-1], Finished)


def test_not_even_one_pose_fits(data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(number: int, loss: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    spoil_losses(monkeypatch, spoil)
    with pytest.raises(CheckpointError, match="smaller network"):
        list(train(config(data), tmp_path / "run", device="cpu"))


def test_micro_batches_give_the_gradients_of_the_whole(data: str) -> None:
    norms = []
    for micro_batches in (1, 4):
        torch.manual_seed(0)
        settings = config(data, denoiser="regressor", network={**TINY["mlp"], "dropout": 0.0})
        trainer = Trainer(settings, build_denoiser(description(settings)), Processes(torch.device("cpu")))
        trainer.micro_batches = micro_batches
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
