"""How far off each 2D point may be, and which points are too noisy to be used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from posestudio.keypoints import DETECTED_NOISE, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.options import MOST_NOISE, keypoint_noises

KEYPOINT_NOISE = 0.004
"""Assumed standard deviation of the 2D keypoints, over the person's size in the picture."""

TOO_NOISY, FAR_OVER_MEDIAN = 0.08, 1.5
"""A point of more noise than the first, over the person's size, and than the second times the person's median noise
is not used: measured, such points make poses worse than the lack of them does (docs/accuracy.md)."""


def noise_of_points(keypoints: Keypoints, otherwise: float = KEYPOINT_NOISE) -> np.ndarray:
    """(P, 17) standard deviation of each point over the person's size, as ``Lifter.lift(keypoint_noise=)`` takes it:
    that of `Keypoints.noise`; ``otherwise`` where it is not known."""
    if keypoints.noise is None:
        return np.full(keypoints.visibility.shape, otherwise, np.float32)
    share = keypoints.noise / person_size(keypoints)[:, None]
    return np.where(np.isnan(share), otherwise, np.minimum(share, MOST_NOISE)).astype(np.float32)


def noise_used(keypoints: Keypoints, given: ArrayLike | None) -> np.ndarray:
    """(P, 17) the noise over the person's size that a lift uses: what is ``given``, None for the points' own. Raises
    LiftError."""
    noise = noise_of_points(keypoints) if given is None else given
    return keypoint_noises(noise, keypoints.visibility.shape)


def found_noise(frames: Sequence[Keypoints]) -> float | list[np.ndarray]:
    """``keypoint_noise`` for frames of keypoints that a detector found: the points' own where frames have it, and
    DETECTED_NOISE where it is not known."""
    if all(frame.noise is None for frame in frames):
        return DETECTED_NOISE
    return [noise_of_points(frame, DETECTED_NOISE) for frame in frames]


def too_noisy(keypoints: Keypoints, noise: np.ndarray) -> np.ndarray:
    """(P, 17) bool: observed keypoints whose ``noise`` (P, 17) over the person's size is so large that they are not
    used, see TOO_NOISY. Never all of a person's."""
    noisy = keypoints.observed & (noise > TOO_NOISY)
    if not noisy.any():
        return noisy  # the usual case, without the median's time
    median = np.ma.median(np.ma.array(noise, mask=~keypoints.observed), axis=-1).filled(0)[:, None]
    return keypoints.observed & (noise > np.maximum(TOO_NOISY, FAR_OVER_MEDIAN * median))
