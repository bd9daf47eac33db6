"""Keypoint coordinates drawn as maps: Gaussian heatmaps, keypoint masks and skeleton masks.

Coordinates are (..., 17, 2) x, y of the crop with its edges at -1 and 1, independent of resolution.
"""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_LIMBS


def to_pixels(coordinates: Tensor, size: tuple[int, int]) -> Tensor:
    """Coordinates in [-1, 1] -> pixels of a (height, width) map, pixel centres at .5."""
    height, width = size
    return (coordinates + 1) / 2 * coordinates.new_tensor([width, height])


def to_coordinates(pixels: Tensor, size: tuple[int, int]) -> Tensor:
    """Inverse of :func:`to_pixels`."""
    height, width = size
    return pixels / pixels.new_tensor([width, height]) * 2 - 1


def _grid(size: tuple[int, int], like: Tensor) -> tuple[Tensor, Tensor]:
    """The pixel centres' x (width,) and y (height,)."""
    height, width = size
    y = torch.arange(height, dtype=like.dtype, device=like.device) + 0.5
    x = torch.arange(width, dtype=like.dtype, device=like.device) + 0.5
    return x, y


def heatmaps(coordinates: Tensor, present: Tensor, size: tuple[int, int], sigma: float) -> Tensor:
    """(N, 17, height, width) exp(-|p - k|^2 / 2 sigma^2) about each keypoint, ``sigma`` in the map's pixels.

    The map of a keypoint that is not ``present`` (N, 17) is zero.
    """
    x, y = _grid(size, coordinates)
    k = to_pixels(coordinates, size)
    across = torch.exp(-(x - k[..., :1]).square() / (2 * sigma * sigma))
    down = torch.exp(-(y - k[..., 1:]).square() / (2 * sigma * sigma))
    return (down * present[..., None])[..., :, None] * across[..., None, :]


def keypoint_mask(coordinates: Tensor, present: Tensor, size: tuple[int, int], width: float) -> Tensor:
    """(N, 1, h, w) 1 within ``width`` / 2 map pixels (d_kps) of a keypoint that is ``present`` (N, 17), else 0."""
    x, y = _grid(size, coordinates)
    k = to_pixels(coordinates, size)
    across, down = (x - k[..., :1]).square(), (y - k[..., 1:]).square()
    far = torch.where(present, 0.0, torch.inf).to(down.dtype)
    distance = (down + far[..., None])[..., :, None] + across[..., None, :]
    return (distance.amin(dim=1, keepdim=True) <= (width / 2) ** 2).to(coordinates.dtype)


def skeleton_mask(coordinates: Tensor, present: Tensor, size: tuple[int, int], width: float) -> Tensor:
    """(N, 1, h, w) 1 within ``width`` / 2 map pixels (d_ske) of a limb whose two keypoints are ``present``, else
    0."""
    x, y = _grid(size, coordinates)
    k = to_pixels(coordinates, size)
    first, second = torch.tensor(COCO_LIMBS, device=k.device).T
    a, along = k[:, first], k[:, second] - k[:, first]  # (N, limbs, 2)
    there = present[:, first] & present[:, second]
    dx = x - a[..., :1]  # (N, limbs, w)
    dy = y - a[..., 1:]  # (N, limbs, h)
    length = along.square().sum(-1).clamp_min(1e-6)[..., None, None]
    run = (dx * along[..., :1])[..., None, :] + (dy * along[..., 1:])[..., :, None]
    share = (run / length).clamp(0, 1)
    distance = (dx[..., None, :] - share * along[..., 0, None, None]).square()
    distance = distance + (dy[..., :, None] - share * along[..., 1, None, None]).square()
    distance = torch.where(there[..., None, None], distance, torch.inf)
    return (distance.amin(dim=1, keepdim=True) <= (width / 2) ** 2).to(coordinates.dtype)
