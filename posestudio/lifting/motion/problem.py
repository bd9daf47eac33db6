"""What a motion is solved from: the frames, the camera, the instants, and what else is known of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.motion.clock import Clock
from posestudio.lifting.motion.tracked import Track


@dataclass(frozen=True, eq=False)
class MotionInput:
    """What is lifted: ``frames`` of known sizes, the ``camera``, the ``clock``, the frames' ``fps``; ``noise``
    of the keypoints, ``keys`` and ``moving`` are as `Lifter.lift_motion` takes them, ``remarks`` are sentences about
    what was assumed."""

    frames: Sequence[Keypoints]
    camera: Camera
    clock: Clock
    fps: float
    noise: Any = None
    keys: Mapping[int, Known] = field(default_factory=dict)
    moving: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Problem:
    """What the motion of one person is solved from: the ``track``, the ``clock`` of the sequence, the ``camera``, the
    bone ``lengths`` (B,) metres, and the ``keys`` by frame (see `Lifter.lift_motion`)."""

    track: Track
    clock: Clock
    camera: Camera
    lengths: NDArray[np.float32]
    keys: dict[int, NDArray[np.float32]]
    moving: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """The first instant, and that behind the last."""
        first, last = self.clock.span(int(self.track.frames[0]), int(self.track.frames[-1]))
        return first, last + 1

    def up(self, window: Tensor) -> Tensor | None:
        """(3,) the direction up in ``window`` (3, 3) axes; None where the camera's pose is not known."""
        camera = self.camera
        if camera.assumed or camera.pose_assumed or self.moving:
            return None
        return window @ torch.from_numpy(np.asarray(camera.R[:, 1], np.float32)).to(window)

    def frames_at(self, first: int, last: int) -> NDArray[np.int64]:
        """The numbers of the track's frames at instants from ``first`` to before ``last``."""
        places = self.clock.places[self.track.frames]
        return self.track.frames[(places >= first - 1e-6) & (places < last - 1e-6)]


def pins_of(keys: Mapping[int, Known], person: int) -> dict[int, NDArray[np.float32]]:
    """{frame: (B, 3) world metres, NaN where free} of one person's pins."""
    found = {}
    for frame, known in keys.items():
        if known.pins is not None and person < len(known.pins):
            found[int(frame)] = known.pins[person]
    return found


def checked_keys(keys: Mapping[int, Known] | None, frames: int) -> dict[int, Known]:
    """The keys by frame. Raises LiftError for what is not Known, or is of a frame that is not there."""
    for frame, known in (keys or {}).items():
        if not 0 <= frame < frames:
            raise LiftError(f"keys: frame {frame}: expected frames from 0 to {frames - 1}")
        if not isinstance(known, Known):
            raise LiftError(f"keys: frame {frame}: expected Known, not {known!r:.60}")
    return dict(sorted((keys or {}).items()))
