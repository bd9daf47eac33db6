"""A body's proportions: the bone lengths that a lift can be given, and how the network is told of them."""

from __future__ import annotations

import torch
from torch import Tensor

from ..body.layouts import BODY_INDEX

PROPORTIONS: dict[str, tuple[float, tuple[tuple[str, ...], ...]]] = {
    "torso": (0.49, (("hips", "spine", "chest", "neck"),)),
    "head": (0.31, (("neck", "head", "head_top"),)),
    "shoulder_width": (0.30, (("left_shoulder", "right_shoulder"),)),
    "hip_width": (0.185, (("left_hip", "right_hip"),)),
    "upper_arm": (0.30, (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow"))),
    "forearm": (0.22, (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist"))),
    "thigh": (0.395, (("left_hip", "left_knee"), ("right_hip", "right_knee"))),
    "shin": (0.465, (("left_knee", "left_ankle"), ("right_knee", "right_ankle"))),
}
"""Name -> typical length in metres on 0.86 m legs, and the joints it runs along, once or once a side."""

LENGTH_UNIT = 0.1
"""Lengths are told to the network as the log of their ratio to the typical ones, in tenths."""


def proportions(joints: Tensor) -> Tensor:
    """Lengths (..., L) of bodies (..., B, 3), in PROPORTIONS' order, the mean of both sides where there are two."""
    lengths = []
    for _, chains in PROPORTIONS.values():
        sides = []
        for chain in chains:
            places = joints[..., [BODY_INDEX[name] for name in chain], :]
            sides.append(places.diff(dim=-2).norm(dim=-1).sum(-1))
        lengths.append(torch.stack(sides).mean(0))
    return torch.stack(lengths, -1)


def proportion_features(lengths: Tensor) -> Tensor:
    """(N, L) metres on 0.86 m legs, nan where unknown -> (N, 2 L): logs, 0 where unknown, then 1 where known."""
    typical = lengths.new_tensor([length for length, _ in PROPORTIONS.values()])
    known = torch.isfinite(lengths)
    logs = (torch.where(known, lengths, typical) / typical).log() / LENGTH_UNIT
    return torch.cat([logs, known.to(lengths.dtype)], dim=-1)
