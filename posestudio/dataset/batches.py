"""Training batches, made on the poses' device: bodies recombined, reshaped and mirrored, seen by virtual cameras."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.limits import JointLimits
from posestudio.dataset.augment import reshape_bodies
from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.dataset.photographs import PhotographPeople, azimuths_of_photographs
from posestudio.dataset.recombine import recombined, turned_parts
from posestudio.dataset.simulated_keypoints import simulated_observation
from posestudio.dataset.virtual_cameras import RowRandom, sample_views, target_poses
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.mirroring import mirrored_bodies
from posestudio.diffusion.proportions import with_reference_legs


@dataclass(frozen=True)
class Batch:
    """``x0`` (N, B, 3) poses, divided by the data's standard deviation, and the observation of each."""

    x0: Tensor
    observation: Observation

    def part(self, start: int, stop: int) -> Batch:
        """The rows from ``start`` up to ``stop``."""
        return Batch(self.x0[start:stop], self.observation.map(lambda tensor: tensor[start:stop]))


PHOTOGRAPHED = 0.6
"""Share of pictures whose points are missing as in photographs, where there are such."""

KEPT_WHOLE = 0.8
"""Share of those whose bodies are not recombined: what is not seen has to be inferred from the rest of the body."""

AS_PHOTOGRAPHED = 0.3
"""Share of bodies that are seen from where people are photographed, when there are photographs."""

STEPS_PER_DRAW = 4
"""Steps whose batches are drawn at once."""

SYNTHETIC_POSES = 40_000
"""Number of poses that are sampled within the joint limits, to draw batches from."""


def synthetic_poses(joints: np.ndarray, count: int = SYNTHETIC_POSES, seed: int = 0) -> np.ndarray:
    """``count`` new poses within the joint limits of poses (M, B, 3), with the trunks of some of these."""
    rng = np.random.default_rng(seed)
    return JointLimits(joints).sample(joints[rng.integers(len(joints), size=count)], rng)


class Batches:
    """Endless batches of poses (M, B, 3), drawn with replacement.

    Every batch depends only on the generator's state, so a run continues bit for bit. ``scale`` is
    the standard deviation, in metres, that poses are divided by; None: that of the poses themselves.
    ``expansion`` is the share of bodies from :func:`synthetic_poses`. Keypoints are missing as those of the people
    of ``photographs``.
    """

    def __init__(
        self,
        joints: np.ndarray,
        device: torch.device | str = "cpu",
        scale: float | None = None,
        augment: bool = True,
        noisy: bool = True,
        expansion: float = 0.0,
        camera_ranges: CameraRanges | None = None,
        photographs: PhotographPeople | None = None,
    ):
        self.joints = _bodies(joints, device)
        self.augment, self.noisy, self.expansion = augment, noisy, expansion
        self.camera_ranges = camera_ranges or CameraRanges()
        self.photographs = photographs
        self.scale = float(self.joints.std()) if scale is None else scale
        if expansion:
            self.synthetic = _bodies(synthetic_poses(self.joints.cpu().numpy()), device)

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """A batch of ``count`` poses."""
        bodies = _chosen(self.joints, count, generator)
        if self.expansion:
            new = torch.rand(count, 1, 1, generator=generator, device=generator.device) < self.expansion
            bodies = torch.where(new.to(bodies.device), _chosen(self.synthetic, count, generator), bodies)
        return self.batch_of(bodies, generator)

    def batch_of(self, joints: Tensor, generator: torch.Generator) -> Batch:
        """A batch of given bodies (N, B, 3), relative to the hips, seen by random cameras."""
        rng = RowRandom(len(joints), generator, joints.device)
        photographed = rng.chance(PHOTOGRAPHED)
        if self.augment:
            whole = photographed & rng.chance(KEPT_WHOLE) if self.photographs is not None else None
            joints = turned_parts(recombined(joints, self.joints, generator, whole=whole), generator)
            joints = with_reference_legs(reshape_bodies(joints, generator))
            joints = mirrored_bodies(joints, rng.chance(0.5))
        azimuth = None
        if self.photographs is not None:
            azimuth = rng.uniform(0, 2 * math.pi)
            azimuth = torch.where(rng.chance(AS_PHOTOGRAPHED), azimuths_of_photographs(joints, rng), azimuth)
        views = sample_views(joints, rng, camera_ranges=self.camera_ranges, azimuth=azimuth)
        observation = simulated_observation(views, rng, self.noisy, self.photographs, photographed)
        return Batch(target_poses(views, observation) / self.scale, observation)


def _bodies(joints: np.ndarray, device: torch.device | str) -> Tensor:
    """World poses as bodies relative to the hips, with legs of 0.86 m, on the device."""
    relative = torch.from_numpy(np.ascontiguousarray(joints - joints[:, :1], dtype=np.float32))
    return with_reference_legs(relative).to(device)


def _chosen(joints: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """``count`` of the poses, drawn with replacement."""
    index = torch.randint(len(joints), (count,), generator=generator, device=generator.device)
    return joints[index.to(joints.device)]
