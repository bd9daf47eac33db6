"""Joint limits learnt from poses: which directions of upper arms, thighs, forearms and shins occur at all.

After Akhter and Black 2015 ("Pose-conditioned joint angle limits"): occupancy of the sphere of bone directions
in a frame of the body. Limbs at the trunk in the frame of shoulder or hip line and spine; forearms and shins
in that frame carried along with the bone they hang on.
"""

from __future__ import annotations

import math
import os
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ..body.layouts import BODY_INDEX
from ..errors import PosesError
from ..files import atomic_write
from ..resources import asset

BINS = (60, 30)
"""Azimuth and elevation: 6 degrees."""

_LIMBS = (
    ("shoulder", "elbow", "wrist", ("spine", "neck")),
    ("hip", "knee", "ankle", ("hips", "spine")),
)


LIMB_BONES = 8
"""Bones that have limits: upper arms, forearms, thighs and shins."""


class JointLimits:
    """Occupied bins of each kind of bone, of poses (N, B, 3); both sides mirrored into one."""

    def __init__(self, joints: Tensor):
        self.occupied = [_dilated(_occupancy(directions)) for directions in _directions(joints)]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the maps as NPZ, a bit a bin."""
        maps = np.stack([occupied.cpu().numpy() for occupied in self.occupied])
        with atomic_write(path) as temporary:
            np.savez_compressed(temporary, occupied=np.packbits(maps, axis=-1))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> JointLimits:
        """Read what ``save`` wrote. Raises PosesError naming the file."""
        try:
            with np.load(path, allow_pickle=False) as archive:
                maps = np.unpackbits(archive["occupied"], axis=-1, count=BINS[1]).astype(bool)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise PosesError(f"{path}: expected joint limits ({problem})") from problem
        if maps.shape != (2 * len(_LIMBS), *BINS):
            raise PosesError(f"{path}: expected maps {(2 * len(_LIMBS), *BINS)}, found {maps.shape}")
        limits = cls.__new__(cls)
        limits.occupied = [torch.from_numpy(occupied) for occupied in maps]
        return limits

    def violations(self, joints: Tensor) -> Tensor:
        """Share of the eight limb bones that point where none did: (..., B, 3) -> (...)."""
        flat = joints.flatten(0, -3)
        outside = torch.zeros(len(flat), device=flat.device)
        kinds = _directions(flat)
        for occupied, directions in zip(self.occupied, kinds, strict=True):
            free = occupied.to(flat.device)[_bin(directions)]
            outside += (~free).float().mean(1)
        return (outside / len(kinds)).unflatten(0, joints.shape[:-2])


@cache
def bundled_limits() -> JointLimits:
    """Those of the poses that the shipped weights were trained on (``tools/make_limits``)."""
    return JointLimits.load(asset("joint_limits.npz"))


def _directions(joints: Tensor) -> list[Tensor]:
    """Of poses (N, B, 3), for each kind of bone its unit directions (N, 2, 3), left and mirrored right."""
    found = []
    for root, middle, end, (bottom, top) in _LIMBS:
        upper, lower = [], []
        for side, mirror in (("left", 1.0), ("right", -1.0)):
            frame = _frame(joints, root, bottom, top)
            start, bend, tip = (joints[:, BODY_INDEX[f"{side}_{name}"]] for name in (root, middle, end))
            flip = joints.new_tensor([mirror, 1.0, 1.0])
            first, second = (
                torch.einsum("nij,ni->nj", frame, functional.normalize(bone, dim=-1)) * flip
                for bone in (bend - start, tip - bend)
            )
            upper.append(first)
            lower.append(_carried(first, second))
        found += [torch.stack(upper, 1), torch.stack(lower, 1)]
    return found


def _frame(joints: Tensor, root: str, bottom: str, top: str) -> Tensor:
    """(N, 3, 3) axes in columns: to the left, up, forwards."""
    across = joints[:, BODY_INDEX[f"left_{root}"]] - joints[:, BODY_INDEX[f"right_{root}"]]
    across = functional.normalize(across, dim=-1)
    along = joints[:, BODY_INDEX[top]] - joints[:, BODY_INDEX[bottom]]
    up = functional.normalize(along - (along * across).sum(-1, keepdim=True) * across, dim=-1)
    return torch.stack([across, up, torch.cross(across, up, dim=-1)], -1)


def _carried(parent: Tensor, child: Tensor) -> Tensor:
    """Child directions (N, 3) turned by the smallest rotation that takes the parent's to straight down."""
    down = parent.new_tensor([0.0, -1.0, 0.0]).expand_as(parent)
    axis = torch.cross(parent, down, dim=-1)
    cosine = (parent * down).sum(-1, keepdim=True)
    # Rodrigues; an arm straight up has no smallest rotation, any will do.
    return (
        child * cosine
        + torch.cross(axis, child, dim=-1)
        + axis * (axis * child).sum(-1, keepdim=True) / (1 + cosine).clamp_min(1e-3)
    )


def _bin(directions: Tensor) -> tuple[Tensor, Tensor]:
    azimuth = torch.atan2(directions[..., 0], directions[..., 2]) / (2 * math.pi) + 0.5
    elevation = torch.asin(directions[..., 1].clamp(-1, 1)) / math.pi + 0.5
    wide, high = BINS
    return (azimuth * wide).long().clamp(0, wide - 1), (elevation * high).long().clamp(0, high - 1)


def _occupancy(directions: Tensor) -> Tensor:
    occupied = torch.zeros(BINS, dtype=torch.bool, device=directions.device)
    occupied[_bin(directions)] = True
    return occupied


def _dilated(occupied: Tensor) -> Tensor:
    """Grown by one bin; around the circle of azimuths."""
    wide = functional.pad(occupied[None, None].float(), (0, 0, 1, 1), mode="circular")
    wide = functional.pad(wide, (1, 1, 0, 0), mode="replicate")
    return functional.max_pool2d(wide, 3, stride=1)[0, 0] > 0
