"""The pretrained backbone, MoveNet (Google, Apache License 2.0): a MobileNetV2 with a feature pyramid (Sandler et
al., CVPR 2018; Lin et al., CVPR 2017), and the heads of its keypoints, which are the network's initialisation.

Batch normalisation is folded into the convolutions, as in the published weights; `movenet_graph` reads these.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.body.layouts import COCO_KEYPOINTS

MOVENETS = {"movenet-thunder": 1.75, "movenet-lightning": 1.0}
"""Width multipliers of the two published networks by their names here."""

NECK = 24
"""Channels of the pyramid's finest map, which the heads see."""

_STAGES = ((6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
"""Expansion, channels, blocks and stride of each stage after the first block."""
_TAPPED = (64, 32, 24)
"""The stages, by their channels, whose last maps enter the pyramid, from coarse to fine."""
_PYRAMID = (64, 32, 24)
"""Channels of the pyramid at strides 16, 8 and 4, before each map is merged with the finer one."""
_LAST = 1280
_HEAD = 96  # channels between the two layers of a head
_NEAR = 1.8
"""Pixels of the maps: how slowly a centre's weight falls with the distance from the crop's middle (MoveNet's)."""
_REACH = 1 / 8
"""Distance from the coarse position, in sides of the crop, at which a keypoint's weight is a half."""
_SHARPNESS = 8.0
"""Exponent of the centres' weights: near the maximum, as MoveNet takes it, but differentiable."""


class SamePadded(nn.Conv2d):
    """A convolution padded as TensorFlow does: for stride 2 there is a row and a column more after than before."""

    def forward(self, x: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        if kernel > 1:
            height, width = (
                max((-(-size // stride) - 1) * stride + kernel - size, 0) for size in x.shape[-2:]
            )
            x = functional.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2))
        return super().forward(x)


class InvertedResidual(nn.Module):
    """MobileNetV2's block: widen ``expansion`` times, filter each channel, narrow; plus its input where both have the
    same shape."""

    def __init__(self, inputs: int, outputs: int, expansion: int, stride: int):
        super().__init__()
        wide = inputs * expansion
        self.expand = SamePadded(inputs, wide, 1) if expansion > 1 else None
        self.depthwise = SamePadded(wide, wide, 3, stride, groups=wide)
        self.project = SamePadded(wide, outputs, 1)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        hidden = x if self.expand is None else functional.relu6(self.expand(x))
        hidden = self.project(functional.relu6(self.depthwise(hidden)))
        return x + hidden if self.residual else hidden


class Separable(nn.Module):
    """A 3 x 3 filter of each channel, then a 1 x 1 convolution and a ReLU."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.depthwise = SamePadded(inputs, inputs, 3, groups=inputs, bias=False)
        self.pointwise = SamePadded(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.pointwise(self.depthwise(x)))


class MoveNet(nn.Module):
    """The MoveNet called ``name`` in MOVENETS: pictures (N, 3, H, W), -1 ... 1, -> x_fea (N, channels, H/4, W/4), H
    and W multiples of 32.

    The first NECK channels are the pyramid's finest map. The rest are a learnt projection of all its maps, which the
    decoder of DiffusionPose uses besides. Raises ValueError for an unknown name and for too few ``channels``.
    """

    mean = (127.5, 127.5, 127.5)
    deviation = (127.5, 127.5, 127.5)

    def __init__(self, name: str = "movenet-thunder", channels: int = 48):
        super().__init__()
        if name not in MOVENETS:
            raise ValueError(f"unknown backbone {name!r}; expected one of {', '.join(MOVENETS)}")
        if channels <= NECK:
            raise ValueError(f"{name} has {NECK} channels of its own: expected more, not {channels}")
        width = MOVENETS[name]
        inputs = _divisible(32 * width)
        self.stem = SamePadded(3, inputs, 3, 2)
        outputs = _divisible(16 * width)
        blocks = [InvertedResidual(inputs, outputs, 1, 1)]
        tapped: dict[int, tuple[int, int]] = {}
        for expansion, unscaled, count, stride in _STAGES:
            for index in range(count):
                inputs, outputs = outputs, _divisible(unscaled * width)
                blocks.append(InvertedResidual(inputs, outputs, expansion, stride if index == 0 else 1))
            tapped[unscaled] = (len(blocks) - 1, outputs)
        self.blocks = nn.ModuleList(blocks)
        self.taps = [tapped[stage][0] for stage in _TAPPED]
        self.last = SamePadded(outputs, _LAST, 1)
        self.top = SamePadded(_LAST, _PYRAMID[0], 1)
        self.laterals = nn.ModuleList(
            SamePadded(tapped[stage][1], inside, 1) for stage, inside in zip(_TAPPED, _PYRAMID, strict=True)
        )
        merged = (*_PYRAMID[1:], NECK)
        self.merges = nn.ModuleList(
            Separable(inside, out) for inside, out in zip(_PYRAMID, merged, strict=True)
        )
        self.context = nn.ModuleList(nn.Conv2d(inside, channels - NECK, 1) for inside in merged)

    def pyramid(self, pictures: Tensor) -> list[Tensor]:
        """The merged maps of the pyramid at strides 16, 8 and 4, with 32, 24 and 24 channels."""
        x = functional.relu6(self.stem(pictures))
        seen = []
        for block in self.blocks:
            x = block(x)
            seen.append(x)
        x = self.top(functional.relu6(self.last(x)))
        maps = []
        for tap, lateral, merge in zip(self.taps, self.laterals, self.merges, strict=True):
            grown = functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = merge(grown + lateral(seen[tap]))
            maps.append(x)
        return maps

    def forward(self, pictures: Tensor) -> Tensor:
        maps = self.pyramid(pictures)
        size = (maps[-1].shape[-2], maps[-1].shape[-1])
        context = self.context[-1](maps[-1])
        for layer, x in zip(self.context, maps[:-1], strict=False):
            context = context + functional.interpolate(
                layer(x), size=size, mode="bilinear", align_corners=False
            )
        return torch.cat([maps[-1], functional.relu(context)], dim=1)


class CentredHeads(nn.Module):
    """MoveNet's heads: x_fea (N, C, h, w) -> heatmaps (N, 17, h, w) of the person nearest the middle of the crop.

    Every pixel says how likely a person's centre and each keypoint lie there, and where that person's keypoints are.
    The surest centre near the crop's middle gives a coarse position of each keypoint; its heatmap is weighted by the
    nearness to that, so that other people's keypoints lose. Unlike in MoveNet, the positions of all centres are
    averaged with steep weights, so that all heads can be trained; the weight of a keypoint is flat near its coarse
    position, so that it does not move the heatmap's peak; and offsets within a pixel are not used: heatmaps are
    refined by their shape, see `decoding`.
    """

    def __init__(self) -> None:
        super().__init__()
        count = len(COCO_KEYPOINTS)
        self.heatmap, self.regression, self.centre = (_head(outputs) for outputs in (count, 2 * count, 1))

    def forward(self, features: Tensor) -> Tensor:
        return self.weighted(features, self.coarse(features))

    def coarse(self, features: Tensor) -> Tensor:
        """Coarse positions (N, 17, 2) x, y of the keypoints in pixels of the maps, centres at .5."""
        neck = features[:, :NECK]
        height, width = neck.shape[-2:]
        x, y = _pixels(height, width, neck)
        away = torch.hypot((y - height / 2)[:, None], (x - width / 2)[None])
        logits = functional.logsigmoid(self.centre(neck).float())[:, 0] - (away + _NEAR).log()
        weight = (_SHARPNESS * logits).flatten(1).softmax(-1)
        towards = self.regression(neck).float().unflatten(1, (-1, 2)).flip(2)  # from y, x
        here = torch.stack([x.expand(height, width), y[:, None].expand(height, width)])
        return ((towards + here).flatten(3) * weight[:, None, None]).sum(-1)

    def weighted(self, features: Tensor, coarse: Tensor) -> Tensor:
        """Heatmaps weighted by the nearness to the ``coarse`` positions; the weight is 1 there."""
        likely = self.heatmap(features[:, :NECK]).float().sigmoid()
        x, y = _pixels(likely.shape[-2], likely.shape[-1], likely)
        down, across = y - coarse[..., 1:], x - coarse[..., :1]
        away = (down.square()[..., :, None] + across.square()[..., None, :]) / (
            _REACH * likely.shape[-1]
        ) ** 2
        return likely / (1 + away.square())


def _pixels(height: int, width: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """The columns' x (width,) and the rows' y (height,), centres at .5."""
    x = torch.arange(width, device=like.device, dtype=torch.float32) + 0.5
    return x, torch.arange(height, device=like.device, dtype=torch.float32) + 0.5


def _head(outputs: int) -> nn.Sequential:
    return nn.Sequential(Separable(NECK, _HEAD), SamePadded(_HEAD, outputs, 1))


def _divisible(channels: float, by: int = 8) -> int:
    """The nearest multiple of ``by``, at most a tenth below ``channels`` (MobileNetV2's rounding)."""
    rounded = max(by, int(channels + by / 2) // by * by)
    return rounded + by if rounded < 0.9 * channels else rounded
