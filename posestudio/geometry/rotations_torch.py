"""Rotations as tensors (N, 3, 3) that act on column vectors; the counterpart of `rotations` for torch.

Each keeps the arithmetic that it was trained and measured with: results are compared bit for bit.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def about_axis(axis: int, angles: Tensor) -> Tensor:
    """(N, 3, 3) rotations by ``angles`` (N,) radians about the x (0), y (1) or z (2) axis."""
    cos, sin = angles.cos(), angles.sin()
    matrix = torch.zeros(len(angles), 3, 3, device=angles.device)
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix[:, axis, axis] = 1
    matrix[:, i, i], matrix[:, i, j] = cos, -sin
    matrix[:, j, i], matrix[:, j, j] = sin, cos
    return matrix


def from_rotation_vectors(vectors: Tensor) -> Tensor:
    """(N, 3, 3) rotations about ``vectors`` (N, 3) by as many radians as those are long (Rodrigues' formula)."""
    angle = vectors.norm(dim=-1)[:, None, None].clamp_min(1e-8)
    x, y, z = vectors.unbind(-1)
    zero = torch.zeros_like(x)
    rows = [torch.stack(row, -1) for row in ((zero, -z, y), (z, zero, -x), (-y, x, zero))]
    cross = torch.stack(rows, -2) / angle
    identity = torch.eye(3, device=vectors.device)
    return identity + angle.sin() * cross + (1 - angle.cos()) * cross @ cross


def from_quaternions(quaternions: Tensor) -> Tensor:
    """(N, 3, 3) rotations of unit ``quaternions`` (N, 4), the real part first."""
    w, x, y, z = quaternions.unbind(-1)
    rows = (
        torch.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], -1),
        torch.stack([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], -1),
        torch.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1),
    )
    return torch.stack(rows, -2)


def onto_z(directions: Tensor) -> Tensor:
    """(N, 3, 3) the smallest rotation that takes each of ``directions`` (N, 3), z > 0, onto +z."""
    unit = functional.normalize(directions, dim=-1)
    across, z = unit[:, :2, None], unit[:, 2:, None]
    # Rodrigues about (y, -x, 0): R = I + [v] + [v]^2 / (1 + z), well defined for z > -1.
    turned = torch.eye(2, dtype=unit.dtype, device=unit.device) - across * across.mT / (1 + z)
    return torch.cat([torch.cat([turned, -across], dim=-1), unit[:, None]], dim=-2)


def nearest_rotation(matrices: Tensor) -> tuple[Tensor, Tensor]:
    """The rotations (N, 3, 3) nearest to ``matrices`` in the Frobenius norm (Kabsch 1976), and the singular values
    (N, 3) of the matrices, the last one negative where these are nearer to a reflection."""
    u, singular, vt = torch.linalg.svd(matrices)
    sign = torch.linalg.det(u @ vt).sign()
    flip = torch.stack([torch.ones_like(sign), torch.ones_like(sign), sign], -1)
    return u @ (flip[..., None] * vt), singular * flip


def frame(first: Tensor, second: Tensor) -> Tensor:
    """(N, 3, 3) axes in columns: along ``first`` (N, 3), along the part of ``second`` that is at right angles to it,
    and along their cross product."""
    first = functional.normalize(first, dim=-1)
    second = functional.normalize(second - (second * first).sum(-1, keepdim=True) * first, dim=-1)
    return torch.stack([first, second, torch.cross(first, second, dim=-1)], dim=-1)
