"""One body for a whole motion: its bone lengths, measured over many poses and given to every pose."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_PARENTS
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.proportions import LEG_BONES, LEG_LENGTH
from posestudio.body.standing import standing_body
from posestudio.diffusion.constraints import relative_to_hips
from posestudio.diffusion.proportions import bones, joints_of, proportions


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


def proportions_of(lengths: Tensor) -> Tensor:
    """(1, L) the lengths of `PROPORTIONS` of a body with bones of ``lengths`` (B,)."""
    body = torch.from_numpy(standing_body()[None]).to(lengths)
    return proportions(with_bone_lengths(body - body[:, :1], lengths))


def with_pinned_bones(lengths: np.ndarray, pins: Collection[np.ndarray]) -> np.ndarray:
    """Bone lengths (B,) that agree with pins, (B, 3) each, NaN where free: bones with both ends pinned are as long as
    these are apart, sides even, and the others change in proportion."""
    if not pins:
        return lengths
    parents = np.maximum(BODY_PARENTS, 0)
    apart = np.stack([np.linalg.norm(joints - joints[parents], axis=-1) for joints in pins])
    both = np.concatenate([apart, apart[:, list(BODY_MIRROR)]])
    both[:, 0] = np.nan
    told = np.isfinite(both).any(0)
    if not told.any():
        return lengths
    known = np.nanmedian(both[:, told], 0)
    found = lengths * np.median(known / np.maximum(lengths[told], 1e-3))
    found[told] = known
    return np.asarray(found, np.float32)


def lengths_of(joints: np.ndarray) -> np.ndarray:
    """(B,) the bone lengths of poses (..., B, 3) that all have the same."""
    rows = torch.from_numpy(np.ascontiguousarray(joints)).flatten(0, -3)
    return bones(relative_to_hips(rows)).norm(dim=-1).median(0).values.numpy()
