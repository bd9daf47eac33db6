"""The motion of what is open, one of each person through the frames that are kept, and the video of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr
from posestudio.app.model.motion_observation import motion_keypoints, motion_range
from posestudio.app.model.motion_poses import with_hypotheses, within
from posestudio.app.model.state import State
from posestudio.app.model.video_source import VideoSource
from posestudio.app.work.motion_request import MotionRequest, solve
from posestudio.common.colours import Theme, palette
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError

if TYPE_CHECKING:
    from posestudio.export.video import Video
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.sequence import LiftedSequence


def motion_sequence(
    state: State, known: Mapping[int, LiftedMotion], progress: ProgressCallback, people: list[int]
) -> LiftedSequence:
    """The motions of some of the people in the frames that are kept, those that `trim` leaves.

    ``known`` has those that have been solved, by person, the motion to export first; the others are solved as the
    window does it. Before a camera of unknown pose they are turned upright. Of a person with fewer motions than
    others the last is repeated. Raises PoseStudioError where of nobody enough is known.
    """
    from posestudio.lifting.motion.upright import upright
    from posestudio.lifting.sequence import LiftedSequence

    first, last = motion_range(state)
    found = {}
    for person in people:
        solved = known[person] if person in known else _solved(replace(state, person=person), progress)
        kept = None if solved is None else within(solved, first, last)
        if kept is not None and len(kept.frames):
            found[person] = replace(kept, track=person)
    if not found:
        raise PoseStudioError(tr("nobody is seen in at least two frames, and there are no keys"))
    most = max(one.joints.shape[1] for one in found.values())
    motions = [
        with_hypotheses(one, np.minimum(np.arange(most), one.joints.shape[1] - 1).tolist())
        for one in found.values()
    ]
    if not state.pins:  # which are in the world of the camera
        motions = upright(motions)
    sequence = LiftedSequence.from_motions(motions, state.source.frames)
    source = state.source
    times = source.video.times[first : last + 1] if isinstance(source, VideoSource) and source.video else None
    return replace(
        sequence, frame=sequence.frame - first, frames=last - first + 1, first_frame=first, times=times
    )


def _solved(state: State, progress: ProgressCallback) -> LiftedMotion | None:
    """The motion of the state's person; None where too little is known of them."""
    from posestudio.app.work.lift_worker import load_lifter

    lifter, request = load_lifter(state.settings.weights), MotionRequest(state)
    return solve(
        lifter, motion_keypoints(state), request, lambda step, steps: progress(step + 1, steps, "steps")
    )


def unsearched_remark(state: State) -> str:
    """A remark on a video that people are still to be looked for in; empty where they have been in all frames that
    are kept."""
    source = state.source
    if not isinstance(source, VideoSource):
        return ""
    first, last = motion_range(state)
    searched = source.found_frames.searched[first : last + 1]
    if searched.all():
        return ""
    return tr(
        "people have been looked for in {done} of {all} frames so far",
        done=number(searched.sum()),
        all=number(len(searched)),
    )


def motion_video(state: State, sequence: LiftedSequence, theme: Theme, height: int) -> Video:
    """The video of the motion ``sequence``, ``height`` pixels high: of a video with the bodies over its picture,
    beside the 3D view."""
    from posestudio.export.picture_frames import video_pictures
    from posestudio.export.picture_video import PictureVideo
    from posestudio.export.video import video_of_sequence, wide_size

    source, colours = state.source, palette(theme)
    if isinstance(source, VideoSource) and source.video is not None:
        first = sequence.first_frame
        pictures = video_pictures(source.video.path, range(first, first + sequence.frames))
        return PictureVideo(sequence, pictures, colours, height)
    return video_of_sequence(sequence, wide_size(height), colours)
