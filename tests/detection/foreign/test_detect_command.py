"""The command, with a model of the user's."""

import numpy as np
import pytest
from PIL import Image

from posestudio import cli
from posestudio.keypoints import load_keypoints
from tests.cli.lines import one_line
from tests.detection.foreign.models import heatmap_model, marked, yolo_model

APART = [(20, 30, 90, 150), (300, 60, 80, 130)]


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs ``detect`` in a folder with a picture a.png; (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    Image.fromarray(marked(420, 220, APART)[0]).save("a.png")

    def call(*arguments):
        status = cli.main(["detect", *map(str, arguments), "--out", "k.json", "--device", "cpu"])
        return status, *capsys.readouterr()

    return call


def test_everybody_by_a_yolo(run):
    yolo_model("y.onnx")
    assert run("a.png", "--detector", "y.onnx") == (0, "k.json: 1 pictures, 2 people\n", "")
    (frame,) = load_keypoints("k.json")
    assert np.abs(frame.points - marked(420, 220, APART)[1]).max() < 3
    assert frame.scores is not None and frame.noise is not None
    assert frame.scores.tolist() == pytest.approx([0.9, 0.8], abs=0.01)


def test_boxes_and_a_layout(run):
    heatmap_model("h.onnx", count=26)
    boxes = [text for x, y, w, h in APART for text in ("--box", f"{x},{y},{w},{h}")]
    assert run("a.png", "--detector", "h.onnx", "--layout", "halpe26", *boxes)[0] == 0
    (frame,) = load_keypoints("k.json")
    assert frame.people == 2 and frame.size == (420, 220)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--layout", "coco"), 2, "--detector"),
        (("--detector", "weights.safetensors"), 2, ".onnx"),
        (("--detector", "none.onnx"), 1, "none.onnx"),
        (("--detector", "h.onnx", "--layout", "body25"), 1, "25 keypoints"),
        (("--detector", "h.onnx", "--layout", "somebody"), 1, "expected one of coco17"),
    ],
)
def test_what_is_wrong_is_one_line(run, tmp_path, arguments, status, words):
    heatmap_model("h.onnx")
    (tmp_path / "k.json").write_text("before")
    done, out, err = run("a.png", *arguments)
    assert (done, out) == (status, "") and one_line(err) and words in err
    assert (tmp_path / "k.json").read_text() == "before"
