"""Motions before a camera whose pose is not known, in a world whose Y is up as the motions themselves say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posestudio.lifting.motion.ground import Floor, levelled
from posestudio.lifting.motion.result import LiftedMotion

LEVELLED = "The world's floor is at 0 and level as the motion says, and the camera is tilted to fit."


def upright(motions: Sequence[LiftedMotion]) -> list[LiftedMotion]:
    """The motions of one sequence turned together so that the floor is level and at 0, and their camera with them.

    That of those whose camera's pose is given, or whose floor was not found, is left. Of several people the one whose
    feet stand for the longest says where the floor is, so that people stay where they are beside each other. What is
    seen in the picture does not change.
    """
    unknown = [one for one in motions if one.floor is not None and not one.floor.known]
    if not unknown:
        return list(motions)
    floor = max(unknown, key=lambda one: float(one.stands[:, 0].sum())).floor
    assert floor is not None
    return [one if one.floor is None or one.floor.known else _turned(one, floor) for one in motions]


def _turned(motion: LiftedMotion, floor: Floor) -> LiftedMotion:
    """The motion in the world that `levelled` makes of a ``floor``."""
    camera, rotation, shift = levelled(motion.camera, floor)

    def moved(joints: NDArray[np.float32] | None) -> NDArray[np.float32] | None:
        return None if joints is None else np.asarray(joints @ rotation + shift, np.float32)

    own = motion.floor or floor
    return replace(
        motion,
        joints=np.asarray(motion.joints @ rotation + shift, np.float32),
        camera=camera,
        floor=Floor(own.normal @ rotation, own.height + float(own.normal @ rotation @ shift), own.known),
        trajectory=moved(motion.trajectory),
        denoised=moved(motion.denoised),
        assumptions=(*motion.assumptions, LEVELLED),
    )
