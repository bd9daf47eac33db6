"""Bodies fitted to the rays their keypoints were seen along: their translation, and joints moved towards rays."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.linalg import vector_norm

from posestudio.body.layouts import BODY_PARENTS, OBSERVED_23
from posestudio.body.proportions import LEG_BONES
from posestudio.diffusion.joint_maps import JointMap
from posestudio.geometry.camera import UNKNOWN_DEPTH

NEAREST = 0.1
"""Least depth of a point, in metres."""

COINCIDENT = 1e-8
"""Variance of rays, in units of the focal length, below which they do not determine the depth."""

_KEYPOINTS = JointMap(OBSERVED_23.matrix)
_SIDEWAYS = JointMap(np.linalg.pinv(OBSERVED_23.matrix), np.eye(3, 2))
"""The smallest change of the joints that moves the keypoints by a given amount: the layout's pseudo-inverse."""

_LEG_BONES = list(LEG_BONES)


def leg_length(joints: Tensor) -> Tensor:
    """Mean of both legs' thigh plus shin: (N, B, 3) -> (N,)."""
    starts = [BODY_PARENTS[joint] for joint in _LEG_BONES]
    return vector_norm(joints[:, _LEG_BONES] - joints[:, starts], dim=-1).sum(-1) / 2


def keypoints_of(joints: Tensor) -> Tensor:
    """The 23 observed keypoints of bodies: (..., B, 3) -> (..., K, 3)."""
    return _KEYPOINTS(joints)


def solve_translation(points: Tensor, rays: Tensor, weight: Tensor) -> Tensor:
    """The translations that put 3D points on the rays they were seen along, by weighted least squares.

    ``points`` (N, K, 3) in camera axes up to a translation, ``rays`` (N, K, 2) their x/z and y/z, ``weight``
    (N, K). Minimises w |(p + t)_xy - ray (p + t)_z|^2, which is linear in t, then once more with each
    residual divided by the depth found, so that it is the error in the picture. Returns (N, 3), in front
    of the camera. Where the rays nearly coincide, the depth is UNKNOWN_DEPTH.
    """
    goal = points[..., :2] - rays * points[..., 2:]
    nearest = NEAREST - points[..., 2].amin(-1)
    depth = torch.ones_like(weight)
    for _ in range(2):
        share = weight / depth.square()
        share = (share / share.sum(-1, keepdim=True).clamp_min(1e-12))[..., None]
        # For any t_z the best t_xy is mean(ray) t_z - mean(goal), so that only t_z is solved for: centred
        # like this, single precision suffices for people tens of metres away.
        ray_mean, goal_mean = (share * rays).sum(-2), (share * goal).sum(-2)
        ray_spread, goal_spread = rays - ray_mean[:, None], goal - goal_mean[:, None]
        across = (share * ray_spread * goal_spread).sum((-1, -2))
        spread = (share * ray_spread.square()).sum((-1, -2))
        z = torch.maximum((across + COINCIDENT * UNKNOWN_DEPTH) / (spread + COINCIDENT), nearest)
        depth = (points[..., 2] + z[:, None]).clamp_min(NEAREST)
    return torch.cat([ray_mean * z[:, None] - goal_mean, z[:, None]], dim=-1)


def towards_rays(
    joints: Tensor,
    rays: Tensor,
    weight: Tensor,
    strength: Tensor | float,
    translation: Tensor | None = None,
) -> Tensor:
    """Bodies (N, B, 3) with their joints moved sideways towards the rays (N, K, 2) they were seen along.

    Depths stay. A ``weight`` (N, K) times ``strength`` (a number or (N, K)) of 0 leaves a joint, 1 puts it on its
    ray. The bodies stand at ``translation`` (N, 3), by default that which fits the rays best.
    """
    points = keypoints_of(joints)
    if translation is None:
        translation = solve_translation(points, rays, weight)
    placed = points + translation[:, None]
    depth = placed[..., 2:]
    return joints + _SIDEWAYS((rays * depth - placed[..., :2]) * (weight * strength)[..., None])
