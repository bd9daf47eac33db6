"""Which of Pillow's formats a picture file is read with, and what to install for HEIC and AVIF where it lacks them.

HEIC and AVIF are ISO base media files (ISO/IEC 14496-12): their first box names the brands that they belong to.
"""

from __future__ import annotations

import os
from pathlib import Path

from posestudio.common.extras import needed
from posestudio.errors import PoseStudioError

# Pillow's other formats run programs (EPS) or are hardly ever photographs.
_ALWAYS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_HEAD = 256  # bytes with the first box


def formats_of(file: Path) -> tuple[str, ...]:
    """Names of the formats to open a file with. Raises PoseStudioError naming what to install for a HEIC or AVIF
    picture that this installation cannot read, OSError where the file cannot be read."""
    with file.open("rb") as stream:
        brands = _brands(stream.read(_HEAD))
    if brands & _AVIF:
        return (_avif(file),)
    if brands & _HEIC:
        return (_heic(file),)
    return _ALWAYS


def _brands(head: bytes) -> set[bytes]:
    """The brands of an ISO base media file, by its first bytes; none for another file."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[at : at + 4] for at in (8, *range(16, end, 4))}


def _avif(file: str | os.PathLike[str]) -> str:
    try:
        from PIL.AvifImagePlugin import SUPPORTED
    except ImportError:  # Pillow before 11.3
        SUPPORTED = False
    if not SUPPORTED:
        raise PoseStudioError(
            f"{file}: an AVIF picture, which this Pillow cannot read: expected Pillow 11.3 or later with AVIF"
            " (pip install --upgrade pillow)"
        )
    return "AVIF"


def _heic(file: str | os.PathLike[str]) -> str:
    try:
        needed("pillow_heif", "heic").register_heif_opener()
    except PoseStudioError as problem:
        raise PoseStudioError(f"{file}: a HEIC picture: {problem}") from problem
    return "HEIF"
