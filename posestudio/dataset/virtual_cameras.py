"""The virtual cameras that a denoiser is trained with (what they see of keypoints: `simulated_keypoints`).

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

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, OBSERVED_23
from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.diffusion.conditioning import Observation
from posestudio.geometry.rotations_torch import about_axis, from_quaternions

FILL = (0.25, 1.2)
ANY_ORIENTATION = 0.1
NEAREST = 0.35
"""Least distance of a camera from the sphere around the body's joints, metres."""


@dataclass(frozen=True)
class Views:
    """N bodies seen by N cameras: ``joints`` (N, B, 3) camera axes, metres, absolute; ``rays`` (N, 23, 2) x/z, y/z of
    their observed keypoints, COCO's first."""

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
    azimuth: Tensor | None = None,
) -> Views:
    """World bodies (N, B, 3), relative to the hips, seen through cameras drawn from the distribution.

    ``camera_ranges`` limit elevations and fields of view. ``elevation`` and ``fov`` (vertical), in degrees,
    replace what is drawn, for tests of robustness; then no body is turned to any orientation. ``azimuth`` (N,),
    radians, are the angles that bodies are turned by about the vertical.
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
        @ about_axis(1, rng.uniform(0, 2 * math.pi) if azimuth is None else azimuth)
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
    keypoints = torch.einsum("kb,nbc->nkc", torch.from_numpy(OBSERVED_23.matrix).to(placed), placed)
    return Views(placed, keypoints[..., :2] / keypoints[..., 2:])


def extents(rays: Tensor) -> Tensor:
    """(N,) the person's size, the larger side of the box around COCO's points of (N, K, 2)."""
    own = rays[:, : len(COCO_KEYPOINTS)]
    return (own.amax(1) - own.amin(1)).amax(-1)


def target_poses(views: Views, observation: Observation) -> Tensor:
    """(N, B, 3) the poses in their person-centred camera frames, relative to the hips, metres."""
    relative = views.joints - views.joints[:, BODY_INDEX["hips"]][:, None]
    return relative @ observation.rotation.transpose(-1, -2)
