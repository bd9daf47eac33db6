"""The options of a lift of motions, checked, become what is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import ArrayLike

from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.picture_size import with_common_size
from posestudio.lifting.assumed_camera import camera_for
from posestudio.lifting.known import Known
from posestudio.lifting.motion.clock import clock_of
from posestudio.lifting.motion.guided import MOTION_GUIDANCE
from posestudio.lifting.motion.problem import MotionInput, checked_keys
from posestudio.lifting.motion.sampling import MotionCallback, MotionSettings
from posestudio.lifting.options import check_numbers
from posestudio.lifting.sequence import check_fps

STEPS = 10


def motion_input(
    frames: Sequence[Keypoints],
    camera: Camera | None,
    fps: float,
    default_noise: float,
    hypotheses: int = 8,
    seed: int = 0,
    steps: int | None = None,
    noise: float | None = None,
    keypoint_noise: Any = None,
    guidance: float = MOTION_GUIDANCE,
    keys: Mapping[int, Known] | None = None,
    moving: bool = False,
    times: ArrayLike | None = None,
    trajectory: bool = False,
    callback: MotionCallback | None = None,
) -> tuple[MotionInput, MotionSettings] | None:
    """What is solved, and how, of the options of `Lifter.lift_motion`; None where there is nobody in any frame.

    ``default_noise`` is the factor of the starting noise where none is given. Raises LiftError and CameraError.
    """
    if camera is not None and not isinstance(camera, Camera):
        raise LiftError(f"camera must be a Camera, not {camera!r:.60}")
    steps = STEPS if steps is None else steps
    noise = default_noise if noise is None else noise
    check_numbers(steps, hypotheses, seed, noise, guidance)
    clock = clock_of(len(frames), check_fps(fps), times)
    keys = checked_keys(keys, len(frames))
    stated = any(frame.size is not None for frame in frames)
    if camera is None or stated:
        frames = with_common_size(frames)
    if not any(frame.people for frame in frames) and not keys:
        return None
    shown = frames[0] if stated else Keypoints.concatenate(list(frames))
    camera, sentences = camera_for(shown, camera)
    settings = MotionSettings(
        int(hypotheses), int(seed), int(steps), float(noise), float(guidance), trajectory, callback
    )
    settings = replace(settings, fov_known=not camera.assumed)
    given = MotionInput(frames, camera, clock, float(fps), keypoint_noise, keys, moving, remarks=sentences)
    return given, settings
