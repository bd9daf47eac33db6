"""What a lift assumed, and which of its keypoints it could not use, as plain sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.known import Known
from posestudio.lifting.sequence import FPS

DETECTED_NOISE_ASSUMED = (
    f"Keypoints found by posestudio detect: taken to be {DETECTED_NOISE:.1%} of a person's size off."
)
FPS_ASSUMED = f"No frame rate given: {FPS:g} frames a second assumed (give it with --fps)."


def noise_of_points(keypoints: Keypoints, otherwise: float) -> np.ndarray:
    """(P, 17) standard deviation of each point over the person's size, as ``Lifter.lift(keypoint_noise=)`` takes it:
    `Keypoints.noise`, at most `DETECTED_NOISE`; ``otherwise`` where that is not known."""
    if keypoints.noise is None:
        return np.full(keypoints.visibility.shape, otherwise, np.float32)
    share = keypoints.noise / person_size(keypoints)[:, None]
    return np.where(np.isnan(share), otherwise, np.minimum(share, DETECTED_NOISE)).astype(np.float32)


def without_rays_missing(keypoints: Keypoints, rays: np.ndarray) -> Keypoints:
    """The keypoints, those MISSING whose ray (P, 17, 2) is nan: the camera's lens model shows nothing there."""
    without = _without_ray(keypoints, rays)
    if not without.any():
        return keypoints
    return replace(keypoints, visibility=np.where(without, MISSING, keypoints.visibility))


def assumptions(
    keypoints: Keypoints, rays: np.ndarray, camera: Camera, known: Known | None
) -> tuple[str, ...]:
    """Sentences about what was assumed of a picture, or could not be used; ``rays`` as `Camera.rays` gives them."""
    sentences = []
    if camera.assumed:
        sentences.append(
            f"No camera given: assumed a level one with a {camera.fov:.0f} degree vertical field of view"
            " and its centre in the picture's."
        )
    sentences += camera.remarks()
    if _mostly_outside(keypoints, camera):
        sentences.append(
            f"Most keypoints lie outside of the camera's {camera.size[0]} x {camera.size[1]} pixels: are they of a"
            " picture of another size?"
        )
    if _without_ray(keypoints, rays).any():
        sentences.append("2D points that lie where the camera's lens shows nothing are taken as missing.")
    known = known or Known()
    if known.size is None:
        about = "about 0.86 m, but for the lengths given" if known.bone_lengths else "0.86 m"
        sentences.append(f"Scale cannot be seen in a picture: bodies are given legs of {about}.")
    return tuple(sentences)


def _without_ray(keypoints: Keypoints, rays: np.ndarray) -> np.ndarray:
    """(P, 17) bool: observed keypoints whose ray is nan."""
    return keypoints.observed & np.isnan(rays).any(-1)


def _mostly_outside(keypoints: Keypoints, camera: Camera) -> bool:
    """Whether most keypoints of a picture of unknown size lie beyond the picture of the camera that was given."""
    seen = keypoints.points[keypoints.observed]
    if keypoints.size is not None or camera.assumed or not len(seen):
        return False
    return bool(((seen < 0) | (seen > camera.size)).any(-1).mean() > 0.5)
