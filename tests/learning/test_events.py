import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.standing import standing_body
from posestudio.cli import main
from posestudio.dataset.convert import ClipReport
from posestudio.dataset.poses import Poses, save_poses
from posestudio.errors import PoseStudioError
from posestudio.learning.events import Finished, Progress, event_line, read_event
from posestudio.learning.run_folder import load_checkpoint
from posestudio.training.config import TrainConfig
from posestudio.training.loop import train
from tests.diffusion.people import TINY


def test_a_clips_report_is_called_looked():
    """The name that scripts know from `posestudio convert --events`."""
    assert read_event(event_line(ClipReport(Path("a.bvh"), "13")))["kind"] == "looked"


def test_events_are_lines_and_back():
    event = read_event(event_line(Progress(3, 10, 0.5, 1e-3, 0.1, 2.0, 9.0)))
    assert event == {
        "kind": "progress",
        "step": 3,
        "steps": 10,
        "loss": 0.5,
        "learning_rate": 1e-3,
        "gradient_norm": 0.1,
        "rate": 2.0,
        "seconds_left": 9.0,
    }
    assert (
        read_event(event_line(Finished(10, Path("w.safetensors"), Path("b.safetensors"))))["weights"]
        == "w.safetensors"
    )


@pytest.mark.parametrize("line", ["", "hello", "[1]", "{}", '{"kind": 3}'])
def test_other_lines_are_refused(line):
    with pytest.raises(PoseStudioError, match="expected an event"):
        read_event(line)


def test_a_word_is_no_event():
    with pytest.raises(TypeError):
        event_line("hello")


@pytest.fixture
def poses(tmp_path):
    rng = np.random.default_rng(0)
    joints = standing_body() + rng.normal(0, 0.03, (400, 29, 3)).astype(np.float32)
    subject = np.repeat(["a", "b", "13", "c"], 100)
    path = tmp_path / "poses.npz"
    save_poses(path, Poses(joints, subject, subject, np.tile(np.arange(100), 4)))
    return path


def started(poses, run, *more):
    command = [
        sys.executable,
        "-m",
        "posestudio",
        "train",
        "--data",
        str(poses),
        "--out",
        str(run),
        "--events",
    ]
    sizes = ["--steps", "100000", "--batch", "16", "--save-every", "20"]
    return subprocess.Popen(
        [*command, *sizes, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )


def until(child, kind):
    for line in child.stdout:
        event = read_event(line.decode())
        if event["kind"] == kind:
            return event
    raise AssertionError("it ended")


def test_a_killed_run_goes_on_from_its_last_checkpoint(poses, tmp_path):
    run = tmp_path / "run"
    child = started(poses, run)
    while not (run / "last.safetensors").exists() and child.poll() is None:
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    child = started(poses, run, "--resume")
    assert until(child, "progress")["step"] > 20
    child.stdin.close()
    child.stdout.read()
    assert child.wait(timeout=600) == 0
    child.stdout.close()


def test_whenever_it_is_killed_it_goes_on_from_a_whole_checkpoint(poses, tmp_path):
    """Ten times, at random steps and a random while after; nothing that was saved is lost."""
    run, rng, reached = tmp_path / "run", np.random.default_rng(0), 0
    config = TrainConfig(str(poses), network=TINY["mlp"], batch=16, save_every=3, validate_every=50)
    *_, first = zip(range(20), train(config, run, device="cpu", report_every=0), strict=False)
    fork = multiprocessing.get_context(
        "fork"
    )  # with torch loaded: ten starts of Python would take half a minute
    for _ in range(10):
        receiver, sender = fork.Pipe(duplex=False)
        child = fork.Process(target=go_on, args=(config, run, sender))
        child.start()
        sender.close()
        for _ in range(rng.integers(5, 25)):
            receiver.recv()
        time.sleep(rng.uniform(0, 0.02))  # a checkpoint is being written, or not
        child.kill()
        child.join()
        receiver.close()
        tensors, facts, problem = load_checkpoint(run)
        assert problem == "" and facts["step"] >= reached
        assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
        reached = facts["step"]
    assert reached > 10 * (5 - config.save_every)


def go_on(config, run, steps):
    gc.freeze()  # what this process has of its parent must not be freed in it: see common/workers.py
    for event in train(config, run, resume=True, device="cpu", report_every=0):
        if isinstance(event, Progress):
            steps.send(event.step)


def test_its_input_pauses_it_continues_it_and_closed_saves_and_ends_it(poses, tmp_path):
    child = started(poses, tmp_path / "run")
    until(child, "progress")
    child.stdin.write(b"pause\n")
    child.stdin.flush()
    until(child, "paused")
    os.set_blocking(child.stdout.fileno(), False)
    time.sleep(0.5)
    assert not child.stdout.read()
    os.set_blocking(child.stdout.fileno(), True)
    child.stdin.write(b"continue\n")
    child.stdin.flush()
    step = until(child, "progress")["step"]
    child.stdin.close()
    child.stdout.read()
    assert child.wait(timeout=600) == 0
    child.stdout.close()
    saved = (tmp_path / "run" / "weights.safetensors").read_bytes()
    size = int.from_bytes(saved[:8], "little")
    card = json.loads(json.loads(saved[8 : 8 + size])["__metadata__"]["card"])
    assert card["steps"] >= step


def test_an_estimate_takes_no_data(capsys):
    status = main(
        ["train", "--out", "nowhere", "--estimate", "--events", "--steps", "1000", "--size", "small"]
    )
    assert status == 0
    event = read_event(capsys.readouterr().out)
    assert event["kind"] == "estimated" and event["seconds"] == pytest.approx(1000 / event["rate"])
    assert 1e6 < event["memory"] < 1e9
    assert event["devices"][0]["name"] == "cpu" and not Path("nowhere").exists()


def test_a_run_is_gone_on_with_as_it_was_begun(poses, tmp_path, capsys):
    run = tmp_path / "run"
    sizes = ["--steps", "3", "--batch", "8", "--size", "small", "--expansion", "0.2"]
    assert main(["train", "--data", str(poses), "--out", str(run), *sizes, "--quiet"]) == 0
    assert main(["train", "--out", str(run), "--resume", "--quiet"]) == 0
    assert main(["train", "--out", str(tmp_path / "none"), "--resume"]) == 1
    assert "nothing to resume" in capsys.readouterr().err
    assert main(["train", "--out", str(tmp_path / "none")]) == 2
