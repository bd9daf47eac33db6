"""Constraints on poses besides their keypoints: a body's symmetry, pinned joints, given bone lengths, and left and
right that may be exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, BODY_PARENTS, OBSERVED_KEYPOINTS
from posestudio.body.mirroring import OBSERVED_MIRROR, side_of
from posestudio.diffusion.joint_maps import JointMap
from posestudio.diffusion.proportions import as_reference_body, with_even_sides, with_lengths
from posestudio.diffusion.ray_fitting import NEAREST, keypoints_of, solve_translation, towards_rays

_HIPS = [BODY_INDEX["left_hip"], BODY_INDEX["right_hip"]]

_ROUNDS = 3
"""Rounds of moving towards the rays and back to the other constraints, which disagree."""

_SWEEPS = 12
"""Passes over the bones that bring a body back to its lengths around pinned joints."""


def _about_hips() -> np.ndarray:
    """(B, B) map of joints to joints relative to the middle of the hip joints; the hips become the origin."""
    matrix = np.eye(len(BODY_PARENTS))
    matrix[:, _HIPS] -= 0.5
    matrix[BODY_INDEX["hips"]] = 0
    return matrix


_ABOUT_HIPS = JointMap(_about_hips())

_CHILDREN = [child for child, parent in enumerate(BODY_PARENTS) if parent >= 0]
_PARENTS = [BODY_PARENTS[child] for child in _CHILDREN]


def constrained_to_bodies(
    joints: Tensor, rays: Tensor, weight: Tensor, strength: Tensor | float, confidence: float
) -> Tensor:
    """Estimates (N, B, 3), hips at the origin, with a body's proportions, and moved towards their rays (see
    `towards_rays`).

    Left and right bones are of one length in any body, and legs of 0.86 m, which is the unit of size.
    ``confidence``, 0 to 1, is how far an estimate is of one body: the mean of many poses rightly has shorter bones.
    """
    translation = None
    for _ in range(_ROUNDS if confidence > 0.5 else 1):
        joints = as_reference_body(joints, confidence)
        if translation is None:  # later rounds move bodies little
            translation = solve_translation(keypoints_of(joints), rays, weight)
        joints = towards_rays(joints, rays, weight, strength, translation)
    return relative_to_hips(joints)


@dataclass(frozen=True)
class Constraints:
    """Pins and bone lengths of N poses, in person-centred camera frames.

    ``pins`` (N, B, 3) absolute metres on 0.86 m legs, nan where free; ``lengths`` (N, L) metres of
    `PROPORTIONS`, nan where free. Either may be None.
    """

    pins: Tensor | None = None
    lengths: Tensor | None = None

    def applied(
        self, joints: Tensor, rays: Tensor, weight: Tensor, strength: Tensor | float, confidence: float
    ) -> Tensor:
        """Bodies (N, B, 3), hips at the origin, brought to the constraints, their sides evened out by ``confidence``
        (see `constrained_to_bodies`), and moved towards their rays (see `towards_rays`)."""
        for _ in range(_ROUNDS):
            joints = with_even_sides(joints, confidence)
            if self.lengths is not None:
                joints = with_lengths(joints, self.lengths)
            if self.pins is None:
                joints = relative_to_hips(towards_rays(joints, rays, weight, strength))
            else:
                joints = self._pinned(joints, self.pins, rays, weight, strength)
        return joints

    def _pinned(
        self, joints: Tensor, pins: Tensor, rays: Tensor, weight: Tensor, strength: Tensor | float
    ) -> Tensor:
        """Bodies with their pins in place, and the other joints moved towards their rays."""
        translation = solve_pinned_translation(joints, pins, rays, weight)
        joints = towards_rays(joints, rays, weight, strength, translation)
        placed = follow_pins(joints + translation[:, None], pins)
        # The hips are the middle of the hip joints: where they are pinned, free hip joints move with them.
        free = ~torch.isfinite(pins[:, _HIPS])
        off = (
            2
            * (placed[:, :1] - placed[:, _HIPS].mean(1, keepdim=True))
            / free.sum(1, keepdim=True).clamp_min(1)
        )
        placed[:, _HIPS] += torch.where(free & torch.isfinite(pins[:, :1]), off, torch.zeros_like(off))
        return relative_to_hips(placed)


def relative_to_hips(joints: Tensor) -> Tensor:
    """Bodies (N, B, 3) moved so that the middle of their hip joints, which is what the hips are, is the origin."""
    return _ABOUT_HIPS(joints)


def follow_pins(joints: Tensor, pins: Tensor) -> Tensor:
    """Bodies (N, B, 3) with their ``pins`` (N, B, 3; nan: free) in place and all bones as long as before.

    Position based dynamics (Mueller et al. 2007, section 3.3): every bone moves its free ends along itself
    until it is right, all at once, a few times; where the pins are too far apart, bones stretch.
    """
    fixed = torch.isfinite(pins)
    lengths = (joints[:, _CHILDREN] - joints[:, _PARENTS]).norm(dim=-1, keepdim=True)
    ends = torch.zeros(2 * len(_CHILDREN), len(BODY_PARENTS), device=joints.device)
    ends[torch.arange(len(ends)), torch.tensor(_CHILDREN + _PARENTS)] = 1
    share = ends / ends.sum(0)
    free = (~fixed).to(joints.dtype)
    weights = free[:, _CHILDREN, :1], free[:, _PARENTS, :1]
    total = (weights[0] + weights[1]).clamp_min(1)
    joints = torch.where(fixed, pins, joints)
    for _ in range(_SWEEPS):
        bones = joints[:, _CHILDREN] - joints[:, _PARENTS]
        found = bones.norm(dim=-1, keepdim=True).clamp_min(1e-6)
        correction = (found - lengths) / found * bones / total
        pulls = torch.cat([-correction * weights[0], correction * weights[1]], dim=1)
        # 1.5: over-relaxation, since averaging over a joint's bones corrects too little.
        joints = joints + 1.5 * torch.einsum("eb,nec->nbc", share, pulls)
    return torch.where(fixed, pins, joints)


def solve_pinned_translation(
    joints: Tensor,
    targets: Tensor,
    rays: Tensor,
    weight: Tensor,
    tolerance: float = 0.0005,
    ray_tolerance: float = 0.002,
) -> Tensor:
    """The translations (N, 3) of bodies (N, B, 3) nearest to both their targets (N, B, 3; nan: none) and rays.

    Least squares over distances to the targets in units of ``tolerance`` metres, and sideways distances to
    the keypoints' rays (N, K, 2) over depth in units of ``ray_tolerance``, times ``weight`` (N, K). At least one
    target is needed.
    """
    given = torch.isfinite(targets[..., :1])
    count = given.sum(1)
    difference = torch.where(given, targets - joints, torch.zeros_like(joints))
    centre = difference.sum(1) / count.clamp_min(1)
    points = keypoints_of(joints)
    depth = (points[..., 2] + centre[:, None, 2]).clamp_min(NEAREST)
    weight = weight / (depth * ray_tolerance).square()
    goal = rays * points[..., 2:] - points[..., :2]
    system = points.new_zeros(len(points), 3, 3)
    sums = torch.einsum("nk,nkc->nc", weight, rays)
    system[:, 0, 0] = system[:, 1, 1] = weight.sum(1)
    system[:, 0, 2] = system[:, 2, 0] = -sums[:, 0]
    system[:, 1, 2] = system[:, 2, 1] = -sums[:, 1]
    system[:, 2, 2] = (weight * rays.square().sum(-1)).sum(1)
    side = torch.einsum("nk,nkc->nc", weight, goal)
    along = -(weight * (rays * goal).sum(-1)).sum(1)
    right = torch.cat([side, along[:, None]], dim=1)
    pull = (count / tolerance**2).to(points.dtype)
    system = system + pull[..., None] * torch.eye(3, device=points.device)
    return torch.linalg.solve(system, right + pull * centre)


def likelier_sides(joints: Tensor, rays: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """(rays (N, K, 2), weight (N, K)) with left and right exchanged, or not, as fits each body (N, B, 3) best.

    All of SIDE_EXCHANGES are tried.
    """
    points = keypoints_of(joints)
    best = torch.full_like(weight[:, 0], torch.inf)
    chosen, chosen_weight = rays, weight
    for exchange in SIDE_EXCHANGES:
        order = torch.tensor(exchange, device=rays.device)
        there, share = rays[:, order], weight[:, order]
        placed = points + solve_translation(points, there, share)[:, None]
        off = (placed[..., :2] / placed[..., 2:].clamp_min(NEAREST) - there).square().sum(-1)
        off = (off * share).sum(-1)
        better = off < best
        best = torch.where(better, off, best)
        chosen = torch.where(better[:, None, None], there, chosen)
        chosen_weight = torch.where(better[:, None], share, chosen_weight)
    return chosen, chosen_weight


def _exchanges() -> tuple[tuple[int, ...], ...]:
    """The permutations of SIDE_EXCHANGES."""
    kinds = {name: name.rpartition("_")[2] for name in OBSERVED_KEYPOINTS}
    groups = [
        [i for i, name in enumerate(OBSERVED_KEYPOINTS) if side_of(name) != "middle" and kinds[name] in group]
        for group in (
            ("knee", "ankle", "toe", "heel"),
            ("elbow", "wrist"),
            ("eye", "ear", "shoulder", "hip"),
        )
    ]
    found = []
    for flags in product((False, True), repeat=3):
        order = list(range(len(OBSERVED_KEYPOINTS)))
        for group, exchanged in zip(groups, flags, strict=True):
            for index in group if exchanged else ():
                order[index] = OBSERVED_MIRROR[index]
        found.append(tuple(order))
    return tuple(found)


SIDE_EXCHANGES = _exchanges()
"""Permutations of the keypoints: left and right as they are, or exchanged in legs, arms and the rest."""
