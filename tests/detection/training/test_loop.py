import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from posestudio import cli
from posestudio.dataset.poses import Poses, save_poses
from posestudio.detection.network.backbone import HRNet
from posestudio.detection.network.checkpoint import load_model
from posestudio.detection.network.movenet import CentredHeads, MoveNet
from posestudio.detection.training.loop import (
    DetectorConfig,
    DetectorValidated,
    Finished,
    Progress,
    train_detector,
)
from posestudio.errors import CheckpointError, PoseStudioError
from posestudio.learning.run_folder import load_checkpoint
from tests.detection.examples import poses, save_photographs
from tests.detection.movenet_graphs import write_graph

MODEL = {"size": 64, "channels": 16, "heads": 2, "window": 4}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    save_photographs(folder / "pictures", 12)
    bodies = poses()
    names = np.array(["clip"] * len(bodies))
    save_poses(folder / "poses.npz", Poses(bodies, names, names, np.arange(len(bodies))))
    return folder


def configured(data, **options):
    given = {"steps": 4, "batch": 4, "warm_up": 2, "validate_every": 3, "save_every": 2, "held_out": 0.25}
    return DetectorConfig(
        str(data / "pictures"),
        str(data / "poses.npz"),
        **({"model": MODEL} | given | {"terms": "of the test"} | options),
    )


def test_a_run_tells_what_happens_and_leaves_weights(data, tmp_path):
    events = list(train_detector(configured(data), tmp_path / "run", device="cpu", report_every=0))
    assert [e.step for e in events if isinstance(e, Progress)] == [1, 2, 3, 4]
    validated = [e for e in events if isinstance(e, DetectorValidated)]
    assert [e.step for e in validated] == [3, 4]
    assert set(validated[0].scores) == {"pck", "pckh", "ap", "placed"} == set(validated[0].initialisation)
    assert validated[0].scores["placed"] == 3 * 12  # faces are unlabelled
    assert isinstance(events[-1], Finished)
    model, card = load_model(events[-1].weights)
    assert card["data"]["terms"] == "of the test" and card["data"]["people"] == 9 and card["steps"] == 4
    assert set(card["validation"]) == {"initialisation", "4 steps"}
    assert model.config.size == 64
    lines = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["validation"].keys() == card["validation"].keys()


def test_a_run_goes_on_where_it_stopped_bit_for_bit(data, tmp_path):
    config = configured(data, validate_every=100)
    list(train_detector(config, tmp_path / "straight", device="cpu"))
    for event in train_detector(config, tmp_path / "broken", device="cpu", report_every=0):
        if event.step == 2:
            break
    list(train_detector(config, tmp_path / "broken", resume=True, device="cpu", workers=2))
    first, second = (load_file(tmp_path / name / "last.safetensors") for name in ("straight", "broken"))
    assert first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_picture_that_is_gone_is_one_line_and_nothing_is_lost(data, tmp_path, workers):
    shutil.copytree(data, tmp_path / "data")
    config = configured(
        tmp_path / "data", renders=0.0, steps=40, save_every=100, validate_every=100, held_out=0.0
    )
    with pytest.raises(PoseStudioError, match="png") as error:
        for event in train_detector(config, tmp_path / "run", device="cpu", report_every=0, workers=workers):
            if event.step == 1:
                for picture in (tmp_path / "data" / "pictures").glob("*.png"):
                    picture.unlink()
    assert "\n" not in str(error.value)
    assert (tmp_path / "run" / "last.safetensors").exists()


def test_runs_on_renders_alone_and_on_photographs_alone(data, tmp_path):
    for name, options in (("renders", {"data": ""}), ("photographs", {"poses": ""})):
        config = configured(data, steps=1)
        config = DetectorConfig(**{**vars(config), **options})
        events = list(train_detector(config, tmp_path / name, device="cpu"))
        assert any(isinstance(e, DetectorValidated) for e in events) == (name == "photographs")


def test_a_run_starts_from_weights_and_from_imagenet(data, tmp_path):
    backbone = HRNet("w18-small", 16)
    state = {n: t for n, t in backbone.state_dict().items() if not n.startswith(("project.", "norm."))}
    save_file(state, tmp_path / "imagenet.safetensors")
    config = configured(data, steps=1, learning_rate=0.0, imagenet=str(tmp_path / "imagenet.safetensors"))
    *_, finished = train_detector(config, tmp_path / "first", device="cpu")
    weights = load_file(tmp_path / "first" / "last.safetensors")
    assert torch.equal(weights["network.backbone.conv1.weight"], state["conv1.weight"])
    config = configured(data, steps=1, learning_rate=0.0, start=str(finished.weights))
    list(train_detector(config, tmp_path / "second", device="cpu"))
    *_, finished = train_detector(
        configured(data, steps=1, model=MODEL | {"variant": "initialisation"}), tmp_path / "plain"
    )
    config = configured(
        data, steps=1, learning_rate=0.0, start=str(finished.weights), model=MODEL | {"size": 96}
    )
    list(train_detector(config, tmp_path / "third", device="cpu"))  # another variant, another size
    other = DetectorConfig(**{**vars(config), "model": MODEL | {"channels": 24}})
    with pytest.raises(CheckpointError, match="another network"):
        list(train_detector(other, tmp_path / "fourth", device="cpu"))
    again = load_file(tmp_path / "second" / "last.safetensors")["network.backbone.conv1.weight"]
    assert torch.allclose(again, state["conv1.weight"], atol=1e-3)


def test_a_run_starts_from_movenet_and_learns_from_several_sources_and_a_teacher(data, tmp_path):
    torch.manual_seed(1)
    model = {"backbone": "movenet-lightning", "size": 64, "channels": 32}
    backbone, heads = MoveNet("movenet-lightning", 32), CentredHeads()
    graph, _ = write_graph(tmp_path, backbone, heads)
    shutil.copytree(data / "pictures", tmp_path / "more")
    names = [path.name for path in (tmp_path / "more").glob("*.png")]
    answers = {"pictures": {names[0]: {"keypoints": [1.0] * 51, "sides_doubtful": True}}}
    (tmp_path / "teacher.json").write_text(json.dumps(answers))
    config = configured(
        data, steps=1, learning_rate=0.1, model=model, movenet=str(graph), frozen=3, backbone_rate=0.0,
        more_data=(str(tmp_path / "more"),), teacher=(str(tmp_path / "teacher.json"),), held_out=0.0,
    )  # fmt: skip
    *_, finished = train_detector(config, tmp_path / "run", device="cpu")
    weights = load_file(tmp_path / "run" / "last.safetensors")
    for name, tensor in backbone.state_dict().items():
        if not name.startswith("context."):
            assert torch.allclose(weights[f"network.backbone.{name}"], tensor, atol=2e-3)
    card = load_model(finished.weights)[1]
    assert card["data"]["people"] == 22 and card["data"]["photographs"] == "pictures, more"
    assert card["data"]["teacher"] == "teacher.json" and card["movenet"] == graph.name
    other = configured(data, steps=1, movenet=str(graph))
    with pytest.raises(CheckpointError, match="MoveNet"):
        list(train_detector(other, tmp_path / "hrnet", device="cpu"))


def test_what_does_not_fit_is_one_line(data, tmp_path):
    config = configured(data, steps=1)
    list(train_detector(config, tmp_path / "run", device="cpu"))
    (tmp_path / "bad.safetensors").write_bytes(b"nothing")
    for other, resume, words in (
        (config, False, "already holds a run"),
        (DetectorConfig(**{**vars(config), "batch": 9}), True, "batch=4"),
    ):
        with pytest.raises(CheckpointError, match=words):
            list(train_detector(other, tmp_path / "run", resume=resume, device="cpu"))
    for number, options in enumerate(
        ({"data": "", "poses": ""}, {"model": {"size": 100}}, {"imagenet": str(tmp_path / "bad.safetensors")})
    ):
        other = DetectorConfig(**{**vars(config), **options})
        with pytest.raises(PoseStudioError) as error:
            list(train_detector(other, tmp_path / f"other-{number}", device="cpu"))
        assert "\n" not in str(error.value)


def test_the_command_goes_on_with_a_run_as_it_was_begun(data, tmp_path, capsys):
    run = str(tmp_path / "run")
    begun = [
        "--data",
        str(data / "pictures"),
        "--size",
        "64",
        "--steps",
        "2",
        "--batch",
        "2",
        "--workers",
        "0",
    ]
    settings = [word for name, value in MODEL.items() for word in ("--option", f"{name}={value}")]
    assert cli.main(["train-detector", *begun, *settings, "--out", run, "--quiet"]) == 0
    (tmp_path / "run" / "weights.safetensors").unlink()
    assert cli.main(["train-detector", "--resume", "--out", run, "--workers", "0"]) == 0
    assert "weights.safetensors" in capsys.readouterr().out
    assert cli.main(["train-detector", "--out", run]) == 2
    assert "--resume" in capsys.readouterr().err


def test_ctrl_c_in_a_terminal_reaches_the_workers_and_loses_nothing(data, tmp_path, heeds_ctrl_c):
    settings = [word for name, value in MODEL.items() for word in ("--option", f"{name}={value}")]
    command = ["train-detector", "--data", str(data / "pictures"), "--size", "64", "--batch", "2", *settings]
    child = subprocess.Popen(
        [sys.executable, "-m", "posestudio", *command, "--out", str(tmp_path / "run"), "--workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as in a terminal
    )
    log = tmp_path / "run" / "log.jsonl"
    while not (log.exists() and log.read_text()) and child.poll() is None:
        time.sleep(0.05)
    os.killpg(child.pid, signal.SIGINT)
    said = child.communicate(timeout=600)[1].splitlines()
    # Python's own tracker of semaphores may warn of one that a worker, ended amid its clean-up, had already unlinked.
    assert [line for line in said if "resource_tracker" not in line] == [] and child.returncode == 130
    assert load_checkpoint(tmp_path / "run")[1]["step"] > 0
