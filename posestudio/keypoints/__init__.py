"""2D keypoints of people: what was observed, and the files it comes in."""

from posestudio.keypoints.observation import (
    FOUND_NOISE,
    MISSING,
    MISSING_SCORE,
    OCCLUDED,
    OCCLUDED_SCORE,
    VISIBLE,
    Keypoints,
)
from posestudio.keypoints.reading import (
    KeypointsWarning,
    Recording,
    iter_keypoints,
    keypoint_file_names,
    keypoint_files,
    load_keypoints,
    load_recording,
)
from posestudio.keypoints.writing import save_keypoints

__all__ = [
    "FOUND_NOISE",
    "MISSING",
    "MISSING_SCORE",
    "OCCLUDED",
    "OCCLUDED_SCORE",
    "VISIBLE",
    "Keypoints",
    "KeypointsWarning",
    "Recording",
    "iter_keypoints",
    "keypoint_file_names",
    "keypoint_files",
    "load_keypoints",
    "load_recording",
    "save_keypoints",
]
