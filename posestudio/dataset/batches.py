"""Training batches, made where the poses live: recombined, reshaped, flipped, virtual cameras, pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.limits import JointLimits
from posestudio.dataset.augment import reshape_bodies
from posestudio.dataset.camera_ranges import Ranges
from posestudio.dataset.recombine import recombined, turned_parts
from posestudio.dataset.views import Dice, look, picture, target
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.mirroring import flipped
from posestudio.diffusion.proportions import with_reference_legs


@dataclass(frozen=True)
class Batch:
    """``x0`` (N, B, 3) poses in units of the data's deviation, and what is seen of them."""

    x0: Tensor
    observation: Observation

    def part(self, start: int, stop: int) -> Batch:
        """The pictures from ``start`` up to ``stop``."""
        return Batch(self.x0[start:stop], self.observation.map(lambda tensor: tensor[start:stop]))


AHEAD = 4
"""Steps that batches are drawn for at once."""

EXPANDED = 40_000
"""Sampled poses to draw from."""


def sampled_poses(joints: np.ndarray, count: int = EXPANDED, seed: int = 0) -> np.ndarray:
    """``count`` new poses within the joint limits of poses (M, B, 3), on their trunks."""
    rng = np.random.default_rng(seed)
    return JointLimits(joints).sample(joints[rng.integers(len(joints), size=count)], rng)


class Batches:
    """Endless batches of poses (M, B, 3), drawn with replacement.

    Every batch depends only on the generator's state, so a run continues bit for bit. ``scale`` is
    the deviation, in metres, that poses are divided by: given, or measured on the poses themselves.
    ``expansion`` is the share of bodies sampled within the joint limits of the poses, ``ranges`` the
    cameras'.
    """

    def __init__(
        self,
        joints: np.ndarray,
        device: torch.device | str = "cpu",
        scale: float | None = None,
        augment: bool = True,
        noisy: bool = True,
        expansion: float = 0.0,
        ranges: Ranges | None = None,
    ):
        self.joints = _bodies(joints, device)
        self.augment, self.noisy, self.expansion = augment, noisy, expansion
        self.ranges = ranges or Ranges()
        self.scale = float(self.joints.std()) if scale is None else scale
        if expansion:
            self.sampled = _bodies(sampled_poses(self.joints.cpu().numpy()), device)

    def draw(self, count: int, generator: torch.Generator) -> Batch:
        """A batch of ``count`` poses."""
        bodies = _chosen(self.joints, count, generator)
        if self.expansion:
            new = torch.rand(count, 1, 1, generator=generator, device=generator.device) < self.expansion
            bodies = torch.where(new.to(bodies.device), _chosen(self.sampled, count, generator), bodies)
        return self.see(bodies, generator)

    def see(self, joints: Tensor, generator: torch.Generator) -> Batch:
        """Given bodies (N, B, 3), relative to the hips, through random cameras."""
        dice = Dice(len(joints), generator, joints.device)
        if self.augment:
            joints = turned_parts(recombined(joints, self.joints, generator), generator)
            joints = with_reference_legs(reshape_bodies(joints, generator))
            joints = flipped(joints, dice.chance(0.5))
        views = look(joints, dice, ranges=self.ranges)
        observation = picture(views, dice, self.noisy)
        return Batch(target(views, observation) / self.scale, observation)


def _bodies(joints: np.ndarray, device: torch.device | str) -> Tensor:
    """Relative to the hips, on reference legs."""
    relative = torch.from_numpy(np.ascontiguousarray(joints - joints[:, :1], dtype=np.float32))
    return with_reference_legs(relative).to(device)


def _chosen(joints: Tensor, count: int, generator: torch.Generator) -> Tensor:
    index = torch.randint(len(joints), (count,), generator=generator, device=generator.device)
    return joints[index.to(joints.device)]
