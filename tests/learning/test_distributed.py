"""Two processes, joined over gloo, learn what one does."""

import json
import os
import pickle
import socket
import subprocess
import sys

import numpy as np
import pytest
from safetensors.torch import load_file

from posestudio.errors import PoseStudioError
from posestudio.training.loop import TrainConfig, train
from tests.diffusion.people import TINY

STEPS = 6


SCRIPT = """
import pickle, sys
from posestudio.training.loop import train
for event in train(pickle.loads(bytes.fromhex(sys.argv[1])), sys.argv[2], device="cpu", report_every=0):
    pass
"""


def settings(data, model="mlp", parts=2):
    return TrainConfig(
        str(data), model, network=TINY[model], steps=STEPS, batch=32, parts=parts, warm_up=2, save_every=3
    )


def run(config, out, processes=2):
    """Train in so many processes, as torchrun would start them; every step is reported."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    shared = os.environ | {"OMP_NUM_THREADS": "1", "MASTER_ADDR": "localhost", "MASTER_PORT": str(port)}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, pickle.dumps(config).hex(), str(out)],
            env=shared | {"WORLD_SIZE": str(processes), "RANK": str(rank)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(processes)
    ]
    errors = [child.communicate(timeout=600)[1] for child in children]
    return [child.returncode for child in children], "".join(errors)


def losses(run):
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return {line["step"]: line["loss"] for line in lines if "loss" in line}


@pytest.mark.parametrize("model", ["mlp", "transformer"])
def test_two_processes_learn_what_one_does(data, tmp_path, model):
    config = settings(data, model)
    list(train(config, tmp_path / "one", device="cpu", report_every=0))
    statuses, errors = run(config, tmp_path / "two")
    assert statuses == [0, 0], errors
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert len(one) == STEPS and one == pytest.approx(two, rel=1e-3)
    one, two = (load_file(tmp_path / name / "last.safetensors") for name in ("one", "two"))
    assert all(np.allclose(one[name], two[name], rtol=1e-2, atol=1e-3) for name in one)


def test_parts_that_cannot_be_shared_are_refused(data, tmp_path):
    with pytest.raises(PoseStudioError, match="32 in 3 parts"):
        list(train(settings(data, parts=3), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()
