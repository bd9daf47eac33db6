"""Held-out poses as they are seen under fixed conditions: exactly, as by detectors, as in photographs, cut off."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, BODY_PARENTS, COCO_KEYPOINTS, JOINTS_WITHOUT_HEELS
from posestudio.dataset.batches import Batches
from posestudio.dataset.photograph_noise import as_found
from posestudio.dataset.photographs import PhotographPeople, photograph_like_case
from posestudio.dataset.virtual_cameras import RowRandom, Views, sample_views
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import SEED

EXACT, NOISY, DETECTED, PHOTOGRAPHED, CUT_OFF = (
    "exact",
    "1 % noise, 5 % missing",
    "as of a detector",
    "as in photographs",
    "cut off by the picture",
)
"""The conditions. The last two need the people of photographs."""

NOISE, MISSING = 0.01, 0.05
"""Noise over the person's size of the second condition, and the share of missing points of it and the third, whose
errors are those of `photograph_noise.as_found`."""

_SIZE = 4000
_FOCAL = 1000.0


@dataclass(frozen=True)
class Seen:
    """N poses under one condition, each seen by a camera of its own.

    ``truth`` (N, B, 3) is relative to the hips in camera axes, metres on 0.86 m legs. ``rays`` (N, 17, 2) are the
    keypoints' x/z and y/z, ``visible`` (N, 17) 1 or 0, ``noise`` (N, 17) their standard deviation over the person's
    size, of which the lifter is told.
    """

    truth: Tensor
    rays: Tensor
    visible: Tensor
    noise: Tensor

    def lifted(self, lifter: Lifter, hypotheses: int, steps: int) -> Tensor:
        """(N, H, B, 3) the lifter's hypotheses in the axes and units of ``truth``, in the order of their noise."""
        axes = np.diag([1.0, -1.0, -1.0])  # the camera stands upright in a world where Y is up
        focal = np.array([[_FOCAL, 0, _SIZE / 2], [0, _FOCAL, _SIZE / 2], [0, 0, 1]])
        camera = Camera(focal, axes, np.zeros(3), (_SIZE, _SIZE))
        points = self.rays.numpy() * _FOCAL + _SIZE / 2
        keypoints = Keypoints(points, self.visible.numpy().astype(np.int8), size=(_SIZE, _SIZE))
        result = lifter.lift(
            keypoints, camera, hypotheses=hypotheses, steps=steps, keypoint_noise=self.noise.numpy()
        )
        drawn = np.argsort(np.asarray(result.order), axis=1)[..., None, None]
        joints = torch.from_numpy(np.take_along_axis(result.joints, drawn, axis=1) @ axes.astype(np.float32))
        return joints - joints[:, :, BODY_INDEX["hips"]][:, :, None]


def seen_under_conditions(
    joints: np.ndarray, photographs: str | os.PathLike[str] | None = None
) -> dict[str, Seen]:
    """World poses (N, B, 3) under every condition, by its name; those of photographs only with the people of
    ``photographs`` (see `PhotographPeople.load`, whose held-out people are used).

    Every pose has the same camera under all conditions. Cameras, noise and missing points are fixed by a seed,
    whatever joints a body has beside the first 27. Raises PosesError for a file that is not of people of photographs.
    """
    views = _views(joints)
    truth = views.joints - views.joints[:, BODY_INDEX["hips"]][:, None]
    everything = torch.ones_like(views.rays[..., 0])
    size = (views.rays.amax(1) - views.rays.amin(1)).amax(-1)[:, None, None]
    moved = views.rays + _random(views.rays, 1).normal(0, NOISE, *views.rays.shape[1:]) * size
    present = (_random(views.rays, 2).uniform(0, 1, len(COCO_KEYPOINTS)) >= MISSING).float()
    found = as_found(views.rays, 1.0, _random(views.rays, 3))
    seen = {
        EXACT: Seen(truth, views.rays, everything, 0 * everything),
        NOISY: Seen(truth, moved, present, NOISE * everything),
        DETECTED: Seen(truth, found.rays, present, found.noise),
    }
    if photographs is not None:
        people = PhotographPeople.load(photographs, held_out=True)
        seen[PHOTOGRAPHED] = Seen(truth, *photograph_like_case(views.rays, people, SEED))
        seen[CUT_OFF] = Seen(truth, *photograph_like_case(views.rays, people, SEED, truncated=True))
    return seen


def _views(joints: np.ndarray) -> Views:
    """COCO's keypoints of the poses (N, B, 3), seen by cameras that depend on a body's first 27 joints only."""
    bodies = Batches(joints, scale=1.0, augment=False, noisy=False).joints
    for joint in range(len(JOINTS_WITHOUT_HEELS), len(BODY_PARENTS)):
        bodies[:, joint] = bodies[
            :, BODY_PARENTS[joint]
        ]  # a camera's distance follows from the body's extent
    views = sample_views(bodies, _random(bodies, 0))
    return Views(views.joints, views.rays[:, : len(COCO_KEYPOINTS)])


def _random(rows: Tensor, stream: int) -> RowRandom:
    """Random numbers for as many ``rows``, the same in every run; other numbers in every ``stream``."""
    return RowRandom(len(rows), torch.Generator().manual_seed(SEED + stream), rows.device)
