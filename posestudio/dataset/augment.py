"""Other bodies in the same poses, and other views of them: batched, on whatever device the poses are."""

from __future__ import annotations

import torch
from torch import Tensor

from ..body.layouts import BODY_INDEX, BODY_JOINTS, BODY_MIRROR, BODY_PARENTS, LEG_LENGTH
from ..diffusion.placement import leg_length

# Standard deviation of the log length of each kind of bone. Anthropometric surveys give 4-6 % for segment to
# stature ratios; these are wider, since rigs place their joints differently as well.
SHAPE_DEVIATIONS: dict[str, tuple[float, tuple[str, ...]]] = {
    "torso": (0.08, ("spine", "chest", "neck")),
    "neck": (0.10, ("head",)),
    "face": (0.08, ("head_top", "nose", "left_eye", "right_eye", "left_ear", "right_ear")),
    "upper_arm": (0.05, ("left_elbow", "right_elbow")),
    "forearm": (0.05, ("left_wrist", "right_wrist")),
    "hand": (0.12, ("left_hand", "right_hand")),
    "thigh": (0.05, ("left_knee", "right_knee")),
    "shin": (0.05, ("left_ankle", "right_ankle")),
    "foot": (0.10, ("left_toe", "right_toe")),
}
ARM_SPAN_DEVIATION = 0.06
SHOULDER_WIDTH_DEVIATION = 0.10
HIP_WIDTH_DEVIATION = 0.15
SHOULDER_WIDTHS = (0.26, 0.42)
"""Metres between the shoulder joints on 0.86 m legs that half the bodies are given, evenly: rigs put these
joints anywhere between the collar bone's middle and the arm's outside."""


def bones(joints: Tensor) -> Tensor:
    """(N, B, 3) joints -> (N, B, 3) vectors from each joint's parent; zero for the hips."""
    return joints - joints[:, [max(parent, 0) for parent in BODY_PARENTS]]


def joints_of(bone_vectors: Tensor) -> Tensor:
    """Inverse of :func:`bones`, with the hips at the origin."""
    return torch.einsum("jb,nbc->njc", _chains().to(bone_vectors), bone_vectors)


def _chains() -> Tensor:
    """(B, B): row j marks the bones on the way from the hips to joint j."""
    chains = torch.zeros(len(BODY_JOINTS), len(BODY_JOINTS))
    for joint, parent in enumerate(BODY_PARENTS):
        if parent >= 0:
            chains[joint] = chains[parent]
            chains[joint, joint] = 1
    return chains


def with_reference_legs(joints: Tensor) -> Tensor:
    """Bodies (N, B, 3) relative to the hips, scaled to legs of 0.86 m (`LEG_LENGTH`)."""
    return joints * (LEG_LENGTH / leg_length(joints).clamp_min(1e-3))[:, None, None]


def reshape_bodies(joints: Tensor, generator: torch.Generator) -> Tensor:
    """The same poses (N, B, 3), relative to the hips, on bodies with other proportions.

    Every bone keeps its direction, but for the shoulders' and hips', which widen along the line between
    the two sides. Lengths change by log-normal factors, the same for both sides.
    """

    def factor(deviation: float) -> Tensor:
        normal = torch.randn(len(joints), generator=generator, device=generator.device)
        return (deviation * normal.clamp(-2.5, 2.5)).exp().to(joints.device)

    vectors = bones(joints)
    scale = torch.ones(vectors.shape[:2], device=joints.device)
    for deviation, names in SHAPE_DEVIATIONS.values():
        scale[:, [BODY_INDEX[name] for name in names]] = factor(deviation)[:, None]
    arms = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("elbow", "wrist", "hand")]
    scale[:, arms] *= factor(ARM_SPAN_DEVIATION)[:, None]
    vectors = vectors * scale[..., None]
    chance = torch.rand(len(joints), generator=generator, device=generator.device).to(joints.device)
    for part, deviation in (("shoulder", SHOULDER_WIDTH_DEVIATION), ("hip", HIP_WIDTH_DEVIATION)):
        pair = [BODY_INDEX[f"left_{part}"], BODY_INDEX[f"right_{part}"]]
        axis = torch.nn.functional.normalize(joints[:, pair[0]] - joints[:, pair[1]], dim=-1)[:, None]
        across = (vectors[:, pair] * axis).sum(-1, keepdim=True) * axis
        change = factor(deviation)
        if part == "shoulder":
            change = torch.where(chance < 0.5, _shoulder_factor(joints, generator), change)
        vectors[:, pair] += (change - 1)[:, None, None] * across
    return joints_of(vectors)


def _shoulder_factor(joints: Tensor, generator: torch.Generator) -> Tensor:
    """(N,) factors that make the shoulders one of SHOULDER_WIDTHS apart."""
    low, high = SHOULDER_WIDTHS
    even = torch.rand(len(joints), generator=generator, device=generator.device).to(joints.device)
    width = (joints[:, BODY_INDEX["left_shoulder"]] - joints[:, BODY_INDEX["right_shoulder"]]).norm(dim=-1)
    wanted = (low + (high - low) * even) * leg_length(joints) / LEG_LENGTH
    return (wanted / width.clamp_min(1e-3)).clamp(0.5, 2.0)


def flipped(joints: Tensor, chosen: Tensor) -> Tensor:
    """Mirror images (left for right) of the ``chosen`` (N,) bodies (N, B, 3)."""
    mirrored = joints[:, list(BODY_MIRROR)] * joints.new_tensor([-1, 1, 1])
    return torch.where(chosen[:, None, None], mirrored, joints)
