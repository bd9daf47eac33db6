"""The source of a motion that is made from nothing: frames in which nobody was seen, to be posed by hand. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.app.model.sources import PLACED_NOISE, K
from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints

FPS = 30
MOST_SECONDS = 600


@dataclass(frozen=True, eq=False)
class AnimationSource:
    """``frames`` frames of one person who is seen in none of them; joints can be dragged from where they are in a
    person standing upright before the assumed camera."""

    frames: int
    name: str = field(default_factory=lambda: tr("New motion"))
    frame_time: float = 1 / FPS
    people: int = 1
    floor: float | None = None

    def observe(self, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        # The picture of joints placed by hand does not change with the camera, as that of a photograph does not.
        seen = Camera.default(camera.size).project(to_keypoints(standing_body()))
        return np.asarray(seen, np.float32), np.full(K, MISSING, np.int64)

    def keypoints_of(self, frame: int, person: int) -> Keypoints | None:
        return None

    def noise(self, frame: int) -> float:
        return PLACED_NOISE

    def body(self, frame: int) -> np.ndarray | None:
        return None


def new_motion(seconds: float) -> AnimationSource:
    """A motion from nothing of that length, at 30 frames a second; two frames at least."""
    return AnimationSource(max(round(seconds * FPS), 2))
