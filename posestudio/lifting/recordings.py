"""Lifts recordings of keypoints as motions: follows their people, leaves out ghosts, and knows the rate and noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from posestudio.common.progress import ProgressCallback
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE
from posestudio.keypoints.frame_times import times_of
from posestudio.keypoints.noise import with_noise
from posestudio.keypoints.reading import Recording
from posestudio.keypoints.track_table import TrackSummary, chosen_tracks, only_tracks, track_table
from posestudio.keypoints.tracks import track_people
from posestudio.lifting.assumptions import DETECTED_NOISE_ASSUMED, FPS_ASSUMED
from posestudio.lifting.known import Known
from posestudio.lifting.motion.upright import upright
from posestudio.lifting.sequence import FPS, LiftedSequence

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.motion.result import LiftedMotion


def followed(recording: Recording, fps: float | None = None) -> tuple[Recording, tuple[TrackSummary, ...]]:
    """The recording with its people numbered (see `keypoints.tracks`), and the table of their tracks."""
    rate = fps or recording.fps or FPS
    frames = track_people(recording.frames, rate)
    return replace(recording, frames=tuple(frames)), track_table(frames, rate)


def lift_recording(
    lifter: Lifter,
    recording: Recording,
    camera: Camera | None = None,
    *,
    fps: float | None = None,
    tracks: Sequence[int] = (),
    keys: Mapping[int, Known] | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> tuple[LiftedSequence, tuple[TrackSummary, ...]]:
    """The motions of the people of a recording, and the table of all its tracks.

    ``tracks`` are the numbers of those who are lifted, by default all that the table keeps; the sequence numbers
    people as the table does. ``fps`` overrides the recording's rate and times. ``keys`` say what else is known of
    one person, by frame. ``options`` are those of ``Lifter.lift_motion``. Raises LiftError for keys of several
    people and of frames that are not there, KeypointsError for a track that is not there.
    """
    recording, table = followed(recording, fps)
    chosen = chosen_tracks(table, tracks)
    if keys:
        check_keys(keys, len(recording.frames), chosen)
        options["keys"] = keys
    frames = only_tracks(recording.frames, chosen)
    assumed = [FPS_ASSUMED] if fps is None and recording.fps is None else []
    if recording.found and options.get("keypoint_noise") is None:
        if all(frame.noise is None for frame in frames):
            assumed.append(DETECTED_NOISE_ASSUMED)
        frames = [with_noise(frame, DETECTED_NOISE) for frame in frames]
    times = recording.times if fps is None else None
    motions = lifter.lift_motion(
        frames, camera, fps or recording.fps or FPS, times=times, progress=progress, **options
    )
    if not keys:  # which are in the world of the camera
        motions = upright(motions)
    sequence = LiftedSequence.from_motions([as_numbered(motion) for motion in motions], len(frames))
    said = tuple(dict.fromkeys((*assumed, *sequence.assumptions)))
    seen_at = times_of(recording.frames) if fps is None else None
    return replace(sequence, times=seen_at, assumptions=said), table


def as_numbered(motion: LiftedMotion) -> LiftedMotion:
    """The motion with the number that its keypoints' tracks give the person, where they give one."""
    given = (frame.tracks for frame in motion.keypoints)
    number = next((int(tracks[0]) for tracks in given if tracks is not None and tracks[0] >= 0), motion.track)
    return replace(motion, track=number)


def check_keys(keys: Mapping[int, Known], frames: int, tracks: Sequence[int]) -> None:
    """Raises LiftError for keys that are not of one person of the sequence."""
    if len(tracks) > 1:  # without any, the motion is of the keys alone
        raise LiftError(f"keys are of one person: choose one of the {len(tracks)} tracks")
    beyond = [frame for frame in keys if not 0 <= frame < frames]
    if beyond:
        raise LiftError(f"keys: frame {beyond[0]}: expected 0 to {frames - 1}")
