"""People lifted together: from keypoints to poses that stand in the camera's frame."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.constraints import Held, likelier_sides, solve_held_translation
from posestudio.diffusion.guidance import guided, trust
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.placement import keypoints_of, leg_length, solve_translation
from posestudio.diffusion.samplers import SAMPLERS, Fresh, Step
from posestudio.diffusion.schedules import SIGMA_MAX
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.result import Warm

STOCHASTIC = ("annealed", "euler_maruyama")
"""Samplers that add noise at each step; the others start from all of it."""

WARM_SIGMAS = 2.5, 4.0
"""Noise levels between which a warm start samples anew. Lower glides more, but ever staler poses stay."""

_HIPS = [BODY_INDEX[name] for name in ("hips", "left_hip", "right_hip")]

StepCallback = Callable[[int, float, np.ndarray, np.ndarray], None]


@dataclass(frozen=True)
class Plan:
    """How one lift samples. ``keypoint_noise`` (P, 17) is over the person's size, ``size`` that of the people over
    that of people with 0.86 m legs."""

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
    warm: Warm | None = None


class People:
    """``count`` people of a picture, and all that is known of them, in their turned camera frames.

    ``people`` are their indices. All of them have pins or none, and all are seen or none where their pose is
    known: what is done differently then is done for all of them. Tensors are of N = count x hypotheses rows,
    each person's hypotheses in a row.
    """

    def __init__(
        self,
        keypoints: Keypoints,
        people: np.ndarray,
        camera: Camera,
        plan: Plan,
        denoiser: Denoiser,
        scale: float,
        device: torch.device,
    ):
        self.people, self.camera, self.plan, self.scale, self.device = people, camera, plan, scale, device
        visible = torch.from_numpy(keypoints.observed[people].astype(np.float32)).to(device)
        rays = torch.from_numpy(np.asarray(camera.rays(keypoints.points[people]), np.float32)).to(device)
        rays = torch.where(visible[..., None] > 0, rays, torch.zeros_like(rays))
        self.count, known = len(rays), plan.known
        lengths = self._known_lengths()
        noise = torch.from_numpy(plan.keypoint_noise[people]).to(device)
        seen = observe(rays, visible, noise, not camera.assumed, known.sides, lengths)
        self.observation = seen.repeat(plan.hypotheses)
        pinned = known.pins is not None and known.pinned[people].any()
        self.pins = self._as_seen(known.pins) if pinned else None
        self.pose = self._as_seen(known.pose)
        held = None
        if self.pins is not None or lengths is not None:
            held = Held(self.pins, None if lengths is None else lengths.repeat_interleave(plan.hypotheses, 0))
        # A noisy pose alone says how large its bones are; where the network is unsure it believes them shorter.
        guidance = 0.0 if known.pose is not None and not visible.any() else plan.guidance
        self.denoise = guided(denoiser, self.observation, scale, guidance, held, known.sides, plan.hypotheses)

    @torch.no_grad()
    def reconstruct(self) -> tuple[np.ndarray, Warm | None]:
        """(states, warm start): (S, count, H, B, 3) camera axes, metres.

        The states are the recorded ones, the result, and what the network took the recorded ones for.
        """
        plan = self.plan
        recorded: list[Tensor] = []
        beliefs: list[Tensor] = []
        passed: list[tuple[Tensor, float]] = []

        def on_step(step: Step) -> None:
            if not passed and WARM_SIGMAS[0] <= step.sigma <= WARM_SIGMAS[1]:
                passed.append((step.x, step.sigma))
            if plan.callback is not None:
                plan.callback(step.index, step.sigma, step.x.cpu().numpy(), step.denoised.cpu().numpy())
            if plan.trajectory:
                recorded.append(step.x)
                beliefs.append(step.denoised)

        start = self._start()
        final = SAMPLERS[plan.sampler](
            self.denoise,
            start,
            plan.sigmas.to(self.device),
            fresh=self._fresh_noise(),
            callback=on_step,
            noise=plan.noise,
        )
        shown = self._placed(torch.stack([*recorded, final, *beliefs]) * self.scale, final * self.scale)
        # Row vectors: x R is R^T x, back to the camera's own frame.
        states = self._apart(shown @ self.observation.rotation)
        if plan.sampler in STOCHASTIC or self.pose is not None:
            return states, None
        if passed:
            noise, sigma = passed[0][0] - final, passed[0][1]
        else:  # few steps pass none of those levels
            sigma = sum(WARM_SIGMAS) / 2
            noise = (start - final) * (sigma / float(plan.sigmas[0]))
        pose = final @ self._axes() * self.scale
        return states, Warm(self._apart(pose), self._apart(noise), sigma)

    def _apart(self, rows: Tensor) -> np.ndarray:
        """(..., N, B, 3) -> (..., count, H, B, 3)."""
        return rows.unflatten(-3, (self.count, self.plan.hypotheses)).cpu().numpy()

    def _axes(self) -> Tensor:
        """(N, 3, 3) world axes -> turned camera frames."""
        return self.observation.rotation @ torch.from_numpy(np.asarray(self.camera.R, np.float32)).to(
            self.device
        )

    def _start(self) -> Tensor:
        """(N, B, 3) the states at the highest noise level, in the network's units."""
        plan = self.plan
        if self.pose is not None:
            return self._about_the_hips(self.pose)
        if plan.warm is not None:
            parts = (plan.warm.pose[self.people], plan.warm.noise[self.people])
            pose, noise = (torch.from_numpy(part).to(self.device).flatten(0, 1) for part in parts)
            return pose @ self._axes().transpose(-1, -2) / self.scale + noise
        strength = 1.0 if plan.sampler in STOCHASTIC else plan.noise
        return self._noise(plan.seed) * (SIGMA_MAX * strength)

    def _noise(self, *seed: int) -> Tensor:
        """(N, B, 3) unit noise, everybody's the same, so that nobody's depends on the others.

        Fewer hypotheses have the first of more, and every device has the same.
        """
        size = (self.plan.hypotheses, len(BODY_JOINTS), 3)
        drawn = np.random.default_rng(seed).standard_normal(size, np.float32)
        return torch.from_numpy(drawn).to(self.device).repeat(self.count, 1, 1)

    def _fresh_noise(self) -> Fresh:
        """The noise that a sampler adds, of each step its own."""
        steps = itertools.count(1)
        return lambda _: self._noise(self.plan.seed, next(steps))

    def _about_the_hips(self, pose: Tensor) -> Tensor:
        """Noisy bodies (N, B, 3), absolute, as the network takes them: about their hips.

        The noise is on the hips, too. Their place is guessed from the hip joints, then from all joints.
        """
        hips = pose[:, _HIPS].mean(1, keepdim=True)
        believed = self.denoise((pose - hips) / self.scale, self.plan.sigmas[0]) * self.scale
        return (pose - (pose - believed).mean(1, keepdim=True)) / self.scale

    def _known_lengths(self) -> Tensor | None:
        """(count, L) bone lengths on 0.86 m legs, nan where unknown."""
        known = self.plan.known.bone_lengths
        if not known:
            return None
        lengths = [known.get(name, torch.nan) / self.plan.size for name in PROPORTIONS]
        return torch.tensor(lengths, dtype=torch.float32, device=self.device).expand(self.count, -1)

    def _as_seen(self, joints: np.ndarray | None) -> Tensor | None:
        """(N, B, 3) absolute metres on 0.86 m legs, of everybody's world joints (P, B, 3)."""
        if joints is None:
            return None
        there = torch.from_numpy(np.asarray(self.camera.to_camera(joints[self.people]), np.float32))
        rows = there.to(self.device).repeat_interleave(self.plan.hypotheses, 0)
        return rows @ self.observation.rotation.transpose(-1, -2) / self.plan.size

    def _placed(self, states: Tensor, final: Tensor) -> Tensor:
        """States (S, N, B, 3) moved to where the final ones (N, B, 3) stand, metres."""
        rays = self.observation.points * self.observation.size[:, None, None]
        weight = trust(self.observation)
        if not self.plan.known.sides:
            rays, weight = likelier_sides(final, rays, weight)
        if self.pins is not None:
            translation = solve_held_translation(final, self.pins, rays, weight, tolerance=1e-5)
        elif self.pose is not None:
            noise = float(self.plan.sigmas[0]) * self.scale
            translation = solve_held_translation(final, self.pose, rays, weight, noise)
        else:
            translation = solve_translation(keypoints_of(final), rays, weight)
        placed = states + translation[:, None]
        if self.pins is None and self.pose is None and not self.plan.known.bone_lengths:
            # Scaling about the camera changes nothing that can be seen; samples' legs are off by a few percent.
            placed = placed * (LEG_LENGTH / leg_length(final).clamp_min(1e-3)).clamp(0.5, 2.0)[:, None, None]
        return placed * self.plan.size
