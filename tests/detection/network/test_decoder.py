import pytest
import torch

from posestudio.detection.network.decoder import STRIDES, Decoder


@pytest.mark.parametrize("stride", STRIDES)
def test_heatmaps_come_out_at_every_resolution(stride):
    decoder = Decoder(12, channels=4, stride=stride).eval()
    entering = decoder.conditioned(torch.randn(2, 12, 16, 16))
    noisy = torch.randn(2, 17, 64 // stride, 64 // stride)
    assert decoder(noisy, entering, torch.rand(2)).shape == noisy.shape


def test_the_bottom_is_twice_as_wide_at_an_eighth():
    decoder = Decoder(12, channels=4, stride=1)
    seen = []
    decoder.bottom[0].register_forward_hook(lambda module, inputs, output: seen.append(output.shape))
    decoder(torch.zeros(1, 17, 64, 64), decoder.conditioned(torch.zeros(1, 12, 16, 16)), torch.zeros(1))
    assert seen == [(1, 8, 8, 8)]
    assert len(decoder.down) == len(decoder.up) == 3


def test_noise_condition_and_time_all_count():
    torch.manual_seed(0)
    decoder = Decoder(12, channels=4, blocks=2).eval()
    noisy, condition, time = torch.randn(1, 17, 16, 16), torch.randn(1, 12, 16, 16), torch.tensor([0.3])
    first = decoder(noisy, decoder.conditioned(condition), time)
    for change in ("noisy", "condition", "time"):
        other = decoder(
            noisy + (change == "noisy"),
            decoder.conditioned(condition + (change == "condition")),
            time + 0.3 * (change == "time"),
        )
        assert not torch.allclose(first, other, atol=1e-4), change


def test_another_stride_is_refused():
    with pytest.raises(ValueError, match="stride"):
        Decoder(12, stride=3)
