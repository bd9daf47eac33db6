"""Where a pose stands in front of the camera, and how it is drawn towards what was seen."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ..body.layouts import BODY_INDEX, BODY_PARENTS, COCO_17

_TO_JOINTS = np.linalg.pinv(COCO_17.matrix).astype(np.float32)

_LEG_BONES = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("knee", "ankle")]


def leg_length(joints: Tensor) -> Tensor:
    """Mean of both legs' thigh plus shin: (N, B, 3) -> (N,)."""
    starts = [BODY_PARENTS[joint] for joint in _LEG_BONES]
    return (joints[:, _LEG_BONES] - joints[:, starts]).norm(dim=-1).sum(-1) / 2


def keypoints_of(joints: Tensor) -> Tensor:
    """COCO-17 points of bodies: (..., B, 3) -> (..., K, 3)."""
    return torch.einsum("kb,...bc->...kc", torch.from_numpy(COCO_17.matrix).to(joints), joints)


def solve_translation(points: Tensor, rays: Tensor, weight: Tensor) -> Tensor:
    """The translations that put 3D points on the rays they were seen along, by weighted least squares.

    ``points`` (N, K, 3) in camera axes up to a translation, ``rays`` (N, K, 2) their x/z and y/z, ``weight``
    (N, K). Minimises w |(p + t)_xy - ray (p + t)_z|^2, which is linear in t, then once more with each
    residual divided by the depth found, so that it is the error in the picture. Returns (N, 3). With
    fewer than two points of weight the depth is free: the person is put 4 m away.
    """
    depth = torch.ones_like(weight)
    identity = torch.eye(3, dtype=points.dtype, device=points.device)
    away = points.new_tensor([0.0, 0.0, 4.0])
    translation = away.expand(len(points), 3)
    for _ in range(2):
        # Rows (1, 0, -u) and (0, 1, -v) of the linear system, one pair a keypoint.
        rows = identity[:2].expand(*rays.shape, 3).clone()
        rows[..., 2] = -rays
        goal = rays * points[..., 2:] - points[..., :2]
        scaled = (weight / depth.square())[..., None]
        normal = torch.einsum("nkri,nkrj->nij", rows * scaled[..., None], rows)
        side = torch.einsum("nkri,nkr->ni", rows * scaled[..., None], goal)
        # A trace of pull to 4 m away decides what the keypoints leave open, and nothing else.
        pull = 1e-6 * (1 + normal.diagonal(dim1=-2, dim2=-1).sum(-1))[:, None, None] * identity
        translation = torch.linalg.solve(normal + pull, side + (pull @ away))
        depth = (points[..., 2] + translation[:, None, 2]).clamp_min(0.1)
    return torch.where((weight > 0).sum(-1, keepdim=True) > 1, translation, away)


def towards_rays(joints: Tensor, rays: Tensor, weight: Tensor, strength: Tensor | float) -> Tensor:
    """Bodies (N, B, 3) with their seen joints moved sideways towards the rays (N, K, 2) they were seen along.

    Depths stay. ``strength`` 0 leaves them, 1 puts them there; joints behind the camera stay.
    """
    points = keypoints_of(joints)
    translation = solve_translation(points, rays, weight)
    placed = points + translation[:, None]
    depth = placed[..., 2:]
    moved = (rays * depth - placed[..., :2]) * (weight[..., None] > 0) * (depth > 0.1) * strength
    shift = torch.nn.functional.pad(moved, (0, 1))
    # The smallest change of the joints that moves the keypoints so: the layout's pseudo-inverse.
    return joints + torch.einsum("bk,nkc->nbc", torch.from_numpy(_TO_JOINTS).to(joints), shift)
