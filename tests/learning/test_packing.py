from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import save_file

from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, save_weights
from posestudio.errors import CheckpointError
from posestudio.learning.packing import LEAST_NUMBERS, SCALES, packed, unpacked
from posestudio.learning.tensor_files import pack_file, read_header, read_tensors
from tests.diffusion.people import TINY


@given(st.integers(1, 5), st.sampled_from([(64, 64), (128, 3, 3, 4), (4096, 1)]), st.floats(1e-6, 1e4))
def test_numbers_are_right_to_half_a_scale(seed: int, shape: tuple[int, ...], size: float) -> None:
    given = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * size
    found = unpacked(packed({"w": given}))["w"]
    step = given.flatten(1).abs().amax(1) / 127
    off = (found - given).flatten(1).abs().amax(1)
    assert found.shape == given.shape and bool((off <= 0.51 * step + 1e-5).all())


def test_only_large_matrices_are_packed() -> None:
    tensors = {"bias": torch.ones(9000), "small": torch.ones(8, 8), "count": torch.ones(90, 90).long()}
    assert all(torch.equal(packed(tensors)[name], tensor) for name, tensor in tensors.items())
    large = torch.zeros(LEAST_NUMBERS // 8, 8, dtype=torch.float16)
    assert {name: tensor.dtype for name, tensor in packed({"w": large}).items()} == {
        "w": torch.int8,
        "w" + SCALES: torch.float16,
    }
    assert not unpacked(packed({"w": large}))["w"].any()  # rows of zeros stay so


def test_a_packed_file_is_a_smaller_file_of_the_same_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    card = {"model": "mlp", "network": TINY["mlp"] | {"width": 128}, "denoiser": "flow", "scale": 0.3}
    whole, copy = tmp_path / "whole.safetensors", tmp_path / "copy.safetensors"
    save_weights(whole, build_denoiser(card).state_dict(), card)
    pack_file(whole, copy)
    assert copy.stat().st_size < 0.6 * whole.stat().st_size
    with safe_open(copy, "np") as archive:
        assert "8 bits" in json.loads(archive.metadata()["card"])["storage"]
    (before, _), (after, stored) = load_denoiser(whole), load_denoiser(copy)
    assert stored["scale"] == 0.3
    for name, tensor in before.state_dict().items():
        torch.testing.assert_close(after.state_dict()[name], tensor, atol=0.002, rtol=0.01)
    assert {name: tensor.shape for name, tensor in read_header(copy)[1].items()} == {
        name: tensor.shape for name, tensor in read_tensors(whole).items()
    }


@pytest.mark.parametrize(
    "scales", [torch.ones(63).half(), torch.ones(64), torch.full((64,), torch.inf).half()]
)
def test_scales_that_do_not_fit_are_named(tmp_path: Path, scales: torch.Tensor) -> None:
    path = tmp_path / "w.safetensors"
    save_file({"w": torch.ones(64, 64, dtype=torch.int8), "w" + SCALES: scales}, path)
    with pytest.raises(CheckpointError, match=r"w\.safetensors: tensor w\.row_scales: expected"):
        read_tensors(path)
    save_file({"v" + SCALES: scales}, path)
    with pytest.raises(CheckpointError, match=r"tensor v\.row_scales: expected"):
        read_header(path)


def test_a_file_without_a_card_is_not_packed(tmp_path: Path) -> None:
    save_file({"w": torch.ones(3)}, tmp_path / "w.safetensors")
    with pytest.raises(CheckpointError, match="card"):
        pack_file(tmp_path / "w.safetensors", tmp_path / "out.safetensors")
    assert not (tmp_path / "out.safetensors").exists()
