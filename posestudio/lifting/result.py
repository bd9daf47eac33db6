"""What a lift answers: poses with their scores, and where the next lift can go on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting import posterior


@dataclass(frozen=True, eq=False)
class Warm:
    """Where to go on from when a slightly different question is asked next (see `lifting.Lifter.lift`).

    For P people and H hypotheses in the order of their starting noise: ``pose`` (P, H, B, 3) the answers,
    about their hips, world axes, metres on 0.86 m legs; ``noise`` (P, H, B, 3) what was upon them at the
    noise level ``sigma``, in the network's units and axes.
    """

    pose: np.ndarray
    noise: np.ndarray
    sigma: float

    def first(self, hypotheses: int) -> Warm:
        """Of the first so many hypotheses, which are those that a lift of fewer would have begun with."""
        return Warm(self.pose[:, :hypotheses], self.noise[:, :hypotheses], self.sigma)

    def of(self, people: slice | np.ndarray) -> Warm:
        """Of some of the people."""
        return Warm(self.pose[people], self.noise[people], self.sigma)

    @staticmethod
    def together(parts: Sequence[Warm]) -> Warm:
        """The warm starts of people who were lifted apart, as one."""
        return Warm(
            np.concatenate([part.pose for part in parts]),
            np.concatenate([part.noise for part in parts]),
            parts[0].sigma,
        )


@dataclass(frozen=True, eq=False)
class Lifted:
    """Poses that explain the keypoints of P people, H hypotheses each, best first. World axes, metres.

    ``joints`` (P, H, B, 3); ``reprojection`` (P, H) mean pixel error over the observed keypoints (nan
    without any); ``score`` (P, H), higher is better. With the trajectory: ``trajectory`` (S + 1, P, H, B, 3)
    the noisy poses at the noise levels ``sigmas`` (S + 1,), and ``denoised`` (S, P, H, B, 3) what the net took
    them for. ``assumptions`` are plain sentences about what was not given. ``order`` (P, H) tells which
    starting noise each hypothesis came from, and ``warm`` lets the next lift go on from here.
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
    order: np.ndarray | None = None
    warm: Warm | None = None

    @property
    def keypoints3d(self) -> np.ndarray:
        """(P, H, 17, 3) COCO points of the hypotheses."""
        return to_keypoints(self.joints)

    @cached_property
    def uncertainty(self) -> np.ndarray:
        """(P, B, 2) deviation of joints in depth and in the picture plane, metres: see `posterior.uncertainty`."""
        return posterior.uncertainty(self)

    @cached_property
    def modes(self) -> list[list[posterior.Mode]]:
        """Each person's different poses, the largest share first: see `posterior.modes`."""
        return posterior.modes(self)

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
