"""One body for a whole motion: its bone lengths, measured over many poses and given to every pose."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.proportions import LEG_BONES, LEG_LENGTH
from posestudio.diffusion.constraints import relative_to_hips
from posestudio.diffusion.proportions import bones, joints_of


def bone_lengths(joints: Tensor) -> Tensor:
    """(B,) median length of each bone, by its lower joint, over poses (N, B, 3); sides even, legs of 0.86 m."""
    lengths = bones(relative_to_hips(joints)).norm(dim=-1).median(0).values
    lengths = (lengths + lengths[list(BODY_MIRROR)]) / 2
    return lengths * (LEG_LENGTH / lengths[list(LEG_BONES)].sum().div(2).clamp_min(1e-3))


def with_bone_lengths(joints: Tensor, lengths: Tensor, strength: float = 1.0) -> Tensor:
    """Bodies (..., B, 3) about their hips with bones of ``lengths`` (B,), sides even; they keep their directions.

    ``strength`` 0 leaves the lengths, 1 makes them exact.
    """
    vectors = bones(relative_to_hips(joints))
    found = vectors.norm(dim=-1)
    factor = torch.where(found > 1e-6, lengths / found.clamp_min(1e-6), torch.ones_like(found))
    return joints_of(vectors * ((factor - 1) * strength + 1)[..., None])
