"""2D keypoints of people, and the keypoint files of other tools.

From file to keypoints: `reading` (files and folders) -> `file_formats` (frames and people of a file) ->
`person_formats` (numbers of one person) -> `observation` (Keypoints) -> `coordinate_units` and `frame_order`;
`tracks` numbers people. Tables: `parquet_columns` (what is in them) -> `parquet_rows` -> `parquet_reading`.
"""

from posestudio.keypoints.observation import (
    DETECTED_NOISE,
    MISSING,
    MISSING_SCORE,
    OCCLUDED,
    OCCLUDED_SCORE,
    VISIBLE,
    Keypoints,
)
from posestudio.keypoints.parquet_writing import write_keypoints_parquet
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
    "DETECTED_NOISE",
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
    "write_keypoints_parquet",
]
