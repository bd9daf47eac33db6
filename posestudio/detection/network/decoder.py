"""The decoder, SGDD: noisy heatmaps and the condition from the picture -> clean heatmaps."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.detection.network.backbone import STRIDE
from posestudio.learning.layers import FourierFeatures

KEYPOINTS = len(COCO_KEYPOINTS)
COARSEST = 8
"""Stride at the bottom of the U-Net, where features are 2C x H/8 x W/8."""

STRIDES = (1, 2, 4, 8)


class TimedResidualBlock(nn.Module):
    """relu(shortcut(x) + BN conv3x3 relu(BN conv3x3 x + W time))."""

    def __init__(self, inputs: int, outputs: int, time_features: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.time = nn.Linear(time_features, outputs)
        self.shortcut = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        hidden = self.norm1(self.conv1(x)) + self.time(time)[:, :, None, None]
        hidden = self.norm2(self.conv2(functional.relu(hidden)))
        return functional.relu(self.shortcut(x) + hidden)


class Decoder(nn.Module):
    """A U-Net over heatmaps at picture / ``stride``, with ``blocks`` residual blocks at each scale, down and up.

    It has ``channels`` C, 2C at its bottom, H/8 x W/8. The ``condition``'s channels are added at its resolution,
    H/4 x W/4 (at the bottom for stride 8). ``stride`` 1, 2, 4 or 8; below 4 is the paper's high-resolution variant.
    """

    def __init__(
        self, condition: int, channels: int = 64, blocks: int = 1, stride: int = 4, time_features: int = 64
    ):
        super().__init__()
        if stride not in STRIDES:
            raise ValueError(f"stride must be one of {STRIDES}, not {stride}")
        strides = [s for s in STRIDES if s >= stride]
        widths = [channels if s < COARSEST else 2 * channels for s in strides]
        self.entry = max(strides.index(max(stride, STRIDE)), 0)
        self.pool = strides[self.entry] // STRIDE
        self.time = nn.Sequential(
            FourierFeatures(32, 0.25, 8.0),
            nn.Linear(32, time_features),
            nn.ReLU(),
            nn.Linear(time_features, time_features),
        )
        self.embed = nn.Conv2d(KEYPOINTS, widths[0], 3, padding=1)
        self.condition = nn.Conv2d(condition, widths[self.entry], 1)

        def stack(inputs: int, outputs: int) -> nn.ModuleList:
            return nn.ModuleList(
                TimedResidualBlock(inputs if index == 0 else outputs, outputs, time_features)
                for index in range(blocks)
            )

        self.down = nn.ModuleList(stack(width, width) for width in widths[:-1])
        self.reduce = nn.ModuleList(
            nn.Conv2d(fine, coarse, 2, stride=2) for fine, coarse in zip(widths, widths[1:], strict=False)
        )
        self.bottom = stack(widths[-1], widths[-1])
        self.widen = nn.ModuleList(
            nn.Conv2d(coarse, fine, 1) for fine, coarse in zip(widths, widths[1:], strict=False)
        )
        self.up = nn.ModuleList(stack(width, width) for width in widths[:-1])
        self.output = nn.Conv2d(widths[0], KEYPOINTS, 1)

    def conditioned(self, condition: Tensor) -> Tensor:
        """The features added to the U-Net's, from the condition (N, channels, H/4, W/4); the same at every noise
        level, so that they are computed once."""
        if self.pool > 1:
            condition = functional.avg_pool2d(condition, self.pool)
        return self.condition(condition)

    def forward(self, noisy: Tensor, conditioned: Tensor, time: Tensor) -> Tensor:
        """Noisy heatmaps (N, 17, h, w), the result of :meth:`conditioned`, and time t / T (N,) -> clean heatmaps
        (N, 17, h, w)."""
        embedding = self.time(time)
        x = self.embed(noisy)
        skips: list[Tensor] = []
        for level, blocks in enumerate(self.down):
            x = _run(blocks, x + conditioned if level == self.entry else x, embedding)
            skips.append(x)
            x = self.reduce[level](x)
        x = _run(self.bottom, x + conditioned if self.entry == len(self.down) else x, embedding)
        for level in reversed(range(len(self.up))):
            upsampled = functional.interpolate(self.widen[level](x), scale_factor=2, mode="nearest")
            x = _run(self.up[level], skips[level] + upsampled, embedding)
        return self.output(x)


def _run(blocks: nn.Module, x: Tensor, embedding: Tensor) -> Tensor:
    for block in blocks:  # type: ignore[attr-defined]
        x = block(x, embedding)
    return x
