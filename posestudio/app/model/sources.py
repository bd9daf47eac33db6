"""Sources: the frames of people that are opened, each giving 2D points before they are edited. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, COCO_LIMBS, to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, MISSING, VISIBLE, Keypoints
from posestudio.lifting.point_noise import KEYPOINT_NOISE

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

K = len(COCO_KEYPOINTS)
HIPS = BODY_INDEX["hips"]

PLACED_NOISE = KEYPOINT_NOISE
"""Standard deviation of keypoints placed by hand or projected from a 3D pose, over the person's size."""


class Source(Protocol):
    """Frames of people, each seen by a camera as 17 keypoints."""

    @property
    def name(self) -> str: ...
    @property
    def frames(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def frame_time(self) -> float | None:
        """Seconds from one frame to the next, where they are known."""
        ...

    @property
    def floor(self) -> float | None:
        """Height of the ground in world metres, where it is known."""
        ...

    def observe(self, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (17, 2) and visibility (17,) of one person in one frame."""
        ...

    def keypoints_of(self, frame: int, person: int) -> Keypoints | None:
        """The keypoints of one person in one frame with all that the file or the detector says of them; None where
        there are none."""
        ...

    def noise(self, frame: int) -> float:
        """Standard deviation, over the person's size, of those of a frame's 2D points of which none is known."""
        ...

    def body(self, frame: int) -> np.ndarray | None:
        """The known 3D pose (29, 3) in world metres, where there is one."""
        ...


@dataclass(frozen=True, eq=False)
class NoSource:
    """Nothing is open: no frames."""

    name: str = ""
    frames: int = 0
    people: int = 0
    frame_time: float | None = None
    floor: float | None = None

    def observe(self, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros((K, 2), np.float32), np.full(K, MISSING, np.int64)

    def keypoints_of(self, frame: int, person: int) -> Keypoints | None:
        return None

    def noise(self, frame: int) -> float:
        return PLACED_NOISE

    def body(self, frame: int) -> np.ndarray | None:
        return None


@dataclass(frozen=True, eq=False)
class MissingSource(NoSource):
    """A clip that a project names by ``path`` and that could not be read: nobody is shown, and the edits are kept
    until it is found."""

    path: Path | None = None


@dataclass(frozen=True, eq=False)
class ClipSource:
    """A motion in 3D, ``bodies`` (F, 29, 3) in world metres, whose 2D points are projected by the virtual camera;
    ``path`` is the file it was read from."""

    name: str
    bodies: np.ndarray
    frame_time: float = 1 / 30
    path: Path | None = None
    people: int = 1

    @property
    def frames(self) -> int:
        return len(self.bodies)

    @cached_property
    def floor(self) -> float:
        """The lowest points' 5th percentile over the frames: a toe that sinks once does not lower the floor."""
        return float(np.percentile(self.bodies[..., 1].min(-1), 5))

    def observe(self, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        pixels = camera.project(to_keypoints(self.bodies[frame]))
        visibility = np.where(np.isfinite(pixels).all(-1), VISIBLE, MISSING)  # behind the camera: NaN
        return place_missing(pixels, visibility, centre(camera)), visibility

    def keypoints_of(self, frame: int, person: int) -> Keypoints | None:
        return None

    def noise(self, frame: int) -> float:
        return PLACED_NOISE

    def body(self, frame: int) -> np.ndarray | None:
        return self.bodies[frame]


@dataclass(frozen=True, eq=False)
class KeypointsSource:
    """2D keypoints from a file or a detection, one ``Keypoints`` a frame, in the picture's pixels; a person is a
    track where these are known (0, 1, ...), else a row. ``found`` says that PoseStudio's detector found them;
    ``detections`` has its full output for each person of a picture, in the session in which it ran, None for people
    who were added otherwise."""

    name: str
    sequence: Sequence[Keypoints]
    frame_time: float | None = None
    floor: float | None = None
    detections: tuple[Detected | None, ...] = ()
    found: bool = False

    @property
    def frames(self) -> int:
        return len(self.sequence)

    @cached_property
    def people(self) -> int:
        return max(
            len(keypoints.points) if keypoints.tracks is None else int(keypoints.tracks.max(initial=-1)) + 1
            for keypoints in self.sequence
        )

    @property
    def size(self) -> tuple[int, int] | None:
        """The picture's (width, height) as the file states it."""
        return next((keypoints.size for keypoints in self.sequence if keypoints.size), None)

    def with_frames(self, frames: Iterable[Keypoints]) -> KeypointsSource:
        """The same file with other keypoints in its frames."""
        return replace(self, sequence=tuple(frames))

    def searched(self, frame: int) -> bool:
        """Whether it is known who is in a frame."""
        return True

    def observe(self, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        keypoints, row = self.sequence[frame], self.row(frame, person)
        if row is None:
            return np.full((K, 2), centre(camera), np.float32), np.full(K, MISSING, np.int64)
        visibility = np.asarray(keypoints.visibility[row], np.int64)
        return place_missing(keypoints.points[row], visibility, centre(camera)), visibility

    def keypoints_of(self, frame: int, person: int) -> Keypoints | None:
        row = self.row(frame, person)
        return None if row is None else self.sequence[frame].person(row)

    def row(self, frame: int, person: int) -> int | None:
        """The person's row in the frame's Keypoints; None where the person is not in the frame."""
        keypoints = self.sequence[frame]
        if keypoints.tracks is None:
            return person if person < keypoints.people else None
        rows = np.flatnonzero(keypoints.tracks == person)
        return int(rows[0]) if len(rows) else None

    def noise(self, frame: int) -> float:
        return DETECTED_NOISE if self.found else PLACED_NOISE

    def body(self, frame: int) -> np.ndarray | None:
        return None

    def detection(self, person: int) -> Detected | None:
        """The detector's output for one person, as a detection of that person alone."""
        return self.detections[person] if person < len(self.detections) else None

    def confidence(self, frame: int, person: int) -> np.ndarray | None:
        """(17,) how sure a detector was of each keypoint, 0 to 1; None where that is not known."""
        return self._known("confidence", frame, person)

    def box(self, frame: int, person: int) -> np.ndarray | None:
        """(4,) x, y, width, height in pixels of the box in which a person was found; None where that is not known."""
        return self._known("boxes", frame, person)

    def score(self, frame: int, person: int) -> float | None:
        """How sure a detector was that this is a person, 0 to 1; None where that is not known."""
        score = self._known("scores", frame, person)
        return None if score is None else float(score)

    def extra(self, frame: int, person: int) -> np.ndarray | None:
        """(6, 2) the extra keypoints of a person, NaN where one is missing; None where there are none."""
        extra, row = self.sequence[frame].extra, self.row(frame, person)
        return None if extra is None or row is None else np.asarray(extra[row])

    def _known(self, name: str, frame: int, person: int) -> np.ndarray | None:
        """A person's row of an optional field of the frame's keypoints; None where it is not known."""
        values, row = getattr(self.sequence[frame], name), self.row(frame, person)
        if values is None or row is None or np.isnan(values[row]).any():
            return None
        return np.asarray(values[row])


def centre(camera: Camera) -> tuple[float, float]:
    """The middle of the picture in pixels."""
    return camera.size[0] / 2, camera.size[1] / 2


def place_missing(points: np.ndarray, visibility: np.ndarray, fallback: tuple[float, float]) -> np.ndarray:
    """Points (17, 2) in which every missing joint has a position from which it can be dragged.

    Files have no useful numbers for a missing joint: it is placed at the mean of its observed neighbours along the
    limbs, then of neighbours placed so, else at the mean of the observed joints, else at ``fallback``.
    """
    points = np.array(points, np.float32)
    placed = (visibility != MISSING) & np.isfinite(points).all(-1)
    points[~placed] = points[placed].mean(0) if placed.any() else fallback
    while not placed.all():
        found = {
            joint: [a + b - joint for a, b in COCO_LIMBS if joint in (a, b) and placed[a + b - joint]]
            for joint in np.flatnonzero(~placed)
        }
        reached = {joint: neighbours for joint, neighbours in found.items() if neighbours}
        if not reached:
            break
        for joint, neighbours in reached.items():
            points[joint] = points[neighbours].mean(0)
        placed[list(reached)] = True
    return points
