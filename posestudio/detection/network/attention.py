"""SC-CA, spatial and channel cross-attention from the keypoints' features to the skeleton's.

Both attentions are DaViT's (Ding et al. 2022): over the channels, with the whole map as each channel's token, and
over the pixels of a window. DiffusionPose sums the two.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


def channel_attention(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Attention among channels: (N, C, H, W) each, C split into ``heads`` groups.

    DaViT eq. 4: softmax(Q^T K / sqrt(pixels)) V^T with channels for tokens; the scores are divided by the root of the
    number of pixels, here the length of the multiplied vectors.
    """
    count, channels, height, width = query.shape
    q, k, v = (part.flatten(2).unflatten(1, (heads, channels // heads)) for part in (query, key, value))
    scores = q @ k.transpose(-1, -2) / math.sqrt(height * width)
    return (scores.float().softmax(-1).to(v.dtype) @ v).reshape(count, channels, height, width)


def window_attention(query: Tensor, key: Tensor, value: Tensor, heads: int, window: int) -> Tensor:
    """Multi-head attention among the pixels of each ``window`` x ``window`` tile: (N, C, H, W) each.

    DaViT eq. 3. A map that is not a multiple of the window is padded with pixels masked out of the attention.
    """
    height, width = query.shape[-2:]
    padding = (0, -width % window, 0, -height % window)
    q, k, v = (_tiles(functional.pad(part, padding), heads, window) for part in (query, key, value))
    scores = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).float()
    if any(padding):
        inside = functional.pad(torch.ones_like(query[:1, :1]), padding)
        outside = _tiles(inside, 1, window)[..., 0][:, :, :, None, :] == 0
        scores = scores.masked_fill(outside, -1e4)
    tiles = scores.softmax(-1).to(v.dtype) @ v
    return _untiled(tiles, height + padding[3], width + padding[1], window)[..., :height, :width]


def _tiles(x: Tensor, heads: int, window: int) -> Tensor:
    """(N, C, H, W) -> (N, tiles, heads, pixels, C / heads)."""
    count, channels, height, width = x.shape
    x = x.view(count, heads, channels // heads, height // window, window, width // window, window)
    return x.permute(0, 3, 5, 1, 4, 6, 2).reshape(count, -1, heads, window * window, channels // heads)


def _untiled(tiles: Tensor, height: int, width: int, window: int) -> Tensor:
    """Inverse of :func:`_tiles`."""
    count, _, heads, _, size = tiles.shape
    x = tiles.view(count, height // window, width // window, heads, window, window, size)
    return x.permute(0, 3, 6, 1, 4, 2, 5).reshape(count, heads * size, height, width)


class CrossAttention(nn.Module):
    """A(Q = x_kps, K = V = x_ske): channel attention plus spatial-window attention, (N, C, H, W) -> the same.

    Each attention has its own projections. Raises ValueError when ``heads`` do not divide ``channels``.
    """

    def __init__(self, channels: int, heads: int = 4, window: int = 8):
        super().__init__()
        if heads < 1 or channels % heads:
            raise ValueError(f"{channels} channels cannot be divided among {heads} heads")
        self.heads, self.window = heads, window
        self.query = nn.Conv2d(channels, 2 * channels, 1)
        self.key_value = nn.Conv2d(channels, 4 * channels, 1)
        self.merge_channel = nn.Conv2d(channels, channels, 1)
        self.merge_window = nn.Conv2d(channels, channels, 1)

    def forward(self, keypoints: Tensor, skeleton: Tensor) -> Tensor:
        q_channel, q_window = self.query(keypoints).chunk(2, dim=1)
        k_channel, v_channel, k_window, v_window = self.key_value(skeleton).chunk(4, dim=1)
        channel = channel_attention(q_channel, k_channel, v_channel, self.heads)
        window = window_attention(q_window, k_window, v_window, self.heads, self.window)
        return self.merge_channel(channel) + self.merge_window(window)
