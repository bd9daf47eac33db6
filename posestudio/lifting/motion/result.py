"""The result of lifting a motion: hypotheses that are each one motion of a person through all their frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.common.counts import counted
from posestudio.common.notebook import ShowsItself, summary
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.result import camera_text, error_text

if TYPE_CHECKING:
    from posestudio.lifting.motion.ground import Floor


@dataclass(frozen=True, eq=False)
class LiftedMotion(ShowsItself):
    """One person's motion: F consecutive frames, H hypotheses, the best first. World axes, metres."""

    joints: np.ndarray
    """(F, H, B, 3) float32; hypothesis h is one motion through all frames, and every bone has one length"""
    frames: np.ndarray
    """(F,) int, the frames' numbers in the sequence, consecutive from the track's first to its last"""
    observed: np.ndarray
    """(F,) bool, whether the person was seen in that frame; the others are filled in"""
    uncertainty: np.ndarray
    """(F, B) metres: root mean square distance of each joint, hips at the origin, from its mean over the posterior"""
    stands: np.ndarray
    """(F, H, 2) from 0 to 1, how surely the left and the right foot stand still on the floor"""
    score: np.ndarray
    """(H,) of the motions, higher is better"""
    reprojection: np.ndarray
    """(F, H) mean pixel error over the observed keypoints, nan where there are none"""
    keypoints: tuple[Keypoints, ...]
    """F, of one person each, all of whose points are missing where the person was not observed"""
    camera: Camera
    fps: float
    track: int
    """The person's number in the sequence"""
    floor: Floor | None
    seed: int
    weights: str
    assumptions: tuple[str, ...] = ()
    trajectory: np.ndarray | None = None
    """(S + 1, F, H, B, 3) the noisy states at the noise levels ``sigmas``, the last is the result"""
    denoised: np.ndarray | None = None
    """(S, F, H, B, 3) the clean estimates of them"""
    sigmas: np.ndarray | None = None
    """(S + 1,) descending to 0"""

    def __repr__(self) -> str:
        return summary(
            self,
            f"person {self.track + 1}",
            f"{counted(len(self.frames), 'frame')} at {self.fps:g} fps",
            counted(self.joints.shape[1], "motion"),
            error_text(self.reprojection[:, :1]),
            camera_text(self.camera),
            f"weights {self.weights}",
        )

    @property
    def keypoints3d(self) -> np.ndarray:
        """(F, H, 17, 3) COCO points."""
        return to_keypoints(self.joints)
