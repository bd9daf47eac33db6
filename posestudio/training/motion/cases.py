"""The motions that are evaluated: windows of held-out clips seen by a virtual camera, and their keypoints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.body.proportions import LEG_LENGTH
from posestudio.dataset.detector_noise import detector_like
from posestudio.dataset.virtual_cameras import RowRandom
from posestudio.diffusion.ray_fitting import leg_length
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import MISSING, VISIBLE, person_size

SECONDS = 8.0
"""Length of the windows that are evaluated; shorter clips are taken whole."""

LEAST_SECONDS = 2.0

PICTURE = (1280, 720)
NOISE, DROPPED = 0.01, 0.05
"""Independent keypoint noise over the person's size, and the share of keypoints that are missing."""

_FOV = (35.0, 60.0)  # vertical, degrees
_ELEVATION = (-5.0, 25.0)  # degrees
_FILL = (0.45, 0.85)  # the largest share of half the picture that the person reaches over the clip
_PAN, _WALK = 12.0, 0.5  # moving cameras: degrees, metres; each along a slow sine and with a small shake
_SHAKE = 0.15  # degrees


@dataclass(frozen=True)
class Case:
    """One person's motion as it is evaluated: ``truth`` (F, B, 3) in the axes of each frame's camera, metres, on
    0.86 m legs, with exact ``keypoints`` of its F frames. ``camera`` is the one that lifters are given: that of the
    first frame where it is ``moving``. ``world`` (F, B, 3) is the same motion in world axes."""

    name: str
    group: str
    truth: NDArray[np.float32]
    world: NDArray[np.float32]
    keypoints: tuple[Keypoints, ...]
    camera: Camera
    fps: float
    moving: bool = False


def windows(length: int, fps: float) -> list[slice]:
    """Frames of a clip's windows of SECONDS, one after the other; the last one is shorter, and dropped below
    LEAST_SECONDS."""
    size, least = round(SECONDS * fps), round(LEAST_SECONDS * fps)
    parts = [slice(start, min(start + size, length)) for start in range(0, length, size)]
    return [part for part in parts if part.stop - part.start >= least]


def make_case(
    name: str, group: str, joints: NDArray[np.floating], fps: float, seed: int, moving: bool = False
) -> Case:
    """The case of a window's joints (F, B, 3), world, metres, seen by a camera drawn from ``seed``: as people film,
    from -5 to 25 degrees above, so far away that the whole motion fills 45 to 85 % of half the picture. A
    ``moving`` one pans and walks slowly, shakes a little, and keeps the person in the picture."""
    rng = np.random.default_rng(seed)
    world = _on_reference_legs(np.asarray(joints, np.float64))
    middle = (world.min((0, 1)) + world.max((0, 1))) / 2
    azimuth, elevation = rng.uniform(0, 2 * math.pi), math.radians(rng.uniform(*_ELEVATION))
    back = np.array(
        [
            math.sin(azimuth) * math.cos(elevation),
            math.sin(elevation),
            math.cos(azimuth) * math.cos(elevation),
        ]
    )
    fov, fill = rng.uniform(*_FOV), rng.uniform(*_FILL)
    around = world.reshape(-1, 3)
    camera = Camera.look_at(middle + 1.5 * back, middle, fov, PICTURE)
    for distance in np.geomspace(1.5, 60, 200):
        camera = Camera.look_at(middle + distance * back, middle, fov, PICTURE)
        depth = camera.to_camera(around)[:, 2].min()
        if depth > 0.5 and np.abs(camera.project(around) / PICTURE * 2 - 1).max() <= fill:
            break
    cameras = _walking(camera, world, rng, fps) if moving else [camera] * len(world)
    seen = tuple(
        Keypoints(one.project(to_keypoints(body))[None], size=PICTURE)
        for one, body in zip(cameras, world, strict=True)
    )
    truth = np.stack([one.to_camera(body) for one, body in zip(cameras, world, strict=True)])
    return Case(name, group, truth.astype(np.float32), world.astype(np.float32), seen, camera, fps, moving)


def _on_reference_legs(joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """The motion scaled to legs of 0.86 m on average, its path with it."""
    lengths = leg_length(torch.from_numpy(joints))
    return joints * (LEG_LENGTH / float(lengths.mean()))


def _walking(
    camera: Camera, world: NDArray[np.float64], rng: np.random.Generator, fps: float
) -> list[Camera]:
    """A camera for each frame: ``camera`` that follows the hips half way, pans, walks and shakes."""
    seconds = np.arange(len(world)) / fps
    hips = world[:, BODY_INDEX["hips"]]
    centre = hips.mean(0)
    walk = sum(
        rng.normal(0, _WALK / 2, 3) * np.sin(2 * math.pi * (rate * seconds[:, None] + rng.uniform()))
        for rate in (0.08, 0.2)
    )
    pan = np.radians(_PAN) / 2 * np.sin(2 * math.pi * (0.12 * seconds + rng.uniform()))
    shake = np.radians(_SHAKE) * rng.normal(size=(len(world), 2))
    result = []
    for frame, position in enumerate(camera.position + walk * (1, 0.3, 1)):
        target = centre + (hips[frame] - centre) / 2
        across = np.linalg.norm(target - position)
        aside = camera.R[0] * (pan[frame] * 0.3 + shake[frame, 0]) + camera.R[1] * shake[frame, 1]
        result.append(Camera.look_at(position, target + across * aside, camera.fov, PICTURE))
    return result


def noisy(
    keypoints: Sequence[Keypoints], seed: int, noise: float = NOISE, dropped: float = DROPPED
) -> list[Keypoints]:
    """One person's frames, each point off by ``noise`` times the person's size along each axis, a share ``dropped``
    of them missing, all independent."""
    rng = np.random.default_rng(seed)
    shape = (1, len(COCO_KEYPOINTS))
    result = []
    for frame in keypoints:
        off = rng.normal(size=(*shape, 2)) * noise * person_size(frame)[:, None, None]
        visibility = np.where(rng.random(shape) < dropped, MISSING, VISIBLE)
        result.append(Keypoints(frame.points + off, visibility, size=frame.size))
    return result


def detected(case: Case, seed: int, noise: float = NOISE) -> list[Keypoints]:
    """The case's keypoints as a detector gives them (`dataset.detector_noise`), at the same level of ``noise``:
    part of it lasts for some frames, some points are far off, limbs and frames are missing for some time, sides
    exchanged. What is said of each point's noise may be wrong."""
    lens = case.camera.K
    points = np.stack([frame.points[0] for frame in case.keypoints])
    rays = torch.from_numpy(case.camera.rays(points))[None].float()
    rng = RowRandom(1, torch.Generator().manual_seed(seed), torch.device("cpu"))
    found = detector_like(rays, rng, noise)
    pixels = found.rays[0].numpy() @ lens[:2, :2].T + lens[:2, 2]
    visibility = np.where(found.visible[0].numpy() > 0, VISIBLE, MISSING)
    size = np.array([person_size(frame)[0] for frame in case.keypoints])
    told = found.noise[0].numpy() * size[:, None]
    return [
        Keypoints(pixels[frame][None], visibility[frame][None], size=PICTURE, noise=told[frame][None])
        for frame in range(len(pixels))
    ]
