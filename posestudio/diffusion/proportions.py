"""Bones and proportions of bodies as tensors: measured, given to bodies, and as features for the network."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.linalg import vector_norm

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.proportions import (
    BONES_OF_JOINTS,
    JOINTS_OF_BONES,
    LEG_BONES,
    LEG_LENGTH,
    MEAN_OF_SIDES,
    PROPORTIONS,
)
from posestudio.diffusion.joint_maps import Constant, JointMap
from posestudio.diffusion.ray_fitting import leg_length

LENGTH_UNIT = 0.1
"""Unit of the features of lengths, which are the log of their ratio to the typical ones."""

_BONES = JointMap(BONES_OF_JOINTS)
_JOINTS = JointMap(JOINTS_OF_BONES)
_EVEN = Constant(MEAN_OF_SIDES)
_LEGS = Constant(np.isin(np.arange(len(BODY_JOINTS)), LEG_BONES)[:, None] / 2)


def bones(joints: Tensor) -> Tensor:
    """(N, B, 3) joints -> (N, B, 3) vectors from each joint's parent; zero for the hips."""
    return _BONES(joints)


def joints_of(bone_vectors: Tensor) -> Tensor:
    """Inverse of :func:`bones`, with the hips at the origin."""
    return _JOINTS(bone_vectors)


def with_even_sides(joints: Tensor, strength: float = 1.0) -> Tensor:
    """Bodies (N, B, 3), hips at the origin, with the bones of left and right as long as their mean.

    Bones keep their directions. ``strength`` 0 leaves them, 1 makes them even.
    """
    vectors = bones(joints)
    return joints_of(vectors * _side_factor(vector_norm(vectors, dim=-1), strength)[..., None])


def with_reference_legs(joints: Tensor, strength: float = 1.0) -> Tensor:
    """Bodies (N, B, 3), hips at the origin, scaled to legs of 0.86 m (`LEG_LENGTH`); ``strength`` 0 leaves them."""
    return joints * _leg_factor(leg_length(joints)[:, None, None], strength)


def as_reference_body(joints: Tensor, strength: float) -> Tensor:
    """`with_reference_legs` of `with_even_sides`, in one pass: evening out legs does not change their mean."""
    vectors = bones(joints)
    lengths = vector_norm(vectors, dim=-1)
    factor = _side_factor(lengths, strength) * _leg_factor(lengths @ _LEGS.like(lengths), strength)
    return joints_of(vectors * factor[..., None])


def _side_factor(lengths: Tensor, strength: float) -> Tensor:
    """(N, B) factors that bring bones of these lengths (N, B) towards the mean of both sides."""
    return _partly(lengths @ _EVEN.like(lengths) / lengths.clamp_min(1e-4), strength)


def _leg_factor(legs: Tensor, strength: float) -> Tensor:
    """Factors that bring bodies with legs of these lengths towards 0.86 m."""
    return _partly(LEG_LENGTH / legs.clamp_min(1e-3), strength)


def _partly(factor: Tensor, strength: float) -> Tensor:
    """The factor, brought towards 1 as ``strength`` falls from 1 to 0."""
    return factor if strength == 1 else (factor - 1) * strength + 1


def proportions(joints: Tensor) -> Tensor:
    """Lengths (..., L) of bodies (..., B, 3), in PROPORTIONS' order, the mean of both sides where there are two."""
    lengths = []
    for _, chains in PROPORTIONS.values():
        sides = []
        for chain in chains:
            positions = joints[..., [BODY_INDEX[name] for name in chain], :]
            sides.append(positions.diff(dim=-2).norm(dim=-1).sum(-1))
        lengths.append(torch.stack(sides).mean(0))
    return torch.stack(lengths, -1)


def proportion_features(lengths: Tensor) -> Tensor:
    """(N, L) metres on 0.86 m legs, nan where unknown -> (N, 2 L): logs, 0 where unknown, then 1 where known."""
    typical = lengths.new_tensor([length for length, _ in PROPORTIONS.values()])
    known = torch.isfinite(lengths)
    logs = (torch.where(known, lengths, typical) / typical).log() / LENGTH_UNIT
    return torch.cat([logs, known.to(lengths.dtype)], dim=-1)


def with_lengths(joints: Tensor, lengths: Tensor) -> Tensor:
    """Bodies (N, B, 3), hips at the origin, with the bones of PROPORTIONS given ``lengths`` (N, L).

    Metres, nan leaves a length. Bones keep their directions; widths change along the line between the sides.
    """
    vectors = bones(joints)
    for (name, (_, chains)), length in zip(PROPORTIONS.items(), lengths.unbind(-1), strict=True):
        for chain in chains:
            ends = [BODY_INDEX[joint] for joint in chain]
            if name.endswith("_width"):
                apart = joints[:, ends[0]] - joints[:, ends[1]]
                factor = _factor(length, apart.norm(dim=-1))
                across = torch.nn.functional.normalize(apart, dim=-1)[:, None]
                along = (vectors[:, ends] * across).sum(-1, keepdim=True) * across
                vectors[:, ends] += (factor - 1)[:, None, None] * along
            else:
                factor = _factor(length, vectors[:, ends[1:]].norm(dim=-1).sum(-1))
                vectors[:, ends[1:]] *= factor[:, None, None]
    return joints_of(vectors)


def _factor(wanted: Tensor, found: Tensor) -> Tensor:
    """What lengths ``found`` are multiplied by to be those ``wanted``; 1 where these are nan."""
    return torch.where(torch.isfinite(wanted), wanted / found.clamp_min(1e-4), 1.0)
