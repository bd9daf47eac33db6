"""The virtual cameras a denoiser is trained on: a stated, physical distribution.

======================  =========================================================================
elevation of the camera 70 %: normal, 5 +- 12 degrees; 30 %: even between -20 and 60
azimuth                 even, all around
roll                    normal, +- 4 degrees; one in ten +- 20
vertical field of view  even between 25 and 75 degrees
distance                such that the body's reach fills 25 to 120 % of the picture's half height
the body itself         one in ten is turned any way at all: floor work and flips are rare in mocap
======================  =========================================================================

The person's place in the picture does not matter: the picture is centred before the network sees it
(`diffusion.conditioning`), so the camera simply looks at a point near the body's middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, COCO_17, COCO_INDEX, COCO_KEYPOINTS
from posestudio.body.mirroring import COCO_MIRROR, side_of
from posestudio.body.proportions import PROPORTIONS
from posestudio.dataset.camera_ranges import Ranges
from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.proportions import proportions
from posestudio.geometry.rotations_torch import about_axis, from_quaternions

FILL = (0.25, 1.2)
ANY_ORIENTATION = 0.1
NEAREST = 0.35
"""Closest a camera comes to the body's surface sphere, metres."""


@dataclass(frozen=True)
class Views:
    """N bodies seen: ``joints`` (N, B, 3) camera axes, metres, absolute; ``rays`` (N, K, 2) exact points."""

    joints: Tensor
    rays: Tensor


class Dice:
    """Random numbers of one generator, as tensors on one device."""

    def __init__(self, count: int, generator: torch.Generator, device: torch.device):
        self.count, self.generator, self.device = count, generator, device

    def even(self, low: float, high: float, *shape: int) -> Tensor:
        size = (self.count, *shape)
        unit = torch.rand(size, generator=self.generator, device=self.generator.device)
        return (low + (high - low) * unit).to(self.device)

    def normal(self, mean: float, deviation: float, *shape: int) -> Tensor:
        size = (self.count, *shape)
        unit = torch.randn(size, generator=self.generator, device=self.generator.device)
        return (mean + deviation * unit).to(self.device)

    def chance(self, probability: float, *shape: int) -> Tensor:
        return self.even(0, 1, *shape) < probability


def any_rotation(dice: Dice) -> Tensor:
    """(N, 3, 3) rotations, even over all orientations (a normalised Gaussian quaternion)."""
    return from_quaternions(torch.nn.functional.normalize(dice.normal(0, 1, 4), dim=-1))


def look(
    joints: Tensor,
    dice: Dice,
    elevation: float | None = None,
    fov: float | None = None,
    ranges: Ranges | None = None,
) -> Views:
    """See world bodies (N, B, 3), relative to the hips, through cameras drawn from the distribution, in ``ranges``.

    ``elevation`` and ``fov`` (vertical), in degrees, replace what is drawn, for tests of robustness;
    nobody is turned any way at all then.
    """
    ranges = ranges or Ranges()
    any_way = dice.chance(ANY_ORIENTATION)[:, None, None]
    turned = torch.where(any_way, any_rotation(dice), torch.eye(3, device=joints.device))
    elevations = torch.where(
        dice.chance(0.3), dice.even(*ranges.elevation), dice.normal(5, 12).clamp(*ranges.elevation)
    )
    if elevation is not None:
        elevations = torch.full_like(elevations, elevation)
    if elevation is not None or fov is not None:
        turned = torch.eye(3, device=joints.device).expand_as(turned)
    roll = torch.where(dice.chance(0.1), dice.normal(0, 20), dice.normal(0, 4))
    axes = torch.diag(joints.new_tensor([1.0, -1.0, -1.0]))  # world's x right, y up, z to us -> OpenCV's
    camera = (
        about_axis(2, torch.deg2rad(roll))
        @ axes
        @ about_axis(0, torch.deg2rad(elevations))
        @ about_axis(1, dice.even(0, 2 * math.pi))
        @ turned
    )
    seen = joints @ camera.transpose(-1, -2)
    middle = (seen.amax(1) + seen.amin(1)) / 2
    around = seen - middle[:, None]
    reach = around.norm(dim=-1).amax(-1)
    fields = dice.even(*ranges.field_of_view)
    half_field = torch.tan(torch.deg2rad(fields if fov is None else torch.full_like(fields, fov)) / 2)
    distance = torch.maximum(reach / (dice.even(*FILL) * half_field), reach + NEAREST)
    aside = dice.normal(0, 0.1, 3) * reach[:, None]
    centre = torch.stack([aside[:, 0], aside[:, 1], distance], -1)
    placed = around + centre[:, None]
    keypoints = torch.einsum("kb,nbc->nkc", torch.from_numpy(COCO_17.matrix).to(placed), placed)
    return Views(placed, keypoints[..., :2] / keypoints[..., 2:])


def _keypoints(*names: str) -> list[int]:
    return [COCO_INDEX[name] for name in names]


FACE = _keypoints("nose", "left_eye", "right_eye", "left_ear", "right_ear")
ANKLES = _keypoints("left_ankle", "right_ankle")
LEGS = ANKLES + _keypoints("left_knee", "right_knee")
BELOW_WAIST = LEGS + _keypoints("left_hip", "right_hip")
ARMS = _keypoints(*(f"{side}_{part}" for side in ("left", "right") for part in ("elbow", "wrist")))
SIDES = [
    [index for index, name in enumerate(COCO_KEYPOINTS) if side_of(name) == s] for s in ("left", "right")
]
LIMBS = [
    _keypoints(f"{side}_{upper}", f"{side}_{lower}")
    for side in ("left", "right")
    for upper, lower in (("elbow", "wrist"), ("knee", "ankle"))
]
CUT_OFF = (
    (FACE, 0.16),
    (ANKLES, 0.04),
    (LEGS, 0.04),
    (BELOW_WAIST, 0.05),
    (SIDES[0], 0.015),
    (SIDES[1], 0.015),
)
"""What is missing as a whole, and in which share of the pictures."""

EVERYTHING_MISSING = 0.02
SINGLE_POINTS = 0.23
SIDES_IN_DOUBT = 0.05
LENGTHS_KNOWN = 0.15


def _among(points: list[int], device: torch.device) -> Tensor:
    """(K,) True for the listed keypoints."""
    mask = torch.zeros(len(COCO_KEYPOINTS), dtype=torch.bool, device=device)
    mask[points] = True
    return mask


def missing_keypoints(dice: Dice) -> Tensor:
    """(N, K) visibility, 1 or 0: nothing missing, single points, a limb, what is CUT_OFF, or everything."""
    case = dice.even(0, 1)[:, None]
    singles = dice.even(0, 1, len(COCO_KEYPOINTS)) < dice.even(0.02, 0.35, 1)
    lost = (case < SINGLE_POINTS) & singles
    edge = SINGLE_POINTS
    for group, share in CUT_OFF:
        lost |= (case >= edge) & (case < edge + share) & _among(group, dice.device)
        edge += share
    for limb in LIMBS:
        lost |= dice.chance(0.08)[:, None] & _among(limb, dice.device)
    return (~(lost | (case >= 1 - EVERYTHING_MISSING))).float()


def confused_sides(rays: Tensor, dice: Dice) -> Tensor:
    """Points (N, K, 2) with left and right exchanged in the whole body, the legs or the arms, or not."""
    whole, legs, arms = (dice.chance(chance)[:, None] for chance in (0.5, 0.25, 0.25))
    exchanged = whole ^ (legs & _among(LEGS, rays.device)) ^ (arms & _among(ARMS, rays.device))
    return torch.where(exchanged[..., None], rays[:, list(COCO_MIRROR)], rays)


def known_lengths(joints: Tensor, dice: Dice) -> Tensor:
    """(N, L) what somebody who measured the bodies (N, B, 3) knows of their proportions, to 1 %; else nan."""
    lengths = proportions(joints) * torch.exp(dice.normal(0, 0.01, len(PROPORTIONS)))
    told = dice.chance(LENGTHS_KNOWN)[:, None] & dice.chance(0.8, len(PROPORTIONS))
    return torch.where(told, lengths, torch.nan)


def picture(views: Views, dice: Dice, noisy: bool = True) -> Observation:
    """What a detector would hand on of exact views: noise, missing points, at times a wrong focal length.

    A quarter of the pictures are exact; the others have Gaussian noise of .1 to 2.5 % of the person's
    size, and one point in fifty of those is off by five times as much. In one in five the field of
    view is unknown and the rays are off by a factor of e^(+-.25). In one in twenty left and right are in
    doubt, in one in seven bone lengths are known.
    """
    if not noisy:
        return observe(views.rays, torch.ones_like(views.rays[..., 0]))
    exact = dice.chance(0.25)
    level = torch.exp(dice.even(math.log(0.001), math.log(0.025)))
    level = torch.where(exact, torch.zeros_like(level), level)
    extent = (views.rays.amax(1) - views.rays.amin(1)).amax(-1)
    outlier = 1 + 4 * dice.chance(0.02, len(COCO_KEYPOINTS)).float()
    shift = dice.normal(0, 1, len(COCO_KEYPOINTS), 2) * (level * extent)[:, None, None] * outlier[..., None]
    known = ~dice.chance(0.2)
    zoom = torch.where(known, torch.ones_like(level), torch.exp(dice.normal(0, 0.25)))
    doubt = dice.chance(SIDES_IN_DOUBT)
    points = torch.where(doubt[:, None, None], confused_sides(views.rays, dice), views.rays)
    rays = (points + shift) * zoom[:, None, None]
    return observe(rays, missing_keypoints(dice), level, known, ~doubt, known_lengths(views.joints, dice))


def target(views: Views, observation: Observation) -> Tensor:
    """(N, B, 3) the poses in their turned camera frames, relative to the hips, metres."""
    relative = views.joints - views.joints[:, BODY_INDEX["hips"]][:, None]
    return relative @ observation.rotation.transpose(-1, -2)
