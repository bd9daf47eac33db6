"""Pictures and videos of the world -> RGB arrays, upright, with limits on what they may cost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import PoseStudioError

LARGEST = 64_000_000
"""Pixels of a picture, or of a video's frame; beyond it nothing is decoded."""

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm")
VIDEO_SUFFIXES = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg")

# Others that Pillow knows run programs (EPS) or are hardly ever photographs.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM")


def read_picture(path: str | os.PathLike[str]) -> NDArray[np.uint8]:
    """(height, width, 3) RGB of a picture file, recognised by its content, turned as its EXIF data says.

    Transparent parts come out white, 16 bits and greys as 8-bit RGB; of several frames the first. Raises
    PoseStudioError naming the file for what is no picture, is broken off, or has more than LARGEST pixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path, formats=_FORMATS) as image:
            width, height = image.size
            if width * height > LARGEST:
                raise _too_large(path, width, height)
            image.load()
            upright = ImageOps.exif_transpose(image) or image
            return _rgb(upright)
    except PoseStudioError:
        raise
    except UnidentifiedImageError as problem:
        raise PoseStudioError(
            f"{path}: not a picture that can be read (JPEG, PNG, WebP, BMP, GIF, TIFF)"
        ) from problem
    except Image.DecompressionBombError as problem:
        raise PoseStudioError(
            f"{path}: expected at most {LARGEST // 10**6} million pixels: {problem}"
        ) from problem
    except OSError as problem:
        if problem.errno is not None:
            raise PoseStudioError(f"{path}: cannot be read: {problem.strerror}") from problem
        raise PoseStudioError(f"{path}: the picture is broken: {problem}") from problem
    except Exception as problem:  # Pillow's decoders raise whatever a broken file leads them to
        raise PoseStudioError(f"{path}: the picture is broken: {problem}") from problem


def _too_large(path: str | os.PathLike[str], width: int, height: int) -> PoseStudioError:
    return PoseStudioError(f"{path}: {width} x {height} pixels; expected at most {LARGEST // 10**6} million")


def _rgb(image: Any) -> NDArray[np.uint8]:
    """A decoded Pillow image as RGB."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        return as_rgb(np.asarray(image))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.array(image.convert("RGB"))


def as_rgb(picture: ArrayLike) -> NDArray[np.uint8]:
    """(h, w, 3) uint8 RGB of an array (h, w), (h, w, 1), (h, w, 3) or (h, w, 4), the last RGBA over white.

    uint8 as it is; other integers up to 255 too, beyond that of 16 bits; floats in 0 ... 1. Raises PoseStudioError
    for another shape, type or range.
    """
    array = np.asarray(picture)
    if array.ndim == 2:
        array = array[..., None]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or 0 in array.shape:
        raise PoseStudioError(f"expected a picture (height, width, 3), got an array {np.shape(picture)}")
    if array.shape[0] * array.shape[1] > LARGEST:
        raise _too_large("picture", array.shape[1], array.shape[0])
    if array.dtype != np.uint8:
        array = _eight_bits(array)
    if array.shape[2] == 4:
        alpha = array[..., 3:].astype(np.uint16)
        array = ((array[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(array, (*array.shape[:2], 3)))


def _eight_bits(array: NDArray[Any]) -> NDArray[np.uint8]:
    kind = array.dtype.kind
    if kind not in "uif" or (kind == "f" and not np.isfinite(array).all()):
        raise PoseStudioError(f"expected a picture of finite numbers, got {array.dtype}")
    low, high = float(array.min()), float(array.max())
    if low < 0 or high > (1 if kind == "f" else 65535):
        raise PoseStudioError(
            f"expected a picture of whole numbers of 8 or 16 bits, or of floats in 0 ... 1, got {array.dtype} in"
            f" {low:g} ... {high:g}"
        )
    if kind != "f" and (high > 255 or array.dtype == np.uint16):
        return (array >> 8).astype(np.uint8)
    if kind != "f":
        return array.astype(np.uint8)
    return np.round(array * 255).astype(np.uint8)


def picture_files(path: str | os.PathLike[str]) -> list[Path]:
    """The file itself, or a folder's pictures in natural order (2 before 10). Raises PoseStudioError for none."""
    from ..keypoints.reading import natural_order

    path = Path(path)
    if not path.is_dir():
        return [path]
    names = [
        file.name for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES and file.is_file()
    ]
    names = [name for name in names if not name.startswith(".")]
    if not names:
        raise PoseStudioError(f"{path}: expected a folder with pictures, found none")
    return [path / name for name in sorted(names, key=natural_order)]


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name is a video's."""
    return Path(path).suffix.lower() in VIDEO_SUFFIXES


def frame_count(path: str | os.PathLike[str]) -> int:
    """How many frames a video says it has; 0 when it does not say."""
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        return max(int(video.get(cv2.CAP_PROP_FRAME_COUNT)), 0)
    finally:
        video.release()


def read_frames(path: str | os.PathLike[str], every: int = 1) -> Iterator[NDArray[np.uint8]]:
    """Every ``every``-th frame (h, w, 3) RGB of a video, upright. Raises PoseStudioError for what is no video."""
    import cv2

    if not os.path.isfile(path):
        raise PoseStudioError(f"{path}: there is no such file")
    video = cv2.VideoCapture(str(path))
    try:
        if not video.isOpened():
            raise PoseStudioError(f"{path}: not a video that can be read")
        width, height = int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT))
        if width * height > LARGEST:
            raise _too_large(path, width, height)
        index = 0
        while video.grab():
            if index % every == 0:
                there, frame = video.retrieve()
                if not there:
                    break
                yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)  # type: ignore[misc]
            index += 1
        if index == 0:
            raise PoseStudioError(f"{path}: a video without a frame that can be read")
    finally:
        video.release()
