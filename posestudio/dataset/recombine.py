"""Recombined poses: parts of a body replaced by those of other poses, and parts turned a little.

A few hundred clips contain far fewer combinations of arms, legs and trunk than people are capable of. Replacing
a pose's arms by another pose's gives more of them. The directions of the bones are the source pose's, their lengths
stay the target pose's, so that the body keeps its proportions.
What is lost is how limbs go together (balance, arms that swing against the legs, no limb through another),
so part of each batch is left unchanged.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from posestudio.body.layouts import BODY_INDEX, joints_below
from posestudio.diffusion.mirroring import mirrored_bodies
from posestudio.diffusion.proportions import bones, joints_of
from posestudio.geometry.rotations_torch import frame, from_rotation_vectors

RECOMBINED = 0.5
"""Share of a batch in which parts are replaced by those of other poses."""

TURNED = 0.5
"""Probability that a part of a body is turned a little."""

TURN_DEVIATION = 0.1
"""Standard deviation of the angle about each axis, radians."""

_PELVIS = ("left_hip", "right_hip", "hips", "spine")
_CHEST = ("left_shoulder", "right_shoulder", "spine", "neck")

_REPLACED = (
    (("spine",), _PELVIS, 0.5),  # all above the hips
    (("left_elbow", "right_elbow"), _CHEST, 0.25),
    (("left_elbow",), _CHEST, 0.25),
    (("right_elbow",), _CHEST, 0.25),
    (("left_knee",), _PELVIS, 0.25),
    (("right_knee",), _PELVIS, 0.25),
    (("head",), _CHEST, 0.3),
)
"""First joints of the parts that are replaced together, the joints of their frame (left, right, bottom, top), and
the probability."""

_TURNS = ("spine", "head", "left_elbow", "right_elbow", "left_knee", "right_knee")


def _axes(joints: Tensor, left: str, right: str, bottom: str, top: str) -> Tensor:
    """(N, 3, 3) axes in columns: to the left, up the body at right angles to it, and forwards."""
    across = joints[:, BODY_INDEX[left]] - joints[:, BODY_INDEX[right]]
    return frame(across, joints[:, BODY_INDEX[top]] - joints[:, BODY_INDEX[bottom]])


def _chance(count: int, probability: float, generator: torch.Generator, device: torch.device) -> Tensor:
    """(count,) True with ``probability``."""
    return (torch.rand(count, generator=generator, device=generator.device) < probability).to(device)


def recombined(
    joints: Tensor,
    pool: Tensor,
    generator: torch.Generator,
    share: float = RECOMBINED,
    whole: Tensor | None = None,
) -> Tensor:
    """Bodies (N, B, 3), hips at the origin; a ``share`` of them have parts of poses from ``pool`` (M, B, 3).

    Source poses are mirrored half of the time. Those that are ``whole`` (N,) stay as they are.
    """
    count, device = len(joints), joints.device
    joints = joints.clone()
    chosen = _chance(count, share, generator, device)
    if whole is not None:
        chosen &= ~whole
    for roots, around, chance in _REPLACED:
        part = joints_below(*roots)
        here = (chosen & _chance(count, chance, generator, device)).nonzero().squeeze(1)
        targets = joints[here]
        index = torch.randint(len(pool), (len(here),), generator=generator, device=generator.device)
        sources = mirrored_bodies(pool[index.to(pool.device)], _chance(len(here), 0.5, generator, device))
        turn = _axes(targets, *around) @ _axes(sources, *around).transpose(-1, -2)
        vectors = bones(targets)
        lengths = vectors[:, part].norm(dim=-1, keepdim=True)
        directions = functional.normalize(bones(sources)[:, part], dim=-1)
        vectors[:, part] = directions * lengths @ turn.transpose(-1, -2)
        joints[here] = joints_of(vectors)
    return joints


def turned_parts(joints: Tensor, generator: torch.Generator, deviation: float = TURN_DEVIATION) -> Tensor:
    """Bodies (N, B, 3), hips at the origin, with trunk, head and limbs turned stiffly by about ``deviation``."""
    count, device = len(joints), joints.device
    vectors = bones(joints)
    for root in _TURNS:
        part = torch.tensor(joints_below(root), device=device)
        here = _chance(count, TURNED, generator, device).nonzero().squeeze(1)
        normal = torch.randn(len(here), 3, generator=generator, device=generator.device).to(device)
        turn = from_rotation_vectors(normal * deviation)
        vectors[here[:, None], part] = vectors[here[:, None], part] @ turn.transpose(-1, -2)
    return joints_of(vectors)
