"""Rerun recordings of lifted poses: pictures, keypoints, heatmaps, hypotheses and their denoising."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from posestudio.common.atomic_files import atomic_write
from posestudio.common.extras import needed
from posestudio.common.file_kinds import RERUN_OUTPUTS, checked_suffix
from posestudio.export.picture_frames import PictureFrames
from posestudio.lifting.sequence import LiftedSequence

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected


def save_rrd(
    path: str | os.PathLike[str],
    sequence: LiftedSequence,
    *,
    pictures: PictureFrames | None = None,
    detected: Detected | None = None,
) -> None:
    """Write a sequence as a recording, a .rrd, with the ``pictures`` of its frames; of a single picture also the
    heatmaps of its ``detected`` people, where their trajectory was recorded.

    Timelines are ``frame``, ``time`` (seconds) and ``denoising_step``, with the states of the trajectory as
    `result.shown_trajectory` has them; docs/usd-and-rerun.md lists the entities. Frames are written one after the
    other. Written completely or not at all. Raises PoseStudioError for another suffix and without the extra rerun,
    OSError where the file cannot be written.
    """
    checked_suffix(path, RERUN_OUTPUTS)
    needed("rerun", "rerun")
    from posestudio.export.rerun_recording import write_recording

    with atomic_write(path) as temporary:
        write_recording(temporary, Path(path).stem, sequence, pictures, detected)
