"""Samples bodies seen in several views, in batches of people, and places them in the cameras' world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS, OBSERVED_23
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.constraints import relative_to_hips
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.proportions import as_reference_body
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.diffusion.schedules import SIGMA_MAX
from posestudio.geometry.camera import Camera
from posestudio.lifting.reconstruction import LARGEST_BATCH
from posestudio.lifting.recorded_steps import RecordedSteps, StepCallback
from posestudio.lifting.result import WarmStart
from posestudio.lifting.views.rays import RayEquations

DEPTH_PRECISION = 0.1
"""How precise an estimate is along its view's line of sight, over how precise it is in the picture plane."""

MISSING_PRECISION = 0.1
"""How precise it is about a joint that its view does not see, over one that it sees."""

EXACT = 0.002
"""Least standard deviation of a point, over the person's size."""

FREEDOM = 0.01
"""Standard deviation, in metres, of a joint about the networks' estimate of it: see `RayEquations.towards`."""

GUIDANCE = 1.0
_ROUNDS = 3


@dataclass(frozen=True)
class SeenPeople:
    """What V cameras see of P people: ``rays`` (V, P, K, 2), ``observed`` (V, P, K) and ``noise`` (V, P, K), over the
    person's size in that picture, of the K = 23 observed keypoints."""

    cameras: tuple[Camera, ...]
    rays: np.ndarray
    observed: np.ndarray
    noise: np.ndarray

    def select(self, people: slice) -> SeenPeople:
        """Some of the people."""
        return SeenPeople(self.cameras, self.rays[:, people], self.observed[:, people], self.noise[:, people])

    def views(self, views: np.ndarray) -> SeenPeople:
        """Some of the views."""
        cameras = tuple(self.cameras[view] for view in views)
        return SeenPeople(cameras, self.rays[views], self.observed[views], self.noise[views])

    @property
    def deviation(self) -> np.ndarray:
        """(V, P, K) standard deviation of each point in units of the focal length; at least EXACT over the size."""
        there = self.observed[..., None]
        high = np.where(there, self.rays, -np.inf).max(2, initial=-np.inf)
        low = np.where(there, self.rays, np.inf).min(2, initial=np.inf)
        extent = np.where(np.isfinite(high - low), high - low, 1).max(-1, initial=1e-3)
        return np.maximum(self.noise, EXACT) * extent[..., None]


@dataclass(frozen=True)
class ViewsSettings:
    """How one lift of several views samples; see `Lifter.lift_views`."""

    hypotheses: int
    seed: int
    sampler: str
    sigmas: Tensor
    noise: float
    trajectory: bool
    callback: StepCallback | None
    warm: WarmStart | None


def sample_views(
    seen: SeenPeople,
    sized: np.ndarray,
    origins: np.ndarray,
    settings: ViewsSettings,
    denoiser: Denoiser,
    scale: float,
    device: torch.device,
) -> tuple[np.ndarray, WarmStart]:
    """(states (S, P, H, B, 3) in the cameras' world, metres; the warm start).

    States are as in `reconstruction.reconstruct`. ``sized`` (P,) says whose size the views tell, ``origins`` (P, 3)
    are points near the people, about which is computed.
    """
    people = seen.rays.shape[1]
    at_once = max(1, LARGEST_BATCH // (settings.hypotheses * len(seen.cameras)))
    parts = [
        _Batch(
            seen, sized, origins, slice(first, first + at_once), settings, denoiser, scale, device
        ).sample()
        for first in range(0, max(people, 1), at_once)
    ]
    states = np.concatenate([states for states, _ in parts], axis=1)
    return states, WarmStart.concatenate([warm for _, warm in parts])


class _Batch:
    """``count`` people and all views of them. Tensors are of N = count x hypotheses rows; bodies are in world axes,
    hips at the origin, in the network's units."""

    def __init__(
        self,
        seen: SeenPeople,
        sized: np.ndarray,
        origins: np.ndarray,
        people: slice,
        settings: ViewsSettings,
        denoiser: Denoiser,
        scale: float,
        device: torch.device,
    ):
        self.people, self.settings, self.scale, self.device = people, settings, scale, device
        seen = seen.select(people)
        self.count, hypotheses = seen.rays.shape[1], settings.hypotheses
        self.origins = np.asarray(origins[people], np.float32)
        rays, visible = self._tensor(seen.rays), self._tensor(seen.observed)
        rays = torch.where(visible[..., None] > 0, rays, torch.zeros_like(rays))
        observations = observe(
            rays.flatten(0, 1), visible.flatten(0, 1), self._tensor(seen.noise).flatten(0, 1)
        )
        world = self._tensor(np.stack([camera.R for camera in seen.cameras]))
        to_centred = observations.rotation.unflatten(0, (len(seen.cameras), self.count)) @ world[:, None]
        self.mixing = _mixing(to_centred, visible)
        self.to_centred = to_centred.repeat_interleave(hypotheses, 1)
        self.equations = self._equations(seen, rays, visible, sized, origins)
        self.estimate = half_mirrored(denoiser, observations.repeat(hypotheses), hypotheses)

    def _tensor(self, array: np.ndarray) -> Tensor:
        return torch.from_numpy(np.asarray(array, np.float32)).to(self.device)

    def _equations(
        self, seen: SeenPeople, rays: Tensor, visible: Tensor, sized: np.ndarray, origins: np.ndarray
    ) -> RayEquations:
        """The equations of the rays, relative to the people's origins."""
        R = self._tensor(np.stack([camera.R for camera in seen.cameras]))
        t = self._tensor(np.stack([camera.to_camera(origins[self.people]) for camera in seen.cameras]))
        deviation = self._tensor(seen.deviation)
        slope = R[:, None, None, :2] - rays[..., None] * R[:, None, None, 2:]
        offset = t[:, :, None, :2] - rays * t[:, :, None, 2:]
        axis = R[:, None, 2].expand(-1, self.count, -1)

        def rows(tensor: Tensor, axis: int = 1) -> Tensor:
            return tensor.repeat_interleave(self.settings.hypotheses, axis)

        told = torch.from_numpy(np.asarray(sized[self.people])).to(self.device)
        return RayEquations(
            rows(slope),
            rows(offset),
            rows(visible / deviation.square()),
            rows(axis),
            rows(t[..., 2]),
            rows(told, 0),
        )

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        """The clean estimate of bodies (N, B, 3): those of all views mixed, made bodies, moved towards the rays."""
        seen = torch.einsum("vnij,nbj->vnbi", self.to_centred, x)
        estimates = self.estimate(seen.flatten(0, 1), sigma).unflatten(0, seen.shape[:2])
        turned = torch.einsum("vnji,vnbj->vnbi", self.to_centred, estimates)
        by_person = turned.unflatten(1, (self.count, self.settings.hypotheses))
        joints = torch.einsum("vpbij,vphbj->phbi", self.mixing, by_person).flatten(0, 1) * self.scale
        confidence = 1 / (1 + float(sigma) ** 2)
        for _ in range(_ROUNDS if confidence > 0.5 else 1):
            joints = as_reference_body(relative_to_hips(joints), confidence)
            size, position = self.equations.similarity(joints)
            moved = self.equations.towards(joints, size, position, FREEDOM)
            joints = joints + GUIDANCE * confidence * (moved - joints)
        return relative_to_hips(joints) / self.scale

    @torch.no_grad()
    def sample(self) -> tuple[np.ndarray, WarmStart]:
        """What :func:`sample_views` returns, for these people."""
        settings = self.settings
        recorded = RecordedSteps(settings.callback, settings.trajectory)
        start = self._start()
        final = SAMPLERS[settings.sampler](self.denoise, start, settings.sigmas.to(self.device), recorded)
        size, position = self.equations.similarity(final * self.scale)
        states = (
            torch.stack([*recorded.states, final, *recorded.estimates]) * self.scale * size[:, None, None]
            + position[:, None]
        )
        noise, sigma = recorded.warm_noise(start, final, float(settings.sigmas[0]))
        warm = WarmStart(self._by_person(final * self.scale), self._by_person(noise), sigma)
        return self._by_person(states) + self.origins[:, None, None], warm

    def _by_person(self, rows: Tensor) -> np.ndarray:
        """(..., N, B, 3) -> (..., count, H, B, 3)."""
        return rows.unflatten(-3, (self.count, self.settings.hypotheses)).cpu().numpy()

    def _start(self) -> Tensor:
        """(N, B, 3) where sampling starts: at the same noise for every person, or at the warm start."""
        settings = self.settings
        if settings.warm is not None:
            pose, noise = (
                self._tensor(part[self.people]).flatten(0, 1)
                for part in (settings.warm.pose, settings.warm.noise)
            )
            return pose / self.scale + noise
        size = (settings.hypotheses, len(BODY_JOINTS), 3)
        drawn = np.random.default_rng((settings.seed,)).standard_normal(size, np.float32)
        return self._tensor(drawn).repeat(self.count, 1, 1) * (SIGMA_MAX * settings.noise)


def _mixing(to_centred: Tensor, visible: Tensor) -> Tensor:
    """(V, P, B, 3, 3) what estimates in world axes are multiplied by before they are added up, over the views.

    Each view's estimate is precise in its picture plane, less so in depth, and least about joints that it does not
    see: the mean is weighted by these precisions (as independent Gaussian estimates are combined). ``to_centred``
    (V, P, 3, 3) turn world axes to the views', ``visible`` (V, P, K) is 0 or 1.
    """
    matrix = torch.from_numpy(OBSERVED_23.matrix).to(visible)
    own = visible @ matrix
    share = visible[..., : len(COCO_KEYPOINTS)].mean(-1, keepdim=True)
    seen = torch.where(matrix.sum(0) > 0, own, share)
    precision = seen + MISSING_PRECISION * (1 - seen) * share.clamp_min(1e-3)
    along = to_centred[:, :, 2]
    shape = torch.eye(3).to(visible) - (1 - DEPTH_PRECISION) * along[..., None] * along[..., None, :]
    precisions = precision[..., None, None] * shape[:, :, None]
    return torch.linalg.solve(precisions.sum(0), precisions)
