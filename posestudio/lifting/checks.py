"""Checks of a lift's arguments against each other, with errors that name the one at fault."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.diffusion.samplers import STOCHASTIC
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.result import WarmStart


def check_kinds(**given: Any) -> None:
    """Raises LiftError for arguments of another type."""
    for name, value in given.items():
        if not isinstance(value, _KINDS[name]) and value is not None:
            raise LiftError(f"{name} must be a {_KINDS[name].__name__}, not {value!r:.60}")


_KINDS = {"keypoints": Keypoints, "camera": Camera, "known": Known, "warm": WarmStart}


def check_name(option: str, name: Any, names: Collection[str]) -> None:
    """Raises LiftError for a name of an ``option`` that is not in ``names``."""
    if not isinstance(name, str) or name not in names:
        raise LiftError(f"unknown {option} {name!r:.60}; expected one of {', '.join(names)}")


def check_known(keypoints: Keypoints, known: Known) -> None:
    """Raises LiftError where pins or a pose are of another number of people."""
    for name in ("pins", "pose"):
        joints = getattr(known, name)
        if joints is not None and len(joints) != keypoints.people:
            raise LiftError(f"{name} of {len(joints)} people were given with keypoints of {keypoints.people}")


def check_warm(
    keypoints: Keypoints, hypotheses: int, sampler: str, known: Known, warm: WarmStart | None
) -> None:
    """Raises LiftError for a warm start that does not fit the people, the hypotheses, or the other options."""
    if warm is None:
        return
    shape = (keypoints.people, hypotheses, len(BODY_JOINTS), 3)
    for name in ("pose", "noise"):
        array = np.asarray(getattr(warm, name))
        if array.shape != shape:
            raise LiftError(f"warm: a warm start of {array.shape[:2]} people and hypotheses does not fit")
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise LiftError(f"warm: {name}: expected finite numbers")
    if warm.followed is not None and np.asarray(warm.followed).shape != shape:
        raise LiftError("warm: followed: poses of other people and hypotheses do not fit")
    if not (isinstance(warm.sigma, float) and SIGMA_MIN <= warm.sigma <= SIGMA_MAX):
        raise LiftError(f"warm: sigma must be {SIGMA_MIN:g} to {SIGMA_MAX:g}, not {warm.sigma!r:.60}")
    if sampler in STOCHASTIC:
        raise LiftError(f"{sampler} adds its own noise: it cannot start warm")
    if known.pose is not None:
        raise LiftError("a lift that starts at a known pose cannot start warm as well")
