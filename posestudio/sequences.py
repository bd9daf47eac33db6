"""Pictures in a row: lifted one by one, as one camera saw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.progress import Progress

if TYPE_CHECKING:
    from posestudio.lifted import Lifted
    from posestudio.lifting import Lifter

_MARGIN = 1.05  # of a picture that is only known by its keypoints, beyond the outermost of them


def lift_frames(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    camera: Camera | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> list[Lifted]:
    """Lift each frame; ``options`` are those of ``Lifter.lift``.

    Frames that do not say their picture's size are taken to be of one size, so that without a camera the
    one assumed is the same for all of them.
    """
    lifted = []
    for frame in of_one_size(frames):
        lifted.append(lifter.lift(frame, camera, **options))
        if progress is not None:
            progress(len(lifted), len(frames), "frames")
    return lifted


def of_one_size(frames: Sequence[Keypoints]) -> list[Keypoints]:
    """The frames, those without a size given the largest known one, or else one that holds all keypoints."""
    known = [frame.size for frame in frames if frame.size is not None]
    seen = [frame.points[frame.observed] for frame in frames if frame.observed.any()]
    if known:
        size = max(known)
    elif seen:
        width, height = np.maximum(np.ceil(np.concatenate(seen).max(axis=0) * _MARGIN), 16)
        size = int(width), int(height)
    else:
        return list(frames)
    return [frame if frame.size is not None else replace(frame, size=size) for frame in frames]
