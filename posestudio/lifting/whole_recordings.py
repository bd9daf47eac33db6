"""Lifts a recording as its frames ask for: a sequence as one motion of each person, other frames each alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from posestudio.common.progress import ProgressCallback
from posestudio.errors import LiftError, SizeUnknown
from posestudio.geometry.camera import Camera
from posestudio.keypoints.frame_times import times_of
from posestudio.keypoints.picture_size import common_size
from posestudio.keypoints.reading import Recording
from posestudio.keypoints.recording_parts import is_sequence
from posestudio.keypoints.track_table import TrackSummary, chosen_tracks, only_tracks
from posestudio.lifting.assumptions import FPS_ASSUMED, noise_remark
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.known import Known
from posestudio.lifting.point_noise import found_noise
from posestudio.lifting.recordings import followed, lift_recording
from posestudio.lifting.sequence import FPS, LiftedSequence, gather

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

HYPOTHESES, MOTIONS = 16, 8
"""Poses for each person and frame, motions for each person, unless it is said how many."""

Bar = Callable[[str], AbstractContextManager[ProgressCallback | None]]
"""Given what is being done, a context with the callback of its progress."""


@dataclass(frozen=True)
class RecordingLift:
    """How recordings are lifted. ``options`` are those of ``Lifter.lift``, without the number of ``hypotheses``."""

    camera: Camera | None = None
    field_of_view: float | None = None
    """Vertical, degrees, where no camera is given"""
    fps: float | None = None
    hypotheses: int | None = None
    options: dict[str, Any] = field(default_factory=dict)
    known: Known | None = None
    keys: dict[int, Known] | None = None
    per_frame: bool = False
    moving: bool = False
    tracks: tuple[int, ...] = ()
    one_camera: bool = True
    """Whether all frames of a recording are of one camera"""

    def alone(self, names: Sequence[str], fps: float | None = None) -> tuple[bool, str]:
        """Whether each of the frames of these names is lifted alone, and a sentence that says why, where it was not
        asked for. ``fps`` are the frames per second that the source states."""
        if self.per_frame or len(names) < 2:
            return True, ""
        if not is_sequence(names, fps):
            return True, "The pictures are not one sequence: each is lifted alone."
        asked = [f"--{name}" for name in ("sampler", "schedule") if self.options.get(name) is not None]
        asked += ["--known"] if self.known is not None else []
        if asked:
            return True, f"{asked[0]} is about single poses: each frame is lifted alone."
        return False, ""

    def check_single(self) -> None:
        """Raises LiftError for what single frames do not have."""
        if self.keys is not None:
            raise LiftError("keys are of a motion: expected a sequence, and neither --per-frame nor --known")

    @property
    def of_frames(self) -> dict[str, Any]:
        """The options of frames that are lifted alone."""
        return self.options | {"hypotheses": self.hypotheses or HYPOTHESES}

    @property
    def of_motions(self) -> dict[str, Any]:
        """The options of motions, which have not all of those of single poses."""
        options = {name: value for name, value in self.options.items() if name not in ("sampler", "schedule")}
        return options | {"hypotheses": self.hypotheses or MOTIONS, "moving": self.moving}


@dataclass(frozen=True)
class LiftedRecording:
    """A recording that was lifted: the ``table`` of its tracks where it is of motions, and ``why`` it is of frames
    alone, where that was not asked for."""

    sequence: LiftedSequence
    table: tuple[TrackSummary, ...] = ()
    why: str = ""


def read_sized(
    read: Callable[[tuple[int, int] | None], Recording], size: tuple[int, int] | None, camera: Camera | None
) -> Recording:
    """What ``read`` gives for the pictures' ``size``; where it needs one and has none, for that of the ``camera``."""
    try:
        return read(size)
    except SizeUnknown:
        if camera is None:
            raise
        return read(camera.size)


def lift_whole(
    lifter: Lifter, recording: Recording, how: RecordingLift, bar: Bar = lambda text: nullcontext()
) -> LiftedRecording:
    """Lift a recording. Raises PoseStudioError where nobody is in it, and for options that do not fit it."""
    names = [frame.source for frame in recording.frames]
    alone, why = how.alone(names, recording.fps)
    how = replace(how, camera=_camera(how, recording, lifter, bar))
    if alone:
        how.check_single()
        return LiftedRecording(_lifted_alone(how, recording, lifter, bar), why=why)
    with bar("lifting") as progress:
        sequence, table = lift_recording(
            lifter,
            recording,
            how.camera,
            fps=how.fps,
            tracks=how.tracks,
            keys=how.keys,
            progress=progress,
            **how.of_motions,
        )
    return LiftedRecording(sequence, table)


def _camera(how: RecordingLift, recording: Recording, lifter: Lifter, bar: Bar) -> Camera | None:
    """The camera that was given, or one with the field of view that was given or is inferred from everybody in a
    picture or a sequence; None where a photograph states its own, and where too few are seen."""
    frames = recording.frames
    if how.camera is not None or any(frame.focal_length is not None for frame in frames):
        return how.camera
    size = common_size(frames)
    if how.field_of_view is not None and size is not None:
        return Camera.default(size).with_fov(how.field_of_view)
    if (
        not how.one_camera
        or len(frames) > 1
        and not is_sequence([frame.source for frame in frames], recording.fps)
    ):
        return None  # pictures of several cameras, perhaps
    with bar("inferring the field of view") as progress:
        found = lifter.infer_field_of_view(frames, progress)
    return None if found is None or size is None else found.camera(size)


def _lifted_alone(how: RecordingLift, recording: Recording, lifter: Any, bar: Bar) -> LiftedSequence:
    """Each frame lifted alone."""
    options = how.of_frames
    if how.known is not None:
        options["known"] = how.known
    if how.tracks:
        recording, table = followed(recording, how.fps)
        frames = tuple(only_tracks(recording.frames, chosen_tracks(table, how.tracks)))
        recording = replace(recording, frames=frames)
    assumed = []
    if recording.found and "keypoint_noise" not in options:
        noise = found_noise(recording.frames)
        options["keypoint_noise"] = noise
        assumed.append(noise_remark(noise))
    if how.fps is None and recording.fps is None and len(recording.frames) > 1:
        assumed.append(FPS_ASSUMED)
    with bar("lifting") as progress:
        lifted = lift_frames(lifter, recording.frames, how.camera, progress, **options)
    sequence = gather(lifted, how.fps or recording.fps or FPS)
    times = times_of(recording.frames) if how.fps is None else None
    return replace(sequence, times=times, assumptions=(*assumed, *sequence.assumptions))
