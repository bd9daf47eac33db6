"""What `posestudio lift` or Export data wrote, opened again: its keypoints, cameras and the poses lifted then."""

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
    """The keypoints of a lifted NPZ, and the ``take`` that they were lifted to, its rows in the order of frames."""

    take: LiftedSequence | None = None

    def camera(self, frame: int) -> Camera:
        """What saw a frame; where nobody is in it, the frame before."""
        assert self.take is not None
        return self.take.cameras[max(int(np.searchsorted(self.take.frame, frame, side="right")) - 1, 0)]

    def answer(self, frame: int, person: int) -> Lifted | None:
        """The poses in the file of one person of one frame; None where there are none."""
        from posestudio.lifting.result import Lifted

        assert self.take is not None
        rows = self._rows(frame, person)
        if not len(rows):
            return None
        take, row = self.take, int(rows[0])
        camera = take.cameras[row]
        return Lifted(
            joints=take.joints[rows],
            reprojection=take.reprojection[rows],
            score=take.score[rows],
            keypoints=Keypoints(take.points[rows], take.visibility[rows], size=camera.size),
            camera=camera,
            seed=take.seed,
            weights=take.weights,
            sampler="",
            assumptions=take.assumptions,
        )

    def others(self, frame: int, person: int) -> np.ndarray:
        """(P, 27, 3) world metres, the first poses of everybody else in a frame."""
        assert self.take is not None
        here = self.take.rows_of(frame)
        return self.take.joints[np.setdiff1d(here, self._rows(frame, person)), 0]

    def _rows(self, frame: int, person: int) -> np.ndarray:
        assert self.take is not None
        return np.flatnonzero((self.take.frame == frame) & (self.take.person == person))


def source_of_sequence(name: str, take: LiftedSequence) -> LiftedSource:
    """A source of what was lifted; people are numbered without gaps, frames without anybody stay."""
    numbers, person = np.unique(take.person, return_inverse=True)
    take = replace(take, person=person.astype(np.int32))
    nobody = Keypoints(np.zeros((0, 17, 2)), size=take.cameras[0].size)
    frames = [nobody] * take.frames
    for rows in np.split(np.arange(len(take.frame)), np.flatnonzero(np.diff(take.frame)) + 1):
        frames[int(take.frame[rows[0]])] = Keypoints(
            take.points[rows],
            take.visibility[rows],
            size=take.cameras[int(rows[0])].size,
            tracks=take.person[rows].astype(np.int64),
        )
    return LiftedSource(name, tuple(frames), frame_time=1 / take.fps if take.frames > 1 else None, take=take)


def read_lifted(path: Path) -> LiftedSource:
    """Read an NPZ of lifted poses. Raises PoseStudioError with one line that names the file."""
    from posestudio.export.lifted_npz import load_lifted

    take = load_lifted(path)
    order = np.argsort(take.frame, kind="stable")
    if (np.diff(order) != 1).any():
        rows = {name: getattr(take, name)[order] for name in _BY_ROW}
        take = replace(take, cameras=tuple(take.cameras[int(row)] for row in order), trajectory=None, **rows)
    return source_of_sequence(path.name, take)


_BY_ROW = ("joints", "keypoints3d", "score", "reprojection", "frame", "person", "points", "visibility")


def camera_for(source: Source, size: tuple[int, int]) -> Camera:
    """What a source of keypoints is seen by: the camera in its file, else one that is assumed."""
    return source.camera(0) if isinstance(source, LiftedSource) else Camera.default(size)
