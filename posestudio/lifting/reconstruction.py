"""Samples poses of people in batches and places them before the camera."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.constraints import Constraints, likelier_sides, solve_pinned_translation
from posestudio.diffusion.guidance import guided, trust
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.ray_fitting import keypoints_of, leg_length, solve_translation
from posestudio.diffusion.samplers import SAMPLERS, STOCHASTIC, NoiseLike
from posestudio.diffusion.schedules import SIGMA_MAX
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.observed import Observed
from posestudio.lifting.recorded_steps import RecordedSteps, StepCallback
from posestudio.lifting.result import WarmStart

LARGEST_BATCH = 4096
"""Poses evaluated at once. More people are split into batches; all hypotheses of a person are in one batch."""

_HIPS = [BODY_INDEX[name] for name in ("hips", "left_hip", "right_hip")]


@dataclass(frozen=True)
class SamplingSettings:
    """How one lift samples. ``keypoint_noise`` (P, 17) is over the person's size; ``size`` is the people's
    leg length over 0.86 m."""

    hypotheses: int
    seed: int
    sampler: str
    sigmas: Tensor
    noise: float
    keypoint_noise: np.ndarray
    guidance: float
    trajectory: bool
    callback: StepCallback | None
    known: Known
    size: float
    warm: WarmStart | None = None
    quick: bool = False
    """Whether a student answers, which follows the poses of the warm start"""


def reconstruct(
    keypoints: Keypoints,
    observed: Observed,
    camera: Camera,
    settings: SamplingSettings,
    denoiser: Denoiser,
    scale: float,
    device: torch.device,
) -> tuple[np.ndarray, WarmStart | None]:
    """(states (S, P, H, B, 3) in camera axes, metres; the warm start, of deterministic samplers).

    The states are the recorded ones of a trajectory, the result, and the network's clean estimates of those recorded.
    ``observed`` is what can be used of the keypoints, ``scale`` is the data's standard deviation in metres.
    """
    at_once = max(1, LARGEST_BATCH // settings.hypotheses)
    batches = [
        alike[first : first + at_once]
        for alike in _alike(keypoints, settings.known)
        for first in range(0, max(len(alike), 1), at_once)
    ]
    parts = [
        PeopleBatch(observed, people, camera, settings, denoiser, scale, device).reconstruct()
        for people in batches
    ]
    back = np.argsort(np.concatenate(batches))
    states = np.concatenate([states for states, _ in parts], axis=1)[:, back]
    starts = [warm for _, warm in parts if warm is not None]
    return states, WarmStart.concatenate(starts).select_people(back) if starts else None


def _alike(keypoints: Keypoints, known: Known) -> Iterator[np.ndarray]:
    """Indices of the people who can be computed in one batch: those with pins apart from those without, and those of
    whom only a noisy pose is known apart from those who are seen."""
    pinned = np.zeros(keypoints.people, bool) if known.pins is None else known.pinned
    unseen = np.zeros(keypoints.people, bool) if known.pose is None else ~keypoints.observed.any(-1)
    kinds = pinned + 2 * unseen
    for kind in np.unique(kinds) if len(kinds) else [0]:
        yield np.flatnonzero(kinds == kind)


@lru_cache(maxsize=2)
def _drawn(seed: tuple[int, ...], size: tuple[int, ...]) -> np.ndarray:
    """Unit noise; that of the last lifts is kept, since all lifts of a drag start from the same."""
    return np.random.default_rng(seed).standard_normal(size, np.float32)


class PeopleBatch:
    """``count`` people of a picture, and all that is known of them, in person-centred camera frames.

    ``people`` are their indices. All of them have pins or none, and all are seen or none where their pose is
    known: what is done differently then is done for all of them. Tensors are of N = count x hypotheses rows,
    each person's hypotheses in a row.
    """

    def __init__(
        self,
        observed: Observed,
        people: np.ndarray,
        camera: Camera,
        settings: SamplingSettings,
        denoiser: Denoiser,
        scale: float,
        device: torch.device,
    ):
        self.people, self.camera, self.settings = people, camera, settings
        self.scale, self.device, self.count = scale, device, len(people)
        known, hypotheses = settings.known, settings.hypotheses
        visible, seen_along, noise = (
            torch.from_numpy(values[people].astype(np.float32)).to(device)
            for values in (observed.visible, observed.rays, observed.noise)
        )
        lengths = self._known_lengths()
        observation = observe(seen_along, visible, noise, not camera.assumed, known.sides, lengths)
        self.observation = observation.repeat(hypotheses)
        pinned = known.pins is not None and known.pinned[people].any()
        self.pins = self._in_centred_frames(known.pins) if pinned else None
        self.pose = self._in_centred_frames(known.pose)
        constraints = None
        if self.pins is not None or lengths is not None:
            each = None if lengths is None else lengths.repeat_interleave(hypotheses, 0)
            constraints = Constraints(self.pins, each)
        # A noisy pose alone says how large its bones are; where the network is unsure it estimates them shorter.
        alone = known.pose is not None and not visible.any()
        # A student has learnt where guidance leads.
        guidance = 0.0 if alone or settings.quick else settings.guidance
        self.denoise = guided(
            denoiser, self.observation, scale, guidance, constraints, known.sides, hypotheses
        )

    @torch.inference_mode()
    def reconstruct(self) -> tuple[np.ndarray, WarmStart | None]:
        """What :func:`reconstruct` returns, for these people: states (S, count, H, B, 3)."""
        settings = self.settings
        recorded = RecordedSteps(settings.callback, settings.trajectory)
        start = self._start()
        stochastic = settings.sampler in STOCHASTIC
        options = {"noise": settings.noise, "noise_like": self._noise_of_steps()} if stochastic else {}
        final = SAMPLERS[settings.sampler](
            self.denoise, start, settings.sigmas.to(self.device), recorded, **options
        )
        placed = self._placed(
            torch.stack([*recorded.states, final, *recorded.estimates]) * self.scale, final * self.scale
        )
        # Row vectors: x R is R^T x, back to the camera's own frame.
        states = self._by_person(placed @ self.observation.rotation)
        if stochastic or self.pose is not None:
            return states, None
        noise, sigma = recorded.warm_noise(start, final, float(settings.sigmas[0]))
        pose = final @ self._world_to_centred() * self.scale
        world = self._by_person(pose)
        # A student always begins with poses that were sampled: following its own, its errors would add up.
        kept = settings.warm.followed if settings.quick and settings.warm is not None else None
        followed = world if kept is None else kept[self.people]
        return states, WarmStart(world, self._by_person(noise), sigma, followed)

    def _by_person(self, rows: Tensor) -> np.ndarray:
        """(..., N, B, 3) -> (..., count, H, B, 3)."""
        return rows.unflatten(-3, (self.count, self.settings.hypotheses)).cpu().numpy()

    def _world_to_centred(self) -> Tensor:
        """(N, 3, 3) rotations from world axes to the person-centred camera frames."""
        return self.observation.rotation @ torch.from_numpy(np.asarray(self.camera.R, np.float32)).to(
            self.device
        )

    def _start(self) -> Tensor:
        """(N, B, 3) the states that sampling starts from, at the level ``sigmas[0]``, in the network's units."""
        settings = self.settings
        if self.pose is not None:
            return self._relative_to_hips(self.pose)
        if settings.warm is not None:
            begin = settings.warm.followed if settings.quick else settings.warm.pose
            assert begin is not None
            parts = (begin[self.people], settings.warm.noise[self.people])
            pose, noise = (torch.from_numpy(part).to(self.device).flatten(0, 1) for part in parts)
            pose = pose @ self._world_to_centred().transpose(-1, -2) / self.scale
            return pose if settings.quick else pose + noise
        strength = 1.0 if settings.sampler in STOCHASTIC else settings.noise
        return self._noise(settings.seed) * (SIGMA_MAX * strength)

    def _noise(self, *seed: int) -> Tensor:
        """(N, B, 3) unit noise, the same for every person, so that no person's result depends on the others.

        Fewer hypotheses have the first of more, and every device has the same.
        """
        size = (self.settings.hypotheses, len(BODY_JOINTS), 3)
        return torch.from_numpy(_drawn(seed, size)).to(self.device).repeat(self.count, 1, 1)

    def _noise_of_steps(self) -> NoiseLike:
        """The noise that a stochastic sampler adds, other noise at each call."""
        steps = itertools.count(1)
        return lambda _: self._noise(self.settings.seed, next(steps))

    def _relative_to_hips(self, pose: Tensor) -> Tensor:
        """Noisy absolute bodies (N, B, 3) about their hips, in the network's units.

        The noise is on the hips, too. Their position is guessed from the hip joints, then from all joints.
        """
        hips = pose[:, _HIPS].mean(1, keepdim=True)
        estimate = self.denoise((pose - hips) / self.scale, self.settings.sigmas[0]) * self.scale
        return (pose - (pose - estimate).mean(1, keepdim=True)) / self.scale

    def _known_lengths(self) -> Tensor | None:
        """(count, L) bone lengths on 0.86 m legs, nan where unknown."""
        known = self.settings.known.bone_lengths
        if not known:
            return None
        lengths = [known.get(name, torch.nan) / self.settings.size for name in PROPORTIONS]
        return torch.tensor(lengths, dtype=torch.float32, device=self.device).expand(self.count, -1)

    def _in_centred_frames(self, joints: np.ndarray | None) -> Tensor | None:
        """(N, B, 3) absolute metres on 0.86 m legs, of the world joints (P, B, 3) of all people."""
        if joints is None:
            return None
        seen = torch.from_numpy(np.asarray(self.camera.to_camera(joints[self.people]), np.float32))
        rows = seen.to(self.device).repeat_interleave(self.settings.hypotheses, 0)
        return rows @ self.observation.rotation.transpose(-1, -2) / self.settings.size

    def _placed(self, states: Tensor, final: Tensor) -> Tensor:
        """States (S, N, B, 3) moved to where the final ones (N, B, 3) stand, metres."""
        rays = self.observation.points * self.observation.size[:, None, None]
        weight = trust(self.observation)
        if not self.settings.known.sides:
            rays, weight = likelier_sides(final, rays, weight)
        if self.pins is not None:
            translation = solve_pinned_translation(final, self.pins, rays, weight, tolerance=1e-5)
        elif self.pose is not None:
            noise = float(self.settings.sigmas[0]) * self.scale
            translation = solve_pinned_translation(final, self.pose, rays, weight, noise)
        else:
            translation = solve_translation(keypoints_of(final), rays, weight)
        placed = states + translation[:, None]
        if self.pins is None and self.pose is None and not self.settings.known.bone_lengths:
            # Scaling about the camera changes nothing that can be seen; samples' legs are off by a few percent.
            placed = placed * (LEG_LENGTH / leg_length(final).clamp_min(1e-3)).clamp(0.5, 2.0)[:, None, None]
        return placed * self.settings.size
