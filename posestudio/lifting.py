"""The main job: 2D keypoints and a camera -> the 3D poses that explain them."""

from __future__ import annotations

import operator
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, SupportsFloat

import numpy as np
import torch
from numpy.typing import ArrayLike

from .body.layouts import LEG_LENGTH
from .camera import Camera
from .diffusion.checkpoint import load_denoiser
from .diffusion.constraints import SIDES
from .diffusion.denoiser import Denoiser
from .diffusion.device import pick_device
from .diffusion.guidance import GUIDANCE
from .diffusion.precision import quickened
from .diffusion.samplers import SAMPLERS
from .diffusion.schedule import SCHEDULES, SIGMA_MAX, SIGMA_MIN
from .errors import CheckpointError, LiftError
from .keypoints import MISSING, Keypoints
from .keypoints.picture_size import size_assumed
from .known import Known
from .lifted import Lifted, Warm
from .ranking import rank, reprojection_error
from .reconstruction import STOCHASTIC, People, Plan, StepCallback
from .resources import weights_folder
from .sequences import common_size

DEFAULT_SAMPLER = "dpmpp_2m"
DEFAULT_STEPS = {"euler": 12, "heun": 8, "dpmpp_2m": 10, "annealed": 60, "euler_maruyama": 500}
DEFAULT_NOISE = {"annealed": 0.9}
"""The seed's coefficient below one; for deterministic samplers each weights' card says which is calibrated."""

KEYPOINT_NOISE = 0.004
"""Assumed deviation of the 2D keypoints, over the person's size in the picture."""

MOST_NOISE = 1000.0
"""The largest deviation of a keypoint, over the person's size: where it is says nothing."""

MOST_START_NOISE = 100.0
"""The largest coefficient of the noise put in: beyond it numbers soon are too large to be told apart."""

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
        exception from it (Cancelled) ends the lift. Everybody's hypotheses start from the same noise, so
        the answer for one does not depend on the others. A camera of another picture size than the keypoints' is
        scaled to theirs. Raises LiftError (a ValueError) for options out of range, CameraError for a camera whose
        picture has another shape.
        """
        known = known or Known()
        sampler = sampler or (DEFAULT_SAMPLER if known.pose is None else "euler_maruyama")
        for name, chosen, there in (("sampler", sampler, SAMPLERS), ("schedule", schedule, SCHEDULES)):
            if chosen not in there:
                raise LiftError(f"unknown {name} {chosen!r}; expected one of {', '.join(there)}")
        if steps is None:
            steps = DEFAULT_STEPS[sampler] if known.pose is None else CLEANING_STEPS
        if noise is None:
            noise = DEFAULT_NOISE.get(sampler, 1.0 if sampler in STOCHASTIC else self.noise)
        steps, hypotheses = _whole("steps", steps, 1), _whole("hypotheses", hypotheses, 1)
        _check_together(keypoints, hypotheses, sampler, known, warm)
        said: tuple[str, ...] = ()
        if camera is None:
            picture = common_size([keypoints]) or (1280, 720)
            said = () if keypoints.size is not None or not keypoints.people else (size_assumed(picture),)
            camera = Camera.default(picture)
        elif keypoints.size is not None:
            camera = camera.for_picture(keypoints.size)
        size = _size_known(known)
        start = SIGMA_MAX if warm is None else warm.sigma
        if known.pose is not None:
            start = known.pose_noise / self.scale / (size or 1)
        plan = Plan(
            hypotheses=hypotheses,
            seed=_whole("seed", seed, 0),
            sampler=sampler,
            sigmas=SCHEDULES[schedule](steps, min(SIGMA_MIN, start / 4), min(start, SIGMA_MAX)),
            noise=_within("noise", noise, MOST_START_NOISE),
            keypoint_noise=_noise_of_each(keypoint_noise, keypoints),
            guidance=_within("guidance", guidance, 1),
            trajectory=trajectory,
            callback=callback,
            known=known,
            size=size or 1.0,
            warm=warm,
        )
        seen = _reached(keypoints, camera)
        people_at_once = max(1, LARGEST_BATCH // hypotheses)
        parts = []
        for first in range(0, max(keypoints.people, 1), people_at_once):
            people = slice(first, first + people_at_once)
            group = People(seen, people, camera, plan, self.denoiser, self.scale, self.device)
            parts.append(group.reconstruct())
        states = np.concatenate([states for states, _ in parts], axis=1)
        going_on = [warm for _, warm in parts if warm is not None]
        lifted = _finish(states, keypoints, seen, camera, plan, self)
        lifted = replace(lifted, assumptions=(*said, *lifted.assumptions))
        return replace(lifted, warm=Warm.together(going_on)) if going_on else lifted


def _whole(name: str, number: int, least: int, most: int = 2**63 - 1) -> int:
    """The number as an int. Raises LiftError when it is none, or beyond its range."""
    try:
        whole = operator.index(number)
    except TypeError:
        raise LiftError(f"{name} must be a whole number, not {number!r}") from None
    if not least <= whole <= most:
        raise LiftError(
            f"{name} must be at least {least}{'' if whole < least else f' and at most {most}'}, not {whole}"
        )
    return whole


def _noise_of_each(noise: ArrayLike, keypoints: Keypoints) -> np.ndarray:
    """(P, 17) float32 from a number, (17,) or (P, 17). Raises LiftError for other shapes and negative noise."""
    shape = keypoints.visibility.shape
    try:
        each = np.broadcast_to(np.asarray(noise, np.float64), shape)
    except (TypeError, ValueError):
        raise LiftError(
            f"keypoint_noise: expected a number, or some for keypoints {shape}, not {noise!r}"
        ) from None
    if not ((each >= 0) & (each <= MOST_NOISE)).all():
        raise LiftError(f"keypoint_noise must be 0 to {MOST_NOISE:g}, over the person's size")
    return each.astype(np.float32)


def _within(name: str, number: float, most: float) -> float:
    """The number. Raises LiftError when it is none, below 0 or above ``most``."""
    if not (isinstance(number, SupportsFloat) and 0 <= float(number) <= most):
        raise LiftError(f"{name} must be 0 to {most:g}, not {number!r}")
    return float(number)


def _check_together(
    keypoints: Keypoints, hypotheses: int, sampler: str, known: Known, warm: Warm | None
) -> None:
    for name in ("pins", "pose"):
        joints = getattr(known, name)
        if joints is not None and len(joints) != keypoints.people:
            raise LiftError(f"{name} of {len(joints)} people were given with keypoints of {keypoints.people}")
    if warm is None:
        return
    if warm.pose.shape[:2] != (keypoints.people, hypotheses):
        raise LiftError(f"a warm start of {warm.pose.shape[:2]} people and hypotheses does not fit")
    if sampler in STOCHASTIC:
        raise LiftError(f"{sampler} adds its own noise: it cannot start warm")
    if known.pose is not None:
        raise LiftError("a lift that starts at a known pose cannot start warm as well")


def _reached(keypoints: Keypoints, camera: Camera) -> Keypoints:
    """The keypoints, those missing that lie where the camera's lens model reaches nothing."""
    if camera.distortion is None:
        return keypoints
    nowhere = keypoints.observed & np.isnan(camera.rays(keypoints.points)).any(-1)
    if not nowhere.any():
        return keypoints
    return replace(keypoints, visibility=np.where(nowhere, MISSING, keypoints.visibility))


def _mostly_outside(keypoints: Keypoints, camera: Camera) -> bool:
    """Whether keypoints of a picture of unknown size lie for the most part beyond the camera's picture."""
    seen = keypoints.points[keypoints.observed]
    if keypoints.size is not None or camera.assumed or not len(seen):
        return False
    return bool(((seen < 0) | (seen > camera.size)).any(-1).mean() > 0.5)


def _assumptions(all_reached: bool, camera: Camera, known: Known, keypoints: Keypoints) -> tuple[str, ...]:
    """Plain sentences about what was not given, or could not be used."""
    said = []
    if camera.assumed:
        said.append(
            f"No camera given: assumed a level one with a {camera.fov:.0f} degree vertical field of view"
            " and its centre in the picture's."
        )
    said += camera.said()
    if _mostly_outside(keypoints, camera):
        said.append(
            f"Most keypoints lie outside of the camera's {camera.size[0]} x {camera.size[1]} pixels: are they of a"
            " picture of another size?"
        )
    if not all_reached:
        said.append("2D points that lie where the camera's lens shows nothing are taken as missing.")
    if _size_known(known) is None:
        about = "about 0.86 m, but for the lengths given" if known.bone_lengths else "0.86 m"
        said.append(f"Scale cannot be seen in a picture: bodies are given legs of {about}.")
    return tuple(said)


def _size_known(known: Known) -> float | None:
    """The people's size over that of people with 0.86 m legs, when both leg bones are known."""
    lengths = known.bone_lengths
    if "thigh" not in lengths or "shin" not in lengths:
        return None
    return (lengths["thigh"] + lengths["shin"]) / LEG_LENGTH


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
    score = rank(joints, relative)
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
        assumptions=_assumptions(seen is keypoints, camera, plan.known, keypoints),
        trajectory=world[: steps + 1] if plan.trajectory else None,
        denoised=world[steps + 1 :] if plan.trajectory else None,
        sigmas=plan.sigmas.numpy() if plan.trajectory else None,
        data_deviation=lifter.scale,
        order=order,
    )


def find_weights(weights: str | os.PathLike[str]) -> Path:
    """Path of bundled weights by name, or of a weights file. Raises CheckpointError when there is none."""
    path = Path(weights)
    if path.is_file():  # a folder may have the name of bundled weights
        return path
    if path.suffix.lower() == ".safetensors":
        raise CheckpointError(f"{path}: no such weights file")
    bundled = {file.stem: file for file in sorted(weights_folder().glob("*.safetensors"))}
    if str(weights) not in bundled:
        known = ", ".join(bundled) or "none"
        raise CheckpointError(
            f"no weights named {str(weights)!r}; bundled are: {known}; or give a .safetensors file"
        )
    return bundled[str(weights)]
