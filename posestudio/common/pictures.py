"""Picture files -> RGB arrays, upright, with limits on size and memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posestudio.common.file_kinds import PICTURE_INPUTS, VIDEO_INPUTS, suffix_of
from posestudio.common.input_files import regular_file
from posestudio.common.natural_order import natural_order
from posestudio.common.picture_formats import formats_of
from posestudio.common.picture_limits import LARGEST_PICTURE
from posestudio.errors import PoseStudioError

_STRIP = 256  # rows converted at once
_ORIENTATION, _CAMERA_TAGS = 0x0112, 0x8769
_QUARTER_TURNS = (5, 6, 7, 8)


def read_picture(path: str | os.PathLike[str]) -> NDArray[np.uint8]:
    """(height, width, 3) RGB of a picture file, recognised by its content, turned as its EXIF data says.

    Transparent parts become white, 16 bits, greys and CMYK 8-bit RGB; of several frames or pages the first is read.
    Raises PoseStudioError naming the file for what is not a picture, is truncated, has more than LARGEST_PICTURE
    pixels, or is HEIC or AVIF where the plug-in for it is not installed.
    """
    return read_shown(path, None)[0]


def read_shown(path: str | os.PathLike[str], side: int | None) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """:func:`read_picture`, shrunk so that its longer side is at most ``side`` pixels; and the (width, height) of the
    picture in the file, upright. Needs the memory of the decoded picture at four bytes a pixel, and of the result."""
    from PIL import Image, UnidentifiedImageError

    try:
        file = regular_file(path)
        with Image.open(file, formats=formats_of(file)) as image:
            width, height = image.size
            if width * height > LARGEST_PICTURE:
                raise picture_too_large(path, width, height)
            if side is not None:
                image.draft("RGB", (side, side))  # a JPEG is decoded at a half, a quarter or an eighth
            image.load()
            turned = _orientation(image)
            size = (height, width) if turned in _QUARTER_TURNS else (width, height)
            return _upright(_rgb(_shrunk(image, side)), turned), size
    except PoseStudioError:
        raise
    except UnidentifiedImageError as problem:
        raise PoseStudioError(
            f"{path}: not a picture that can be read (JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP, GIF)"
        ) from problem
    except Image.DecompressionBombError as problem:
        raise PoseStudioError(
            f"{path}: expected at most {LARGEST_PICTURE // 10**6} million pixels: {problem}"
        ) from problem
    except MemoryError as problem:
        raise PoseStudioError(f"{path}: there is not enough memory for this picture") from problem
    except OSError as problem:
        if problem.errno is not None:
            raise PoseStudioError(f"{path}: cannot be read: {problem.strerror}") from problem
        raise PoseStudioError(f"{path}: the picture is broken: {problem}") from problem
    except Exception as problem:  # Pillow's decoders raise many kinds of errors for broken files
        raise PoseStudioError(f"{path}: the picture is broken: {problem}") from problem


def picture_too_large(path: str | os.PathLike[str], width: int, height: int) -> PoseStudioError:
    """The error for a picture of more than LARGEST_PICTURE pixels."""
    return PoseStudioError(
        f"{path}: {width} x {height} pixels; expected at most {LARGEST_PICTURE // 10**6} million"
    )


def _shrunk(image: Any, side: int | None) -> Any:
    """A decoded Pillow image, its longer side at most ``side``."""
    from PIL import Image

    if side is None or max(image.size) <= side:
        return image
    if image.mode in ("P", "1", "PA"):
        image = image.convert("RGBA" if _transparent(image) else "RGB")
    elif image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    scale = side / max(image.size)
    small = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    return image.resize(small, Image.Resampling.BOX, reducing_gap=2.0)


def _transparent(image: Any) -> bool:
    return image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info


def _rgb(image: Any) -> NDArray[np.uint8]:
    """A decoded Pillow image as RGB, converted in strips, since each conversion makes a copy."""
    from PIL import Image

    if image.mode in ("I", "F"):
        return as_rgb(np.asarray(image))
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    transparent = _transparent(image)
    for top in range(0, height, _STRIP):
        bottom = min(top + _STRIP, height)
        strip = image.crop((0, top, width, bottom))
        if strip.mode.startswith("I;16"):
            pixels[top:bottom] = (np.asarray(strip).astype(np.uint16) >> 8).astype(np.uint8)[..., None]
            continue
        if transparent:
            strip = strip.convert("RGBA")
            strip = Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip)
        pixels[top:bottom] = np.asarray(strip.convert("RGB"))
    return pixels


def _orientation(image: Any) -> Any:
    """EXIF's orientation; None where a picture has none, or its EXIF data is damaged."""
    try:
        return image.getexif().get(_ORIENTATION)
    except Exception:  # Pillow raises many kinds of errors for damaged data
        return None


def read_exif(path: str | os.PathLike[str]) -> tuple[dict[int, Any], tuple[int, int]]:
    """(EXIF tags by number, of the picture and of the camera; (width, height) upright) of a picture file.

    No tags where there are none or they are damaged. Raises PoseStudioError for what is not a picture.
    """
    from PIL import Image

    file = regular_file(path)
    try:
        with Image.open(file, formats=formats_of(file)) as image:
            width, height = image.size
            turned = _orientation(image)
            try:
                exif = image.getexif()
                tags = dict(exif) | dict(exif.get_ifd(_CAMERA_TAGS))
            except Exception:  # Pillow raises many kinds of errors for damaged data
                tags = {}
    except PoseStudioError:
        raise
    except Exception as problem:
        raise PoseStudioError(f"{path}: not a picture that can be read") from problem
    return tags, (height, width) if turned in _QUARTER_TURNS else (width, height)


def _upright(pixels: NDArray[np.uint8], turned: Any) -> NDArray[np.uint8]:
    """Pixels turned and mirrored upright, by EXIF's orientation (1 to 8)."""
    if turned in _QUARTER_TURNS:
        pixels = pixels.transpose(1, 0, 2)
    if turned in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if turned in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def as_rgb(picture: ArrayLike) -> NDArray[np.uint8]:
    """(h, w, 3) uint8 RGB of an array (h, w), (h, w, 1), (h, w, 3) or (h, w, 4), the last RGBA over white.

    Integers are taken as 8 bits, uint16 and any with a value above 255 as 16 bits; floats as 0 ... 1. Raises
    PoseStudioError for another shape, type or range.
    """
    array = np.asarray(picture)
    if array.ndim == 2:
        array = array[..., None]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or 0 in array.shape:
        raise PoseStudioError(f"expected a picture (height, width, 3), got an array {np.shape(picture)}")
    if array.shape[0] * array.shape[1] > LARGEST_PICTURE:
        raise picture_too_large("picture", array.shape[1], array.shape[0])
    if array.dtype != np.uint8:
        array = _eight_bits(array)
    if array.shape[2] == 4:
        alpha = array[..., 3:].astype(np.uint16)
        array = ((array[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(array, (*array.shape[:2], 3)))


def _eight_bits(array: NDArray[Any]) -> NDArray[np.uint8]:
    """The array's values as 8 bits. Raises PoseStudioError for other types and ranges than `as_rgb` takes."""
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
    """The file itself, or a folder's pictures in natural order (2 before 10), also those that cannot be read. Raises
    PoseStudioError for a folder without pictures."""
    path = Path(path)
    if not path.is_dir():
        return [path]
    names = [file.name for file in path.iterdir() if suffix_of(file) in PICTURE_INPUTS and not file.is_dir()]
    names = [name for name in names if not name.startswith(".")]
    if not names:
        raise PoseStudioError(f"{path}: expected a folder with pictures, found none")
    return [path / name for name in sorted(names, key=natural_order)]


def holds_pictures(path: str | os.PathLike[str]) -> bool:
    """Whether keypoints have to be detected: a picture, a video, or a folder with pictures and no keypoint files."""
    path = Path(path)
    if not path.is_dir():
        return suffix_of(path) in (*PICTURE_INPUTS, *VIDEO_INPUTS)
    kinds = {suffix_of(file) for file in path.iterdir() if not file.name.startswith(".")}
    return ".json" not in kinds and bool(kinds & set(PICTURE_INPUTS))
