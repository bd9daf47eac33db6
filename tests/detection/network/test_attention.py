import math

import pytest
import torch

from posestudio.detection.network.attention import CrossAttention, channel_attention, window_attention


@pytest.fixture
def maps():
    torch.manual_seed(0)
    return [torch.randn(2, 8, 6, 9, dtype=torch.float64) for _ in range(3)]


def test_channel_attention_is_its_formula(maps):
    query, key, value = maps
    found = channel_attention(query, key, value, heads=2)
    for head in range(2):
        part = slice(4 * head, 4 * head + 4)
        q, k, v = (x[1, part].reshape(4, -1) for x in maps)  # channels are the tokens
        weights = torch.softmax(q @ k.T / math.sqrt(6 * 9), dim=-1)
        assert torch.allclose(found[1, part].reshape(4, -1), weights @ v, atol=1e-6)


def test_window_attention_is_its_formula(maps):
    """3 x 3 windows divide 6 x 9 pixels."""
    found = window_attention(*maps, heads=2, window=3)
    for row, column, head in ((0, 0, 0), (3, 6, 1)):
        part = (1, slice(4 * head, 4 * head + 4), slice(row, row + 3), slice(column, column + 3))
        q, k, v = (x[part].reshape(4, 9).T for x in maps)
        weights = torch.softmax(q @ k.T / math.sqrt(4), dim=-1)
        assert torch.allclose(found[part].reshape(4, 9).T, weights @ v, atol=1e-6)


def test_windows_that_stick_out_see_only_the_map(maps):
    found = window_attention(*maps, heads=1, window=4)
    q, k, v = (x[0, :, 4:6, 8:9].reshape(8, 2).T for x in maps)  # the last window has 2 x 1 pixels left
    expected = torch.softmax(q @ k.T / math.sqrt(8), dim=-1) @ v
    assert torch.allclose(found[0, :, 4:6, 8:9].reshape(8, 2).T, expected, atol=1e-6)


def test_cross_attention_is_the_sum_of_both():
    torch.manual_seed(0)
    layer = CrossAttention(8, heads=2, window=4).eval()
    keypoints, skeleton = torch.randn(2, 1, 8, 8, 8)
    found = layer(keypoints, skeleton)
    q = layer.query(keypoints)
    kv = layer.key_value(skeleton)
    channel = channel_attention(q[:, :8], kv[:, :8], kv[:, 8:16], 2)
    window = window_attention(q[:, 8:], kv[:, 16:24], kv[:, 24:], 2, 4)
    assert torch.allclose(found, layer.merge_channel(channel) + layer.merge_window(window), atol=1e-6)
    assert not torch.allclose(found, layer(skeleton, keypoints))  # queries and keys are not exchangeable


def test_heads_have_to_divide_the_channels():
    with pytest.raises(ValueError, match="3 heads"):
        CrossAttention(8, heads=3)
