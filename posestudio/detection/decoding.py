"""Heatmaps -> keypoints: each map's peak, its height there and at the other side's keypoint; spread of samples."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.network.masks import to_coordinates

_REACH = 2  # pixels on either side of the largest, from which its position is refined
_FLOOR = 0.01  # of the peak: lower values are taken as this


def peaks(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Coordinates (N, 17, 2) in [-1, 1] of each map's peak, and its height (N, 17), of maps (N, 17, h, w).

    The largest pixel, refined along x and y by the vertex of the parabola fitted to the logarithm of five pixels:
    exact for a Gaussian, as DARK (Zhang et al. 2020), and less sensitive to noise. At the map's edge it is the
    pixel's centre. The height, clamped to [0, 1], serves as confidence: heatmaps are trained to peak at 1.
    """
    height, width = maps.shape[-2:]
    flat = maps.flatten(2)
    value, index = flat.max(dim=-1)
    x, y = index % width, index // width
    dx = _top(maps.gather(2, y[..., None, None].expand(-1, -1, 1, width)).squeeze(2), x, value)
    dy = _top(maps.gather(3, x[..., None, None].expand(-1, -1, height, 1)).squeeze(3), y, value)
    pixels = torch.stack([x + 0.5 + dx, y + 0.5 + dy], dim=-1)
    return to_coordinates(pixels.to(maps.dtype), (height, width)), value.clamp(0, 1)


def _top(line: Tensor, index: Tensor, value: Tensor) -> Tensor:
    """(N, 17) the offset, -0.5 ... 0.5, of the peak of lines (N, 17, length) from their largest pixel, ``index`` (N,
    17) of ``value`` (N, 17)."""
    length = line.shape[-1]
    offsets = torch.arange(-_REACH, _REACH + 1, device=line.device)
    near = line.gather(2, (index[..., None] + offsets).clamp(0, length - 1))
    logarithm = (near / value[..., None].clamp_min(1e-12)).clamp_min(_FLOOR).log()
    left, low, middle, high, right = logarithm.unbind(-1)
    # Least squares of a + b i + c i^2 over i = -2 ... 2, or over -1 ... 1 next to the edge.
    slope = (2 * (right - left) + high - low) / 10
    bend = (2 * (left + right) - low - high - 2 * middle) / 14
    inside = (index >= _REACH) & (index < length - _REACH)
    slope = torch.where(inside, slope, (high - low) / 2)
    bend = torch.where(inside, bend, (low + high) / 2 - middle)
    offset = (-slope / (2 * bend.clamp_max(-1e-4))).clamp(-0.5, 0.5)
    return torch.where((index >= 1) & (index < length - 1), offset, 0.0)


def flipped(maps: Tensor) -> Tensor:
    """Heatmaps (..., 17, h, w) of the picture from those of the mirrored picture: mirrored, left and right
    exchanged."""
    return maps.flip(-1)[..., list(COCO_MIRROR), :, :]


def other_sides(maps: Tensor, coordinates: Tensor) -> Tensor:
    """(N, 17) in 0 ... 1: the height of each map (N, 17, h, w) at the other side's keypoint, over that at its own, of
    keypoints (N, 17, 2) in [-1, 1]. Near 1 for a left knee that may as well be where the right one was found."""
    there = torch.stack([coordinates, coordinates[..., list(COCO_MIRROR), :]], dim=-2)
    heights = torch.nn.functional.grid_sample(
        maps.flatten(0, 1)[:, None].float(),
        there.flatten(0, 1)[:, None].to(maps.device, torch.float32),
        align_corners=False,
    )
    own, other = heights.view(*maps.shape[:2], 2).clamp_min(0).unbind(-1)
    return (other / own.clamp_min(_FLOOR)).clamp_max(1)


def spread(points: Tensor) -> Tensor:
    """(..., 17) root of the mean squared distance of samples (samples, ..., 17, 2) to their mean, in their unit."""
    return (points - points.mean(dim=0)).square().sum(-1).mean(dim=0).sqrt()
