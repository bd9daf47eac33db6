"""The source of an NPZ that `posestudio lift` or Export data wrote: its keypoints, cameras and lifted poses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.model.sources import KeypointsSource
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.app.model.sources import Source
    from posestudio.lifting.result import Lifted
    from posestudio.lifting.sequence import LiftedSequence


@dataclass(frozen=True, eq=False)
class LiftedSource(KeypointsSource):
    """The keypoints of a lifted NPZ, and the ``lifted`` sequence of them, its rows in the order of frames."""

    lifted: LiftedSequence | None = None

    def camera(self, frame: int) -> Camera:
        """The camera of a frame; of one without people, that of the last frame with people before it."""
        assert self.lifted is not None
        return self.lifted.cameras[max(int(np.searchsorted(self.lifted.frame, frame, side="right")) - 1, 0)]

    def answer(self, frame: int, person: int) -> Lifted | None:
        """The poses that the file has for one person of one frame; None where it has none."""
        from posestudio.lifting.result import Lifted

        assert self.lifted is not None
        rows = self._rows(frame, person)
        if not len(rows):
            return None
        lifted, row = self.lifted, int(rows[0])
        camera = lifted.cameras[row]
        return Lifted(
            joints=lifted.joints[rows],
            reprojection=lifted.reprojection[rows],
            score=lifted.score[rows],
            keypoints=lifted.keypoints(rows),
            camera=camera,
            seed=lifted.seed,
            weights=lifted.weights,
            sampler="",
            assumptions=lifted.assumptions,
        )

    def others(self, frame: int, person: int) -> np.ndarray:
        """(P, 29, 3) world metres, the best poses of the other people in a frame."""
        assert self.lifted is not None
        here = self.lifted.rows_of(frame)
        return self.lifted.joints[np.setdiff1d(here, self._rows(frame, person)), 0]

    def _rows(self, frame: int, person: int) -> np.ndarray:
        assert self.lifted is not None
        return np.flatnonzero((self.lifted.frame == frame) & (self.lifted.person == person))


def source_of_sequence(name: str, lifted: LiftedSequence) -> LiftedSource:
    """The source of a lifted sequence; people are numbered without gaps, frames without people are kept."""
    numbers, person = np.unique(lifted.person, return_inverse=True)
    lifted = replace(lifted, person=person.astype(np.int32))
    nobody = Keypoints(np.zeros((0, 17, 2)), size=lifted.cameras[0].size)
    frames = [nobody] * lifted.frames
    for rows in np.split(np.arange(len(lifted.frame)), np.flatnonzero(np.diff(lifted.frame)) + 1):
        there = lifted.keypoints(rows)
        frames[int(lifted.frame[rows[0]])] = replace(there, tracks=lifted.person[rows].astype(np.int64))
    return LiftedSource(
        name, tuple(frames), frame_time=1 / lifted.fps if lifted.frames > 1 else None, lifted=lifted
    )


def read_lifted(path: Path) -> LiftedSource:
    """Read an NPZ of lifted poses. Raises PoseStudioError with one line that names the file."""
    from posestudio.export.lifted_npz import load_lifted

    lifted = load_lifted(path)
    order = np.argsort(lifted.frame, kind="stable")
    if (np.diff(order) != 1).any():
        arrays = {name: getattr(lifted, name) for name in _BY_ROW}
        rows = {name: array[order] for name, array in arrays.items() if array is not None}
        lifted = replace(
            lifted, cameras=tuple(lifted.cameras[int(row)] for row in order), trajectory=None, **rows
        )
    return source_of_sequence(path.name, lifted)


_BY_ROW = (
    *("joints", "keypoints3d", "score", "reprojection", "frame", "person", "points", "visibility"),
    *("confidence", "noise", "boxes", "scores"),
)


def camera_for(source: Source, size: tuple[int, int]) -> Camera:
    """The first camera of a source of keypoints: its file's, else an assumed one for a picture of ``size``, with
    the focal length of its lens where that is known."""
    if isinstance(source, LiftedSource):
        return source.camera(0)
    stated = source.sequence[0].focal_length if isinstance(source, KeypointsSource) else None
    return Camera.default(size, stated)
