from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, read_card, save_weights
from posestudio.errors import CheckpointError
from tests.diffusion.people import TINY, random_observation

CARD = {"model": "mlp", "network": TINY["mlp"], "denoiser": "preconditioned", "scale": 0.3}


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "tiny.safetensors"
    save_weights(path, build_denoiser(CARD).state_dict(), CARD | {"steps": 12})
    return path


def rewritten(path: Path, **changes: object) -> Path:
    """The weights file with other entries in its card."""
    card = read_card(path) | changes
    save_file(load_file(path), path, metadata={"card": json.dumps(card)})
    return path


def test_round_trip(weights: Path) -> None:
    torch.manual_seed(0)
    original = build_denoiser(CARD).eval()
    loaded, card = load_denoiser(weights)
    assert card["steps"] == 12
    x, observation = torch.randn(2, 29, 3), random_observation(2)
    expected = original.denoise(x, torch.tensor(0.5), observation)
    assert torch.allclose(loaded.denoise(x, torch.tensor(0.5), observation), expected, atol=1e-2)
    assert not loaded.training
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


@pytest.mark.parametrize("model", TINY)
def test_weights_from_before_the_newest_features_do_as_they_did(model: str, tmp_path: Path) -> None:
    card = CARD | {"model": model, "network": TINY[model]}
    denoiser = build_denoiser(card)
    for parameter in denoiser.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    network = denoiser.network
    name = f"network.{network.context_weight}"
    state = denoiser.state_dict()
    end = state[name].shape[1] - network.after_context
    state[name][:, end - 4 : end] = 0
    older = state | {name: torch.cat([state[name][:, : end - 4], state[name][:, end:]], 1)}
    save_weights(tmp_path / "older.safetensors", older, card)
    loaded, _ = load_denoiser(tmp_path / "older.safetensors")
    assert torch.allclose(loaded.state_dict()[name], state[name], atol=1e-3)


class _Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, sprung: Path):
        self.sprung = sprung

    def __reduce__(self) -> tuple:
        return (Path.touch, (self.sprung,))


def test_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "evil.safetensors"
    path.write_bytes(pickle.dumps(_Trap(tmp_path / "sprung")))
    with pytest.raises(CheckpointError, match="not a safetensors file"):
        load_denoiser(path)
    assert not (tmp_path / "sprung").exists()


def test_damaged_and_foreign_files_are_named(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no such weights"):
        load_denoiser(tmp_path / "none.safetensors")
    short = tmp_path / "short.safetensors"
    short.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match=r"short\.safetensors"):
        load_denoiser(short)
    foreign = tmp_path / "foreign.safetensors"
    save_file({"a": torch.zeros(1)}, foreign)
    with pytest.raises(CheckpointError, match="no PoseStudio card"):
        load_denoiser(foreign)
    save_file({"a": torch.zeros(1)}, foreign, metadata={"card": "{"})
    with pytest.raises(CheckpointError, match="not JSON"):
        load_denoiser(foreign)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "other"}, "format"),
        ({"joints": ["hips"]}, "other joints"),
        ({"scale": 0}, "scale"),
        ({"scale": "big"}, "scale"),
        ({"model": "cnn"}, "unknown model"),
        ({"denoiser": "none"}, "unknown denoiser"),
        ({"network": {"width": 64, "blocks": 2}}, "expected"),
        ({"network": {"girth": 2}}, "do not fit"),
        ({"network": {"width": -4}}, "do not fit"),
        ({"network": [1]}, "do not fit"),
        ({"model": ["mlp"]}, "unknown model"),
        ({"model": "transformer", "network": {"width": 16, "heads": 7}}, "7 heads"),
        ({"model": "transformer", "network": {"width": 16, "heads": 0}}, "heads"),
        ({"network": {"width": 12_000, "blocks": 90}}, "width"),
        ({"network": {"blocks": 10**9}}, "blocks"),
        ({"network": {"time_features": 63}}, "63"),
        ({"network": {"gated": 1}}, "gated"),
        ({"noise": 10**400}, "noise"),
        ({"denoiser_options": {"mean": "0"}}, "mean"),
    ],
)
def test_a_card_that_does_not_fit_is_explained(weights: Path, changes: dict, message: str) -> None:
    with pytest.raises(CheckpointError, match=message):
        load_denoiser(rewritten(weights, **changes))


def test_weights_that_are_not_finite_are_refused(weights: Path) -> None:
    card, tensors = read_card(weights), load_file(weights)
    next(iter(tensors.values())).view(-1)[0] = float("nan")
    save_file(tensors, weights, metadata={"card": json.dumps(card)})
    with pytest.raises(CheckpointError, match="finite"):
        load_denoiser(weights)


def test_weights_are_written_completely_or_not_at_all(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = weights.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("posestudio.learning.tensor_files.save_file", fail)
    with pytest.raises(OSError, match="disk full"):
        save_weights(weights, build_denoiser(CARD).state_dict(), CARD)
    assert weights.read_bytes() == before
    assert list(weights.parent.iterdir()) == [weights]
