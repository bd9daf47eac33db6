"""BVH files: text to Clip and back."""

from __future__ import annotations

import os
from pathlib import Path


from posestudio.body.bvh_header import read_header
from posestudio.body.bvh_motion import read_motion
from posestudio.body.bvh_text import BvhText
from posestudio.body.skeleton import Clip, Motion
from posestudio.errors import BvhError

__all__ = ["BvhError", "load_bvh", "parse_bvh"]


def load_bvh(path: str | os.PathLike[str]) -> Clip:
    """Read a BVH file; ``Clip.warnings`` says what had to be mended, line by line.

    The clip's name is the file's, without its ending. Raises BvhError, with file, line, column and
    what was expected, when the file cannot be read or understood.
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise BvhError(f"{path}: expected a BVH file that can be read: {error}") from error
    clip = _parse(BvhText(_decode(data), str(path)))
    return Clip(clip.skeleton, clip.motion, clip.frame_time, Path(path).stem, clip.warnings)


def parse_bvh(text: str, name: str = "") -> Clip:
    """Read the text of a BVH file; ``name`` is the clip's, and what errors call it. See load_bvh."""
    return _parse(BvhText(text, name))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _parse(text: BvhText) -> Clip:
    if "\r" in text.content:
        text.content = text.content.replace("\r\n", "\n").replace("\r", "\n")
    text.content = text.content.removeprefix("\ufeff")
    header = read_header(text)
    values = read_motion(text, header)
    return Clip(header.skeleton, Motion(values), header.frame_time, text.name, text.warnings())
