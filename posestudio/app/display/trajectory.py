"""The recorded trajectory of a result, from noise to the poses, and the moment of it that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


TORN = 0.12
"""The noise level above which noisy poses are drawn as sticks."""


class Trajectory:
    """The denoising steps of one person's hypotheses, with a pose for every position between them."""

    def __init__(self, result: Lifted) -> None:
        shown = result.shown_trajectory()
        assert shown is not None and result.denoised is not None and result.sigmas is not None
        self.sigmas = result.sigmas
        self._noisy = shown[:, 0]
        self._denoised = np.concatenate([result.denoised[:, 0], result.joints[None, 0]])

    def at(self, position: float, denoised: bool) -> np.ndarray:
        """Hypotheses (N, 29, 3), world metres, at a position in steps, interpolated between two steps.

        ``denoised`` asks for the network's clean estimates instead of the noisy poses.
        """
        states = self._states(denoised)
        step = min(int(position), len(states) - 1)
        share = position - step
        if share == 0:
            return states[step]
        return ((1 - share) * states[step] + share * states[step + 1]).astype(np.float32)

    def before(self, position: float, denoised: bool) -> np.ndarray:
        """(T, N, 29, 3) the poses at all steps before a position, oldest first, and those at the position."""
        earlier = self._states(denoised)[: int(np.ceil(position))]
        return np.concatenate([earlier, self.at(position, denoised)[None]])

    def spread(self, denoised: bool) -> np.ndarray:
        """(steps + 1,) the spread of the hypotheses at each step: the root mean square distance of joints from their
        mean over the hypotheses, metres."""
        states = self._states(denoised)
        away = states - states.mean(1, keepdims=True)
        return np.sqrt(np.square(away).sum(-1).mean((1, 2)))

    def _states(self, denoised: bool) -> np.ndarray:
        return self._denoised if denoised else self._noisy


@dataclass(frozen=True, eq=False)
class Moment:
    """What is shown of a trajectory: the ``position`` in steps, and whether the clean estimates are shown."""

    trajectory: Trajectory
    position: float
    denoised: bool

    @property
    def at_end(self) -> bool:
        """Whether the final poses are shown."""
        return self.position >= len(self.trajectory.sigmas) - 1

    @property
    def noisy(self) -> bool:
        """Whether noise has torn the poses apart so far that no body can be drawn of them."""
        return not self.denoised and bool(self.trajectory.sigmas[int(self.position)] > TORN)

    @property
    def bodies(self) -> np.ndarray:
        """Hypotheses (N, 29, 3), world metres."""
        return self.trajectory.at(self.position, self.denoised)
