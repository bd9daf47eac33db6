"""The backbone, HRNet (Wang et al., "Deep High-Resolution Representation Learning", TPAMI 2020): picture -> features.

Names and shapes of the parameters are those of the authors' released classification networks, so that their ImageNet
state dicts load; their classification head has no counterpart here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from posestudio.errors import CheckpointError

STRIDE = 4
"""Picture pixels per pixel of the finest feature map; the coarsest has STRIDE * 8."""

_HEAD = ("incre_modules.", "downsamp_modules.", "final_layer.", "classifier.")


@dataclass(frozen=True)
class HRNetSize:
    """The size of an HRNet: the number and width of bottlenecks in the first stage; the number of ``modules`` in each
    of stages 2 to 4; ``width`` channels in the finest branch, doubling with each coarser one; ``blocks`` residual
    blocks in each branch of a module."""

    stem_blocks: int
    stem_width: int
    modules: tuple[int, int, int]
    width: int
    blocks: int


HRNETS: dict[str, HRNetSize] = {
    "w18-small": HRNetSize(1, 32, (1, 1, 1), 16, 2),
    "w18-small-v2": HRNetSize(2, 64, (1, 3, 2), 18, 2),
    "w18": HRNetSize(4, 64, (1, 4, 3), 18, 4),
    "w32": HRNetSize(4, 64, (1, 4, 3), 32, 4),
}
"""The authors' networks by their names; 'w18-small' is their W18-Small-v1, with 16 channels."""


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


class BasicBlock(nn.Module):
    """relu(x + BN conv3x3 relu BN conv3x3 x) (He et al. 2016)."""

    def __init__(self, width: int):
        super().__init__()
        self.conv1, self.bn1 = _convolution(width, width, 3), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = _convolution(width, width, 3), nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        hidden = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(x + self.bn2(self.conv2(hidden)))


class Bottleneck(nn.Module):
    """Residual block of 1x1, 3x3 and 1x1 convolutions, four times as wide outside as inside (He et al. 2016)."""

    EXPANSION = 4

    def __init__(self, inputs: int, width: int):
        super().__init__()
        outputs = width * self.EXPANSION
        self.conv1, self.bn1 = _convolution(inputs, width, 1), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = _convolution(width, width, 3), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = _convolution(width, outputs, 1), nn.BatchNorm2d(outputs)
        self.downsample = (
            None
            if inputs == outputs
            else nn.Sequential(_convolution(inputs, outputs, 1), nn.BatchNorm2d(outputs))
        )

    def forward(self, x: Tensor) -> Tensor:
        hidden = functional.relu(self.bn1(self.conv1(x)))
        hidden = functional.relu(self.bn2(self.conv2(hidden)))
        shortcut = x if self.downsample is None else self.downsample(x)
        return functional.relu(shortcut + self.bn3(self.conv3(hidden)))


class Module(nn.Module):
    """Residual blocks on each branch; the output of each is the sum of all branches, resampled to its size."""

    def __init__(self, widths: list[int], blocks: int):
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*(BasicBlock(width) for _ in range(blocks))) for width in widths
        )
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(_exchange(widths, source, target) for source in range(len(widths)))
            for target in range(len(widths))
        )

    def forward(self, maps: list[Tensor]) -> list[Tensor]:
        maps = [branch(x) for branch, x in zip(self.branches, maps, strict=True)]
        fused = []
        exchanges: Any = self.fuse_layers
        for target, layers in enumerate(exchanges):
            size = (maps[target].shape[-2], maps[target].shape[-1])
            total = maps[target]
            for source, layer in enumerate(layers):
                if source > target:
                    total = total + functional.interpolate(layer(maps[source]), size=size, mode="nearest")
                elif source < target:
                    total = total + layer(maps[source])
            fused.append(functional.relu(total))
        return fused


def _exchange(widths: list[int], source: int, target: int) -> nn.Module:
    """The layers that bring the map of branch ``source`` to the channels of branch ``target``, and, where that is
    coarser, to its size."""
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(_convolution(widths[source], widths[target], 1), nn.BatchNorm2d(widths[target]))
    steps: list[nn.Module] = []
    for step in range(source + 1, target + 1):
        last = step == target
        width = widths[target] if last else widths[source]
        layers: list[nn.Module] = [_convolution(widths[source], width, 3, 2), nn.BatchNorm2d(width)]
        steps.append(nn.Sequential(*layers, *([] if last else [nn.ReLU()])))
    return nn.Sequential(*steps)


def _transition(before: list[int], after: list[int]) -> nn.ModuleList:
    """The layers that bring each branch to the channels of the next stage, and one more branch at half the size."""
    layers: list[nn.Module] = []
    for index, width in enumerate(after):
        if index >= len(before):
            new = nn.Sequential(_convolution(before[-1], width, 3, 2), nn.BatchNorm2d(width), nn.ReLU())
            layers.append(nn.Sequential(new))
        elif before[index] == width:
            layers.append(nn.Identity())
        else:
            layers.append(
                nn.Sequential(_convolution(before[index], width, 3), nn.BatchNorm2d(width), nn.ReLU())
            )
    return nn.ModuleList(layers)


class HRNet(nn.Module):
    """The HRNet called ``name`` in HRNETS: pictures (N, 3, H, W), normalised with ``mean`` and ``deviation`` of 0 ...
    255, -> x_fea (N, channels, H/4, W/4), H and W multiples of 32.

    The four branches, each through a 1x1 convolution to ``channels`` and upsampled, are summed: the same as HRNetV2's
    concatenation followed by a 1x1 convolution, at a tenth of the work.
    """

    mean = (0.485 * 255, 0.456 * 255, 0.406 * 255)  # ImageNet's, which its weights expect
    deviation = (0.229 * 255, 0.224 * 255, 0.225 * 255)

    def __init__(self, name: str = "w18-small", channels: int = 64):
        super().__init__()
        if name not in HRNETS:
            raise ValueError(f"unknown backbone {name!r}; expected one of {', '.join(HRNETS)}")
        size = HRNETS[name]
        self.conv1, self.bn1 = _convolution(3, 64, 3, 2), nn.BatchNorm2d(64)
        self.conv2, self.bn2 = _convolution(64, 64, 3, 2), nn.BatchNorm2d(64)
        outputs = size.stem_width * Bottleneck.EXPANSION
        self.layer1 = nn.Sequential(
            *(Bottleneck(64 if index == 0 else outputs, size.stem_width) for index in range(size.stem_blocks))
        )
        widths = [size.width * 2**branch for branch in range(4)]
        self.transition1 = _transition([outputs], widths[:2])
        self.stage2 = _stage(widths[:2], size.modules[0], size.blocks)
        self.transition2 = _transition(widths[:2], widths[:3])
        self.stage3 = _stage(widths[:3], size.modules[1], size.blocks)
        self.transition3 = _transition(widths[:3], widths)
        self.stage4 = _stage(widths, size.modules[2], size.blocks)
        self.project = nn.ModuleList(
            nn.Conv2d(width, channels, 1, bias=not i) for i, width in enumerate(widths)
        )
        self.norm = nn.BatchNorm2d(channels)
        for part in self.modules():
            if isinstance(part, nn.Conv2d):
                nn.init.kaiming_normal_(part.weight, mode="fan_out", nonlinearity="relu")

    def branches(self, pictures: Tensor) -> list[Tensor]:
        """The four maps of the last stage, (N, width 2^i, H / 2^(2+i), W / 2^(2+i))."""
        x = functional.relu(self.bn1(self.conv1(pictures)))
        x = functional.relu(self.bn2(self.conv2(x)))
        maps = [self.layer1(x)]
        for transition, stage in (
            (self.transition1, self.stage2),
            (self.transition2, self.stage3),
            (self.transition3, self.stage4),
        ):
            # The new branch is made from the coarsest map so far.
            maps = [layer(maps[min(index, len(maps) - 1)]) for index, layer in enumerate(transition)]
            maps = stage(maps)
        return maps

    def forward(self, pictures: Tensor) -> Tensor:
        maps = self.branches(pictures)
        size = (maps[0].shape[-2], maps[0].shape[-1])
        total = self.project[0](maps[0])
        for layer, x in zip(self.project[1:], maps[1:], strict=True):
            total = total + functional.interpolate(layer(x), size=size, mode="bilinear", align_corners=False)
        return functional.relu(self.norm(total))


def _stage(widths: list[int], modules: int, blocks: int) -> nn.Sequential:
    return nn.Sequential(*(Module(widths, blocks) for _ in range(modules)))


def load_imagenet(backbone: HRNet, state: Mapping[str, Tensor]) -> None:
    """Load an official state dict into ``backbone``, in place, without the head of a classification or pose network.
    That of a pose network may lack the coarse outputs of the last stage.

    Raises CheckpointError naming the first parameter that is missing, unknown or of another shape.
    """
    expected = {
        name: tensor
        for name, tensor in backbone.state_dict().items()
        if not name.startswith(("project.", "norm."))
    }
    given = {name.removeprefix("module."): tensor for name, tensor in state.items()}
    last = f"stage4.{len(backbone.stage4) - 1}.fuse_layers."
    for name, tensor in expected.items():
        if name not in given:
            if name.endswith("num_batches_tracked") or name.startswith(
                tuple(f"{last}{i}." for i in (1, 2, 3))
            ):
                continue
            raise CheckpointError(f"the state dict has no {name!r}: not this backbone's")
        if given[name].shape != tensor.shape:
            raise CheckpointError(
                f"{name}: expected the shape {tuple(tensor.shape)}, got {tuple(given[name].shape)}"
            )
    unknown = [name for name in given if name not in expected and not name.startswith(_HEAD)]
    if unknown:
        raise CheckpointError(f"{unknown[0]}: this backbone has no such parameter")
    with torch.no_grad():
        backbone.load_state_dict({name: given[name] for name in expected if name in given}, strict=False)
