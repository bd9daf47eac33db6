"""The main job: 2D keypoints and a camera -> the 3D poses that explain them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.resources import find_weights
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.constraints import SIDES
from posestudio.diffusion.guidance import GUIDANCE
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.precision import quickened
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.diffusion.schedules import SCHEDULES, SIGMA_MAX, SIGMA_MIN
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.picture_size import assumed_size_remark
from posestudio.learning.device import pick_device
from posestudio.lifting.assumptions import assumptions, reached
from posestudio.lifting.frames import common_size
from posestudio.lifting.known import Known
from posestudio.lifting.options import check_numbers, check_recorded, noise_of_each
from posestudio.lifting.ranking import rank, reprojection_error
from posestudio.lifting.reconstruction import STOCHASTIC, People, Plan, StepCallback
from posestudio.lifting.result import Lifted, Warm

DEFAULT_SAMPLER = "dpmpp_2m"
DEFAULT_STEPS = {"euler": 12, "heun": 8, "dpmpp_2m": 10, "annealed": 60, "euler_maruyama": 500}
DEFAULT_NOISE = {"annealed": 0.9}
"""The seed's coefficient below one; for deterministic samplers each weights' card says which is calibrated."""

KEYPOINT_NOISE = 0.004
"""Assumed deviation of the 2D keypoints, over the person's size in the picture."""

CLEANING_STEPS = 30
"""Steps from a known noisy pose to clean ones."""

LARGEST_BATCH = 4096
"""Poses evaluated at once; more people are done in parts, but all of one's hypotheses together."""


class Cancelled(Exception):
    """Raised from a callback to stop a lift."""


class Lifter:
    """A trained denoiser, ready to lift."""

    def __init__(self, denoiser: Denoiser, card: dict[str, Any], device: torch.device, name: str):
        self.denoiser, self.card, self.device, self.name = denoiser, card, device, name
        self.scale = float(card["scale"])
        self.noise = float(card.get("noise", 1.0))

    @classmethod
    def load(
        cls, weights: str | os.PathLike[str] = "mlp", device: str = "auto", exact: bool = False
    ) -> Lifter:
        """Load bundled weights by name ('mlp', 'transformer') or a weights file by path.

        Unless ``exact``, the network's blocks multiply in fewer bits where that is quicker.
        Raises CheckpointError when there are none of that name, or the file does not fit.
        """
        path = find_weights(weights)
        place = pick_device(device)
        denoiser, card = load_denoiser(path, place)
        return cls(denoiser if exact else quickened(denoiser, place), card, place, path.stem)

    def lift(
        self,
        keypoints: Keypoints,
        camera: Camera | None = None,
        hypotheses: int = 16,
        seed: int = 0,
        steps: int | None = None,
        sampler: str | None = None,
        noise: float | None = None,
        trajectory: bool = False,
        callback: StepCallback | None = None,
        keypoint_noise: ArrayLike = KEYPOINT_NOISE,
        guidance: float = GUIDANCE,
        known: Known | None = None,
        warm: Warm | None = None,
        schedule: str = "karras",
    ) -> Lifted:
        """Poses that explain ``keypoints`` seen by ``camera`` (assumed when None), and agree with what is ``known``.

        Without any visible keypoint the poses are what people do at all; pins, bone lengths and the like
        narrow them. A known noisy pose is where sampling begins, by default with fresh noise at every step.
        ``warm``, an earlier answer's for as many people and hypotheses, is where a deterministic sampler
        begins instead of at the highest noise: so answers to a question that changes little by little glide,
        and three steps are enough.

        ``keypoint_noise`` is how far the points may be off (a deviation over the person's size, the larger side of
        the box around it): one number, or one for each point, (17,) or (P, 17). Noisy points are followed less.

        ``schedule`` spaces the noise levels of the steps: 'karras' or, as the seed does, 'exponential'.
        ``noise`` scales the noise put in: the starting one of a deterministic sampler, that of every step of
        'annealed'; below 1 the hypotheses lie closer together than they should. ``callback(step, sigma,
        x, denoised)`` is called before each step with poses (P * H, B, 3) in the network's units; an
        exception from it (Cancelled) ends the lift.

        The answer for one person does not depend on who else is in the picture, whatever the options: everybody's
        hypotheses start from the same noise, and nobody's numbers enter another's. Only rounding may differ, as
        processors multiply few and many rows in other orders: joints by less than a millimetre. (Without a camera
        and without a size, the picture is taken to hold everybody's points: give either, and nothing is shared.)

        A camera of another picture size than the keypoints' is scaled to theirs. Raises LiftError (a ValueError)
        for options out of range, CameraError for a camera whose picture has another shape.
        """
        _check_kinds(keypoints=keypoints, camera=camera, known=known, warm=warm)
        known = known or Known()
        sampler = sampler or (DEFAULT_SAMPLER if known.pose is None else "euler_maruyama")
        for name, chosen, there in (("sampler", sampler, SAMPLERS), ("schedule", schedule, SCHEDULES)):
            if not isinstance(chosen, str) or chosen not in there:
                raise LiftError(f"unknown {name} {chosen!r:.60}; expected one of {', '.join(there)}")
        if steps is None:
            steps = DEFAULT_STEPS[sampler] if known.pose is None else CLEANING_STEPS
        if noise is None:
            noise = DEFAULT_NOISE.get(sampler, 1.0 if sampler in STOCHASTIC else self.noise)
        check_numbers(steps, hypotheses, seed, noise, guidance)
        steps, hypotheses = int(steps), int(hypotheses)
        if trajectory:
            check_recorded(steps, keypoints.people, hypotheses)
        _check_together(keypoints, hypotheses, sampler, known, warm)
        said: tuple[str, ...] = ()
        if camera is None:
            picture = common_size([keypoints]) or (1280, 720)
            said = (
                () if keypoints.size is not None or not keypoints.people else (assumed_size_remark(picture),)
            )
            camera = Camera.default(picture)
        elif keypoints.size is not None:
            camera = camera.for_picture(keypoints.size)
        size = known.size
        start = SIGMA_MAX if warm is None else warm.sigma
        if known.pose is not None:
            start = known.pose_noise / self.scale / (size or 1)
        plan = Plan(
            hypotheses=hypotheses,
            seed=int(seed),
            sampler=sampler,
            sigmas=SCHEDULES[schedule](steps, min(SIGMA_MIN, start / 4), min(start, SIGMA_MAX)),
            noise=float(noise),
            keypoint_noise=noise_of_each(keypoint_noise, keypoints.visibility.shape),
            guidance=float(guidance),
            trajectory=trajectory,
            callback=callback,
            known=known,
            size=size or 1.0,
            warm=warm,
        )
        seen = reached(keypoints, camera)
        at_once = max(1, LARGEST_BATCH // hypotheses)
        groups = [
            alike[first : first + at_once]
            for alike in _alike(seen, known)
            for first in range(0, max(len(alike), 1), at_once)
        ]
        parts = [
            People(seen, group, camera, plan, self.denoiser, self.scale, self.device).reconstruct()
            for group in groups
        ]
        back = np.argsort(np.concatenate(groups))
        states = np.concatenate([states for states, _ in parts], axis=1)[:, back]
        going_on = [warm for _, warm in parts if warm is not None]
        lifted = _finish(states, keypoints, seen, camera, plan, self)
        lifted = replace(lifted, assumptions=(*said, *lifted.assumptions))
        return replace(lifted, warm=Warm.together(going_on).of(back)) if going_on else lifted


def _check_together(
    keypoints: Keypoints, hypotheses: int, sampler: str, known: Known, warm: Warm | None
) -> None:
    for name in ("pins", "pose"):
        joints = getattr(known, name)
        if joints is not None and len(joints) != keypoints.people:
            raise LiftError(f"{name} of {len(joints)} people were given with keypoints of {keypoints.people}")
    if warm is None:
        return
    shape = (keypoints.people, hypotheses, len(BODY_JOINTS), 3)
    for name in ("pose", "noise"):
        array = np.asarray(getattr(warm, name))
        if array.shape != shape:
            raise LiftError(f"warm: a warm start of {array.shape[:2]} people and hypotheses does not fit")
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise LiftError(f"warm: {name}: expected finite numbers")
    if not (isinstance(warm.sigma, float) and SIGMA_MIN <= warm.sigma <= SIGMA_MAX):
        raise LiftError(f"warm: sigma must be {SIGMA_MIN:g} to {SIGMA_MAX:g}, not {warm.sigma!r:.60}")
    if sampler in STOCHASTIC:
        raise LiftError(f"{sampler} adds its own noise: it cannot start warm")
    if known.pose is not None:
        raise LiftError("a lift that starts at a known pose cannot start warm as well")


def _check_kinds(**given: Any) -> None:
    """Raises LiftError for things that are of another kind altogether."""
    for name, kind in _KINDS.items():
        if not isinstance(given[name], kind) and given[name] is not None:
            raise LiftError(f"{name} must be a {kind.__name__}, not {given[name]!r:.60}")


_KINDS = {"keypoints": Keypoints, "camera": Camera, "known": Known, "warm": Warm}


def _alike(seen: Keypoints, known: Known) -> Iterator[np.ndarray]:
    """Indices of the people of each kind of question: those who are held somewhere and those who are not, those
    of whom nothing but a noisy pose is known. Each kind is computed in its own way, so none may be mixed in."""
    held = np.zeros(seen.people, bool) if known.pins is None else known.pinned
    unseen = np.zeros(seen.people, bool) if known.pose is None else ~seen.observed.any(-1)
    kinds = held + 2 * unseen
    for kind in np.unique(kinds) if len(kinds) else [0]:
        yield np.flatnonzero(kinds == kind)


def _finish(
    states: np.ndarray,
    keypoints: Keypoints,
    seen: Keypoints,
    camera: Camera,
    plan: Plan,
    lifter: Lifter,
) -> Lifted:
    """Measure, rank and order the hypotheses by the points ``seen``; split the recorded states."""
    steps = len(plan.sigmas) - 1
    last = steps if plan.trajectory else 0
    joints = states[last]
    namings = SIDES[:1] if plan.known.sides else SIDES
    reprojection, relative = reprojection_error(joints, seen, camera, namings)
    score = rank(joints, relative, _mean_noise(plan.keypoint_noise, seen))
    order = np.argsort(-score, axis=1, kind="stable")

    def ordered(array: np.ndarray, axis: int) -> np.ndarray:
        index = order.reshape((1,) * (axis - 1) + order.shape + (1,) * (array.ndim - axis - 1))
        return np.take_along_axis(array, index, axis=axis)

    world = ordered(np.asarray(camera.to_world(states), np.float32), 2)
    return Lifted(
        joints=world[last],
        reprojection=ordered(reprojection, 1),
        score=ordered(score, 1),
        keypoints=keypoints,
        camera=camera,
        seed=plan.seed,
        weights=lifter.name,
        sampler=plan.sampler,
        assumptions=assumptions(keypoints, camera, plan.known),
        trajectory=world[: steps + 1] if plan.trajectory else None,
        denoised=world[steps + 1 :] if plan.trajectory else None,
        sigmas=plan.sigmas.numpy() if plan.trajectory else None,
        data_deviation=lifter.scale,
        order=order,
    )


def _mean_noise(noise: np.ndarray, seen: Keypoints) -> np.ndarray:
    """(P,) mean of the noise (P, 17) of the observed points, at most a tenth of the person's size."""
    there = seen.observed
    return (np.minimum(noise, 0.1) * there).sum(-1) / np.maximum(there.sum(-1), 1)
