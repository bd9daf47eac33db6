"""Which file name endings belong to which kind of file, for reading and for writing: lower case, with the dot."""

import os
from pathlib import Path

from posestudio.errors import PoseStudioError

PROJECT_SUFFIX = ".posestudio"

PICTURE_INPUTS = (
    *(".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"),
    *(".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm"),
)
"""Pictures that are read: by the detector, and shown by the studio. HEIC needs a plug-in (`picture_formats`)."""
VIDEO_INPUTS = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg")
"""Videos that the detector reads."""
CALIBRATION_INPUTS = (".yml", ".yaml", ".xml")
"""Camera calibrations of other tools."""

PARQUET = ".parquet"
"""Tables of keypoints and of lifted poses; needs the extra ``parquet``."""

PICTURE_OUTPUTS = (".png", ".jpg", ".jpeg", ".webp")
"""Pictures that are written."""
VIDEO_OUTPUTS = (".mp4", ".gif")
HTML_OUTPUT = (".html",)
"""The interactive figure as a page."""
PICTURE_AND_VIDEO_OUTPUTS = (*PICTURE_OUTPUTS, *VIDEO_OUTPUTS)
"""What drawn poses are written as: one picture, or a video."""
GLTF_OUTPUTS = (".glb", ".gltf")
VRM_OUTPUTS = (".vrma", ".vrm")
"""The motion of an avatar, and an avatar."""
USD_OUTPUTS = (".usda", ".usdc", ".usd", ".usdz")
"""What the extra usd writes."""
MOTION_OUTPUTS = (".bvh", *GLTF_OUTPUTS, *VRM_OUTPUTS, *USD_OUTPUTS)
"""What moves a character in other programs."""
RERUN_OUTPUTS = (".rrd",)
"""What the extra rerun writes."""
LIFTED_OUTPUTS = (".npz", ".json", PARQUET, *MOTION_OUTPUTS, *RERUN_OUTPUTS)
"""What lifted poses are written as."""
PLOT_OUTPUTS = (".png", ".svg", ".pdf")
"""What the evaluation's plots are written as."""


def suffix_of(path: str | os.PathLike[str]) -> str:
    """The ending of a file's name in lower case, '' where it has none."""
    return Path(path).suffix.lower()


def checked_suffix(path: str | os.PathLike[str], suffixes: tuple[str, ...]) -> str:
    """:func:`suffix_of` a file that is to be written. Raises PoseStudioError where it is not in ``suffixes``."""
    suffix = suffix_of(path)
    if suffix not in suffixes:
        raise PoseStudioError(f"{path}: expected a name ending in {', '.join(suffixes)}")
    return suffix
