"""The main job: 2D keypoints and a camera -> the 3D poses that explain them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .body.layouts import BODY_INDEX, BODY_JOINTS, LEG_LENGTH, to_keypoints
from .camera import Camera
from .diffusion.checkpoint import load_denoiser
from .diffusion.conditioning import observe
from .diffusion.denoiser import Denoiser
from .diffusion.device import pick_device
from .diffusion.guidance import GUIDANCE, guided
from .diffusion.placement import keypoints_of, leg_length, solve_translation
from .diffusion.samplers import SAMPLERS, Step
from .diffusion.schedule import SIGMA_MAX, karras_sigmas
from .errors import CheckpointError
from .keypoints import Keypoints
from .resources import weights_folder

DEFAULT_SAMPLER = "dpmpp_2m"
DEFAULT_STEPS = {"euler": 12, "heun": 8, "dpmpp_2m": 10, "annealed": 60, "euler_maruyama": 500}
STOCHASTIC = ("annealed", "euler_maruyama")
"""Samplers that add noise at each step; the others start from all of it."""

DEFAULT_NOISE = {"annealed": 0.9}
"""The seed's coefficient below one; deterministic samplers start from the full noise."""

KEYPOINT_NOISE = 0.004
"""Assumed deviation of the 2D keypoints, over the person's size in the picture."""

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
    ) -> Lifted:
        """Poses that explain ``keypoints`` seen by ``camera`` (assumed when None).

        ``noise`` scales the noise put in: the starting one of a deterministic sampler, that of every step of
        'annealed'; below 1 the hypotheses lie closer together than they should. ``callback(step, sigma,
        x, denoised)`` is called before each step with poses (P * H, B, 3) in the network's units; an
        exception from it (Cancelled) ends the lift. Everybody's hypotheses start from the same noise, so
        the answer for one does not depend on the others. Raises ValueError for options out of range.
        """
        sampler = sampler or DEFAULT_SAMPLER
        if sampler not in SAMPLERS:
            raise ValueError(f"unknown sampler {sampler!r}; expected one of {', '.join(SAMPLERS)}")
        steps = DEFAULT_STEPS[sampler] if steps is None else steps
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
        assumptions.append("Scale cannot be seen in a picture: bodies are given legs of 0.86 m.")
        plan = _Plan(sampler, karras_sigmas(steps), noise, keypoint_noise, guidance, trajectory, callback)
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
        seen = observe(rays, visible, plan.keypoint_noise, not camera.assumed)
        count = len(rays)
        observation = seen.repeat(hypotheses)
        start = np.random.default_rng(seed).standard_normal((hypotheses, len(BODY_JOINTS), 3), np.float32)
        strength = 1.0 if plan.sampler in STOCHASTIC else plan.noise
        x = torch.from_numpy(start).to(self.device).repeat(count, 1, 1) * (SIGMA_MAX * strength)
        recorded: list[Tensor] = []
        beliefs: list[Tensor] = []

        def on_step(step: Step) -> None:
            if plan.callback is not None:
                plan.callback(step.index, step.sigma, step.x.cpu().numpy(), step.denoised.cpu().numpy())
            if plan.trajectory:
                recorded.append(step.x)
                beliefs.append(step.denoised)

        generator = torch.Generator(self.device).manual_seed(seed)
        final = SAMPLERS[plan.sampler](
            guided(self.denoiser, observation, self.scale, plan.guidance),
            x,
            plan.sigmas.to(self.device),
            generator=generator,
            callback=on_step,
            noise=plan.noise,
        )
        states = torch.stack([*recorded, final, *beliefs]) * self.scale
        states = states @ observation.rotation  # row vectors: x R is R^T x, back to the camera's own frame
        weight = visible.repeat_interleave(hypotheses, 0)
        translation = solve_translation(
            keypoints_of(states[len(recorded)]), rays.repeat_interleave(hypotheses, 0), weight
        )
        # Scaling about the camera changes nothing that can be seen; samples' legs are off by a few percent.
        scale = (LEG_LENGTH / leg_length(states[len(recorded)]).clamp_min(1e-3)).clamp(0.5, 2.0)
        placed = (states + translation[:, None]) * scale[:, None, None]
        return placed.view(len(states), count, hypotheses, *placed.shape[-2:]).cpu().numpy()


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
    reprojection, relative = reprojection_error(joints, keypoints, camera)
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


def reprojection_error(
    joints: np.ndarray, keypoints: Keypoints, camera: Camera
) -> tuple[np.ndarray, np.ndarray]:
    """Mean distance of projected from observed keypoints: in pixels, and over the person's size. (P, H) each.

    ``joints`` (P, H, B, 3) in camera axes. nan and 0 for a person without observed keypoints.
    """
    pixels = camera.project(camera.to_world(to_keypoints(joints)))
    seen = keypoints.observed
    distance = np.linalg.norm(pixels - keypoints.points[:, None], axis=-1)
    distance = np.where(seen[:, None], np.nan_to_num(distance, nan=1e6), 0).sum(-1)
    count = seen.sum(-1)[:, None]
    mean = np.where(count > 0, distance / np.maximum(count, 1), np.nan).astype(np.float32)
    relative = np.nan_to_num(mean) / person_size(keypoints)[:, None]
    return mean, relative


def person_size(keypoints: Keypoints) -> np.ndarray:
    """(P,) longer side of the box around each person's observed keypoints, at least a pixel."""
    seen = keypoints.observed[..., None]
    low = np.where(seen, keypoints.points, np.inf).min(axis=1, initial=np.inf)
    high = np.where(seen, keypoints.points, -np.inf).max(axis=1, initial=-np.inf)
    extent = np.where(np.isfinite(high - low), high - low, 0).max(axis=-1)
    return np.maximum(extent, 1.0)


def rank(joints: np.ndarray, relative_error: np.ndarray) -> np.ndarray:
    """(P, H) scores: high for a hypothesis that reprojects well and has many others around it.

    - (mean distance to the others) / 10 cm - (reprojection error) / (1 % of the person's size): so the
    first is near where most of the posterior's mass is. Hips at the origin.
    """
    bodies = joints - joints[..., BODY_INDEX["hips"], :][..., None, :]
    hypotheses = bodies.shape[1]
    scores = -relative_error / 0.01
    if hypotheses > 1:
        flat = torch.from_numpy(np.ascontiguousarray(bodies.reshape(*bodies.shape[:2], 3 * len(BODY_JOINTS))))
        distance = torch.cdist(flat, flat).sum(-1).numpy() / (hypotheses - 1)
        scores = scores - distance / len(BODY_JOINTS) ** 0.5 / 0.1
    return scores.astype(np.float32)


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


def smooth_path(frames: list[Lifted], person: int = 0) -> list[np.ndarray]:
    """One hypothesis of ``person`` a frame, (B, 3) each, such that the motion is smooth and the scores high.

    Dynamic programming over frames (Viterbi): score - (mean joint movement) / 2 cm. Frames without that
    person are left out.
    """
    frames = [frame for frame in frames if person < len(frame.joints)]
    if not frames:
        return []
    total = frames[0].score[person]
    origins: list[np.ndarray] = []
    for before, frame in pairwise(frames):
        steps = frame.joints[person][:, None] - before.joints[person][None]
        gain = total[None] - np.linalg.norm(steps, axis=-1).mean(-1) / 0.02
        origins.append(gain.argmax(1))
        total = gain.max(1) + frame.score[person]
    choice = [int(total.argmax())]
    for origin in reversed(origins):
        choice.append(int(origin[choice[-1]]))
    return [frame.joints[person][index] for frame, index in zip(frames, reversed(choice), strict=True)]
