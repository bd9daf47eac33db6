"""Places lifted poses in the world: the path of the hips, feet that stand, and the floor, each from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.geometry.camera import Camera
from posestudio.lifting.motion.banded import Floats
from posestudio.lifting.motion.feet import stand
from posestudio.lifting.motion.ground import Floor, find_floor, standing
from posestudio.lifting.motion.root_path import solve_path


@dataclass(frozen=True, eq=False)
class Placed:
    """N motions of T frames before a camera: ``joints`` (N, T, B, 3) about the hips and ``hips`` (N, T, 3) in camera
    axes, metres; ``stands`` (N, T, 2) from 0 to 1; the ``floor`` in world axes, None before a moving camera."""

    joints: NDArray[np.float32]
    hips: Floats
    stands: NDArray[np.float32]
    floor: Floor | None


def place(
    joints: ArrayLike,
    rays: ArrayLike,
    weight: ArrayLike,
    camera: Camera,
    dt: float,
    stands: ArrayLike | None = None,
    velocity: ArrayLike | None = None,
    velocity_noise: ArrayLike | None = None,
    places: ArrayLike | None = None,
    held: ArrayLike | None = None,
    floor: Floor | None = None,
    moving: bool = False,
) -> Placed:
    """Motions (N, T, B, 3) about the hips, camera axes, metres, placed before the camera and on their feet.

    ``rays``, ``weight``, ``velocity``, ``velocity_noise`` and ``places`` are as `root_path.solve_path` takes them.
    ``stands`` (N, T, 2) say how surely each foot stands; without them they are estimated from the motion
    (`ground.standing`). Feet that stand hold the path, say where the ``floor`` is unless it is given, and neither
    slide nor sink (`feet.stand`); frames ``held`` (T,) are not changed by that. Before a ``moving`` camera none of
    this can be known: the path is that before the camera, and feet are left.
    """
    about = np.asarray(joints, np.float32)
    known = (rays, weight, dt, velocity, velocity_noise)
    if moving:
        nowhere = np.zeros((*about.shape[:2], 2), np.float32)
        sure = nowhere if stands is None else np.asarray(stands, np.float32)
        return Placed(about, solve_path(about, *known, places=places), sure, None)

    def in_world(path: Floats) -> NDArray[np.floating]:
        return camera.to_world(about + path[:, :, None])

    if stands is None:
        sure = standing(in_world(solve_path(about, *known, places=places)), dt, floor)
    else:
        sure = np.asarray(stands, np.float64)
    given = not (camera.assumed or camera.pose_assumed)
    up = camera.R[:, 1] if given else None if floor is None else camera.R @ floor.normal
    hips = solve_path(about, *known, stances=sure, up=up, places=places)
    world = in_world(hips)
    if floor is None:
        floor = find_floor(world, sure, camera, dt)
    if stands is None:
        sure = standing(world, dt, floor)
    assert floor is not None
    found = camera.to_camera(stand(world, sure, floor, 1 / dt, held)).astype(np.float64)
    middle = found[:, :, :1]
    return Placed((found - middle).astype(np.float32), middle[:, :, 0], sure.astype(np.float32), floor)
