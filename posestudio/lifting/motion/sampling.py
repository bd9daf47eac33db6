"""Samples motions: noise to poses of all frames and hypotheses at once, then one body, then the path of the hips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_JOINTS
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation
from posestudio.diffusion.samplers import SAMPLERS, Step
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN, karras_sigmas
from posestudio.lifting.motion.bodies import bone_lengths, with_bone_lengths
from posestudio.lifting.motion.coupling import CoupledFrames
from posestudio.lifting.motion.evidence import Evidence

SAMPLER = "dpmpp_2m"

MEASURED_FRAMES, MEASURED_HYPOTHESES, MEASURED_STEPS = 256, 4, 6
"""Frames spread over a track, hypotheses and steps from which a body's bone lengths are measured."""

MotionCallback = Callable[[int, int], None]
"""Called with the step and the number of steps; an exception from it ends the lift."""


@dataclass(frozen=True)
class Networks:
    """What a lift of a motion takes of a `Lifter`: the denoiser of single poses, the data's standard deviation in
    metres, the calibrated factor of the starting noise, and where to compute."""

    denoiser: Denoiser
    scale: float
    noise: float
    device: torch.device
    name: str


@dataclass(frozen=True)
class MotionSettings:
    """How motions are sampled; ``noise`` is the factor of the starting noise."""

    hypotheses: int
    seed: int
    steps: int
    noise: float
    guidance: float
    trajectory: bool = False
    callback: MotionCallback | None = None
    fov_known: bool = True

    @property
    def sigmas(self) -> Tensor:
        """(steps + 1,) noise levels, descending to 0."""
        return karras_sigmas(self.steps, SIGMA_MIN, SIGMA_MAX)


@dataclass(frozen=True)
class SampledMotion:
    """Motions in window axes, metres: ``joints`` (T, H, B, 3) about their hips; where they were recorded, the noisy
    ``states`` (S, T, H, B, 3) and their clean ``estimates``."""

    joints: Tensor
    states: Tensor | None = None
    estimates: Tensor | None = None


@torch.no_grad()
def sample_motion(
    evidence: Evidence, networks: Networks, settings: MotionSettings, lengths: Tensor | None
) -> SampledMotion:
    """Motions that explain the evidence, with bones of ``lengths`` (B,)."""
    denoise = CoupledFrames(
        networks.denoiser,
        evidence,
        networks.scale,
        settings.guidance,
        settings.hypotheses,
        lengths,
        settings.fov_known,
    )
    sigmas = settings.sigmas.to(networks.device)
    start = starting_noise(settings, networks.device).expand(len(evidence), -1, -1, -1)
    states: list[Tensor] = []
    estimates: list[Tensor] = []

    def on_step(step: Step) -> None:
        if settings.callback is not None:
            settings.callback(step.index, settings.steps)
        if settings.trajectory:
            states.append(step.x * networks.scale)
            estimates.append(step.denoised * networks.scale)

    final = SAMPLERS[SAMPLER](denoise, start * (SIGMA_MAX * settings.noise), sigmas, on_step)
    joints = final * networks.scale
    return SampledMotion(
        joints if lengths is None else with_bone_lengths(joints, lengths),
        torch.stack(states) if states else None,
        torch.stack(estimates) if states else None,
    )


def starting_noise(settings: MotionSettings, device: torch.device) -> Tensor:
    """(H, B, 3) unit noise, the same for all frames and people; fewer hypotheses have the first of more."""
    size = (settings.hypotheses, len(BODY_JOINTS), 3)
    drawn = np.random.default_rng((settings.seed,)).standard_normal(size, np.float32)
    return torch.from_numpy(drawn).to(device)


@torch.no_grad()
def measured_lengths(evidence: Evidence, networks: Networks, settings: MotionSettings) -> Tensor:
    """(B,) bone lengths of the person, metres on 0.86 m legs: medians over poses of frames spread over the motion."""
    settings = replace(
        settings, hypotheses=MEASURED_HYPOTHESES, steps=MEASURED_STEPS, trajectory=False, callback=None
    )
    denoise = CoupledFrames(
        networks.denoiser,
        evidence,
        networks.scale,
        settings.guidance,
        settings.hypotheses,
        fov_known=settings.fov_known,
        coupled=False,
    )
    sigmas = settings.sigmas.to(networks.device)
    start = starting_noise(settings, networks.device).expand(len(evidence), -1, -1, -1)
    poses = SAMPLERS[SAMPLER](denoise, start * (SIGMA_MAX * settings.noise), sigmas)
    return bone_lengths(poses.flatten(0, 1) * networks.scale)


def hips_in_window(joints: Tensor, evidence: Evidence) -> Tensor:
    """(T, H, 3) where the hips of motions (T, H, B, 3) are, window axes, metres: each frame by itself."""
    weight = evidence.visible / (1 + (evidence.smooth_noise / 0.01) ** 2)
    count, hypotheses = joints.shape[:2]
    rays, weight = (part.repeat_interleave(hypotheses, 0) for part in (evidence.smooth, weight))
    return solve_translation(keypoints_of(joints.flatten(0, 1)), rays, weight).view(count, hypotheses, 3)
