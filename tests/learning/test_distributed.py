"""Two processes, joined over gloo, learn what one does."""

import json
import os
import socket
import subprocess
import sys

import numpy as np
import pytest
from safetensors.torch import load_file

from tests.diffusion.people import TINY

STEPS = 6


SCRIPT = """
import json, sys
from posestudio.training.loop import TrainConfig, train
data, out, model, network, steps, parts = sys.argv[1:]
sizes = dict(network=json.loads(network), steps=int(steps), batch=32, parts=int(parts))
config = TrainConfig(data, model, **sizes, warm_up=2, save_every=3)
for event in train(config, out, device="cpu", report_every=0):
    pass
"""


def run(data, out, model="mlp", parts=2, processes=1):
    """Train in so many processes, as torchrun would start them; every step is reported."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    shared = os.environ | {"OMP_NUM_THREADS": "1", "MASTER_ADDR": "localhost", "MASTER_PORT": str(port)}
    children = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                SCRIPT,
                str(data),
                str(out),
                model,
                json.dumps(TINY[model]),
                str(STEPS),
                str(parts),
            ],
            env=shared if processes == 1 else shared | {"WORLD_SIZE": str(processes), "RANK": str(rank)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(processes)
    ]
    errors = [child.communicate(timeout=120)[1] for child in children]
    return [child.returncode for child in children], "".join(errors)


def losses(run):
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return {line["step"]: line["loss"] for line in lines if "loss" in line}


@pytest.mark.parametrize("model", ["mlp", "transformer"])
def test_two_processes_learn_what_one_does(data, tmp_path, model):
    for name, processes in (("one", 1), ("two", 2)):
        statuses, errors = run(data, tmp_path / name, model, processes=processes)
        assert statuses == [0] * processes, errors
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert len(one) == STEPS and one == pytest.approx(two, rel=1e-3)
    one, two = (load_file(tmp_path / name / "last.safetensors") for name in ("one", "two"))
    assert all(np.allclose(one[name], two[name], rtol=1e-2, atol=1e-3) for name in one)


def test_parts_that_cannot_be_shared_are_refused(data, tmp_path):
    statuses, errors = run(data, tmp_path / "run", parts=3)
    assert statuses == [1] and "32 in 3 parts" in errors
    assert not (tmp_path / "run").exists()
