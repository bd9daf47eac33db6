"""The floor that people of a motion stand on, and which way is up: from the camera, or from the motion itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from posestudio.body.capsules import TOE_RADIUS
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.geometry.camera import Camera
from posestudio.lifting.motion.banded import Floats
from posestudio.lifting.motion.stance import FEET, speeds

ANKLE_HEIGHT, TOE_HEIGHT = 0.07, TOE_RADIUS
"""Heights of the ankle and of the ball of a foot that stands flat, above the floor, metres on 0.86 m legs."""

HALF_STILL, STILL_SLOPE = 0.75, 4.0
"""Speed, metres a second, at which a lifted foot is as likely to stand as not, and how steeply that changes with the
logarithm of the speed."""
RAISED, RAISED_WIDTH = 0.16, 0.025
"""Height above the floor, metres, at which a still foot is as likely to stand as not, and the width of the change."""

SURELY_MOVING, SURELY_RAISED = 1.1, 0.2
"""Speed and height at which a foot that a network says to stand is as likely not to."""

LEVEL_DEGREES, ROLL_DEGREES = 15.0, 4.0
"""Standard deviations of a camera's elevation and of its roll where its pose is not known."""
BALANCE_DEGREES = 2.5
"""Standard deviation of the direction from the standing feet to the centre of mass, mean over a clip, from up."""
FOOT_NOISE, FOOT_SECONDS = 0.1, 0.5
"""Standard deviation of the height of a lifted standing foot, metres, and how long its errors last."""

FROM_CAMERA = "The floor is level, as the given camera says; its height is that of the feet that stand."
FROM_MOTION = (
    "The camera's pose is not known: which way is up was found from how the person stands and moves, and the floor's"
    " height from the feet that stand."
)
NO_FEET = "No foot was found standing: the floor is where the feet are lowest."
NO_FLOOR = "The camera moves: where the floor is was not found."

_PASSES = 4  # of robust fits of a plane
_MASSES = {  # share of the body's mass near each joint (de Leva 1996, rounded)
    **{"head": 0.035, "head_top": 0.035, "hips": 0.2, "chest": 0.23},
    **{
        f"{side}_{part}": share
        for side in ("left", "right")
        for part, share in (
            ("shoulder", 0.015),
            ("elbow", 0.025),
            ("wrist", 0.015),
            ("hip", 0.07),
            ("knee", 0.08),
            ("ankle", 0.035),
            ("toe", 0.01),
        )
    },
}
_MASS = np.array([_MASSES.get(name, 0.0) for name in BODY_JOINTS]) / sum(_MASSES.values())


@dataclass(frozen=True, eq=False)
class Floor:
    """The plane of the points x with ``normal`` (3,) . x = ``height``, world axes, metres; the normal points up.

    ``known`` says that the direction up is the given camera's, not found from the motion.
    """

    normal: Floats
    height: float
    known: bool

    def heights(self, points: ArrayLike) -> Floats:
        """(...) metres that points (..., 3) are above the floor."""
        return np.asarray(points, np.float64) @ self.normal - self.height


def standing(
    joints: ArrayLike,
    dt: float,
    floor: Floor | None = None,
    predicted: ArrayLike | None = None,
    level: bool = True,
) -> Floats:
    """(N, T, 2) from 0 to 1, how likely the left and the right foot stand, from lifted motions.

    ``joints`` (N, T, B, 3) in world axes, metres, frames ``dt`` seconds apart. A foot stands that moves slowly near
    the ``floor``; without one, near where the feet are lowest in the clip along the world's Y, and at any height
    unless that is ``level``. What a network has ``predicted`` (N, T, 2) is believed, except where the foot
    clearly moves or is clearly in the air: nobody stands in a jump.
    """
    feet = np.asarray(joints, np.float64)[..., np.ravel(FEET), :]
    sides = (*feet.shape[:-2], 2, 2)
    moving = speeds(feet, 1 / dt).reshape(sides).mean(-1)
    height = (feet[..., 1] if floor is None else floor.heights(feet)).reshape(sides).mean(-1)
    if floor is None:
        height = (
            height - np.quantile(height, 0.05, axis=(-2, -1), keepdims=True) + (ANKLE_HEIGHT + TOE_HEIGHT) / 2
        )
        height = height * level
    limits = (HALF_STILL, STILL_SLOPE, RAISED, RAISED_WIDTH)
    if predicted is not None:
        limits = (SURELY_MOVING, 2 * STILL_SLOPE, SURELY_RAISED, RAISED_WIDTH)
    still = 1 / (1 + (moving / limits[0]) ** limits[1])
    low = 1 / (1 + np.exp(np.clip((height - limits[2]) / limits[3], -30, 30)))
    return still * low * (1.0 if predicted is None else np.asarray(predicted, np.float64))


def find_floor(
    joints: ArrayLike, stands: ArrayLike, camera: Camera, dt: float = 1 / 30, moving: bool = False
) -> tuple[Floor | None, tuple[str, ...]]:
    """The floor under motions, and sentences about what was assumed of it; None before a ``moving`` camera.

    ``joints`` (N, T, B, 3) are hypotheses of one motion, world axes, ``stands`` (N, T, 2) how surely each foot
    stands. Up is the world's Y where the camera's pose was given. Where it was not, up is the direction that agrees
    best with three things, each weighted by how sure it is: cameras are held about level (LEVEL_DEGREES,
    ROLL_DEGREES), people stand with their mass above their feet (BALANCE_DEGREES), and the places where feet stood
    lie in one plane, by least squares in which places far off count little. If these places span no plane, the first
    two decide.
    """
    if moving:
        return None, (NO_FLOOR,)
    bodies, certain = np.asarray(joints, np.float64), np.asarray(stands, np.float64)
    feet = bodies[..., np.ravel(FEET), :].reshape(*bodies.shape[:2], 2, 2, 3)
    known = not (camera.assumed or camera.pose_assumed)
    found = certain.sum() / len(bodies) * dt > 0.1
    up = np.array([0.0, 1.0, 0.0])
    if found and not known:
        up = _up_of_motion(bodies, feet.mean(-2), certain, camera, dt)
    soles = (feet @ up - (ANKLE_HEIGHT, TOE_HEIGHT)).min(-1)
    height = _weighted_median(soles, certain) if found else float(np.quantile(soles, 0.02))
    sentences = (FROM_CAMERA if known else FROM_MOTION,) if found else (NO_FEET,)
    return Floor(up, height, known), sentences


def levelled(camera: Camera, floor: Floor) -> tuple[Camera, Floats, Floats]:
    """The camera in a world whose Y is up and whose floor is at 0; points x get there by x @ rotation + shift."""
    up = floor.normal
    across = np.cross([0.0, 1.0, 0.0], up)
    sine, cosine = float(np.linalg.norm(across)), float(up[1])
    axis = across / sine if sine > 1e-9 else np.array([1.0, 0.0, 0.0])
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    rotation = (
        np.eye(3) + sine * skew + (1 - cosine) * skew @ skew
    )  # takes Y to up; rows times it take up to Y
    shift = np.array([0.0, -floor.height, 0.0])
    R = camera.R @ rotation
    return replace(camera, R=R, t=camera.t - R @ shift), rotation, shift


def _up_of_motion(bodies: Floats, places: Floats, stands: Floats, camera: Camera, dt: float) -> Floats:
    """(3,) up of motions (N, T, B, 3) whose feet are at ``places`` (N, T, 2, 3); see `find_floor`.

    Solved for the slopes of the plane y = h + (slope . (along the view, across it)) about the world's Y.
    """
    view = camera.R[2] * [1, 0, 1]
    view = view / np.linalg.norm(view) if np.linalg.norm(view) > 1e-3 else np.array([0.0, 0.0, -1.0])
    across = np.cross([0.0, 1.0, 0.0], view)
    level = np.stack([view, across])
    lean = np.einsum("b,ntbc->ntc", _MASS, bodies)[:, :, None] - places
    trunk = bodies[:, :, BODY_INDEX["neck"]] - bodies[:, :, BODY_INDEX["hips"]]
    erect = trunk[..., 1] / np.maximum(np.linalg.norm(trunk, axis=-1), 1e-6)
    balanced = stands * (erect - 0.5).clip(0.01, 0.3)[..., None]  # not of people who lie or bend down
    lean = (lean * balanced[..., None]).sum((0, 1, 2)) / balanced.sum()
    sure = min(1.0, stands.sum() / len(bodies) * dt)  # less than a second of standing says less
    precision = np.tan(np.radians([LEVEL_DEGREES, ROLL_DEGREES])) ** -2.0
    balance = sure * np.tan(np.radians(BALANCE_DEGREES)) ** -2.0
    prior = np.diag([*(precision + balance), 0.0])
    goal = np.array([*(-balance * (level @ lean) / max(lean[1], 0.2)), 0.0])
    flat = places.reshape(-1, 3)
    rows = np.column_stack([flat @ level.T, np.ones(len(flat))])
    weight = stands.ravel() * dt / (FOOT_SECONDS * FOOT_NOISE**2 * len(bodies))
    robust = np.ones(len(flat))
    slopes = np.zeros(3)
    for _ in range(_PASSES):
        weighted = rows * (weight * robust)[:, None]
        slopes = np.linalg.solve(weighted.T @ rows + prior + 1e-9 * np.eye(3), weighted.T @ flat[:, 1] + goal)
        robust = 1 / (1 + ((flat[:, 1] - rows @ slopes) / (2 * FOOT_NOISE)) ** 2)
    up = np.array([0.0, 1.0, 0.0]) - slopes[:2] @ level
    return up / np.linalg.norm(up)


def _weighted_median(values: Floats, weights: Floats) -> float:
    """The value below which half of the weight lies."""
    order = np.argsort(values, axis=None)
    total = np.cumsum(weights.ravel()[order])
    return float(values.ravel()[order][np.searchsorted(total, total[-1] / 2)])
