from types import SimpleNamespace

import pytest
import torch
from torch import nn

from posestudio.diffusion.networks import ResidualMLP
from posestudio.diffusion.parameterizations import FlowMatcher
from posestudio.diffusion.precision import (
    FEW_ROWS,
    BFloat16Linear,
    Float16Linear,
    optimized_for_inference,
    with_float16_blocks,
)

needs_fbgemm = pytest.mark.skipif(
    torch.backends.quantized.engine not in ("x86", "fbgemm"), reason="needs FBGEMM, of x86"
)


@pytest.fixture
def layer() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(640, 512)


def test_a_bfloat16_layer_is_nearly_the_layer(layer: nn.Linear) -> None:
    x = torch.randn(5, 640)
    assert BFloat16Linear(layer)(x).dtype == torch.float32
    assert torch.allclose(BFloat16Linear(layer)(x), layer(x), atol=0.03)


@needs_fbgemm
@pytest.mark.parametrize("shape", [(1,), (16,), (3, 7), (FEW_ROWS,), (FEW_ROWS + 1,), (20, 29)])
def test_a_float16_layer_only_rounds_its_weights(layer: nn.Linear, shape: tuple[int, ...]) -> None:
    x = torch.randn(*shape, 640)
    wanted = nn.functional.linear(x, layer.weight.half().float(), layer.bias)
    assert torch.allclose(Float16Linear(layer)(x), wanted, atol=1e-5)


@needs_fbgemm
def test_only_large_layers_are_in_float16() -> None:
    kinds = {
        width: {
            type(block.expand)
            for block in with_float16_blocks(FlowMatcher(ResidualMLP(width))).network.blocks
        }
        for width in (64, 640)
    }
    assert kinds == {64: {nn.Linear}, 640: {Float16Linear}}


@pytest.mark.parametrize("helps", [True, False])
def test_each_device_gets_its_quickest_layers(monkeypatch: pytest.MonkeyPatch, helps: bool) -> None:
    monkeypatch.setattr("posestudio.diffusion.precision.bfloat16_helps", lambda device: helps)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    block = optimized_for_inference(FlowMatcher(ResidualMLP(640)), torch.device("cpu")).network.blocks[0]
    wide = Float16Linear if torch.backends.quantized.engine in ("x86", "fbgemm") else nn.Linear
    assert type(block.expand) is (BFloat16Linear if helps else wide)


def test_without_onednns_private_operators_a_layer_multiplies_all_the_same(
    layer: nn.Linear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.ops, "mkldnn", SimpleNamespace(_is_mkldnn_bf16_supported=lambda: True))
    x = torch.randn(5, 640)
    assert torch.allclose(BFloat16Linear(layer)(x), layer(x), atol=0.03)


def test_without_fbgemms_operators_layers_stay_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posestudio.diffusion.precision.bfloat16_helps", lambda device: False)
    monkeypatch.setattr(torch.ops, "quantized", SimpleNamespace())
    block = optimized_for_inference(FlowMatcher(ResidualMLP(640)), torch.device("cpu")).network.blocks[0]
    assert type(block.expand) is nn.Linear
