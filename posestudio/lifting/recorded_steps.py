"""What a lift keeps of its sampler's steps: states to show, and where a next lift can continue from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from torch import Tensor

from posestudio.diffusion.samplers import Step

StepCallback = Callable[[int, float, np.ndarray, np.ndarray], None]

WARM_SIGMAS = 2.5, 4.0
"""Noise levels between which a warm start samples anew. Lower ones change poses more smoothly from lift to lift, but
poses that no longer fit stay longer."""


class RecordedSteps:
    """A sampler's ``on_step``: tells a callback of each step, and keeps what a lift needs of them.

    ``states`` and ``estimates`` are those of all steps with ``trajectory``, else empty.
    """

    def __init__(self, callback: StepCallback | None, trajectory: bool):
        self._callback, self._trajectory = callback, trajectory
        self._passed: tuple[Tensor, float] | None = None
        self.states: list[Tensor] = []
        self.estimates: list[Tensor] = []

    def __call__(self, step: Step) -> None:
        sigma = float(step.sigma)
        if self._passed is None and WARM_SIGMAS[0] <= sigma <= WARM_SIGMAS[1]:
            self._passed = step.x, sigma
        if self._callback is not None:
            self._callback(step.index, sigma, step.x.cpu().numpy(), step.denoised.cpu().numpy())
        if self._trajectory:
            self.states.append(step.x)
            self.estimates.append(step.denoised)

    def warm_noise(self, start: Tensor, final: Tensor, first_sigma: float) -> tuple[Tensor, float]:
        """(noise to be added to a pose, its level) that a warm start begins with, of a sampling from ``start``, at
        the level ``first_sigma``, to ``final``."""
        if self._passed is not None:
            return self._passed[0] - final, self._passed[1]
        sigma = sum(WARM_SIGMAS) / 2  # few steps pass none of those levels
        return (start - final) * (sigma / first_sigma), sigma
