"""Lifted sequences: the hypotheses of every person of every frame, with cameras and keypoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import NDArray

from posestudio.common.counts import counted
from posestudio.common.notebook import ShowsItself, summary
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.frame_times import rate_varies, times_of
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.result import Lifted, camera_text, error_text, shown_trajectory

FPS = 30.0
"""Frames per second of a sequence of which the rate is not known."""
SLOWEST, FASTEST = 1e-3, 1e4  # frames per second
FOUND = ("confidence", "noise", "boxes", "scores", "extra", "extra_noise")
"""Optional fields of `Keypoints` that a sequence keeps."""
_OF_ROWS = (
    *("joints", "keypoints3d", "score", "reprojection", "frame", "person", "points", "visibility"),
    *("uncertainty", "stands", *FOUND),
)
_TOLERATED_MOVEMENT = 0.02  # metres of mean joint movement that weigh as much as one unit of score


@dataclass(frozen=True, eq=False)
class LiftedSequence(ShowsItself):
    """Lifted people of one picture or of a sequence, one row each.

    N rows, H hypotheses, best first, B body joints; row n is person ``person[n]`` of frame ``frame[n]``.
    Frames without people have no row. All points are world metres, Y up.
    """

    joints: NDArray[np.float32]
    """(N, H, B, 3)"""
    keypoints3d: NDArray[np.float32]
    """(N, H, 17, 3)"""
    score: NDArray[np.float32]
    """(N, H), higher is better"""
    reprojection: NDArray[np.float32]
    """(N, H) mean pixel error over the observed keypoints; nan without any of them"""
    frame: NDArray[np.int32]
    person: NDArray[np.int32]
    cameras: tuple[Camera, ...]
    """One for each row"""
    points: NDArray[np.float32]
    """(N, 17, 2) pixels, the 2D keypoints that were lifted"""
    visibility: NDArray[np.int8]
    """(N, 17) of 0 missing, 1 occluded, 2 visible"""
    frames: int = 1
    first_frame: int = 0
    """The number of this part's frame 0 in the whole sequence; 0 unless this is a part"""
    fps: float = FPS
    times: NDArray[np.float64] | None = None
    """(frames,) seconds from the beginning of their video to each frame, increasing; None where they are not known"""
    seed: int = 0
    weights: str = ""
    assumptions: tuple[str, ...] = ()
    trajectory: NDArray[np.float32] | None = None
    """(steps + 1, N, H, B, 3), from noise to result"""
    sigmas: NDArray[np.float32] | None = None
    """(steps + 1,) noise levels, descending to 0"""
    confidence: NDArray[np.float32] | None = None
    """(N, 17) of the 2D keypoints, where a detector gave it"""
    noise: NDArray[np.float32] | None = None
    """(N, 17) pixels, as in `Keypoints`; so are ``boxes`` (N, 4) and ``scores`` (N,)"""
    boxes: NDArray[np.float32] | None = None
    scores: NDArray[np.float32] | None = None
    extra: NDArray[np.float32] | None = None
    """(N, 6, 2) pixels, as in `Keypoints`; so are ``extra_noise`` (N, 6)"""
    extra_noise: NDArray[np.float32] | None = None
    coherent: bool = False
    """Whether hypothesis h of a person is one motion through all of their frames"""
    uncertainty: NDArray[np.float32] | None = None
    """(N, B) metres, of motions: see `LiftedMotion`; so are ``stands`` (N, H, 2)"""
    stands: NDArray[np.float32] | None = None

    @classmethod
    def from_motions(cls, motions: Sequence[LiftedMotion], frames: int | None = None) -> LiftedSequence:
        """The rows of ``motions`` in a sequence of ``frames`` frames, by default up to the last that has a person.

        Rows are sorted by frame, then by track; frames in which a person was filled in have a row as well. Raises
        PoseStudioError without any motion, and for motions of different numbers of hypotheses.
        """
        if not motions:
            raise PoseStudioError("no people: expected at least one person with keypoints")
        if len({motion.joints.shape[1] for motion in motions}) > 1:
            raise PoseStudioError("motions of different numbers of hypotheses: expected the same of all")
        frame = np.concatenate([motion.frames for motion in motions]).astype(np.int32)
        person = np.repeat([motion.track for motion in motions], [len(motion.frames) for motion in motions])
        order = np.lexsort((person, frame))

        def rows(parts: Sequence[NDArray], axis: int = 0) -> NDArray[np.float32]:
            return np.take(np.concatenate(parts, axis), order, axis).astype(np.float32)

        def of_motions(name: str) -> NDArray[np.float32]:
            return rows([getattr(motion, name) for motion in motions])

        keypoints = Keypoints.concatenate([one for motion in motions for one in motion.keypoints])
        found: dict[str, Any] = {
            name: array[order] for name in FOUND if (array := getattr(keypoints, name)) is not None
        }
        trajectories = [motion.trajectory for motion in motions if motion.trajectory is not None]
        whole = len(trajectories) == len(motions)
        first = motions[0]
        return cls(
            joints=of_motions("joints"),
            keypoints3d=of_motions("keypoints3d"),
            score=rows([np.repeat(motion.score[None], len(motion.frames), 0) for motion in motions]),
            reprojection=of_motions("reprojection"),
            frame=frame[order],
            person=person[order].astype(np.int32),
            cameras=tuple(motion.camera for motion in motions for _ in motion.frames),
            points=keypoints.points[order],
            visibility=keypoints.visibility[order],
            **found,
            frames=int(frame.max()) + 1 if frames is None else frames,
            fps=first.fps,
            seed=first.seed,
            weights=first.weights,
            assumptions=tuple(dict.fromkeys(text for motion in motions for text in motion.assumptions)),
            trajectory=rows(trajectories, 1) if whole else None,
            sigmas=first.sigmas if whole else None,
            coherent=True,
            uncertainty=of_motions("uncertainty"),
            stands=of_motions("stands"),
        )

    def __repr__(self) -> str:
        return summary(
            self,
            f"{counted(self.frames, 'frame')} at {self.fps:g} fps" if self.frames > 1 else "",
            counted(len(np.unique(self.person)), "person", "people"),
            f"{counted(self.joints.shape[1], 'motion' if self.coherent else 'pose')} each",
            error_text(self.reprojection[:, :1]),
            camera_text(self.cameras[0]),
            f"weights {self.weights}" if self.weights else "",
        )

    def keypoints(self, rows: NDArray[np.integer]) -> Keypoints:
        """The 2D keypoints of some rows, which are in one picture, with all that is known of them."""
        found: dict[str, Any] = {
            name: array[rows] for name in FOUND if (array := getattr(self, name)) is not None
        }
        size = self.cameras[int(rows[0])].size
        return Keypoints(self.points[rows], self.visibility[rows], size, **found)

    def rows_of(self, frame: int) -> NDArray[np.intp]:
        """Rows of the people in ``frame``."""
        return np.flatnonzero(self.frame == frame)

    def cut(self, first: int, last: int) -> LiftedSequence:
        """The frames ``first`` to ``last``, counted from the sequence's start. Raises PoseStudioError where nobody is
        in them."""
        rows = np.flatnonzero((self.frame >= first) & (self.frame <= last))
        if not len(rows):
            raise PoseStudioError(f"nobody is in the frames {first + 1} to {last + 1}")
        kept: dict[str, Any] = {
            name: array[rows] for name in _OF_ROWS if (array := getattr(self, name)) is not None
        }
        return replace(
            self,
            **kept | {"frame": kept["frame"] - np.int32(first)},
            cameras=tuple(self.cameras[row] for row in rows),
            frames=last - first + 1,
            first_frame=self.first_frame + first,
            times=None if self.times is None else self.times[first : last + 1],
            trajectory=None if self.trajectory is None else self.trajectory[:, rows],
        )

    def seconds(self, frame: int) -> float:
        """Seconds from the first frame to this one."""
        return frame / self.fps if self.times is None else float(self.times[frame] - self.times[0])

    def track(self, person: int = 0) -> NDArray[np.float32]:
        """(frames, B, 3) one hypothesis of a person for each frame: smooth motion, high scores; the best motion.

        Viterbi's dynamic programming over the frames maximises score - (mean joint movement) / 2 cm; of a single
        frame the best hypothesis is chosen. A frame without the person repeats their nearest earlier pose, or
        their first where there is no earlier one. Raises PoseStudioError when no frame has such a person.
        """
        rows = np.flatnonzero(self.person == person)
        if len(rows) == 0:
            raise PoseStudioError(f"person {person} is in no frame; expected 0 to {int(self.person.max())}")
        nearest = np.searchsorted(self.frame[rows], np.arange(self.frames), side="right") - 1
        if self.coherent:
            return self.joints[rows[np.maximum(nearest, 0)], 0]
        total, origins = self.score[rows[0]], []
        for before, row in zip(rows, rows[1:], strict=False):
            movement = np.linalg.norm(self.joints[row][:, None] - self.joints[before][None], axis=-1).mean(-1)
            gain = total - movement / _TOLERATED_MOVEMENT
            origins.append(gain.argmax(axis=1))
            total = gain.max(axis=1) + self.score[row]
        choice = [int(total.argmax())]
        for origin in reversed(origins):
            choice.append(int(origin[choice[-1]]))
        path = self.joints[rows, choice[::-1]]
        return path[np.maximum(nearest, 0)]

    def even_track(self, person: int = 0, fps: float | None = None) -> NDArray[np.float32]:
        """:meth:`track` at a constant rate, as files of motion need it; without ``fps`` at that of the sequence.

        At another rate, and where that of the frames' ``times`` varies, each joint is on the line between its places
        in the frames before and after. Raises PoseStudioError for ``fps`` out of range.
        """
        path, fps = self.track(person), self.fps if fps is None else check_fps(fps)
        times = self.times if self.times is not None and rate_varies(self.times) else None
        if len(path) < 2 or (times is None and fps == self.fps):
            return path
        seconds = np.arange(len(path)) / self.fps if times is None else times - times[0]
        even = np.minimum(np.arange(round(float(seconds[-1]) * fps) + 1) / fps, seconds[-1])
        after = np.searchsorted(seconds, even).clip(1)
        share = ((even - seconds[after - 1]) / (seconds[after] - seconds[after - 1]))[:, None, None]
        return (path[after - 1] + share * (path[after] - path[after - 1])).astype(np.float32)

    def shown_trajectory(self) -> NDArray[np.float32] | None:
        """(steps + 1, N, H, B, 3) the trajectory as `result.shown_trajectory` draws it, if there is one."""
        return shown_trajectory(self.trajectory, self.sigmas, self.joints)


def check_fps(fps: float) -> float:
    """The frames per second. Raises PoseStudioError for anything but a number from 0.001 to 10,000."""
    if not (isinstance(fps, SupportsFloat) and SLOWEST <= float(fps) <= FASTEST):
        raise PoseStudioError(f"fps must be {SLOWEST:g} to {FASTEST:g} frames per second, not {fps!r:.40}")
    return float(fps)


def check_times(times: NDArray[np.floating] | None, frames: int) -> NDArray[np.float64] | None:
    """The ``times`` of as many ``frames``. Raises PoseStudioError where they are not finite or do not increase."""
    if times is None:
        return None
    seconds = np.asarray(times, np.float64)
    if seconds.shape != (frames,) or not np.isfinite(seconds).all() or not (np.diff(seconds) > 0).all():
        raise PoseStudioError(f"times: expected {frames} seconds that increase, found {seconds.shape}")
    return seconds


def gather(frames: Sequence[Lifted], fps: float = FPS) -> LiftedSequence:
    """The sequence of lifted pictures, one per frame.

    Every frame has to be lifted with the same number of hypotheses and steps. A trajectory is kept when
    every frame has one. Raises PoseStudioError when there is nobody in any frame, and for ``fps`` out of range.
    """
    counts = [len(lifted.joints) for lifted in frames]
    if sum(counts) == 0:
        raise PoseStudioError("no people: expected at least one person with keypoints")
    occupied = [lifted for lifted, count in zip(frames, counts, strict=True) if count]
    trajectories = [lifted.trajectory for lifted in occupied]
    first = occupied[0]
    keypoints = Keypoints.concatenate([lifted.keypoints for lifted in occupied])
    return LiftedSequence(
        joints=_rows([lifted.joints for lifted in occupied]),
        keypoints3d=_rows([lifted.keypoints3d for lifted in occupied]),
        score=_rows([lifted.score for lifted in occupied]),
        reprojection=_rows([lifted.reprojection for lifted in occupied]),
        frame=np.repeat(np.arange(len(frames), dtype=np.int32), counts),
        person=_people(occupied),
        cameras=tuple(lifted.camera for lifted in occupied for _ in range(len(lifted.joints))),
        points=keypoints.points,
        visibility=keypoints.visibility,
        **{name: getattr(keypoints, name) for name in FOUND},
        frames=len(frames),
        fps=check_fps(fps),
        times=times_of([lifted.keypoints for lifted in frames]),
        seed=first.seed,
        weights=first.weights,
        assumptions=tuple(dict.fromkeys(text for lifted in frames for text in lifted.assumptions)),
        trajectory=None
        if any(steps is None for steps in trajectories)
        else np.concatenate([np.asarray(steps, np.float32) for steps in trajectories], axis=1),
        sigmas=None if first.sigmas is None else np.asarray(first.sigmas, np.float32),
    )


def _people(frames: Sequence[Lifted]) -> NDArray[np.int32]:
    """(N,) the number of each row's person: of their track, in the order in which tracks first appear; where a
    frame's keypoints have no tracks, their index in the frame."""
    tracks = [lifted.keypoints.tracks for lifted in frames]
    if any(given is None or (given < 0).any() for given in tracks):
        return np.concatenate([np.arange(len(lifted.joints), dtype=np.int32) for lifted in frames])
    rows = np.concatenate([given for given in tracks if given is not None])
    _, first, number = np.unique(rows, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first)).astype(np.int32)[number]


def _rows(arrays: Sequence[NDArray]) -> NDArray[np.float32]:
    """The frames' arrays (people, ...) as one (N, ...)."""
    return np.concatenate([np.asarray(array, np.float32) for array in arrays])
