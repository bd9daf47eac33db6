"""The path of the hips before the camera: where the body fits the rays, smooth over time."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.lifting.motion.evidence import Evidence
from posestudio.lifting.motion.sampling import hips_in_window
from posestudio.lifting.motion.smoothing import smoothed, smoother

SIDEWAYS_STIFFNESS, DEPTH_STIFFNESS = 0.5, 100.0


def path_of_hips(joints: Tensor, evidence: Evidence) -> Tensor:
    """(T, H, 3) metres in window axes; ``joints`` (T, H, B, 3) are about the hips."""
    hips = hips_in_window(joints, evidence)
    depth = hips[..., 2:]
    series = torch.cat([hips[..., :2] / depth, depth.log()], -1)[..., None]  # (T, H, 3, 1)
    weight = evidence.seen.to(hips.dtype).expand(3, -1)
    stiffness = hips.new_tensor([SIDEWAYS_STIFFNESS, SIDEWAYS_STIFFNESS, DEPTH_STIFFNESS])
    found = smoothed(series, smoother(weight, stiffness))[..., 0]
    depth = found[..., 2:].exp()
    return torch.cat([found[..., :2] * depth, depth], -1)
