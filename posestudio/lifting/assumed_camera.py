"""The camera of a lift: the one that was given, or one assumed for the keypoints' picture."""

from __future__ import annotations

from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.picture_size import assumed_size_remark, common_size

_DEFAULT_PICTURE = (1280, 720)


def camera_for(keypoints: Keypoints, camera: Camera | None) -> tuple[Camera, tuple[str, ...]]:
    """The camera, scaled to the keypoints' picture or else assumed; sentences about a size that was assumed."""
    if camera is not None:
        return (camera if keypoints.size is None else camera.for_picture(keypoints.size)), ()
    size = common_size([keypoints]) or _DEFAULT_PICTURE
    guessed = keypoints.size is None and keypoints.people
    return Camera.default(size, keypoints.focal_length), (assumed_size_remark(size),) if guessed else ()
