"""Pictures to files: PNG, JPEG or WebP by OpenCV."""

from __future__ import annotations

import os

import cv2

from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import PICTURE_OUTPUTS, checked_suffix
from posestudio.export.canvas import RGBImage


def save_picture(path: str | os.PathLike[str], picture: RGBImage) -> None:
    """Write an RGB picture (height, width, 3) as PNG, JPEG or WebP, by the suffix of ``path``.

    Raises PoseStudioError for another suffix and OSError where the file cannot be written.
    """
    suffix = checked_suffix(path, PICTURE_OUTPUTS)
    _, encoded = cv2.imencode(suffix, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    with atomic_write(path) as temporary:
        temporary.write_bytes(encoded.tobytes())
