"""Drags to distil from: a person in pictures that differ a little, with a lifter's pose for each, in files."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from posestudio.common.atomic_files import atomic_write
from posestudio.dataset.batches import Batches
from posestudio.dataset.virtual_cameras import RowRandom
from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.guidance import GUIDANCE, guided
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import dpmpp_2m
from posestudio.diffusion.schedules import SIGMA_MAX, karras_sigmas
from posestudio.learning.tensor_files import read_tensors, write_tensors

PICTURES = 4
"""Pictures of a drag."""

DRAGS_PER_FILE, DRAGS_AT_ONCE = 2048, 256

SAMPLING_STEPS = 8
"""Steps of the lifter's sampling; its poses are 2 mm from those of the ten steps that lifts have."""

FEW_JOINTS, MOVED, BLENDED = 0.6, (0.03, 1.2), 0.4
"""The share of pictures in which one to three joints have moved, by a distance in this range, over the size of the
observation; in the others all joints have moved, by up to this share of the way to another person's."""


@dataclass(frozen=True)
class Teacher:
    """A lifter's denoiser with what its sampling depends on: ``scale`` the data's standard deviation in metres,
    ``noise`` the factor of the starting noise."""

    denoiser: Denoiser
    scale: float
    noise: float

    @torch.no_grad()
    def poses(self, start: Tensor, observation: Observation) -> Tensor:
        """(N, B, 3) the poses where sampling from unit noise (N, B, 3) ends, over ``scale``; none is mirrored."""
        denoise = guided(self.denoiser, observation, self.scale, GUIDANCE)
        return dpmpp_2m(denoise, start * (SIGMA_MAX * self.noise), karras_sigmas(SAMPLING_STEPS).to(start))


@dataclass(frozen=True)
class Drags:
    """Rows of pictures, the PICTURES of a drag in a row: ``observation``, and the teacher's ``pose`` (N, B, 3) for it
    from the same noise in all pictures of a drag; ``truth`` (N / PICTURES, B, 3) the true pose in each first one."""

    observation: Observation
    pose: Tensor
    truth: Tensor

    def pairs(self, to: Tensor, device: torch.device, generator: torch.Generator) -> tuple[Tensor, Drags]:
        """(poses of other pictures of the same drags, seen as in the rows ``to`` (M,); those rows), in float32."""
        other = torch.randint(1, PICTURES, to.shape, generator=generator)
        start = to - to % PICTURES + (to + other) % PICTURES

        def rows(tensor: Tensor, index: Tensor) -> Tensor:
            return tensor[index].to(device, torch.float32)

        there = Drags(self.observation.map(lambda tensor: rows(tensor, to)), rows(self.pose, to), self.truth)
        turned = rows(self.observation.rotation, start).mT
        return rows(self.pose, start) @ turned.mT @ there.observation.rotation.mT, there

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        own = {"pose": self.pose, "truth": self.truth}
        return own | {f"observation.{name}": tensor for name, tensor in vars(self.observation).items()}

    @staticmethod
    def joined(parts: list[Drags]) -> Drags:
        """The drags of all ``parts``."""
        whole = {name: torch.cat([part.tensors()[name] for part in parts]) for name in parts[0].tensors()}
        return Drags.of(whole)

    @staticmethod
    def of(tensors: dict[str, Tensor]) -> Drags:
        """Inverse of :meth:`tensors`."""
        seen = {name.partition(".")[2]: tensor for name, tensor in tensors.items() if "." in name}
        return Drags(Observation(**seen), tensors["pose"], tensors["truth"])


def draw_drags(
    teacher: Teacher, batches: Batches, count: int, generator: torch.Generator, noises: int = 1
) -> Drags:
    """``count`` drags of people of whom nothing but keypoints is known, each ``noises`` times with other noise."""
    parts: list[Drags] = []
    while sum(len(part.truth) for part in parts) < count * noises:
        batch = batches.draw(DRAGS_AT_ONCE, generator)
        known = (batch.observation.context[:, 3:] != 0).any(-1)  # exchanged sides or bone lengths
        rows = (~known).nonzero()[:count, 0].repeat_interleave(noises)
        first = batch.observation.map(partial(torch.index_select, dim=0, index=rows))
        observation = moved_pictures(first, noises, generator)
        truth = batch.x0[rows] @ observation.rotation[::PICTURES].mT
        start = torch.randn(truth.shape, generator=generator, device=generator.device).to(truth)
        poses = teacher.poses(start.repeat_interleave(PICTURES, 0), observation)
        parts.append(Drags(observation, poses, truth))
    whole = Drags.joined(parts)
    return Drags(
        whole.observation.map(lambda tensor: tensor[: count * noises * PICTURES]),
        whole.pose[: count * noises * PICTURES],
        whole.truth[: count * noises],
    )


def moved_pictures(first: Observation, alike: int, generator: torch.Generator) -> Observation:
    """N * PICTURES pictures: each of the N ``first``, and others in which joints have moved; ``alike`` rows in a row
    have the same movements."""
    count = len(first) // alike * (PICTURES - 1)
    rng = RowRandom(count, generator, first.points.device)
    points = first.points[::alike].repeat_interleave(PICTURES - 1, 0)
    visible = first.visible[::alike].repeat_interleave(PICTURES - 1, 0)
    distance = torch.exp(rng.uniform(math.log(MOVED[0]), math.log(MOVED[1])))[:, None, None]
    order = rng.uniform(0, 1, points.shape[1]) + (1 - visible)
    few = order.argsort(-1).argsort(-1) < rng.uniform(1, 4).floor()[:, None]
    jumps = rng.normal(0, 1, points.shape[1], 2) * distance * few[..., None]
    other = torch.randperm(count, generator=generator, device=generator.device).to(points.device)
    both = visible * visible[other]
    blend = (points[other] - points) * rng.uniform(0, BLENDED)[:, None, None] * both[..., None]
    moved = points + torch.where(rng.chance(FEW_JOINTS)[:, None, None], jumps, blend)
    moved = moved.unflatten(0, (-1, PICTURES - 1)).repeat_interleave(alike, 0)
    rays = torch.cat([first.points[:, None], moved], 1) * first.size[:, None, None, None]

    def each(tensor: Tensor) -> Tensor:
        return tensor.repeat_interleave(PICTURES, 0)

    return observe(rays.flatten(0, 1), each(first.visible), each(first.noise), each(first.context[:, 1] > 0))


def write_drags(folder: Path, teacher: Teacher, batches: Batches, files: int, seed: int) -> Iterator[int]:
    """Write the files of drags in ``folder`` that are missing, up to ``files``; yields their number after each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        path = _file(folder, number)
        if not path.exists():
            generator = torch.Generator().manual_seed(seed * 1_000_003 + number)
            drags = draw_drags(teacher, batches, DRAGS_PER_FILE, generator)
            half = {name: tensor.half().cpu().contiguous() for name, tensor in drags.tensors().items()}
            with atomic_write(path) as temporary:
                write_tensors(temporary, half, {})
        yield number + 1


def load_drags(folder: Path, files: int) -> Drags:
    """The drags of the first ``files`` files of a folder, in float16. Raises CheckpointError for a damaged one."""
    return Drags.joined([Drags.of(read_tensors(_file(folder, number))) for number in range(files)])


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number:05}.safetensors"
