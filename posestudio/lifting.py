"""The main job: 2D keypoints and a camera -> the 3D poses that explain them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .body.layouts import BODY_INDEX, BODY_JOINTS, LEG_LENGTH, PROPORTIONS, to_keypoints
from .camera import Camera
from .diffusion.checkpoint import load_denoiser
from .diffusion.conditioning import Observation, observe
from .diffusion.constraints import SIDES, Held, likelier_sides, solve_held_translation
from .diffusion.denoiser import Denoiser
from .diffusion.device import pick_device
from .diffusion.guidance import GUIDANCE, guided
from .diffusion.placement import keypoints_of, leg_length, solve_translation
from .diffusion.samplers import SAMPLERS, Denoise, Step
from .diffusion.schedule import SIGMA_MAX, SIGMA_MIN, karras_sigmas
from .errors import CheckpointError
from .keypoints import Keypoints
from .known import Known
from .ranking import rank, reprojection_error
from .resources import weights_folder

DEFAULT_SAMPLER = "dpmpp_2m"
DEFAULT_STEPS = {"euler": 12, "heun": 8, "dpmpp_2m": 10, "annealed": 60, "euler_maruyama": 500}
STOCHASTIC = ("annealed", "euler_maruyama")
"""Samplers that add noise at each step; the others start from all of it."""

DEFAULT_NOISE = {"annealed": 0.9}
"""The seed's coefficient below one; deterministic samplers start from the full noise."""

KEYPOINT_NOISE = 0.004
"""Assumed deviation of the 2D keypoints, over the person's size in the picture."""

CLEANING_STEPS = 30
"""Steps from a known noisy pose to clean ones."""

LARGEST_BATCH = 4096
"""Poses evaluated at once; more people or hypotheses are done in parts."""

StepCallback = Callable[[int, float, np.ndarray, np.ndarray], None]


class Cancelled(Exception):
    """Raised from a callback to stop a lift."""


@dataclass(frozen=True)
class Lifted:
    """Poses that explain the keypoints of P people, H hypotheses each, best first. World axes, metres.

    ``joints`` (P, H, B, 3); ``reprojection`` (P, H) mean pixel error over the observed keypoints (nan
    without any); ``score`` (P, H), higher is better. With the trajectory: ``trajectory`` (S + 1, P, H, B, 3)
    the noisy poses at the noise levels ``sigmas`` (S + 1,), and ``denoised`` (S, P, H, B, 3) what the net took
    them for. ``assumptions`` are plain sentences about what was not given.
    """

    joints: np.ndarray
    reprojection: np.ndarray
    score: np.ndarray
    keypoints: Keypoints
    camera: Camera
    seed: int
    weights: str
    sampler: str
    assumptions: tuple[str, ...] = ()
    trajectory: np.ndarray | None = None
    denoised: np.ndarray | None = None
    sigmas: np.ndarray | None = None
    data_deviation: float = 1.0

    @property
    def keypoints3d(self) -> np.ndarray:
        """(P, H, 17, 3) COCO points of the hypotheses."""
        return to_keypoints(self.joints)

    def shown_trajectory(self) -> np.ndarray | None:
        """The trajectory as one can look at it: (S + 1, P, H, B, 3).

        The first states are metres of noise; here each is shrunk about its person's hips by
        1 / sqrt(1 + sigma^2), the variance preserving form of the same process, so that every state is
        about as large as a body, and the last is the result itself.
        """
        if self.trajectory is None or self.sigmas is None:
            return None
        hips = self.joints[..., :1, :]
        shrink = 1 / np.sqrt(1 + np.square(self.sigmas))[:, None, None, None, None]
        return (hips + (self.trajectory - hips) * shrink).astype(np.float32)


class Lifter:
    """A trained denoiser, ready to lift."""

    def __init__(self, denoiser: Denoiser, card: dict[str, Any], device: torch.device, name: str):
        self.denoiser, self.card, self.device, self.name = denoiser, card, device, name
        self.scale = float(card["scale"])

    @classmethod
    def load(cls, weights: str | os.PathLike[str] = "mlp", device: str = "auto") -> Lifter:
        """Load bundled weights by name ('mlp', 'transformer') or a weights file by path.

        Raises CheckpointError when there are none of that name, or the file does not fit.
        """
        path = find_weights(weights)
        place = pick_device(device)
        denoiser, card = load_denoiser(path, place)
        return cls(denoiser, card, place, path.stem)

    def lift(
        self,
        keypoints: Keypoints,
        camera: Camera | None = None,
        hypotheses: int = 16,
        seed: int = 0,
        steps: int | None = None,
        sampler: str | None = None,
        noise: float | None = None,
        trajectory: bool = False,
        callback: StepCallback | None = None,
        keypoint_noise: float = KEYPOINT_NOISE,
        guidance: float = GUIDANCE,
        known: Known | None = None,
    ) -> Lifted:
        """Poses that explain ``keypoints`` seen by ``camera`` (assumed when None), and agree with what is ``known``.

        Without any visible keypoint the poses are what people do at all; pins, bone lengths and the like
        narrow them. A known noisy pose is where sampling begins, by default with fresh noise at every step.

        ``noise`` scales the noise put in: the starting one of a deterministic sampler, that of every step of
        'annealed'; below 1 the hypotheses lie closer together than they should. ``callback(step, sigma,
        x, denoised)`` is called before each step with poses (P * H, B, 3) in the network's units; an
        exception from it (Cancelled) ends the lift. Everybody's hypotheses start from the same noise, so
        the answer for one does not depend on the others. Raises ValueError for options out of range.
        """
        known = known or Known()
        _check_people(known, keypoints)
        sampler = sampler or (DEFAULT_SAMPLER if known.pose is None else "euler_maruyama")
        if sampler not in SAMPLERS:
            raise ValueError(f"unknown sampler {sampler!r}; expected one of {', '.join(SAMPLERS)}")
        if steps is None:
            steps = DEFAULT_STEPS[sampler] if known.pose is None else CLEANING_STEPS
        noise = DEFAULT_NOISE.get(sampler, 1.0) if noise is None else noise
        if steps < 1 or hypotheses < 1:
            raise ValueError(f"steps and hypotheses must be at least 1, not {steps} and {hypotheses}")
        assumptions = []
        if camera is None:
            camera = Camera.default(keypoints.size or _size_around(keypoints))
        if camera.assumed:
            assumptions.append(
                f"No camera given: assumed a level one with a {camera.fov:.0f} degree vertical field of view"
                " and its centre in the picture's."
            )
        size = _size_known(known)
        if size is None:
            assumptions.append("Scale cannot be seen in a picture: bodies are given legs of 0.86 m.")
        start = SIGMA_MAX if known.pose is None else known.pose_noise / self.scale / (size or 1)
        sigmas = karras_sigmas(steps, min(SIGMA_MIN, start), min(start, SIGMA_MAX))
        plan = _Plan(sampler, sigmas, noise, keypoint_noise, guidance, trajectory, callback, known, size or 1)
        people_at_once = max(1, LARGEST_BATCH // hypotheses)
        parts = [
            self._lift_part(keypoints, slice(start, start + people_at_once), camera, hypotheses, seed, plan)
            for start in range(0, max(keypoints.people, 1), people_at_once)
        ]
        states = np.concatenate(parts, axis=1)  # (recorded states, P, H, B, 3) camera axes, metres
        return _finish(states, keypoints, camera, seed, plan, self, tuple(assumptions))

    @torch.no_grad()
    def _lift_part(
        self,
        keypoints: Keypoints,
        people: slice,
        camera: Camera,
        hypotheses: int,
        seed: int,
        plan: _Plan,
    ) -> np.ndarray:
        visible = torch.from_numpy(keypoints.observed[people].astype(np.float32)).to(self.device)
        rays = torch.from_numpy(np.asarray(camera.rays(keypoints.points[people]), np.float32)).to(self.device)
        rays = torch.where(visible[..., None] > 0, rays, torch.zeros_like(rays))
        count, known = len(rays), plan.known
        lengths = self._known_lengths(count, plan)
        seen = observe(rays, visible, plan.keypoint_noise, not camera.assumed, known.sides, lengths)
        observation = seen.repeat(hypotheses)
        pins, pose = (
            self._as_seen(joints, people, camera, seen, plan) for joints in (known.pins, known.pose)
        )
        held = None
        if pins is not None or lengths is not None:
            held = Held(
                None if pins is None else pins.repeat_interleave(hypotheses, 0),
                None if lengths is None else lengths.repeat_interleave(hypotheses, 0),
            )
        denoise = guided(self.denoiser, observation, self.scale, plan.guidance, held, known.sides)
        generator = torch.Generator(self.device).manual_seed(seed)
        if pose is None:
            start = np.random.default_rng(seed).standard_normal((hypotheses, len(BODY_JOINTS), 3), np.float32)
            strength = 1.0 if plan.sampler in STOCHASTIC else plan.noise
            x = torch.from_numpy(start).to(self.device).repeat(count, 1, 1) * (SIGMA_MAX * strength)
        else:
            pose = pose.repeat_interleave(hypotheses, 0)
            x = self._about_the_hips(pose, denoise, plan.sigmas[0])
        recorded: list[Tensor] = []
        beliefs: list[Tensor] = []

        def on_step(step: Step) -> None:
            if plan.callback is not None:
                plan.callback(step.index, step.sigma, step.x.cpu().numpy(), step.denoised.cpu().numpy())
            if plan.trajectory:
                recorded.append(step.x)
                beliefs.append(step.denoised)

        final = SAMPLERS[plan.sampler](
            denoise,
            x,
            plan.sigmas.to(self.device),
            generator=generator,
            callback=on_step,
            noise=plan.noise,
        )
        states = torch.stack([*recorded, final, *beliefs]) * self.scale
        placed = self._placed(states, states[len(recorded)], observation, pins, pose, plan)
        placed = placed @ observation.rotation  # row vectors: x R is R^T x, back to the camera's own frame
        return placed.view(len(states), count, hypotheses, *placed.shape[-2:]).cpu().numpy()

    def _known_lengths(self, count: int, plan: _Plan) -> Tensor | None:
        """(count, L) bone lengths on 0.86 m legs, nan where unknown."""
        if not plan.known.bone_lengths:
            return None
        lengths = [plan.known.bone_lengths.get(name, torch.nan) / plan.size for name in PROPORTIONS]
        return torch.tensor(lengths, dtype=torch.float32, device=self.device).expand(count, -1)

    def _as_seen(
        self, joints: np.ndarray | None, people: slice, camera: Camera, seen: Observation, plan: _Plan
    ) -> Tensor | None:
        """World joints (P, B, 3) of the chosen people in their turned camera frames, on 0.86 m legs."""
        if joints is None:
            return None
        there = torch.from_numpy(np.asarray(camera.to_camera(joints[people]), np.float32)).to(self.device)
        return there @ seen.rotation.transpose(-1, -2) / plan.size

    def _about_the_hips(self, pose: Tensor, denoise: Denoise, sigma: Tensor) -> Tensor:
        """Noisy bodies (N, B, 3), absolute, as the network takes them: about their hips.

        The noise is on the hips, too. Their place is guessed from the hip joints, then from all joints.
        """
        hips = pose[:, [BODY_INDEX[name] for name in ("hips", "left_hip", "right_hip")]].mean(1, keepdim=True)
        believed = denoise((pose - hips) / self.scale, sigma) * self.scale
        return (pose - (pose - believed).mean(1, keepdim=True)) / self.scale

    def _placed(
        self,
        states: Tensor,
        final: Tensor,
        observation: Observation,
        pins: Tensor | None,
        pose: Tensor | None,
        plan: _Plan,
    ) -> Tensor:
        """States (S, N, B, 3) moved to where the final ones (N, B, 3) stand, in the turned frame, metres."""
        rays, visible = observation.points * observation.size[:, None, None], observation.visible
        if not plan.known.sides:
            rays, visible = likelier_sides(final, rays, visible)
        if pins is not None:
            targets = pins.repeat_interleave(len(final) // len(pins), 0)
            translation = solve_held_translation(final, targets, rays, visible, tolerance=1e-5)
        elif pose is not None:
            translation = solve_held_translation(
                final, pose, rays, visible, float(plan.sigmas[0]) * self.scale
            )
        else:
            translation = solve_translation(keypoints_of(final), rays, visible)
        placed = states + translation[:, None]
        if not plan.known.absolute:
            # Scaling about the camera changes nothing that can be seen; samples' legs are off by a few percent.
            placed = placed * (LEG_LENGTH / leg_length(final).clamp_min(1e-3)).clamp(0.5, 2.0)[:, None, None]
        return placed * plan.size


@dataclass(frozen=True)
class _Plan:
    """How one lift samples."""

    sampler: str
    sigmas: Tensor
    noise: float
    keypoint_noise: float
    guidance: float
    trajectory: bool
    callback: StepCallback | None
    known: Known
    size: float  # of the people, over that of people with 0.86 m legs


def _check_people(known: Known, keypoints: Keypoints) -> None:
    for name in ("pins", "pose"):
        joints = getattr(known, name)
        if joints is not None and len(joints) != keypoints.people:
            raise ValueError(
                f"{name} of {len(joints)} people were given with keypoints of {keypoints.people}"
            )


def _size_known(known: Known) -> float | None:
    """The people's size over that of people with 0.86 m legs, when both leg bones are known."""
    lengths = known.bone_lengths
    if "thigh" not in lengths or "shin" not in lengths:
        return None
    return (lengths["thigh"] + lengths["shin"]) / LEG_LENGTH


def _finish(
    states: np.ndarray,
    keypoints: Keypoints,
    camera: Camera,
    seed: int,
    plan: _Plan,
    lifter: Lifter,
    assumptions: tuple[str, ...],
) -> Lifted:
    """Measure, rank and order the hypotheses; split the recorded states."""
    steps = len(plan.sigmas) - 1
    last = steps if plan.trajectory else 0
    joints = states[last]
    namings = SIDES[:1] if plan.known.sides else SIDES
    reprojection, relative = reprojection_error(joints, keypoints, camera, namings)
    score = rank(joints, relative)
    order = np.argsort(-score, axis=1, kind="stable")

    def ordered(array: np.ndarray, axis: int) -> np.ndarray:
        index = order.reshape((1,) * (axis - 1) + order.shape + (1,) * (array.ndim - axis - 1))
        return np.take_along_axis(array, index, axis=axis)

    world = ordered(np.asarray(camera.to_world(states), np.float32), 2)
    return Lifted(
        joints=world[last],
        reprojection=ordered(reprojection, 1),
        score=ordered(score, 1),
        keypoints=keypoints,
        camera=camera,
        seed=seed,
        weights=lifter.name,
        sampler=plan.sampler,
        assumptions=assumptions,
        trajectory=world[: steps + 1] if plan.trajectory else None,
        denoised=world[steps + 1 :] if plan.trajectory else None,
        sigmas=plan.sigmas.numpy() if plan.trajectory else None,
        data_deviation=lifter.scale,
    )


def find_weights(weights: str | os.PathLike[str]) -> Path:
    """Path of bundled weights by name, or of a weights file. Raises CheckpointError when there is none."""
    path = Path(weights)
    if path.suffix == ".safetensors" or path.exists():
        if not path.is_file():
            raise CheckpointError(f"{path}: no such weights file")
        return path
    bundled = {file.stem: file for file in sorted(weights_folder().glob("*.safetensors"))}
    if str(weights) not in bundled:
        known = ", ".join(bundled) or "none"
        raise CheckpointError(
            f"no weights named {str(weights)!r}; bundled are: {known}; or give a .safetensors file"
        )
    return bundled[str(weights)]


def _size_around(keypoints: Keypoints) -> tuple[int, int]:
    """A picture size for keypoints that came without one: what holds them all, with a margin."""
    seen = keypoints.points[keypoints.observed]
    if not len(seen):
        return 1280, 720
    width, height = np.maximum(np.ceil(seen.max(axis=0) * 1.05), 16)
    return int(width), int(height)
