"""Heatmaps -> keypoints: where the maps peak, between the pixels, and how sure they are."""

from __future__ import annotations

import torch
from torch import Tensor

from ..body.layouts import COCO_MIRROR
from .masks import to_coordinates


def peaks(maps: Tensor, radius: int = 2) -> tuple[Tensor, Tensor]:
    """Coordinates (N, 17, 2) in [-1, 1] of each map's peak, and its height (N, 17), of maps (N, 17, h, w).

    The largest pixel, refined to the centroid of what rises above a tenth of it within ``radius`` pixels. For a
    sampled Gaussian that is right to a hundredth of a pixel where it is not cut off by the map's edge, there to
    less than a pixel. The height is clamped to [0, 1] and serves as confidence: heatmaps are trained to peak at 1.
    """
    count, joints, height, width = maps.shape
    flat = maps.flatten(2)
    value, index = flat.max(dim=-1)
    x, y = index % width, index // width
    offsets = torch.arange(-radius, radius + 1, device=maps.device)
    columns, rows = x[..., None] + offsets, y[..., None] + offsets
    inside = ((columns >= 0) & (columns < width))[..., None, :] & ((rows >= 0) & (rows < height))[
        ..., :, None
    ]
    places = rows.clamp(0, height - 1)[..., :, None] * width + columns.clamp(0, width - 1)[..., None, :]
    near = flat.gather(2, places.flatten(2)).view(count, joints, len(offsets), len(offsets))
    weight = (near - 0.1 * value[..., None, None]).clamp_min(0) * inside
    total = weight.sum(dim=(-1, -2))
    dx = (weight.sum(-2) * offsets).sum(-1) / total.clamp_min(1e-12)
    dy = (weight.sum(-1) * offsets).sum(-1) / total.clamp_min(1e-12)
    pixels = torch.stack([x + 0.5 + dx, y + 0.5 + dy], dim=-1)
    return to_coordinates(pixels.to(maps.dtype), (height, width)), value.clamp(0, 1)


def flipped(maps: Tensor) -> Tensor:
    """Heatmaps (..., 17, h, w) of the mirrored picture, left and right exchanged, as those of the picture."""
    return maps.flip(-1)[..., list(COCO_MIRROR), :, :]


def spread(points: Tensor) -> Tensor:
    """Uncertainty (..., 17) of samples (samples, ..., 17, 2): root of the mean squared distance to their mean.

    In the unit of the points; 0 for a single sample.
    """
    return (points - points.mean(dim=0)).square().sum(-1).mean(dim=0).sqrt()
