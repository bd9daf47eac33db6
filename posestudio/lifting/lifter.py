"""The lifter: 2D keypoints and a camera -> the 3D poses that explain them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import find_motion_weights, find_weights
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.constraints import SIDE_EXCHANGES
from posestudio.diffusion.guidance import GUIDANCE
from posestudio.diffusion.motion_checkpoint import load_motion_denoiser
from posestudio.diffusion.motion_denoiser import MotionDenoiser
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.diffusion.samplers import SAMPLERS, STOCHASTIC
from posestudio.diffusion.schedules import SCHEDULES, SIGMA_MAX, SIGMA_MIN
from posestudio.errors import CheckpointError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.learning.device import pick_device
from posestudio.lifting.assumed_camera import camera_for
from posestudio.lifting.assumptions import assumptions, usable
from posestudio.lifting.checks import check_kinds, check_known, check_name, check_warm
from posestudio.lifting.field_of_view import FieldOfView, infer_field_of_view
from posestudio.lifting.hand import HAND_WEIGHTS, load_hand
from posestudio.lifting.known import Known
from posestudio.lifting.motion.changed import solve_again
from posestudio.lifting.motion.guided import MOTION_GUIDANCE
from posestudio.lifting.motion.inputs import motion_input
from posestudio.lifting.motion.lift import MotionSection, lift_sections, lift_tracks
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.motion.sampling import MotionCallback, Networks
from posestudio.lifting.motion.sections import MotionState
from posestudio.lifting.observed import observed_points
from posestudio.lifting.options import check_numbers, check_recorded
from posestudio.lifting.point_noise import noise_used
from posestudio.lifting.reconstruction import SamplingSettings, reconstruct
from posestudio.lifting.recorded_steps import StepCallback
from posestudio.lifting.result import Lifted, WarmStart, in_order
from posestudio.lifting.scoring import hypothesis_scores, mean_noise, reprojection_error
from posestudio.lifting.sequence import FPS
from posestudio.lifting.views.lift import ViewOptions, lift_views

DEFAULT_SAMPLER = "dpmpp_2m"
DEFAULT_STEPS = {"euler": 12, "heun": 8, "dpmpp_2m": 10, "annealed": 60, "euler_maruyama": 500}
DEFAULT_NOISE = {"annealed": 0.9}
"""Noise factors; the calibrated one of deterministic samplers is in each weights' card."""

CLEANING_SAMPLER, CLEANING_STEPS = "euler_maruyama", 30
"""How a known noisy pose becomes clean ones, unless other options are given."""

MOTION_WEIGHTS, MOTION_OF = "motion", "mlp"
"""Names of the bundled weights of the motion denoiser, and of those whose estimates it corrects."""


class Cancelled(Exception):
    """Raised from a callback to stop a lift."""


class Lifter:
    """A trained denoiser with its device and card, which lifts keypoints."""

    def __init__(
        self,
        denoiser: Denoiser,
        card: dict[str, Any],
        device: torch.device,
        name: str,
        motion_weights: str | os.PathLike[str] | None = None,
        hand: Denoiser | None = None,
    ):
        self.denoiser, self.card, self.device, self.name = denoiser, card, device, name
        self.motion_weights, self.hand = motion_weights, hand
        self.scale = float(card["scale"])
        self.noise = float(card.get("noise", 1.0))

    @classmethod
    def load(
        cls,
        weights: str | os.PathLike[str] = "mlp",
        device: str = "auto",
        exact: bool = False,
        motion_weights: str | os.PathLike[str] | None = MOTION_WEIGHTS,
        hand_weights: str | os.PathLike[str] | None = HAND_WEIGHTS,
    ) -> Lifter:
        """Load bundled weights by name ('mlp', 'transformer') or a weights file by path.

        Unless ``exact``, the network's blocks multiply in fewer bits where that is quicker. ``motion_weights`` are
        those of the motion denoiser, by name or path, with which :meth:`lift_motion` estimates; None, or bundled ones
        that are not there or were trained with other weights: frames are estimated singly and coupled through time.
        ``hand_weights`` are those of the student that answers ``quick`` lifts, by name or path; None, or bundled ones
        that are not there or were distilled from other weights: this network answers them.
        Raises CheckpointError when no bundled weights have that name, or the file does not fit.
        """
        path = find_weights(weights)
        torch_device = pick_device(device)
        denoiser, card = load_denoiser(path, torch_device)
        if denoiser.follows:
            raise CheckpointError(f"{path}: weights of a student: expected those of the lifter it belongs to")
        return cls(
            denoiser if exact else optimized_for_inference(denoiser, torch_device),
            card,
            torch_device,
            path.stem,
            motion_weights if path.stem == MOTION_OF or motion_weights != MOTION_WEIGHTS else None,
            load_hand(hand_weights, path, torch_device, exact),
        )

    @cached_property
    def motion_denoiser(self) -> MotionDenoiser | None:
        """The denoiser of motions that corrects this lifter's; None where there is none. Raises CheckpointError."""
        if self.motion_weights is None:
            return None
        try:
            path = find_motion_weights(self.motion_weights)
        except CheckpointError:
            if self.motion_weights == MOTION_WEIGHTS:
                return None
            raise
        return load_motion_denoiser(path, self.denoiser, self.device)[0]

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
        keypoint_noise: ArrayLike | None = None,
        guidance: float = GUIDANCE,
        known: Known | None = None,
        warm: WarmStart | None = None,
        schedule: str = "karras",
        quick: bool = False,
    ) -> Lifted:
        """Poses that explain ``keypoints`` seen by ``camera`` (assumed when None), and agree with what is ``known``.

        Without any visible keypoint the poses are samples of what the network was trained on; pins, bone lengths
        and the like narrow them. A known noisy pose is where sampling begins, by default with new noise at every
        step. ``warm``, an earlier result's for as many people and hypotheses, is where a deterministic sampler
        begins instead of at the highest noise: then the results for keypoints that change little by little
        change smoothly, and three steps are enough.

        ``keypoint_noise`` is how far the points may be off (a standard deviation over the person's size, the larger
        side of the box around it): one number, or one for each point, (17,) or (P, 17). Noisy points are followed
        less, the noisiest not at all (see `point_noise.too_noisy`). None takes the keypoints' own ``noise``,
        KEYPOINT_NOISE where that is not known.

        ``quick`` asks for one evaluation of the student :attr:`hand`: it changes the poses of the last lift that was
        sampled, which ``warm`` has, into nearly those of such a lift of these keypoints. Where there is no student,
        and where something else than keypoints is known or a trajectory is asked for, other options count as without.

        ``schedule`` spaces the noise levels of the steps: 'karras', or 'exponential' for a geometric schedule.
        ``noise`` scales the noise put in: the starting one of a deterministic sampler, that of every step of
        the others; below 1 the hypotheses lie closer together than they should. ``callback(step, sigma,
        x, denoised)`` is called before each step with poses (P * H, B, 3) in the network's units; an
        exception from it (Cancelled) ends the lift.

        The result for one person does not depend on the other people in the picture, whatever the options: all
        hypotheses start from the same noise, and no number of one person enters another's result. Only rounding may
        differ, as processors multiply few and many rows in other orders: joints by less than a millimetre. (Without
        a camera and a size, the picture's size is guessed from all people's points: give either to avoid that.)

        A camera of another picture size than the keypoints' is scaled to theirs. Raises LiftError (a ValueError)
        for options out of range, CameraError for a camera whose picture has another shape.
        """
        check_kinds(keypoints=keypoints, camera=camera, known=known, warm=warm)
        known = known or Known()
        cleaning = known.pose is not None
        sampler = sampler or (CLEANING_SAMPLER if cleaning else DEFAULT_SAMPLER)
        check_name("sampler", sampler, SAMPLERS)
        check_name("schedule", schedule, SCHEDULES)
        if steps is None:
            steps = CLEANING_STEPS if cleaning else DEFAULT_STEPS[sampler]
        if noise is None:
            noise = DEFAULT_NOISE.get(sampler, 1.0 if sampler in STOCHASTIC else self.noise)
        check_numbers(steps, hypotheses, seed, noise, guidance)
        steps, hypotheses = int(steps), int(hypotheses)
        quick = quick and self.hand is not None and warm is not None and warm.followed is not None
        quick = quick and not trajectory and not known.anything and sampler not in STOCHASTIC
        steps = 1 if quick else steps
        if trajectory:
            check_recorded(steps, keypoints.people, hypotheses)
        check_known(keypoints, known)
        check_warm(keypoints, hypotheses, sampler, known, warm)
        camera, size_sentences = camera_for(keypoints, camera)
        rays = camera.rays(keypoints.points)
        point_noise = noise_used(keypoints, keypoint_noise)
        seen = usable(keypoints, rays, point_noise)
        settings = SamplingSettings(
            hypotheses=hypotheses,
            seed=int(seed),
            sampler=sampler,
            sigmas=self._sigmas(schedule, steps, known, warm),
            noise=float(noise),
            keypoint_noise=point_noise,
            guidance=float(guidance),
            trajectory=trajectory,
            callback=callback,
            known=known,
            size=known.size or 1.0,
            warm=warm,
            quick=quick,
        )
        observed = observed_points(seen, rays, point_noise, camera)
        denoiser = self.hand if quick and self.hand is not None else self.denoiser
        states, warm = reconstruct(seen, observed, camera, settings, denoiser, self.scale, self.device)
        last = steps if trajectory else 0
        reprojection, score = _measured(states[last], seen, camera, settings)
        order = np.argsort(-score, axis=1, kind="stable")
        world = in_order(np.asarray(camera.to_world(states), np.float32), order, 2)
        return Lifted(
            joints=world[last],
            reprojection=in_order(reprojection, order, 1),
            score=in_order(score, order, 1),
            keypoints=keypoints,
            camera=camera,
            seed=settings.seed,
            weights=self.name,
            sampler=sampler,
            assumptions=(*size_sentences, *assumptions(keypoints, rays, camera, known, keypoint_noise)),
            trajectory=world[: steps + 1] if trajectory else None,
            denoised=world[steps + 1 :] if trajectory else None,
            sigmas=settings.sigmas.numpy() if trajectory else None,
            data_deviation=self.scale,
            order=order,
            warm=warm,
        )

    def lift_views(
        self,
        views: Sequence[Keypoints],
        cameras: Sequence[Camera | None],
        hypotheses: int = 16,
        seed: int = 0,
        steps: int | None = None,
        trajectory: bool = False,
        callback: StepCallback | None = None,
        keypoint_noise: Sequence[ArrayLike | None] | ArrayLike | None = None,
        known: Known | None = None,
        warm: WarmStart | None = None,
    ) -> Lifted:
        """The poses that explain 2 to 8 views of the same people, each seen by its camera, all at once.

        People are matched as `views.matching.matched_people` says; in a view that somebody is not in, their
        keypoints are missing. The result is in the cameras' world, in metres: with two known cameras or more people
        have the size that the rays give them. Its ``keypoints`` and ``camera`` are those of the first view, ``views``
        has those of all, and ``reprojection`` is the mean over all views' points. ``keypoint_noise`` may be a list
        with one for each view; other options are as in :meth:`lift`. Raises LiftError and CameraError that name the
        view, counted from 1.
        """
        steps = DEFAULT_STEPS[DEFAULT_SAMPLER] if steps is None else steps
        options = ViewOptions(
            hypotheses, seed, steps, trajectory, callback, keypoint_noise, known, warm, self.noise
        )
        return lift_views(
            Networks(self.denoiser, self.scale, self.device, self.name), views, cameras, options
        )

    def infer_field_of_view(
        self, frames: Sequence[Keypoints], progress: ProgressCallback | None = None
    ) -> FieldOfView | None:
        """The vertical field of view of the camera that saw everybody in ``frames``, see `field_of_view`; None where
        too few are seen, or the weights' card does not have what it takes. ``.camera(size)`` is a camera for
        :meth:`lift`."""
        return infer_field_of_view(self.denoiser, self.card, frames, self.device, progress)

    def lift_motion(
        self,
        frames: Sequence[Keypoints],
        camera: Camera | None = None,
        fps: float = FPS,
        hypotheses: int = 8,
        seed: int = 0,
        steps: int | None = None,
        noise: float | None = None,
        keypoint_noise: ArrayLike | None = None,
        guidance: float = MOTION_GUIDANCE,
        keys: Mapping[int, Known] | None = None,
        moving: bool = False,
        times: ArrayLike | None = None,
        trajectory: bool = False,
        callback: MotionCallback | None = None,
        progress: ProgressCallback | None = None,
        previous: LiftedMotion | None = None,
        changed: Collection[int] | None = None,
    ) -> list[LiftedMotion]:
        """The motions that explain the ``frames`` of a sequence, one LiftedMotion for each person in it.

        People are followed through the frames (see `keypoints.tracks`); a frame without a person is a gap in their
        motion, which is filled in. Hypothesis h is one motion through all frames. ``callback(step, steps)`` is called
        before each step; an exception from it (Cancelled) ends the lift. ``moving`` says that the camera moves
        or that its pose is not known. Other options are as in :meth:`lift`. Raises LiftError for options out of
        range, CameraError for a camera whose picture has another shape.
        """
        found = motion_input(
            frames,
            camera,
            fps,
            self.noise,
            hypotheses=hypotheses,
            seed=seed,
            steps=steps,
            noise=noise,
            keypoint_noise=keypoint_noise,
            guidance=guidance,
            keys=keys,
            moving=moving,
            times=times,
            trajectory=trajectory,
            callback=callback,
        )
        if found is None:
            return []
        given, settings = found
        if previous is not None:
            return [solve_again(given, self._networks(), settings, previous, changed or ())]
        return lift_tracks(given, self._networks(), settings, progress)

    def lift_motion_in_sections(
        self,
        frames: Sequence[Keypoints],
        camera: Camera | None = None,
        fps: float = FPS,
        state: MotionState | None = None,
        progress: ProgressCallback | None = None,
        **options: Any,
    ) -> Iterator[MotionSection]:
        """The motions of :meth:`lift_motion`, section by section: of a sequence of any length, in constant memory.

        Each MotionSection has the motions of the people in its frames, with these frames alone, and the ``state``
        from which the next one follows. A lift that was interrupted is continued by giving the same arguments and the
        last ``state`` (see `MotionState.arrays` for saving it): the results are the same. Hypotheses are ranked by
        the first section that a person is in and keep that order, so that each is one motion through all sections.
        ``options`` are those of :meth:`lift_motion`. Raises LiftError and CameraError as that does.
        """
        found = motion_input(frames, camera, fps, self.noise, **options)
        if found is not None:
            given, settings = found
            yield from lift_sections(given, self._networks(), settings, state, progress)

    def _networks(self) -> Networks:
        """What a lift of motions takes of this lifter."""
        return Networks(self.denoiser, self.scale, self.device, self.name, self.motion_denoiser)

    def _sigmas(self, schedule: str, steps: int, known: Known, warm: WarmStart | None) -> Tensor:
        """(steps + 1,) noise levels, from that of the state that sampling begins with down to 0."""
        start = SIGMA_MAX if warm is None else warm.sigma
        if known.pose is not None:
            start = known.pose_noise / self.scale / (known.size or 1)
        return SCHEDULES[schedule](steps, min(SIGMA_MIN, start / 4), min(start, SIGMA_MAX))


def _measured(
    joints: np.ndarray, seen: Keypoints, camera: Camera, settings: SamplingSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Reprojection errors in pixels and scores, (P, H) each, of hypotheses (P, H, B, 3) in camera axes."""
    namings = SIDE_EXCHANGES[:1] if settings.known.sides else SIDE_EXCHANGES
    reprojection, relative = reprojection_error(joints, seen, camera, namings)
    return reprojection, hypothesis_scores(joints, relative, mean_noise(settings.keypoint_noise, seen))
