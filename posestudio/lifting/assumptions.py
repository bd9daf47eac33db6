"""What a lift takes for granted where it was not told, as plain sentences; and which points it can use at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.lifting.known import Known


def reached(keypoints: Keypoints, camera: Camera) -> Keypoints:
    """The keypoints, those missing that lie where the camera's lens model reaches nothing."""
    if camera.distortion is None:
        return keypoints
    nowhere = keypoints.observed & np.isnan(camera.rays(keypoints.points)).any(-1)
    if not nowhere.any():
        return keypoints
    return replace(keypoints, visibility=np.where(nowhere, MISSING, keypoints.visibility))


def assumptions(keypoints: Keypoints, camera: Camera, known: Known | None) -> tuple[str, ...]:
    """Plain sentences about what was not given of a picture, or could not be used."""
    said = []
    if camera.assumed:
        said.append(
            f"No camera given: assumed a level one with a {camera.fov:.0f} degree vertical field of view"
            " and its centre in the picture's."
        )
    said += camera.said()
    if _mostly_outside(keypoints, camera):
        said.append(
            f"Most keypoints lie outside of the camera's {camera.size[0]} x {camera.size[1]} pixels: are they of a"
            " picture of another size?"
        )
    if reached(keypoints, camera) is not keypoints:
        said.append("2D points that lie where the camera's lens shows nothing are taken as missing.")
    known = known or Known()
    if known.size is None:
        about = "about 0.86 m, but for the lengths given" if known.bone_lengths else "0.86 m"
        said.append(f"Scale cannot be seen in a picture: bodies are given legs of {about}.")
    return tuple(said)


def _mostly_outside(keypoints: Keypoints, camera: Camera) -> bool:
    """Whether keypoints of a picture of unknown size lie for the most part beyond the camera's picture."""
    seen = keypoints.points[keypoints.observed]
    if keypoints.size is not None or camera.assumed or not len(seen):
        return False
    return bool(((seen < 0) | (seen > camera.size)).any(-1).mean() > 0.5)
