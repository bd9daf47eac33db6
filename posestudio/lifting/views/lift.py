"""The lift of several views: who is who, cameras that are not known, sampling, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.proportions import leg_length
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN, karras_sigmas
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumptions import OWN_NOISE_USED, usable
from posestudio.lifting.motion.sampling import Networks
from posestudio.lifting.observed import observed_points
from posestudio.lifting.options import check_recorded
from posestudio.lifting.result import Lifted, View, WarmStart, in_order
from posestudio.lifting.scoring import hypothesis_scores, mean_noise, reprojection_error
from posestudio.lifting.views.inputs import ViewOptions, check_warm, checked_views, noise_of_views
from posestudio.lifting.views.matching import matched_people
from posestudio.lifting.views.sampling import SeenPeople, ViewsSettings, sample_views
from posestudio.lifting.views.triangulation import middles, whose_size_is_seen
from posestudio.lifting.views.unknown import solved_cameras

SAMPLER = "dpmpp_2m"
SOLVING_STEPS, SOLVING_HYPOTHESES = 6, 16
"""Of the lifts that cameras are solved from."""

SIZE_UNKNOWN = "Seen from one known place only, a person's size cannot be seen: legs of 0.86 m are assumed."
USUAL_LEGS = 0.4, 1.15
"""Metres of thigh and shin together that people have, children among them."""

SIZE_SEEN = "People have the size that the cameras' rays give them."


def lift_views(
    networks: Networks, views: Sequence[Keypoints], cameras: Sequence[Camera | None], options: ViewOptions
) -> Lifted:
    """The result of `Lifter.lift_views`."""
    options.check()
    views, placed, unknown, sentences = checked_views(views, cameras)
    people = matched_people(views, placed, unknown)
    noise = noise_of_views(people, options.keypoint_noise)
    if options.trajectory:
        check_recorded(options.steps, people[0].people, options.hypotheses)
    check_warm(options, people[0].people)
    sampler = _Sampler(networks, people, noise, np.array(unknown))
    if any(unknown):
        rough = replace(
            options, hypotheses=SOLVING_HYPOTHESES, steps=SOLVING_STEPS, warm=None, trajectory=False
        )
        placed = solved_cameras(
            sampler.seen(placed), unknown, lambda among, seen_by: sampler.sample(seen_by, rough, among)[0][-1]
        )
    evidence = sampler.seen(placed)
    states, warm = sampler.sample(placed, options)
    last = options.steps if options.trajectory else 0
    measured = [
        reprojection_error(camera.to_camera(states[last]), view, camera)
        for view, camera in zip(sampler.usable, placed, strict=True)
    ]
    errors, relative = (np.stack(part) for part in zip(*measured, strict=True))
    count = evidence.observed[..., : len(COCO_KEYPOINTS)].sum(-1)[..., None]
    weight = count / np.maximum(count.sum(0), 1)
    mean = np.where(count.sum(0) > 0, (np.nan_to_num(errors) * weight).sum(0), np.nan)
    levels = [mean_noise(part, view) for part, view in zip(noise, sampler.usable, strict=True)]
    score = hypothesis_scores(states[last], (relative * weight).sum(0), np.mean(levels, axis=0))
    order = np.argsort(-score, axis=1, kind="stable")
    world = in_order(states.astype(np.float32), order, 2)
    sized = sampler.sized(placed)
    sentences += [SIZE_SEEN] if sized.any() else []
    legs = [leg_length(body) for body in world[last][sized]]
    if any(not USUAL_LEGS[0] <= length <= USUAL_LEGS[1] for length in legs):
        sentences.append(
            f"People have legs of {min(legs):.2g} to {max(legs):.2g} m: is the calibration in metres?"
        )
    sentences += [] if sized.all() else [SIZE_UNKNOWN]
    if options.keypoint_noise is None and any(view.noise is not None for view in views):
        sentences.append(OWN_NOISE_USED)
    return Lifted(
        joints=world[last],
        reprojection=in_order(mean.astype(np.float32), order, 1),
        score=in_order(score, order, 1),
        keypoints=people[0],
        camera=placed[0],
        seed=options.seed,
        weights=networks.name,
        sampler=SAMPLER,
        assumptions=tuple(dict.fromkeys(sentences)),
        trajectory=world[: last + 1] if options.trajectory else None,
        denoised=world[last + 1 :] if options.trajectory else None,
        sigmas=_sigmas(options).numpy() if options.trajectory else None,
        data_deviation=networks.scale,
        order=order,
        warm=warm,
        views=tuple(
            View(part, camera, in_order(error, order, 1), solved)
            for part, camera, error, solved in zip(people, placed, errors, unknown, strict=True)
        ),
    )


class _Sampler:
    """Samples the people of some views, whatever their cameras' poses are."""

    def __init__(
        self,
        networks: Networks,
        people: Sequence[Keypoints],
        noise: Sequence[np.ndarray],
        unknown: np.ndarray,
    ):
        self.networks, self.people, self.noise, self.unknown = networks, people, noise, unknown
        self.usable: Sequence[Keypoints] = people

    def seen(self, cameras: Sequence[Camera]) -> SeenPeople:
        """What all views see. What of it can be used does not depend on the cameras' poses."""
        rays = [camera.rays(view.points) for camera, view in zip(cameras, self.people, strict=True)]
        self.usable = [usable(*view) for view in zip(self.people, rays, self.noise, strict=True)]
        views = zip(self.usable, rays, self.noise, cameras, strict=True)
        found = [observed_points(*view) for view in views]
        return SeenPeople(
            tuple(cameras),
            np.stack([view.rays for view in found]),
            np.stack([view.visible for view in found]),
            np.stack([view.noise for view in found]),
        )

    def sized(self, cameras: Sequence[Camera]) -> np.ndarray:
        """(P,) bool: whose size the views with known cameras tell."""
        seen = self.seen(cameras).views(np.flatnonzero(~self.unknown))
        return whose_size_is_seen(seen.cameras, seen.rays, seen.observed)

    def sample(
        self, cameras: Sequence[Camera], options: ViewOptions, among: np.ndarray | None = None
    ) -> tuple[np.ndarray, WarmStart]:
        """(states, warm start) of :func:`sample_views` for the views of these indices, by default all."""
        seen = self.seen(cameras)
        seen = seen if among is None else seen.views(among)
        settings = ViewsSettings(
            hypotheses=options.hypotheses,
            seed=options.seed,
            sampler=SAMPLER,
            sigmas=_sigmas(options),
            noise=options.noise,
            trajectory=options.trajectory,
            callback=options.callback,
            warm=options.warm,
        )
        networks = self.networks
        return sample_views(
            seen,
            self.sized(cameras),
            middles(seen.cameras, seen.rays, seen.observed),
            settings,
            networks.denoiser,
            networks.scale,
            networks.device,
        )


def _sigmas(options: ViewOptions) -> Tensor:
    """(steps + 1,) noise levels, from that of the state that sampling begins with down to 0."""
    start = SIGMA_MAX if options.warm is None else options.warm.sigma
    return karras_sigmas(options.steps, min(SIGMA_MIN, start / 4), start)
