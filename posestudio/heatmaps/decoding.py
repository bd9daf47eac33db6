"""Heatmaps -> keypoints: where the maps peak, between the pixels, and how sure they are."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.mirroring import COCO_MIRROR
from posestudio.heatmaps.network.masks import to_coordinates

_REACH = 2  # pixels on either side of the largest that its place is refined with
_FLOOR = 0.01  # of the peak: below it a map is noise


def peaks(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Coordinates (N, 17, 2) in [-1, 1] of each map's peak, and its height (N, 17), of maps (N, 17, h, w).

    The largest pixel, refined along x and y by the top of the parabola that fits the map's logarithm best there:
    exact for a Gaussian, as in DARK (Zhang et al. 2020), and from five pixels, so that noise matters less. At the
    map's edge it stays at the pixel. The height is clamped to [0, 1] and serves as confidence: heatmaps are trained
    to peak at 1.
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
    """Where the peak of lines (N, 17, length) lies from pixel ``index`` (N, 17), in -0.5 ... 0.5."""
    length = line.shape[-1]
    offsets = torch.arange(-_REACH, _REACH + 1, device=line.device)
    near = line.gather(2, (index[..., None] + offsets).clamp(0, length - 1))
    logarithm = (near / value[..., None].clamp_min(1e-12)).clamp_min(_FLOOR).log()
    left, low, middle, high, right = logarithm.unbind(-1)
    # Least squares of a + b i + c i^2 over i = -2 ... 2, or over -1 ... 1 where the edge is nearer.
    slope = (2 * (right - left) + high - low) / 10
    bend = (2 * (left + right) - low - high - 2 * middle) / 14
    inside = (index >= _REACH) & (index < length - _REACH)
    slope = torch.where(inside, slope, (high - low) / 2)
    bend = torch.where(inside, bend, (low + high) / 2 - middle)
    offset = (-slope / (2 * bend.clamp_max(-1e-4))).clamp(-0.5, 0.5)
    return torch.where((index >= 1) & (index < length - 1), offset, 0.0)


def flipped(maps: Tensor) -> Tensor:
    """Heatmaps (..., 17, h, w) of the mirrored picture, left and right exchanged, as those of the picture."""
    return maps.flip(-1)[..., list(COCO_MIRROR), :, :]


def spread(points: Tensor) -> Tensor:
    """Uncertainty (..., 17) of samples (samples, ..., 17, 2): root of the mean squared distance to their mean.

    In the unit of the points; 0 for a single sample.
    """
    return (points - points.mean(dim=0)).square().sum(-1).mean(dim=0).sqrt()
