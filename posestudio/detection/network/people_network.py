"""The network that finds people: pictures of any size -> a score and a box for each cell of three grids.

NanoDet-g of RangiLyu (github.com/RangiLyu/nanodet, Apache License 2.0) for people alone: a CSP backbone, a pyramid
whose maps are added going up and down (PAN without convolutions), and one head for each grid, which gives scores and
distances to a box's sides as distributions (generalized focal loss, Li et al. 2020, arXiv 2006.04388). Batch
normalisation is folded into the convolutions.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDES = (8, 16, 32)
"""Pixels of a picture between the cells of each grid."""

BINS = 11
"""Values of the distributions of distances: 0 ... 10 strides."""

_SLOPE = 0.1  # of leaky ReLU
_MEAN, _DEVIATION = (
    (123.675, 116.28, 103.53),
    (58.395, 57.12, 57.375),
)  # of ImageNet, which it was trained with


class Convolution(nn.Sequential):
    """A 3x3 convolution, then leaky ReLU."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__(nn.Conv2d(inputs, outputs, 3, stride, padding=1), nn.LeakyReLU(_SLOPE, inplace=True))


class Block(nn.Module):
    """Two convolutions to half the channels, whose outputs are concatenated."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = Convolution(channels, channels // 2)
        self.second = Convolution(channels // 2, channels // 2)

    def forward(self, x: Tensor) -> Tensor:
        first = self.first(x)
        return torch.cat([self.second(first), first], dim=1)


class Stage(nn.Module):
    """A cross-stage-partial stage: (N, C, h, w) -> (N, 2 C, h / stride, w / stride), of which one half has been
    through the blocks."""

    def __init__(self, channels: int, blocks: int, stride: int):
        super().__init__()
        self.enter = Convolution(channels, channels, stride)
        self.blocks = nn.Sequential(*(Block(channels) for _ in range(blocks)))
        self.leave = Convolution(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.enter(x)
        return torch.cat([self.leave(self.blocks(x)), x], dim=1)


class Head(nn.Sequential):
    """(N, neck, h, w) -> (N, 1 + 4 BINS, h, w): the score's logit, then those of the distances' distributions."""

    def __init__(self, neck: int):
        super().__init__(Convolution(neck, neck), nn.Conv2d(neck, 1 + 4 * BINS, 1))


class PeopleNetwork(nn.Module):
    """RGB pictures (N, 3, H, W) in 0 ... 255, H and W multiples of 32 -> scores (N, cells) in 0 ... 1 and corners (N,
    cells, 4) left, top, right, bottom in pixels, of the cells of the three grids, row by row.

    ``width`` channels of the stem, which each stage doubles; ``blocks`` of each stage; ``neck`` channels of the
    pyramid.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int = 32, blocks: tuple[int, int, int, int] = (1, 2, 2, 3), neck: int = 128):
        super().__init__()
        self.stem = Convolution(3, width, 2)
        self.stages = nn.ModuleList(
            Stage(width * 2**index, count, 2 if index else 1) for index, count in enumerate(blocks)
        )
        self.laterals = nn.ModuleList(nn.Conv2d(width * 2**index, neck, 1) for index in (2, 3, 4))
        self.heads = nn.ModuleList(Head(neck) for _ in STRIDES)
        self.register_buffer("mean", torch.tensor(_MEAN)[:, None, None], persistent=False)
        self.register_buffer("deviation", torch.tensor(_DEVIATION)[:, None, None], persistent=False)

    def pyramid(self, pictures: Tensor) -> list[Tensor]:
        """Maps (N, neck, H / stride, W / stride) of each of the STRIDES."""
        x = (pictures.float() - self.mean) / self.deviation
        x = functional.max_pool2d(self.stem(x.contiguous(memory_format=torch.channels_last)), 3, 2, 1)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        fine, middle, coarse = (lateral(each) for lateral, each in zip(self.laterals, maps[-3:], strict=True))
        middle = middle + _doubled(coarse)
        fine = fine + _doubled(middle)
        middle = middle + functional.avg_pool2d(fine, 2)  # what bilinear resizing to half the size is
        coarse = coarse + functional.avg_pool2d(middle, 2)
        return [fine, middle, coarse]

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        scores, corners = [], []
        for head, stride, features in zip(self.heads, STRIDES, self.pyramid(pictures), strict=True):
            output = head(features).float()
            scores.append(output[:, 0].sigmoid().flatten(1))
            corners.append(corners_of(output[:, 1:], stride))
        return torch.cat(scores, dim=1), torch.cat(corners, dim=1)


def corners_of(logits: Tensor, stride: int) -> Tensor:
    """Corners (N, h w, 4) left, top, right, bottom in pixels of the boxes of a grid: the expected distances of logits
    (N, 4 BINS, h, w) to left, top, right and bottom, from the cells' middles."""
    height, width = logits.shape[-2:]
    shares = logits.unflatten(1, (4, BINS)).softmax(dim=2)
    values = torch.arange(BINS, device=logits.device, dtype=logits.dtype)
    left, top, right, bottom = (torch.einsum("nsbhw,b->nshw", shares, values) * stride).unbind(1)
    x = (torch.arange(width, device=logits.device) + 0.5) * stride
    y = (torch.arange(height, device=logits.device)[:, None] + 0.5) * stride
    return torch.stack([x - left, y - top, x + right, y + bottom], dim=-1).flatten(1, 2)


def _doubled(maps: Tensor) -> Tensor:
    """Maps of twice the height and width, bilinear."""
    return functional.interpolate(maps, scale_factor=2, mode="bilinear", align_corners=False)
