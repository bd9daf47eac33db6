"""What a lift assumed, and which of its keypoints it could not use, as plain sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, MISSING, Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.point_noise import TOO_NOISY, noise_used, too_noisy
from posestudio.lifting.sequence import FPS

DETECTED_NOISE_ASSUMED = (
    f"Keypoints found by posestudio detect: taken to be {DETECTED_NOISE:.1%} of a person's size off."
)
OWN_NOISE_USED = "How closely each 2D point is followed depends on its own noise, which came with it."
FPS_ASSUMED = f"No frame rate given: {FPS:g} frames a second assumed (give it with --fps)."


def noise_remark(noise: float | list[np.ndarray]) -> str:
    """The sentence about the ``keypoint_noise`` of keypoints that a detector found, see `point_noise.found_noise`."""
    return OWN_NOISE_USED if isinstance(noise, list) else DETECTED_NOISE_ASSUMED


def usable(keypoints: Keypoints, rays: np.ndarray, noise: np.ndarray) -> Keypoints:
    """The keypoints, those MISSING that cannot be used: whose ray (P, 17, 2) is nan, because the camera's lens model
    shows nothing there, or whose ``noise`` (P, 17) over the person's size is too large (see `point_noise`)."""
    unusable = _without_ray(keypoints, rays) | too_noisy(keypoints, noise)
    if not unusable.any():
        return keypoints
    return replace(keypoints, visibility=np.where(unusable, MISSING, keypoints.visibility))


def assumptions(
    keypoints: Keypoints,
    rays: np.ndarray,
    camera: Camera,
    known: Known | None,
    given_noise: ArrayLike | None = None,
) -> tuple[str, ...]:
    """Sentences about what was assumed of a picture, or could not be used; ``rays`` as `Camera.rays` gives them,
    ``given_noise`` the ``keypoint_noise`` that a lift was given."""
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
    if given_noise is None and keypoints.noise is not None:
        sentences.append(OWN_NOISE_USED)
    if too_noisy(keypoints, noise_used(keypoints, given_noise)).any():
        sentences.append(
            f"2D points that may be off by more than {TOO_NOISY:.0%} of the person's size are taken as missing."
        )
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
