"""Two processes, joined over gloo, learn what one does."""

import gc
import json
import multiprocessing
import os
import socket

import numpy as np
import pytest
from safetensors.torch import load_file

from posestudio.errors import PoseStudioError
from posestudio.training.loop import TrainConfig, train
from tests.diffusion.people import TINY

STEPS = 6


def settings(data, model="mlp", parts=2):
    return TrainConfig(
        str(data), model, network=TINY[model], steps=STEPS, batch=32, parts=parts, warm_up=2, save_every=3
    )


def run(config, out, processes=2):
    """Train in so many processes, which have what torchrun gives to those that it starts; returns how they ended."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    fork = multiprocessing.get_context(
        "fork"
    )  # with torch loaded: four starts of Python would take ten seconds
    given = {"MASTER_ADDR": "localhost", "MASTER_PORT": str(port), "WORLD_SIZE": str(processes)}
    children = [
        fork.Process(target=learn, args=(config, out, given | {"RANK": str(rank)}))
        for rank in range(processes)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(600)
    return [child.exitcode for child in children]


def learn(config, out, given):
    gc.freeze()  # what this process has of its parent must not be freed in it: see common/workers.py
    os.environ.update(given)
    for _ in train(config, out, device="cpu", report_every=0):
        pass


def losses(run):
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return {line["step"]: line["loss"] for line in lines if "loss" in line}


@pytest.mark.parametrize("model", ["mlp", "transformer"])
def test_two_processes_learn_what_one_does(data, tmp_path, model):
    config = settings(data, model)
    list(train(config, tmp_path / "one", device="cpu", report_every=0))
    assert run(config, tmp_path / "two") == [0, 0]
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert len(one) == STEPS and one == pytest.approx(two, rel=1e-3)
    one, two = (load_file(tmp_path / name / "last.safetensors") for name in ("one", "two"))
    assert all(np.allclose(one[name], two[name], rtol=1e-2, atol=1e-3) for name in one)


def test_parts_that_cannot_be_shared_are_refused(data, tmp_path):
    with pytest.raises(PoseStudioError, match="32 in 3 parts"):
        list(train(settings(data, parts=3), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()
