"""What the strip shows of each frame: how sure the person's keypoints are, and whether they are there. No widgets."""

from __future__ import annotations

from collections.abc import Container, Iterable

import numpy as np

from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.sources import KeypointsSource, NoSource, Source
from posestudio.app.model.state import State
from posestudio.keypoints import OCCLUDED, VISIBLE

UNSURE = 0.5
"""The confidence below which a frame is unsure."""

ABSENT, UNSEARCHED, UNKNOWN = -1.0, -2.0, -3.0
"""In place of a confidence: the person is not in the frame; nobody has been looked for; not computed yet."""

_MOST_AT_ONCE = 500  # frames computed in one call, so that painting never takes long
_SURE_OF = {VISIBLE: 1.0, OCCLUDED: 0.5}  # where a file gives no confidence


class FrameFacts:
    """How sure one person is in every frame, (F,) 0 to 1, or one of the values above: the mean confidence of the
    keypoints, or what the detector says of the whole pose where that is less. It is computed when it is asked for,
    and kept."""

    def __init__(self, source: Source | None = None, person: int = 0) -> None:
        self._source, self.person = source or NoSource(), person
        self._values = np.full(self._source.frames, UNKNOWN)
        self._seen: tuple[int, int] | None = (
            None  # the first and the last frame with the person, once it is known
        )

    def are_about(self, source: Source, person: int) -> bool:
        """Whether these are of that source and person."""
        return source is self._source and person == self.person

    def forget(self, frames: Iterable[int]) -> None:
        """Compute these frames anew: they were searched."""
        self._values[list(frames)] = UNKNOWN
        self._seen = None

    def values(self, first: int, last: int) -> np.ndarray:
        """The values of the frames from ``first`` to ``last``; some can be UNKNOWN, to be asked for once more."""
        part = self._values[first : last + 1]
        if isinstance(self._source, KeypointsSource):
            for index in np.flatnonzero(part == UNKNOWN)[:_MOST_AT_ONCE].tolist():
                part[index] = _confidence(self._source, first + index, self.person)
        else:
            part[:] = ABSENT if isinstance(self._source, AnimationSource) else 1.0
        return part

    def of(self, frame: int) -> float:
        """The value of one frame."""
        return float(self.values(frame, frame)[0]) if 0 <= frame < len(self._values) else ABSENT

    def is_gap(self, frame: int) -> bool:
        """Whether the person is not in a frame, but in one before it and in one after it."""
        if self.of(frame) != ABSENT or not isinstance(self._source, KeypointsSource):
            return False
        if self._seen is None:
            frames = range(len(self._values))
            first = next((at for at in frames if self.of(at) >= 0), len(frames))
            last = next((at for at in reversed(frames) if self.of(at) >= 0), -1)
            self._seen = first, last
        return self._seen[0] < frame < self._seen[1]


def is_unsure(facts: FrameFacts, state: State, keys: Container[int], frame: int) -> bool:
    """Whether the keypoints of a frame are to be looked at: their confidence is low, or the person is lost for a
    while, and the frame is neither one of the ``keys`` nor marked as missing."""
    low = 0 <= facts.of(frame) < UNSURE or facts.is_gap(frame)
    return low and frame not in keys and not state.motion.is_missing(frame, facts.person)


def _confidence(source: KeypointsSource, frame: int, person: int) -> float:
    if not source.searched(frame):
        return UNSEARCHED
    row = source.row(frame, person)
    if row is None:
        return ABSENT
    keypoints = source.sequence[frame]
    visibility = keypoints.visibility[row]
    if not visibility.any():
        return ABSENT
    score = source.score(frame, person)
    whole = 1.0 if score is None else min(max(score, 0.0), 1.0)
    if keypoints.confidence is None:
        sure = sum(share * float((visibility == kind).sum()) for kind, share in _SURE_OF.items())
        return min(sure / len(visibility), whole)
    # Some files count scores beyond 1; a keypoint that is missing says that nothing is known of it.
    mean = float(np.where(visibility > 0, np.clip(keypoints.confidence[row], 0, 1), 0).mean())
    return min(mean, whole)
