"""The result of a lift: poses with their scores, and where the next lift can start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.common.counts import counted
from posestudio.common.notebook import ShowsItself, summary
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.posterior import MODE_DISTANCE, Mode, deviations, modes_of


@dataclass(frozen=True, eq=False)
class WarmStart:
    """Where to start when slightly changed keypoints are lifted next (see `lifter.Lifter.lift`).

    For P people and H hypotheses in the order of their starting noise: ``pose`` (P, H, B, 3) the results,
    about their hips, world axes, metres on 0.86 m legs; ``noise`` (P, H, B, 3) what was added to them at the
    noise level ``sigma``, in the network's units and axes. ``followed`` (P, H, B, 3) are the poses that
    sampling last ended in, in which a student's answers begin (see `lifting.hand`), axes and unit as ``pose``.
    """

    pose: np.ndarray
    noise: np.ndarray
    sigma: float
    followed: np.ndarray | None = None

    def first(self, hypotheses: int) -> WarmStart:
        """The warm start of the first ``hypotheses``: that of a lift with only so many."""
        return self._each(lambda array: array[:, :hypotheses])

    def select_people(self, people: slice | np.ndarray) -> WarmStart:
        """The warm start of some of the people, by index or slice."""
        return self._each(lambda array: array[people])

    def _each(self, change: Callable[[np.ndarray], np.ndarray]) -> WarmStart:
        """The warm start with ``change(array)`` for each of its arrays."""
        followed = None if self.followed is None else change(self.followed)
        return WarmStart(change(self.pose), change(self.noise), self.sigma, followed)

    @staticmethod
    def concatenate(parts: Sequence[WarmStart]) -> WarmStart:
        """The warm starts of people who were lifted apart, as one."""
        followed = [part.followed for part in parts if part.followed is not None]
        return WarmStart(
            np.concatenate([part.pose for part in parts]),
            np.concatenate([part.noise for part in parts]),
            parts[0].sigma,
            np.concatenate(followed) if len(followed) == len(parts) else None,
        )


@dataclass(frozen=True, eq=False)
class View:
    """One of several views that were lifted together: its ``keypoints`` with the result's people in its order (those
    it does not see with all keypoints missing), its ``camera``, whose pose was ``solved`` for where it was not known,
    and the hypotheses' mean pixel errors ``reprojection`` (P, H) in it."""

    keypoints: Keypoints
    camera: Camera
    reprojection: np.ndarray
    solved: bool = False


@dataclass(frozen=True, eq=False)
class Lifted(ShowsItself):
    """Poses that explain the keypoints of P people, H hypotheses each, best first. World axes, metres.

    ``joints`` (P, H, B, 3); ``reprojection`` (P, H) mean pixel error over the observed keypoints (nan
    without any); ``score`` (P, H), higher is better. With the trajectory: ``trajectory`` (S + 1, P, H, B, 3)
    the noisy poses at the noise levels ``sigmas`` (S + 1,), and ``denoised`` (S, P, H, B, 3) the network's
    clean estimates of them. ``assumptions`` are plain sentences about what was not given. ``order`` (P, H) is
    the index of each hypothesis's starting noise, and ``warm`` is where the next lift can start. ``views`` are
    those of a lift of several; ``keypoints`` and ``camera`` are the first one's then.
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
    warm: WarmStart | None = None
    views: tuple[View, ...] = ()

    def __repr__(self) -> str:
        people, hypotheses = self.joints.shape[:2]
        return summary(
            self,
            counted(people, "person", "people"),
            counted(hypotheses, "pose") + " each" * (people > 1),
            error_text(self.reprojection[:, :1]),
            camera_text(self.camera),
            f"weights {self.weights}",
            counted(len(self.views), "view") if self.views else "",
            "" if self.sigmas is None else counted(len(self.sigmas) - 1, "denoising step"),
        )

    @property
    def keypoints3d(self) -> np.ndarray:
        """(P, H, 17, 3) COCO points of the hypotheses."""
        return to_keypoints(self.joints)

    @cached_property
    def uncertainty(self) -> np.ndarray:
        """(P, B, 2) standard deviation in depth and in the picture plane, metres: see `posterior.deviations`."""
        return deviations(self.joints, self.camera)

    @cached_property
    def modes(self) -> list[list[Mode]]:
        """Each person's different poses, the largest share first: see `posterior.modes_of`."""
        return [modes_of(hypotheses) for hypotheses in self.joints]

    def shown_trajectory(self) -> np.ndarray | None:
        """(S + 1, P, H, B, 3) the trajectory as :func:`shown_trajectory` draws it, if there is one."""
        return shown_trajectory(self.trajectory, self.sigmas, self.joints)


def error_text(reprojection: np.ndarray) -> str:
    """The mean of pixel errors, of which some may be unknown (NaN), in words; empty where all are."""
    known = reprojection[np.isfinite(reprojection)]
    return f"{known.mean():.1f} px from the keypoints" if known.size else ""


def camera_text(camera: Camera) -> str:
    """A camera in words: the size of its picture, and whether it was assumed."""
    return f"camera {camera.size[0]} x {camera.size[1]} px" + " (assumed)" * camera.assumed


def uncertainty(lifted: Lifted) -> np.ndarray:
    """Standard deviations (P, B, 2) of each joint about its mean over the hypotheses, metres, hips at the origin.

    The first is in depth, along the camera's axis, the second the root mean square of the two in the
    picture plane. How far such hypotheses can be trusted is what `posestudio evaluate` measures as calibration.
    """
    return lifted.uncertainty


def modes(lifted: Lifted, distance: float = MODE_DISTANCE) -> list[list[Mode]]:
    """Each person's different poses, the largest share first (see `posterior.modes_of`)."""
    return [modes_of(hypotheses, distance) for hypotheses in lifted.joints]


def shown_trajectory(
    trajectory: np.ndarray | None, sigmas: np.ndarray | None, joints: np.ndarray
) -> np.ndarray | None:
    """The states (S + 1, ..., B, 3) of a trajectory, all about as large as a body; None where nothing was recorded.

    ``sigmas`` (S + 1,) are their noise levels. The first states are metres of noise; each is shrunk about the hips
    of its result ``joints`` (..., B, 3) by 1 / sqrt(1 + sigma^2), the variance preserving form of the same process.
    The last is the result itself.
    """
    if trajectory is None or sigmas is None:
        return None
    hips = joints[..., :1, :]
    shrink = (1 / np.sqrt(1 + np.square(sigmas))).reshape(-1, *(1,) * joints.ndim)
    return (hips + (trajectory - hips) * shrink).astype(np.float32)


def in_order(array: np.ndarray, order: np.ndarray, axis: int) -> np.ndarray:
    """The array with its hypotheses, along ``axis`` after the people, in the ``order`` (P, H) of each person."""
    index = order.reshape((1,) * (axis - 1) + order.shape + (1,) * (array.ndim - axis - 1))
    return np.take_along_axis(array, index, axis=axis)
