from dataclasses import asdict

import pytest
import torch
from safetensors.torch import save_file

from posestudio.common.resources import find_weights
from posestudio.detection.network.checkpoint import load_model, save_detector
from posestudio.errors import CheckpointError
from tests.detection.examples import small_model


@pytest.fixture
def saved(tmp_path):
    model = small_model().eval()
    save_detector(tmp_path / "a.safetensors", model.state_dict(), {"model": asdict(model.config), "steps": 3})
    return model, tmp_path / "a.safetensors"


def test_weights_come_back(saved):
    model, path = saved
    again, card = load_model(path)
    assert card["steps"] == 3 and again.config == model.config and not again.training
    picture = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    features, expected = again.features(picture), model.features(picture)
    assert torch.allclose(
        features, expected, rtol=0.05, atol=0.05 * float(expected.abs().max().detach())
    )  # float16


def test_a_card_can_be_read_alone(saved):
    assert load_model(saved[1])[1]["model"]["backbone"] == "w18-small"


@pytest.mark.parametrize(
    "model",
    [None, {}, {"backbone": "w99"}, {"width": 3}, {"heads": 5}, {"stride": 4}, {"channels": 24, "heads": 2}],
)
def test_cards_that_do_not_fit_are_refused(saved, tmp_path, model):
    save_detector(tmp_path / "b.safetensors", saved[0].state_dict(), {"model": model})
    with pytest.raises(CheckpointError, match=r"b\.safetensors: ") as error:
        load_model(tmp_path / "b.safetensors")
    assert "\n" not in str(error.value)


def test_a_detector_is_found_by_name_or_file(saved, monkeypatch, tmp_path):
    (tmp_path / "detectors").mkdir()
    (tmp_path / "detectors" / "mine.safetensors").write_bytes(b"")
    monkeypatch.setattr("posestudio.common.resources.weights_folder", lambda: tmp_path)
    assert find_weights("mine", detector=True) == tmp_path / "detectors" / "mine.safetensors"
    assert find_weights(saved[1], detector=True) == saved[1]
    for name in ("mlp", tmp_path / "none.safetensors"):
        with pytest.raises(CheckpointError, match=str(name)):
            find_weights(name, detector=True)


def test_other_files_are_refused(tmp_path):
    save_file({"a": torch.zeros(1)}, tmp_path / "other.safetensors", metadata={"card": "{}"})
    (tmp_path / "text.safetensors").write_text("hello")
    for name in ("other.safetensors", "text.safetensors", "none.safetensors"):
        with pytest.raises(CheckpointError, match=name):
            load_model(tmp_path / name)
