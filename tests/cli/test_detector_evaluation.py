import json
from dataclasses import asdict

import pytest

from posestudio.detection.calibration import Calibration
from posestudio.detection.network.checkpoint import load_model, save_detector
from tests.detection.examples import save_photographs, small_model
from tests.detection.foreign.models import heatmap_model


@pytest.fixture
def detector(tmp_path, run):
    """Weights and photographs in the command's folder; the command with both."""
    model = small_model()
    save_detector(tmp_path / "w.safetensors", model.state_dict(), {"model": asdict(model.config)})
    save_photographs(tmp_path / "photos", 6)
    common = (
        "--data",
        "photos",
        "--weights",
        "w.safetensors",
        "--held-out",
        1,
        "--device",
        "cpu",
        "--steps",
        1,
    )
    return lambda *more: run("evaluate-detector", *common, *more)


def test_the_panel_is_printed_and_written(detector, tmp_path):
    save_photographs(tmp_path / "whole", 1)
    status, out, _ = detector("--people", 3, "--everybody", "whole", "--json", "e.json")
    assert status == 0
    assert (
        "photos: 3 people, 3 with a whole torso" in out and "w, initialisation" in out and "w, 1 step" in out
    )
    assert "people in 1 pictures" in out
    report = json.loads((tmp_path / "e.json").read_text())
    row = report["sources"]["photos"]["w, 1 step"]
    assert row["people"] == 3 and len(row["limbs"]) == 3 and set(row["within"]) == {"50", "80", "95"}
    assert report["everybody"]["whole"]["w"]["pictures"] == 1 and report["settings"]["steps"] == 1


def test_another_s_model_is_a_row_beside_them(detector, tmp_path):
    heatmap_model(tmp_path / "other.onnx", (48, 64))
    status, out, _ = detector("--weights", "other.onnx", "--people", 2, "--json", "e.json")
    assert status == 0 and "other, one pass" in out and "w, 1 step" in out
    rows = json.loads((tmp_path / "e.json").read_text())["sources"]["photos"]
    assert rows["other, one pass"]["people"] == 2 and rows["other, one pass"]["milliseconds"] > 0


def test_weights_are_calibrated(detector, tmp_path):
    status, out, _ = detector("--samples", 2, "--calibrate", "c.safetensors")
    assert status == 0 and "calibrated on 3 people of photos" in out
    _, card = load_model(tmp_path / "c.safetensors")
    assert card["calibration"]["fitted"]["people"] == 3
    assert Calibration.of_card(card).tables == {} or Calibration.of_card(card).missing_below > 0


def test_wrong_usage_is_told(detector, run):
    assert run("evaluate-detector")[0] == 2
    status, _, error = detector("--calibrate", "c.safetensors", "--json", "e.json")
    assert status == 2 and "--calibrate" in error
    status, _, error = run("evaluate-detector", "--data", "nowhere", "--device", "cpu")
    assert status == 1 and "nowhere" in error
