"""The up axis of a clip, guessed from the evidence of its motion, and the certainty of the guess.

Four axes can be up: y and z, and rarely their opposites. The evidence for each is added up:

- the head is above the feet, and the neck above the hips, most of the time;
- over the clip the lowest foot comes back to one plane, the ground;
- the ground lies near zero;
- a body in the air falls: its centre of mass accelerates by 9.8 m/s^2, downwards;
- in the rest pose the trunk stands. Many rest poses do not stand, so this counts little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.mocap.given_axes import UPS

SURE = 0.9
"""A decision less certain than this deserves a warning."""

_DIRECTIONS = {"y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0), "-y": (0.0, -1.0, 0.0), "-z": (0.0, 0.0, -1.0)}
_PRIOR = {"y": 0.7, "z": 0.0, "-y": -3.5, "-z": -7.5}  # how common they are, as logarithms
_UPRIGHT, _GROUND, _AT_ZERO, _FALL, _REST = 3.5, 2.0, 1.5, 2.5, 0.8  # weights of the evidence
_UPRIGHT_ONCE, _FRAMES_FOR_ALL = (
    2.0,
    9,
)  # weight of a single frame's trunk; frames for full weight
_MOST_FRAMES = 600  # that are evaluated
_NEAR_GROUND = 0.1  # metres
_ZERO = 0.2  # metres: a ground nearer to zero than this lies at zero

_GRAVITY = 9.81
_FLIGHT = 0.33  # seconds in which a fall is looked for
_FALLS_WITHIN = 0.07  # of gravity
_OFF_PARABOLA = 0.006  # metres
_ENOUGH_FALLS = 4

_MASSES = {
    "hips": 0.22, "chest": 0.25, "neck": 0.08, "head_top": 0.05,
    "left_hip": 0.06, "right_hip": 0.06, "left_knee": 0.08, "right_knee": 0.08,
    "left_ankle": 0.025, "right_ankle": 0.025, "left_elbow": 0.035, "right_elbow": 0.035,
}  # fmt: skip
_FEET = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "toe")]


@dataclass(frozen=True)
class UpAxis:
    """The vertical ``axis`` of a file ('y', 'z', '-y', '-z') and the ``certainty`` of it, from 0.25 to 1."""

    axis: str
    certainty: float = 1.0
    runner_up: str = ""

    @property
    def sure(self) -> bool:
        """Whether the certainty is at least SURE."""
        return self.certainty >= SURE


def find_up(body: NDArray[np.floating], rest: NDArray[np.floating], frame_time: float) -> UpAxis:
    """The vertical axis of body joints (F, B, 3) in metres and a file's axes, F >= 1.

    ``rest`` (3,) points from hips to shoulders in the rest pose, ``frame_time`` is in seconds. Frames that are
    not finite are left out; where none is left, Y is up.
    """
    body = np.asarray(body, np.float64)
    body = body[np.isfinite(body).all(axis=(1, 2))]
    if not len(body):
        return UpAxis("y")
    few = body[:: max(1, len(body) // _MOST_FRAMES)]
    upright = _towards_head(few)
    rest = _unit(np.asarray(rest, np.float64))
    fall = _fall(body, frame_time)
    seen = min(1.0, (len(body) - 1) / (_FRAMES_FOR_ALL - 1))
    standing = _UPRIGHT_ONCE + seen * (_UPRIGHT - _UPRIGHT_ONCE)
    score = {}
    for name in UPS:
        up = np.array(_DIRECTIONS[name])
        steady, ground = _ground(few, up)
        score[name] = (
            _PRIOR[name]
            + standing * float(upright @ up)
            + _GROUND * steady
            + _AT_ZERO * float(np.exp(-((ground / _ZERO) ** 2)))
            - _FALL * float(fall @ up)
            + _REST * float(rest @ up)
        )
    best, second, *_ = sorted(score, key=lambda name: -score[name])
    odds = np.exp(np.array([score[name] - score[best] for name in score]))
    return UpAxis(best, float(1 / odds.sum()), second)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _towards_head(body: np.ndarray) -> np.ndarray:
    """(3,) mean over frames of the directions from feet to neck and from hips to neck; its length is below 1
    where they change."""
    neck, hips = body[:, BODY_INDEX["neck"]], body[:, BODY_INDEX["hips"]]
    feet = body[:, _FEET].mean(1)
    return 0.5 * (_unit(neck - feet) + _unit(neck - hips)).mean(0)


def _ground(body: np.ndarray, up: np.ndarray) -> tuple[float, float]:
    """The share of frames in which a foot is near the lowest plane, and that plane's height."""
    heights = body @ up
    ground = float(np.percentile(heights.min(1), 5))
    return float((heights[:, _FEET].min(1) < ground + _NEAR_GROUND).mean()), ground


def _fall(body: np.ndarray, frame_time: float) -> np.ndarray:
    """(3,) mean direction of the body's acceleration in free fall: zero where it never falls freely, shorter than 1
    where it seldom does."""
    if not 0 < frame_time < _FLIGHT / 4:
        return np.zeros(3)
    frames = max(5, round(_FLIGHT / frame_time) + 1)
    if len(body) < frames:
        return np.zeros(3)
    masses = np.array(list(_MASSES.values()))
    centre = np.einsum("fjx,j->fx", body[:, [BODY_INDEX[name] for name in _MASSES]], masses / masses.sum())
    times = (np.arange(frames) - (frames - 1) / 2) * frame_time
    basis = np.stack([np.ones(frames), times, 0.5 * times**2], axis=1)
    solve = np.linalg.pinv(basis)
    windows = np.lib.stride_tricks.sliding_window_view(centre, frames, axis=0)  # (W, 3, frames)
    fitted = windows @ solve.T  # (W, 3, 3): position, speed, acceleration
    off = np.sqrt(((fitted @ basis.T - windows) ** 2).sum(1).mean(-1))
    acceleration = fitted[:, :, 2]
    strength = np.linalg.norm(acceleration, axis=-1)
    free = (np.abs(strength - _GRAVITY) < _FALLS_WITHIN * _GRAVITY) & (off < _OFF_PARABOLA)
    if not free.any():
        return np.zeros(3)
    return _unit(acceleration[free]).mean(0) * min(1.0, free.sum() / _ENOUGH_FALLS)
