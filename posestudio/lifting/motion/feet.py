"""Feet that stand neither slide nor sink: their places, the legs that reach them, and the hips that follow them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from posestudio.body.layouts import BODY_INDEX
from posestudio.lifting.motion.banded import Floats, FrameSquares
from posestudio.lifting.motion.ground import ANKLE_HEIGHT, TOE_HEIGHT, Floor
from posestudio.lifting.motion.stance import FEET

BEGINS, LASTS = 0.6, 0.4
"""A foot stands once it does so this surely, and until it does so less surely than the second."""
SHORTEST, GAP = 0.1, 0.07
"""Seconds: shorter contacts are none, shorter gaps in a contact are part of it."""

HEEL_OFF, HEEL_WIDTH = 0.07, 0.015
"""How much higher over the toe than in a flat foot the ankle is, metres, where the heel is half off the floor, and
the width of that change."""

BLEND_SECONDS = 0.12
"""Time constant with which a foot's correction comes and goes around a contact."""
PATH_SECONDS, FOLLOW = 0.3, 0.03
"""The same of the hips' path, which follows the corrections of the feet, and how firmly it does, beside 1e6 of the
feet themselves: what hips do not follow, legs bend for."""

FARTHEST, STEP = 0.25, 3.0
"""Metres that a foot may lie off the place of its contact. Beyond that the contact is two and a step between, in
which the foot is so many times as quick as otherwise; without such a step the foot does not stand."""
SINKING = 0.01
"""Width, metres, of the change at which feet that are lifted below the floor are kept above it."""

_LEGS = [
    [BODY_INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle", "toe", "heel")]
    for side in ("left", "right")
]
_STRAIGHT = 0.997  # a leg stretches to this share of the length of its bones
_FIRM = 1e6  # weight of a correction that is made in full
_BENT = 0.02  # metres that a knee is off the line from hip to ankle below which the foot says where it points


def stand(
    joints: ArrayLike, stands: ArrayLike, floor: Floor, fps: float, held: ArrayLike | None = None
) -> NDArray[np.float32]:
    """The motions (N, T, B, 3) with each foot in one place as long as it stands: world axes, metres.

    ``stands`` (N, T, 2) say how surely, 0 to 1, the left and the right foot stand; contacts are found in them with
    hysteresis (BEGINS, LASTS, SHORTEST, GAP). In a contact the toe keeps its place on the ``floor``, and the ankle
    does while the heel is down; a raised heel turns about the toe. Hips and all that hangs on them follow the feet
    smoothly, legs reach the feet by bending the knee in the plane it was in, and bones keep their lengths.
    Corrections come and go within some frames. Where no foot stands, as in a jump, the motion returns to what it was.
    Frames ``held`` (T,) bool are not changed; contacts with some of them are where the feet are in these.
    """
    moved = np.array(joints, np.float64)
    kept = np.zeros(moved.shape[1], bool) if held is None else np.asarray(held, bool)
    if kept.all():
        return moved.astype(np.float32)
    for motion, sure in zip(moved, np.asarray(stands, np.float64), strict=True):
        contacts = np.stack([contact_mask(sure[:, foot], fps) for foot in range(2)], 1)
        if contacts.any():
            before = motion[kept]
            _stand(motion, contacts, floor, fps, kept)
            motion[kept] = before
    return moved.astype(np.float32)


def contact_mask(sure: Floats, fps: float) -> NDArray[np.bool_]:
    """(T,) bool, the frames in which a foot that stands ``sure`` (T,) is in contact: with hysteresis."""
    contact = sure > LASTS
    last = len(sure) - 1
    for gap in _parts(~contact):
        if len(gap) < GAP * fps and gap[0] > 0 and gap[-1] < last:
            contact[gap] = True
    for part in _parts(contact):
        short = len(part) < SHORTEST * fps and part[0] > 0 and part[-1] < last
        if short or sure[part].max() <= BEGINS:
            contact[part] = False
    return contact


def _parts(mask: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The frames of each run of True in ``mask`` (T,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [np.arange(first, last) for first, last in edges.reshape(-1, 2)]


def _stand(
    motion: Floats, contacts: NDArray[np.bool_], floor: Floor, fps: float, held: NDArray[np.bool_]
) -> None:
    """Changes one motion (T, B, 3) so that its feet keep their places during ``contacts`` (T, 2)."""
    feet = motion[:, FEET]  # (T, 2, 2, 3): ankle and toe
    goals = np.stack([_places(feet[:, foot], contacts[:, foot], floor, fps, held) for foot in range(2)], 1)
    off = np.where(held[:, None, None, None], 0.0, goals - feet)
    count = contacts.sum(1)
    mean = (off[:, :, 0] * contacts[..., None]).sum(1) / np.maximum(count, 1)[:, None]
    hips = _spread(mean, np.where(held, _FIRM, np.where(count > 0, FOLLOW, 0.1)), fps, PATH_SECONDS)
    for foot in range(2):
        weight = np.where(held | contacts[:, foot], _FIRM, 1.0)
        beside = [_spread(off[:, foot, point] - hips, weight, fps, BLEND_SECONDS) for point in range(2)]
        goals[:, foot] = feet[:, foot] + hips[:, None] + np.stack(beside, 1)
        goals[:, foot] += _kept_above(goals[:, foot], floor, contacts[:, foot])
    motion += hips[:, None]
    motion += _reached(motion, goals[:, :, 0], fps)[:, None]
    for foot, leg in enumerate(_LEGS):
        _bend(motion, leg, goals[:, foot])


def _places(
    foot: Floats, contact: NDArray[np.bool_], floor: Floor, fps: float, held: NDArray[np.bool_]
) -> Floats:
    """(T, 2, 3) where ankle and toe of a foot (T, 2, 3) are to be in contact, and where they are elsewhere. Frames of
    a step within a contact are taken from ``contact``."""
    goals = foot.copy()
    if not contact.any():
        return goals
    up = floor.normal
    vector = foot[:, 0] - foot[:, 1]
    length = float(np.median(np.linalg.norm(vector, axis=-1)))
    rise = vector @ up
    heights = floor.heights(foot)
    flat = float(np.clip(np.quantile(rise[contact], 0.3), 0.0, 0.8 * length))
    down = 1 / (1 + np.exp(np.clip((rise - flat - HEEL_OFF) / HEEL_WIDTH, -30, 30)))
    down = gaussian_filter1d(down, fps / 30, mode="nearest")
    toe_level = float(np.clip(np.median(heights[contact, 1]), TOE_HEIGHT - 0.02, TOE_HEIGHT + 0.04))
    for inside in _steps(foot[:, 0], contact, fps):
        fixed = held[inside]
        weight = (down[inside] + 0.01) * np.where(fixed, 1.0, 0.0 if fixed.any() else 1.0)
        along = (weight[:, None] * -vector[inside]).sum(0)
        along -= (along @ up) * up
        along *= np.sqrt(length**2 - flat**2) / max(float(np.linalg.norm(along)), 1e-9)
        flat_ankle = flat * up - along  # from the toe
        share = (down[inside] > 0.5).mean()
        toe = share * (np.average(foot[inside, 0], axis=0, weights=weight) - flat_ankle)
        toe += (1 - share) * np.average(foot[inside, 1], axis=0, weights=weight)
        if not fixed.any():
            toe += (floor.height + toe_level - toe @ up) * up
        raised = down[inside, None] * flat_ankle + (1 - down[inside, None]) * vector[inside]
        raised *= length / np.maximum(np.linalg.norm(raised, axis=-1, keepdims=True), 1e-9)
        goals[inside, 1] = toe
        goals[inside, 0] = toe + raised
    return goals


def _steps(ankle: Floats, contact: NDArray[np.bool_], fps: float) -> list[NDArray[np.intp]]:
    """The frames of each contact of an ankle (T, 3). Of one that the ankle moves far in, those before and after a
    step, and none where it moves all the time; the others are no longer ``contact``."""
    found = []
    waiting = _parts(contact)
    edge = max(2, round(SHORTEST * fps))
    while waiting:
        inside = waiting.pop()
        apart = np.linalg.norm(ankle[inside] - np.median(ankle[inside], axis=0), axis=-1).max()
        if apart < FARTHEST:
            found.append(inside)
            continue
        speed = gaussian_filter1d(np.linalg.norm(np.gradient(ankle[inside], axis=0), axis=-1), 1.0)
        middle = edge + int(np.argmax(speed[edge : len(inside) - edge])) if len(inside) > 2 * edge else 0
        if middle and speed[middle] > STEP * np.median(speed):
            contact[inside[middle]] = False
            waiting += [inside[:middle], inside[middle + 1 :]]
        else:
            contact[inside] = False
    return found


def _spread(off: Floats, weight: Floats, fps: float, seconds: float) -> Floats:
    """(T, 3) corrections that are near ``off`` (T, 3), 0 where none is needed, by their ``weight`` (T,), and change
    smoothly: beside a weight of 1 with a time constant of ``seconds``."""
    system = FrameSquares(len(off), unknowns=3, reach=2)
    for axis in range(3):
        system.add_differences(axis, (1,), weight, off[:, axis])
        system.add_differences(axis, (1, -2, 1), (seconds * fps) ** 4)
    return system.solved()


def _kept_above(foot: Floats, floor: Floor, contact: NDArray[np.bool_]) -> Floats:
    """(T, 1, 3) how far a foot (T, 2, 3) that does not stand is raised so that it is not below the floor."""
    below = ((ANKLE_HEIGHT, TOE_HEIGHT) - floor.heights(foot)).max(-1) - 0.03
    raised = SINKING * np.logaddexp(0.0, below / SINKING)
    return (raised * ~contact)[:, None, None] * floor.normal


def _reached(motion: Floats, ankles: Floats, fps: float) -> Floats:
    """(T, 3) how far the hips of a motion (T, B, 3) are moved so that its legs reach the ``ankles`` (T, 2, 3)."""
    needed = np.zeros((len(motion), 3))
    for foot, (hip, knee, ankle, *_) in enumerate(_LEGS):
        length = np.linalg.norm(motion[:, knee] - motion[:, hip], axis=-1)
        length += np.linalg.norm(motion[:, ankle] - motion[:, knee], axis=-1)
        line = ankles[:, foot] - motion[:, hip]
        distance = np.linalg.norm(line, axis=-1)
        excess = np.maximum(distance - _STRAIGHT * length, 0)
        needed += line * (excess / np.maximum(distance, 1e-9))[:, None]
    far = np.linalg.norm(needed, axis=-1)
    if not far.any():
        return needed
    width = 0.1 * fps
    around = gaussian_filter1d(maximum_filter1d(far, 2 * round(width) + 1), width / 2)
    direction = gaussian_filter1d(needed, width, axis=0)
    return direction * (around / np.maximum(np.linalg.norm(direction, axis=-1), 1e-9))[:, None]


def _bend(motion: Floats, leg: list[int], goal: Floats) -> None:
    """Changes knee and foot of a ``leg`` in a motion (T, B, 3) so that ankle and toe are at ``goal`` (T, 2, 3).

    Where that is too far, the leg is straight towards it. The knee remains on the side of the line from hip to ankle
    that it was on, turned with that line.
    """
    hip, knee, ankle, toe, heel = (motion[:, joint].copy() for joint in leg)
    upper, lower = np.linalg.norm(knee - hip, axis=-1), np.linalg.norm(ankle - knee, axis=-1)
    old, new = _unit(ankle - hip), _unit(goal[:, 0] - hip)
    distance = np.linalg.norm(goal[:, 0] - hip, axis=-1)
    distance = np.clip(distance, np.abs(upper - lower) + 1e-4, (upper + lower) * _STRAIGHT)
    side = (knee - hip) - ((knee - hip) * old).sum(-1, keepdims=True) * old
    ahead = (toe - ankle) - ((toe - ankle) * old).sum(-1, keepdims=True) * old
    side += _unit(ahead) * np.maximum(_BENT - np.linalg.norm(side, axis=-1, keepdims=True), 0)
    turned = _unit(_turned(side, old, new))
    along = (upper**2 - lower**2 + distance**2) / (2 * distance)
    away = np.sqrt(np.maximum(upper**2 - along**2, 0))
    motion[:, leg[1]] = hip + along[:, None] * new + away[:, None] * turned
    motion[:, leg[2]] = hip + distance[:, None] * new
    foot = _unit(goal[:, 1] - goal[:, 0])
    motion[:, leg[3]] = motion[:, leg[2]] + np.linalg.norm(toe - ankle, axis=-1, keepdims=True) * foot
    motion[:, leg[4]] = motion[:, leg[2]] + _turned(heel - ankle, _unit(toe - ankle), foot)


def _turned(vectors: Floats, old: Floats, new: Floats) -> Floats:
    """Vectors (T, 3) turned by the smallest rotation that takes the directions ``old`` to ``new`` (T, 3)."""
    axis = np.cross(old, new)
    cosine = (old * new).sum(-1, keepdims=True)
    share = (axis * vectors).sum(-1, keepdims=True) / np.maximum(1 + cosine, 1e-6)
    return cosine * vectors + np.cross(axis, vectors) + share * axis


def _unit(vectors: Floats) -> Floats:
    """Vectors (..., 3) of length 1; zero stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
