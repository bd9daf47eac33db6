"""Rays of several cameras as linear equations: bodies placed and sized by them, and joints moved towards them.

A camera (R, t) sees a world point X along the ray r where A X + c = 0, with A = R_xy - r R_z (2 x 3) and
c = t_xy - r t_z. Over the depth of X, that is the error in the picture, in units of the focal length.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.body.layouts import OBSERVED_23
from posestudio.diffusion.joint_maps import JointMap
from posestudio.diffusion.ray_fitting import NEAREST, keypoints_of

SIZE_DEVIATION = 0.3
"""Standard deviation of a person's size over that of people with 0.86 m legs, where views tell it."""

_SIZE_IS_KNOWN = 1e8
_OF_KEYPOINTS = JointMap(OBSERVED_23.matrix.T)
"""Changes of the joints that move the keypoints: each keypoint is a joint."""


@dataclass(frozen=True)
class RayEquations:
    """The equations of N bodies seen by V cameras at K points; positions are relative to an origin of each body's.

    ``slope`` (V, N, K, 2, 3) is A, ``offset`` (V, N, K, 2) is c, ``weight`` (V, N, K) is 1 over the variance of the
    point in units of the focal length, 0 where it is missing, ``axis`` (V, N, 3) and ``distance`` (V, N) give the
    depth of X: axis X + distance. ``sized`` (N,) says whose size the views tell.
    """

    slope: Tensor
    offset: Tensor
    weight: Tensor
    axis: Tensor
    distance: Tensor
    sized: Tensor

    def depth(self, points: Tensor) -> Tensor:
        """(V, N, K) depths of points (N, K, 3) before each camera, at least NEAREST."""
        return (torch.einsum("vnc,nkc->vnk", self.axis, points) + self.distance[..., None]).clamp_min(NEAREST)

    def similarity(self, joints: Tensor) -> tuple[Tensor, Tensor]:
        """(size (N,), position (N, 3)) that put bodies (N, B, 3), as size * joints + position, on their rays best.

        Weighted linear least squares, then twice more with the residuals divided by the depths found. A size that
        the views do not tell is 1.
        """
        points = keypoints_of(joints)
        moved = torch.einsum("vnkac,nkc->vnka", self.slope, points)
        rows = torch.cat([moved[..., None], self.slope], dim=-1)
        prior = torch.where(self.sized, SIZE_DEVIATION**-2, _SIZE_IS_KNOWN).to(joints.dtype)
        size, position = torch.ones_like(joints[:, 0, 0]), torch.zeros_like(joints[:, 0])
        for _ in range(3):
            share = self.weight / self.depth(size[:, None, None] * points + position[:, None]).square()
            weighted = rows * share[..., None, None]
            system = torch.einsum("vnkai,vnkaj->nij", weighted, rows)
            right = -torch.einsum("vnkai,vnka->ni", weighted, self.offset)
            system[:, 0, 0] += prior
            right[:, 0] += prior
            system += 1e-4 * torch.eye(4, device=system.device, dtype=system.dtype)
            solved = torch.linalg.solve(system.double(), right.double()).to(joints.dtype)
            size, position = solved[:, 0].clamp(0.3, 3.0), solved[:, 1:]
        return size, position

    def towards(self, joints: Tensor, size: Tensor, position: Tensor, freedom: float) -> Tensor:
        """Bodies (N, B, 3) with each joint moved towards the point nearest to all its rays.

        ``freedom`` is the standard deviation in metres of a joint about where it is: the compromise between that and
        the rays, by their variances, is what is returned. A joint seen in one view moves sideways.
        """
        points = keypoints_of(joints)
        placed = size[:, None, None] * points + position[:, None]
        share = self.weight / self.depth(placed).square()
        weighted = self.slope * share[..., None, None]
        residual = torch.einsum("vnkac,nkc->vnka", self.slope, placed) + self.offset
        system = torch.einsum("vnkai,vnkaj->nkij", weighted, self.slope)
        right = -torch.einsum("vnkai,vnka->nki", weighted, residual)
        system = system + freedom**-2 * torch.eye(3, device=system.device, dtype=system.dtype)
        change = torch.linalg.solve(system, right) / size[:, None, None]
        return joints + _OF_KEYPOINTS(change)
