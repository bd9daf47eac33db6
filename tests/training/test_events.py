import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.dataset.poses import Poses, save_poses
from posestudio.errors import PoseStudioError
from posestudio.training.events import Finished, Progress, event_of, line_of


def test_events_are_lines_and_back():
    event = event_of(line_of(Progress(3, 10, 0.5, 1e-3, 0.1, 2.0, 9.0)))
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
        event_of(line_of(Finished(10, Path("w.safetensors"), Path("b.safetensors"))))["weights"]
        == "w.safetensors"
    )


@pytest.mark.parametrize("line", ["", "hello", "[1]", "{}", '{"kind": 3}'])
def test_other_lines_are_refused(line):
    with pytest.raises(PoseStudioError, match="expected an event"):
        event_of(line)


def test_a_word_is_no_event():
    with pytest.raises(TypeError):
        line_of("hello")


@pytest.fixture
def poses(tmp_path):
    rng = np.random.default_rng(0)
    joints = standing_body() + rng.normal(0, 0.03, (400, 27, 3)).astype(np.float32)
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
        event = event_of(line.decode())
        if event["kind"] == kind:
            return event
    raise AssertionError("it ended")


def test_closing_its_input_saves_and_ends_it(poses, tmp_path):
    child = started(poses, tmp_path / "run")
    until(child, "progress")
    child.stdin.close()
    last = [event_of(line.decode()) for line in child.stdout]
    assert child.wait(timeout=60) == 0
    child.stdout.close()
    saved = (tmp_path / "run" / "weights.safetensors").read_bytes()
    size = int.from_bytes(saved[:8], "little")
    card = json.loads(json.loads(saved[8 : 8 + size])["__metadata__"]["card"])
    assert card["steps"] >= (last[-1]["step"] if last else 1)


def test_a_killed_run_goes_on_from_its_last_checkpoint(poses, tmp_path):
    run = tmp_path / "run"
    child = started(poses, run)
    deadline = time.monotonic() + 60
    while not (run / "last.safetensors").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    child = started(poses, run, "--resume")
    assert until(child, "progress")["step"] > 20
    child.stdin.close()
    child.stdout.read()
    assert child.wait(timeout=60) == 0
    child.stdout.close()
