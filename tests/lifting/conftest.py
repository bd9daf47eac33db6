"""A lifter with a tiny untrained network, and a camera."""

from __future__ import annotations

from pathlib import Path

import pytest

from posestudio.diffusion.checkpoint import build_denoiser, save_weights
from posestudio.geometry.camera import Camera
from posestudio.lifting.lifter import Lifter
from tests.diffusion.people import TINY, tiny_network
from tests.lifting.people import SIZE

CARD = {"model": "mlp", "network": TINY["mlp"], "denoiser": "preconditioned", "scale": 0.3}


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    denoiser = build_denoiser(CARD)
    denoiser.network.load_state_dict(tiny_network("mlp").state_dict())
    for parameter in denoiser.parameters():
        parameter.data.mul_(0.3)
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_weights(path, denoiser.state_dict(), CARD)
    return path


@pytest.fixture(scope="session")
def lifter(weights: Path) -> Lifter:
    return Lifter.load(weights, device="cpu")


@pytest.fixture
def camera() -> Camera:
    return Camera.look_at(position=(0.5, 1.2, 4), target=(0, 1, 0), fov=45, size=SIZE)
