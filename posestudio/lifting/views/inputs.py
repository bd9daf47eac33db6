"""What a lift of several views is given, checked: errors name the view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from posestudio.errors import CameraError, LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumed_camera import camera_for
from posestudio.lifting.known import Known
from posestudio.lifting.options import check_numbers
from posestudio.lifting.point_noise import noise_used
from posestudio.lifting.recorded_steps import StepCallback
from posestudio.lifting.result import WarmStart

MOST_VIEWS = 8


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

    def check(self) -> None:
        """Raises LiftError for options out of range."""
        check_numbers(self.steps, self.hypotheses, self.seed)
        if self.known is not None:
            raise LiftError("known: expected None: with several views only the keypoints are used")


def checked_views(
    views: Sequence[Keypoints], cameras: Sequence[Camera | None]
) -> tuple[list[Keypoints], list[Camera], list[bool], list[str]]:
    """The views, their cameras in the pixels of their pictures, whether each one's pose is to be solved for, and
    sentences about them.

    The poses of cameras that are not given, or given without a pose, are solved for; where none is given with one,
    the first camera stays where it is assumed to be. Raises LiftError and CameraError that name the view.
    """
    views, cameras = list(views), list(cameras)
    if not 2 <= len(views) <= MOST_VIEWS:
        raise LiftError(f"views: expected 2 to {MOST_VIEWS}, found {len(views)}")
    if len(cameras) != len(views):
        raise LiftError(f"cameras: expected one for each of {len(views)} views, found {len(cameras)}")
    known, unknown, sentences = [], [], []
    for number, (view, camera) in enumerate(zip(views, cameras, strict=True), 1):
        if not isinstance(view, Keypoints):
            raise LiftError(f"view {number}: keypoints must be Keypoints, not {view!r:.60}")
        if not isinstance(camera, Camera | None):
            raise LiftError(f"view {number}: camera must be a Camera, not {camera!r:.60}")
        try:
            fitting, said = camera_for(view, camera)
        except CameraError as problem:
            raise CameraError(f"view {number}: {problem}") from problem
        known.append(fitting)
        unknown.append(fitting.assumed or fitting.pose_assumed)
        sentences += [f"View {number}: {text}" for text in said]
    if all(unknown):
        unknown[0] = False
    for number, (camera, solved) in enumerate(zip(known, unknown, strict=True), 1):
        if camera.assumed:
            sentences.append(
                f"View {number}: no camera given: a {camera.fov:.0f} degree vertical field of view is assumed."
            )
        remarks = camera.notes if solved else camera.remarks()
        sentences += [f"View {number}: {text}" for text in remarks]
        sentences += (
            [f"View {number}: where its camera stands is solved for from the people."] if solved else []
        )
    return views, known, unknown, sentences


def noise_of_views(
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


def check_warm(options: ViewOptions, people: int) -> None:
    """Raises LiftError for a warm start of others."""
    if options.warm is None:
        return
    if not isinstance(options.warm, WarmStart) or options.warm.pose.shape[:2] != (people, options.hypotheses):
        raise LiftError(f"warm: expected a warm start of {people} people and {options.hypotheses} hypotheses")
