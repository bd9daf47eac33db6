"""The same poses on bodies of other proportions, batched, on the poses' device."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from posestudio.body.layouts import BODY_INDEX, HEAD_JOINTS
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.diffusion.proportions import bones, joints_of, proportions

# Standard deviation of the log length of each kind of bone, and the joints at the bones' ends. Anthropometric
# surveys give 4-6 % for segment to stature ratios; these are wider, since rigs place their joints differently too.
SHAPE_DEVIATIONS: dict[str, tuple[float, tuple[str, ...]]] = {
    "torso": (0.08, ("spine", "chest", "neck")),
    "head": (0.10, ("head", "head_top", "nose", "left_eye", "right_eye", "left_ear", "right_ear")),
    "upper_arm": (0.05, ("left_elbow", "right_elbow")),
    "forearm": (0.06, ("left_wrist", "right_wrist")),
    "hand": (0.12, ("left_hand", "right_hand")),
    "thigh": (0.05, ("left_knee", "right_knee")),
    "shin": (0.05, ("left_ankle", "right_ankle")),
    "foot": (0.10, ("left_toe", "right_toe", "left_heel", "right_heel")),
    "shoulder_width": (0.10, ("left_shoulder", "right_shoulder")),
    "hip_width": (0.15, ("left_hip", "right_hip")),
}
ARM_SPAN_DEVIATION = 0.06
_ARM = ("upper_arm", "forearm", "hand")
_WIDTHS = ("shoulder_width", "hip_width")

FACE_DEVIATION = 0.08
_ON_HEAD = [BODY_INDEX[name] for name in HEAD_JOINTS]

RIG_LENGTHS = {
    "torso": (0.42, 0.65),
    "head": (0.19, 0.41),
    "upper_arm": (0.23, 0.34),
    "forearm": (0.22, 0.31),
    "shoulder_width": (0.22, 0.50),
    "hip_width": (0.12, 0.25),
}
"""Ranges, metres on 0.86 m legs, of the lengths that half the bodies are given, uniformly. Rigs differ by as much:
the shoulder's joint is anywhere between the collar bone's middle and the arm's outside."""

THIGH_SHARE = (0.43, 0.54)
"""Range of the thigh's share of the leg in half the bodies, uniformly: .46 in the CMU's rigs, .50 to .53 in
others."""


def reshape_bodies(joints: Tensor, generator: torch.Generator, frames: int = 1) -> Tensor:
    """The same poses (N, B, 3), relative to the hips, on bodies with other proportions, the same for ``frames`` rows
    in a row.

    Every bone keeps its direction, but for the shoulders' and hips', which widen along the line between
    the two sides. Lengths change by log-normal factors, or to one of RIG_LENGTHS, the same for both sides.
    """
    factors = _shape_factors(joints[::frames], generator)
    if frames > 1:
        factors = {kind: factor.repeat_interleave(frames) for kind, factor in factors.items()}
    vectors = bones(joints)
    for kind, (_, names) in SHAPE_DEVIATIONS.items():
        ends = [BODY_INDEX[name] for name in names]
        if kind in _WIDTHS:
            across = functional.normalize(joints[:, ends[0]] - joints[:, ends[1]], dim=-1)[:, None]
            along = (vectors[:, ends] * across).sum(-1, keepdim=True) * across
            vectors[:, ends] += (factors[kind] - 1)[:, None, None] * along
        else:
            vectors[:, ends] *= factors[kind][:, None, None]
    vectors[:, _ON_HEAD] *= factors["face"][:, None, None]
    return joints_of(vectors)


def _shape_factors(joints: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
    """(N,) factors for each kind of bone, and the face's."""
    count, device = len(joints), joints.device

    def uniform() -> Tensor:
        return torch.rand(count, generator=generator, device=generator.device).to(device)

    def factor(deviation: float) -> Tensor:
        normal = torch.randn(count, generator=generator, device=generator.device).to(device)
        return (deviation * normal.clamp(-2.5, 2.5)).exp()

    factors = {kind: factor(deviation) for kind, (deviation, _) in SHAPE_DEVIATIONS.items()}
    span = factor(ARM_SPAN_DEVIATION)
    for kind in _ARM:
        factors[kind] = factors[kind] * span
    lengths = dict(zip(PROPORTIONS, proportions(joints).unbind(-1), strict=True))
    legs = lengths["thigh"] * factors["thigh"] + lengths["shin"] * factors["shin"]
    thigh = legs * (THIGH_SHARE[0] + (THIGH_SHARE[1] - THIGH_SHARE[0]) * uniform())
    chosen = uniform() < 0.5
    for kind, wanted in (("thigh", thigh), ("shin", legs - thigh)):
        factors[kind] = torch.where(chosen, wanted / lengths[kind].clamp_min(1e-3), factors[kind])
    for kind, (low, high) in RIG_LENGTHS.items():
        wanted = (low + (high - low) * uniform()) * legs / LEG_LENGTH
        given = (wanted / lengths[kind].clamp_min(1e-3)).clamp(0.5, 2.0)
        factors[kind] = torch.where(uniform() < 0.5, given, factors[kind])
    return factors | {"face": factor(FACE_DEVIATION)}
