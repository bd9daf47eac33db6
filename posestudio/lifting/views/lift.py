"""The lift of several views: checks what was given, samples, and gathers the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from torch import Tensor

from posestudio.body.layouts import OBSERVED_KEYPOINTS
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN, karras_sigmas
from posestudio.errors import CameraError, LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumed_camera import camera_for
from posestudio.lifting.assumptions import OWN_NOISE_USED, usable
from posestudio.lifting.known import Known
from posestudio.lifting.motion.sampling import Networks
from posestudio.lifting.options import check_numbers, check_recorded
from posestudio.lifting.point_noise import noise_used
from posestudio.lifting.reconstruction import StepCallback
from posestudio.lifting.result import Lifted, View, WarmStart, in_order
from posestudio.lifting.scoring import hypothesis_scores, mean_noise, reprojection_error
from posestudio.lifting.views.matching import matched_people
from posestudio.lifting.views.sampling import SeenPeople, ViewsSettings, sample_views
from posestudio.lifting.views.triangulation import middles

MOST_VIEWS = 8
SAMPLER = "dpmpp_2m"

_LEAST_POINTS = 3
_LEAST_ANGLE = np.radians(2)

SIZE_UNKNOWN = "Seen from one place only, a person's size cannot be seen: legs of 0.86 m are assumed."
SIZE_SEEN = "People have the size that the cameras' rays give them."


@dataclass(frozen=True)
class ViewOptions:
    """The options of `Lifter.lift_views`; ``noise`` is the factor of the starting noise."""

    hypotheses: int
    seed: int
    steps: int
    trajectory: bool
    callback: StepCallback | None
    keypoint_noise: Sequence[ArrayLike | None] | ArrayLike | None
    known: Known | None
    warm: WarmStart | None
    noise: float


def lift_views(
    networks: Networks, views: Sequence[Keypoints], cameras: Sequence[Camera | None], options: ViewOptions
) -> Lifted:
    """The result of `Lifter.lift_views`."""
    check_numbers(options.steps, options.hypotheses, options.seed)
    if options.known is not None:
        raise LiftError("known: expected None: with several views only the keypoints are used")
    views, known, sentences = _checked_views(views, cameras)
    people = matched_people(views, known)
    noise = _noise_of_views(people, options.keypoint_noise)
    if options.trajectory:
        check_recorded(options.steps, people[0].people, options.hypotheses)
    _check_warm(options, people[0].people)
    rays = [camera.rays(seen.points) for camera, seen in zip(known, people, strict=True)]
    seen = [usable(*view) for view in zip(people, rays, noise, strict=True)]
    observed = np.stack([view.observed for view in seen])
    where = np.where(observed[..., None], np.stack(rays), 0)
    sized = whose_size_is_seen(known, where, observed)
    settings = ViewsSettings(
        hypotheses=int(options.hypotheses),
        seed=int(options.seed),
        sampler=SAMPLER,
        sigmas=_sigmas(int(options.steps), options.warm),
        noise=options.noise,
        trajectory=options.trajectory,
        callback=options.callback,
        warm=options.warm,
    )
    evidence = SeenPeople(tuple(known), *map(_of_all_points, (where, observed, np.stack(noise))))
    origins = middles(known, where, observed)
    states, warm = sample_views(
        evidence, sized, origins, settings, networks.denoiser, networks.scale, networks.device
    )
    last = int(options.steps) if options.trajectory else 0
    measured = [_measured(states[last], view, camera) for view, camera in zip(seen, known, strict=True)]
    count = observed.sum(-1)[..., None]
    weight = count / np.maximum(count.sum(0), 1)
    errors, relative = (np.stack(part) for part in zip(*measured, strict=True))
    reprojection = np.where(count.sum(0) > 0, (np.nan_to_num(errors) * weight).sum(0), np.nan).astype(
        np.float32
    )
    first = known[0].to_camera(states[last])
    level = np.mean([mean_noise(part, view) for part, view in zip(noise, seen, strict=True)], axis=0)
    score = hypothesis_scores(first, (relative * weight).sum(0), level)
    order = np.argsort(-score, axis=1, kind="stable")
    world = in_order(states.astype(np.float32), order, 2)
    sentences += [SIZE_SEEN] if sized.any() else []
    sentences += [] if sized.all() else [SIZE_UNKNOWN]
    if options.keypoint_noise is None and any(view.noise is not None for view in views):
        sentences.append(OWN_NOISE_USED)
    return Lifted(
        joints=world[last],
        reprojection=in_order(reprojection, order, 1),
        score=in_order(score, order, 1),
        keypoints=people[0],
        camera=known[0],
        seed=settings.seed,
        weights=networks.name,
        sampler=SAMPLER,
        assumptions=tuple(dict.fromkeys(sentences)),
        trajectory=world[: last + 1] if options.trajectory else None,
        denoised=world[last + 1 :] if options.trajectory else None,
        sigmas=settings.sigmas.numpy() if options.trajectory else None,
        data_deviation=networks.scale,
        order=order,
        warm=warm,
        views=tuple(
            View(part, camera, in_order(error, order, 1))
            for part, camera, error in zip(people, known, errors, strict=True)
        ),
    )


def _checked_views(
    views: Sequence[Keypoints], cameras: Sequence[Camera | None]
) -> tuple[list[Keypoints], list[Camera], list[str]]:
    """The views, their cameras in the pixels of their pictures, and sentences about these. Raises LiftError and
    CameraError that name the view."""
    views, cameras = list(views), list(cameras)
    if not 2 <= len(views) <= MOST_VIEWS:
        raise LiftError(f"views: expected 2 to {MOST_VIEWS}, found {len(views)}")
    if len(cameras) != len(views):
        raise LiftError(f"cameras: expected one for each of {len(views)} views, found {len(cameras)}")
    known, sentences = [], []
    for number, (view, camera) in enumerate(zip(views, cameras, strict=True), 1):
        if not isinstance(view, Keypoints):
            raise LiftError(f"view {number}: keypoints must be Keypoints, not {view!r:.60}")
        if not isinstance(camera, Camera):
            raise LiftError(f"view {number}: camera must be a Camera, not {camera!r:.60}")
        try:
            fitting, said = camera_for(view, camera)
        except CameraError as problem:
            raise CameraError(f"view {number}: {problem}") from problem
        known.append(fitting)
        sentences += [f"View {number}: {text}" for text in (*said, *fitting.remarks())]
    return views, known, sentences


def _noise_of_views(
    views: Sequence[Keypoints], given: Sequence[ArrayLike | None] | ArrayLike | None
) -> list[np.ndarray]:
    """(P, 17) for each view, over the person's size: a number for all of them, or what a list has for each. Raises
    LiftError that names the view."""
    each: Sequence[Any] = given if isinstance(given, list | tuple) else [given] * len(views)
    if len(each) != len(views):
        raise LiftError(f"keypoint_noise: expected one for each of {len(views)} views, found {len(each)}")
    noise = []
    for number, (view, own) in enumerate(zip(views, each, strict=True), 1):
        try:
            noise.append(noise_used(view, own))
        except LiftError as problem:
            raise LiftError(f"view {number}: {problem}") from problem
    return noise


def _sigmas(steps: int, warm: WarmStart | None) -> Tensor:
    """(steps + 1,) noise levels, from that of the state that sampling begins with down to 0."""
    start = SIGMA_MAX if warm is None else warm.sigma
    return karras_sigmas(steps, min(SIGMA_MIN, start / 4), start)


def _check_warm(options: ViewOptions, people: int) -> None:
    """Raises LiftError for a warm start of others."""
    if options.warm is None:
        return
    if not isinstance(options.warm, WarmStart) or options.warm.pose.shape[:2] != (people, options.hypotheses):
        raise LiftError(f"warm: expected a warm start of {people} people and {options.hypotheses} hypotheses")


def whose_size_is_seen(cameras: Sequence[Camera], rays: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """(P,) bool: who is seen by two cameras or more from directions that differ by 2 degrees or more."""
    seen = observed.sum(-1) >= _LEAST_POINTS
    towards = middles(cameras, rays, observed) - np.stack([camera.position for camera in cameras])[:, None]
    towards /= np.maximum(np.linalg.norm(towards, axis=-1, keepdims=True), 1e-9)
    angle = np.arccos(np.clip(np.einsum("vpc,wpc->vwp", towards, towards), -1, 1))
    return ((angle > _LEAST_ANGLE) & seen & seen[:, None]).any((0, 1))


def _of_all_points(values: np.ndarray) -> np.ndarray:
    """(V, P, 23, ...) values of all observed keypoints: those (V, P, 17, ...) of COCO's, and zeros."""
    missing = len(OBSERVED_KEYPOINTS) - values.shape[2]
    return np.pad(values, ((0, 0), (0, 0), (0, missing), *((0, 0),) * (values.ndim - 3)))


def _measured(joints: np.ndarray, seen: Keypoints, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """Reprojection errors (P, H) of world joints (P, H, B, 3) in one view, in pixels and over the person's size."""
    return reprojection_error(camera.to_camera(joints), seen, camera)
