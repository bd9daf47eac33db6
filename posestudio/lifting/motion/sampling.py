"""Samples motions: from noise to the poses of all frames and hypotheses at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_JOINTS
from posestudio.diffusion.motion_denoiser import SLOWNESS, MotionDenoiser, motion_noise
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import SAMPLERS, Step
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN, karras_sigmas
from posestudio.lifting.motion.bodies import bone_lengths, with_bone_lengths
from posestudio.lifting.motion.coupling import CoupledFrames, observed_frames
from posestudio.lifting.motion.denoised import DenoisedMotion
from posestudio.lifting.motion.evidence import Evidence
from posestudio.lifting.motion.guided import Given, GuidedMotion

SAMPLER = "dpmpp_2m"

CENTRAL_STEPS = 4
"""Steps of the central motions that a body's bone lengths are measured on."""

MEASURED_FRAMES, MEASURED_STEPS = 256, 6
"""Frames spread over a track, and steps, from which a body's bone lengths are measured."""

_LAST_ROUNDS = 4  # of moving joints to their pins and bones to their lengths, at the end
_BLOCK, _BLOCKS = 64, 2**40  # instants whose noise is drawn at once; keeps the blocks' numbers positive

MotionCallback = Callable[[int, int], None]
"""Called with the step and the number of steps; an exception from it ends the lift."""


@dataclass(frozen=True)
class Networks:
    """What a lift of a motion takes of a `Lifter`: the denoiser of single poses, the data's standard deviation in
    metres, where to compute, the weights' name, and the denoiser of motions, where there is one."""

    denoiser: Denoiser
    scale: float
    device: torch.device
    name: str
    motion: MotionDenoiser | None = None


@dataclass(frozen=True)
class MotionSettings:
    """How motions are sampled; ``noise`` is the factor of the starting noise, of the level ``first_sigma``."""

    hypotheses: int
    seed: int
    steps: int
    noise: float
    guidance: float
    trajectory: bool = False
    callback: MotionCallback | None = None
    fov_known: bool = True
    first_sigma: float = SIGMA_MAX

    @property
    def sigmas(self) -> Tensor:
        """(steps + 1,) noise levels, descending to 0."""
        return karras_sigmas(self.steps, SIGMA_MIN, self.first_sigma)


@dataclass(frozen=True, eq=False)
class Scene:
    """Where and when a motion is sampled: the ``first`` instant, ``rate`` instants a second, the direction ``up``
    (3,) in window axes where it is known, and whether the camera is ``moving``."""

    first: int = 0
    rate: float = 30.0
    up: Tensor | None = None
    moving: bool = False


@dataclass(frozen=True, eq=False)
class Sampled:
    """Motions in window axes, metres, about the hips: ``joints`` (T, H, B, 3); where they were recorded, the noisy
    ``states`` (S, T, H, B, 3) and their clean ``estimates``. ``keys`` (K, H, 3) is where the hips are in the frames
    with pins; ``stands``, ``velocity`` and ``deviation`` are a `DenoisedMotion`'s."""

    joints: Tensor
    keys: Tensor | None = None
    stands: Tensor | None = None
    velocity: Tensor | None = None
    deviation: Tensor | None = None
    states: Tensor | None = None
    estimates: Tensor | None = None


@torch.no_grad()
def sample_motion(
    evidence: Evidence,
    networks: Networks,
    settings: MotionSettings,
    lengths: Tensor,
    given: Given | None = None,
    start: Tensor | None = None,
    scene: Scene | None = None,
) -> Sampled:
    """Motions that explain the evidence and keep to what is ``given``, with bones of ``lengths`` (B,).

    Sampling begins with noise about the poses ``start`` (T, H, B, 3), window axes, metres; by default about none. The
    first hypothesis begins without noise: it is the central motion, which is nearer to the truth than the others.
    """
    given, scene = given or Given(), scene or Scene()
    observation = observed_frames(evidence, settings.fov_known, lengths)
    estimate: CoupledFrames | DenoisedMotion
    if networks.motion is None:
        estimate = CoupledFrames(
            networks.denoiser, evidence, observation, settings.hypotheses, _known_joints(given)
        )
        noise = shared_noise(settings, networks.device).repeat(len(evidence), 1, 1, 1)
    else:
        estimate = DenoisedMotion(
            networks.motion,
            evidence,
            settings.hypotheses,
            networks.scale,
            lengths,
            scene.rate,
            given,
            settings.fov_known,
            scene.up,
            scene.moving,
        )
        noise = changing_noise(settings, scene.first, len(evidence)).to(networks.device)
    denoise = GuidedMotion(
        estimate,
        observation,
        settings.hypotheses,
        networks.scale,
        settings.guidance,
        lengths,
        given,
        evidence.sure,
    )
    noise[:, 0] = 0  # the central motion
    level = settings.first_sigma * settings.noise
    first = noise * level
    if start is not None:
        first = first + start / networks.scale
    held = given.held
    if held is not None and given.poses is not None:
        first = torch.where(held[:, None, None, None], given.poses / networks.scale + noise * level, first)
    states: list[Tensor] = []
    estimates: list[Tensor] = []

    def on_step(step: Step) -> None:
        if settings.callback is not None:
            settings.callback(step.index, settings.steps)
        if settings.trajectory:
            states.append(step.x * networks.scale)
            estimates.append(step.denoised * networks.scale)

    final = SAMPLERS[SAMPLER](denoise, first, settings.sigmas.to(networks.device), on_step)
    joints = with_bone_lengths(final * networks.scale, lengths)
    for _ in range(_LAST_ROUNDS):
        joints = denoise.with_given(joints)
    keys = None
    if given.keyed is not None and given.keyed.any():
        placed = denoise.places_of_keys(joints)
        keys = placed[:, 0].unflatten(0, (-1, settings.hypotheses))
    told = estimate if isinstance(estimate, DenoisedMotion) else None
    return Sampled(
        joints,
        keys,
        None if told is None else told.stands,
        None if told is None else told.velocity,
        None if told is None else told.deviation,
        torch.stack(states) if states else None,
        torch.stack(estimates) if states else None,
    )


def _known_joints(given: Given) -> Tensor | None:
    """(T, B) bool, which joints' positions are known."""
    parts = [] if given.pins is None else [torch.isfinite(given.pins).all(-1)]
    if given.held is not None:
        parts.append(given.held[:, None].expand(-1, len(BODY_JOINTS)))
    return torch.stack(parts).any(0) if parts else None


def shared_noise(settings: MotionSettings, device: torch.device) -> Tensor:
    """(H, B, 3) unit noise, the same for all frames and people; fewer hypotheses have the first of more."""
    size = (settings.hypotheses, len(BODY_JOINTS), 3)
    drawn = np.random.default_rng((settings.seed,)).standard_normal(size, np.float32)
    return torch.from_numpy(drawn).to(device)


def changing_noise(settings: MotionSettings, first: int, count: int) -> Tensor:
    """(T, H, B, 3) unit noise of the instants from ``first`` on that changes as that which the motion denoiser is
    trained with; each instant has the same in every section."""
    margin = round(4 * SLOWNESS)
    start = first - margin
    blocks = range(start // _BLOCK, (first + count + margin) // _BLOCK + 1)
    size = (settings.hypotheses, 2, _BLOCK, len(BODY_JOINTS), 3)
    drawn = np.concatenate(
        [
            np.random.default_rng((settings.seed, _BLOCKS + block)).standard_normal(size, np.float32)
            for block in blocks
        ],
        2,
    )
    white, slow = torch.from_numpy(drawn[:, :, start - blocks[0] * _BLOCK :]).unbind(1)
    noise = motion_noise(white, slow)[:, margin : margin + count]
    return noise.transpose(0, 1)


@torch.no_grad()
def central_lengths(
    stretches: Sequence[tuple[Evidence, Scene]], networks: Networks, settings: MotionSettings
) -> Tensor:
    """(B,) bone lengths of the person, metres on 0.86 m legs: medians over the poses of the central motions of some
    stretches."""
    assert networks.motion is not None
    settings = replace(settings, hypotheses=1, steps=CENTRAL_STEPS)
    poses = []
    for evidence, scene in stretches:
        observation = observed_frames(evidence, settings.fov_known, None)
        estimate = DenoisedMotion(
            networks.motion,
            evidence,
            1,
            networks.scale,
            None,
            scene.rate,
            Given(),
            settings.fov_known,
            scene.up,
            scene.moving,
        )
        denoise = GuidedMotion(estimate, observation, 1, networks.scale, settings.guidance)
        start = torch.zeros(len(evidence), 1, len(BODY_JOINTS), 3, device=networks.device)
        found = SAMPLERS[SAMPLER](denoise, start, settings.sigmas.to(networks.device))
        seen = evidence.visible.any(-1)
        seen = seen if seen.any() else ~seen
        poses.append(found[seen, 0] * networks.scale)
    return bone_lengths(torch.cat(poses))


@torch.no_grad()
def measured_lengths(evidence: Evidence, networks: Networks, settings: MotionSettings) -> Tensor:
    """(B,) bone lengths of the person, metres on 0.86 m legs: medians over the central poses of frames spread over
    the motion, each lifted by itself."""
    settings = replace(settings, hypotheses=1, steps=MEASURED_STEPS)
    observation = observed_frames(evidence, settings.fov_known, None)
    estimate = CoupledFrames(networks.denoiser, evidence, observation, 1, coupled=False)
    denoise = GuidedMotion(estimate, observation, 1, networks.scale, settings.guidance)
    start = torch.zeros(len(evidence), 1, len(BODY_JOINTS), 3, device=networks.device)
    poses = SAMPLERS[SAMPLER](denoise, start, settings.sigmas.to(networks.device))
    return bone_lengths(poses[:, 0] * networks.scale)
