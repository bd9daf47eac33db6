"""The virtual cameras that a denoiser is trained with, and the keypoints seen through them.

The distribution:

======================  =========================================================================
elevation of the camera 70 %: normal, 5 +- 12 degrees; 30 %: uniform from -20 to 60
azimuth                 uniform, all around
roll                    normal, +- 4 degrees; one in ten +- 20
vertical field of view  uniform from 25 to 75 degrees
distance                such that the body's extent fills 25 to 120 % of the picture's half height
the body itself         one in ten is turned to any orientation: floor work and flips are rare in mocap
======================  =========================================================================

The person's position in the picture does not matter: the picture is centred before the network sees it
(`diffusion.conditioning`), so the camera simply looks at a point near the body's middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, COCO_17, COCO_INDEX, COCO_KEYPOINTS, FACE_JOINTS
from posestudio.body.mirroring import COCO_MIRROR, side_of
from posestudio.body.proportions import PROPORTIONS
from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.diffusion.conditioning import LARGEST_NOISE, Observation, observe
from posestudio.diffusion.proportions import proportions
from posestudio.geometry.rotations_torch import about_axis, from_quaternions

FILL = (0.25, 1.2)
ANY_ORIENTATION = 0.1
NEAREST = 0.35
"""Least distance of a camera from the sphere around the body's joints, metres."""


@dataclass(frozen=True)
class Views:
    """N bodies seen by N cameras: ``joints`` (N, B, 3) camera axes, metres, absolute; ``rays`` (N, K, 2) x/z, y/z of
    their keypoints."""

    joints: Tensor
    rays: Tensor


class RowRandom:
    """Random numbers from a generator, drawn for ``count`` rows, as tensors (count, *shape) on one device."""

    def __init__(self, count: int, generator: torch.Generator, device: torch.device):
        self.count, self.generator, self.device = count, generator, device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Uniform numbers from ``low`` to ``high``."""
        size = (self.count, *shape)
        unit = torch.rand(size, generator=self.generator, device=self.generator.device)
        return (low + (high - low) * unit).to(self.device)

    def normal(self, mean: float, deviation: float, *shape: int) -> Tensor:
        """Normal numbers of a mean and a standard deviation."""
        size = (self.count, *shape)
        unit = torch.randn(size, generator=self.generator, device=self.generator.device)
        return (mean + deviation * unit).to(self.device)

    def chance(self, probability: float, *shape: int) -> Tensor:
        """True with ``probability``."""
        return self.uniform(0, 1, *shape) < probability


def uniform_rotations(rng: RowRandom) -> Tensor:
    """(N, 3, 3) rotations, uniform over all orientations (a normalised Gaussian quaternion)."""
    return from_quaternions(torch.nn.functional.normalize(rng.normal(0, 1, 4), dim=-1))


def sample_views(
    joints: Tensor,
    rng: RowRandom,
    elevation: float | None = None,
    fov: float | None = None,
    camera_ranges: CameraRanges | None = None,
) -> Views:
    """World bodies (N, B, 3), relative to the hips, seen through cameras drawn from the distribution.

    ``camera_ranges`` limit elevations and fields of view. ``elevation`` and ``fov`` (vertical), in degrees,
    replace what is drawn, for tests of robustness; then no body is turned to any orientation.
    """
    ranges = camera_ranges or CameraRanges()
    any_orientation = rng.chance(ANY_ORIENTATION)[:, None, None]
    turned = torch.where(any_orientation, uniform_rotations(rng), torch.eye(3, device=joints.device))
    elevations = torch.where(
        rng.chance(0.3), rng.uniform(*ranges.elevation), rng.normal(5, 12).clamp(*ranges.elevation)
    )
    if elevation is not None:
        elevations = torch.full_like(elevations, elevation)
    if elevation is not None or fov is not None:
        turned = torch.eye(3, device=joints.device).expand_as(turned)
    roll = torch.where(rng.chance(0.1), rng.normal(0, 20), rng.normal(0, 4))
    axes = torch.diag(joints.new_tensor([1.0, -1.0, -1.0]))  # x right, y up, z to the viewer -> OpenCV's
    camera = (
        about_axis(2, torch.deg2rad(roll))
        @ axes
        @ about_axis(0, torch.deg2rad(elevations))
        @ about_axis(1, rng.uniform(0, 2 * math.pi))
        @ turned
    )
    seen = joints @ camera.transpose(-1, -2)
    middle = (seen.amax(1) + seen.amin(1)) / 2
    around = seen - middle[:, None]
    reach = around.norm(dim=-1).amax(-1)
    fields = rng.uniform(*ranges.field_of_view)
    half_field = torch.tan(torch.deg2rad(fields if fov is None else torch.full_like(fields, fov)) / 2)
    distance = torch.maximum(reach / (rng.uniform(*FILL) * half_field), reach + NEAREST)
    aside = rng.normal(0, 0.1, 3) * reach[:, None]
    centre = torch.stack([aside[:, 0], aside[:, 1], distance], -1)
    placed = around + centre[:, None]
    keypoints = torch.einsum("kb,nbc->nkc", torch.from_numpy(COCO_17.matrix).to(placed), placed)
    return Views(placed, keypoints[..., :2] / keypoints[..., 2:])


def _keypoints(*names: str) -> list[int]:
    """Indices of the keypoints of these names."""
    return [COCO_INDEX[name] for name in names]


FACE = _keypoints(*FACE_JOINTS)
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
"""Groups of keypoints that are missing together, each with its share of the pictures."""

EVERYTHING_MISSING = 0.02
SINGLE_POINTS = 0.23
SIDES_UNCERTAIN = 0.05
LENGTHS_KNOWN = 0.15


def _mask(points: list[int], device: torch.device) -> Tensor:
    """(K,) True for the listed keypoints."""
    mask = torch.zeros(len(COCO_KEYPOINTS), dtype=torch.bool, device=device)
    mask[points] = True
    return mask


def random_visibility(rng: RowRandom) -> Tensor:
    """(N, K) visibility, 1 or 0: no points are missing, or single points, limbs, a group of CUT_OFF, or all."""
    case = rng.uniform(0, 1)[:, None]
    singles = rng.uniform(0, 1, len(COCO_KEYPOINTS)) < rng.uniform(0.02, 0.35, 1)
    missing = (case < SINGLE_POINTS) & singles
    edge = SINGLE_POINTS
    for group, share in CUT_OFF:
        missing |= (case >= edge) & (case < edge + share) & _mask(group, rng.device)
        edge += share
    for limb in LIMBS:
        missing |= rng.chance(0.08)[:, None] & _mask(limb, rng.device)
    return (~(missing | (case >= 1 - EVERYTHING_MISSING))).float()


def randomly_exchanged_sides(rays: Tensor, rng: RowRandom) -> Tensor:
    """Points (N, K, 2) with left and right exchanged in the whole body, the legs or the arms, or not."""
    whole, legs, arms = (rng.chance(chance)[:, None] for chance in (0.5, 0.25, 0.25))
    exchanged = whole ^ (legs & _mask(LEGS, rays.device)) ^ (arms & _mask(ARMS, rays.device))
    return torch.where(exchanged[..., None], rays[:, list(COCO_MIRROR)], rays)


def measured_lengths(joints: Tensor, rng: RowRandom) -> Tensor:
    """(N, L) proportions of the bodies (N, B, 3), measured to 1 %; nan where they are not known."""
    lengths = proportions(joints) * torch.exp(rng.normal(0, 0.01, len(PROPORTIONS)))
    known = rng.chance(LENGTHS_KNOWN)[:, None] & rng.chance(0.8, len(PROPORTIONS))
    return torch.where(known, lengths, torch.nan)


def simulated_observation(views: Views, rng: RowRandom, noisy: bool = True) -> Observation:
    """The views' keypoints as a detector would give them: noisy, some missing, at times a wrong focal length.

    A quarter of the pictures are exact; the others have Gaussian noise of .1 to 2.5 % of the person's
    size, and one point in fifty of those is off by five times as much. In one in five the field of
    view is unknown and the rays are off by a factor of e^(+-.25). In one in twenty left and right are
    uncertain and may be exchanged, in one in seven bone lengths are known.
    """
    if not noisy:
        return observe(views.rays, torch.ones_like(views.rays[..., 0]))
    exact = rng.chance(0.25)
    level = torch.exp(rng.uniform(math.log(0.001), math.log(LARGEST_NOISE)))
    level = torch.where(exact, torch.zeros_like(level), level)
    extent = (views.rays.amax(1) - views.rays.amin(1)).amax(-1)
    outlier = 1 + 4 * rng.chance(0.02, len(COCO_KEYPOINTS)).float()
    shift = rng.normal(0, 1, len(COCO_KEYPOINTS), 2) * (level * extent)[:, None, None] * outlier[..., None]
    known = ~rng.chance(0.2)
    zoom = torch.where(known, torch.ones_like(level), torch.exp(rng.normal(0, 0.25)))
    uncertain = rng.chance(SIDES_UNCERTAIN)
    points = torch.where(uncertain[:, None, None], randomly_exchanged_sides(views.rays, rng), views.rays)
    rays = (points + shift) * zoom[:, None, None]
    return observe(
        rays, random_visibility(rng), level, known, ~uncertain, measured_lengths(views.joints, rng)
    )


def target_poses(views: Views, observation: Observation) -> Tensor:
    """(N, B, 3) the poses in their person-centred camera frames, relative to the hips, metres."""
    relative = views.joints - views.joints[:, BODY_INDEX["hips"]][:, None]
    return relative @ observation.rotation.transpose(-1, -2)
