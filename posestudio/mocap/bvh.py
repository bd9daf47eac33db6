"""BVH files: reading one as a Clip, and writing a Clip."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

import numpy as np

from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.common.atomic_files import atomic_write
from posestudio.common.input_files import read_file
from posestudio.errors import BvhError
from posestudio.mocap.bvh_hierarchy import read_hierarchy
from posestudio.mocap.bvh_motion import read_motion
from posestudio.mocap.bvh_motion_head import read_motion_head
from posestudio.mocap.bvh_text import BvhText

__all__ = ["BvhError", "format_bvh", "load_bvh", "parse_bvh", "save_bvh"]

_COMMENTS = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
_NOT_IN_NAMES = re.compile(r"[\s{}\x00\ufeff]+")
_PART = 1 << 22  # bytes decoded at once; other threads of Python wait meanwhile
_SMALLEST = 5e-7  # what %.6f still shows
_DEEPEST_INDENT = 64  # else a chain of joints grows with its square


def load_bvh(path: str | os.PathLike[str]) -> Clip:
    """Read a BVH file; ``Clip.warnings`` are sentences about what was repaired, with the lines.

    The clip's name is the file's, without its ending. Raises BvhError, with file, line, column and
    what was expected, when the file cannot be read or understood.
    """
    data = read_file(path, BvhError)
    content, foreign_line = _decoded(data)
    text = BvhText(_plain(content), str(path))
    if foreign_line is not None:
        text.warn_line(foreign_line, "not UTF-8; the text was read as Latin-1")
    return _parse(text, Path(path).stem)


def parse_bvh(text: str, name: str = "") -> Clip:
    """Read the text of a BVH file; ``name`` is the clip's, and what errors call it. See load_bvh."""
    return _parse(BvhText(_plain(text), name), name)


def save_bvh(path: str | os.PathLike[str], clip: Clip) -> None:
    """Write a clip as a BVH file, completely or not at all.

    Raises BvhError when the clip cannot be written as BVH, OSError when the file cannot be written.
    """
    try:
        text = format_bvh(clip)
    except BvhError as error:
        raise BvhError(f"{path}: {error}") from error
    with atomic_write(path) as temporary:
        temporary.write_bytes(text.encode())


def format_bvh(clip: Clip) -> str:
    """The clip as BVH text, in the plain form that other programs read: six decimals, one statement per line.

    Joints are written depth first, and the values in that order. White space and braces in names
    become ``_``. Raises BvhError when the clip has no joints, frames or frame time, or when its
    values are not finite or do not fit its channels.
    """
    skeleton, values = clip.skeleton, np.asarray(clip.motion.values, dtype=np.float64)
    expected = skeleton.channel_count
    if not skeleton.joint_names or not len(values) or values.shape[1:] != (expected,):
        raise BvhError(f"expected joints, and values (frames, {expected}), got {values.shape}")
    arrays = [values, np.asarray(skeleton.offsets), *skeleton.end_sites.values()]
    if not all(np.isfinite(array).all() for array in arrays):
        raise BvhError("expected finite values and offsets in the clip")
    if not _SMALLEST < clip.frame_time < float("inf"):
        raise BvhError(f"expected a positive frame time in seconds, got {clip.frame_time}")
    order, lines = _hierarchy(skeleton)
    starts = skeleton.channel_starts
    columns = [column for joint in order for column in range(starts[joint], starts[joint + 1])]
    row_format = " ".join(["%.6f"] * expected)
    return "\n".join(
        [
            "HIERARCHY",
            *lines,
            "MOTION",
            f"Frames: {len(values)}",
            f"Frame Time: {clip.frame_time:.6f}",
            *(row_format % tuple(row) for row in _shown(values[:, columns]).tolist()),
            "",
        ]
    )


def _decoded(data: bytes) -> tuple[str, int | None]:
    """The text of a file, and the line of its first byte that is not UTF-8, if there is one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), None
    decoder = codecs.getincrementaldecoder("utf-8")()
    parts = []
    for start in range(0, len(data) + 1, _PART):
        try:
            parts.append(decoder.decode(data[start : start + _PART], final=start + _PART > len(data)))
        except UnicodeDecodeError:
            return data.decode("latin-1"), data.count(b"\n", 0, _first_foreign_byte(data)) + 1
    return "".join(parts), None


def _first_foreign_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _parse(text: BvhText, name: str) -> Clip:
    skeleton, end = read_hierarchy(text)
    head = read_motion_head(text, end)
    values = read_motion(text, head, skeleton.channel_count)
    return Clip(skeleton, Motion(values), head.frame_time, name, text.warnings())


def _plain(content: str) -> str:
    """The text with line feeds at its line ends, without comments, byte order mark and DOS's end-of-file marks.

    Lines that begin with '#' become blank, so that the others keep their numbers.
    """
    if "\r" in content:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
    content = content.removeprefix("\ufeff").rstrip("\x00\x1a")
    return _COMMENTS.sub("", content) if "#" in content else content


def _hierarchy(skeleton: Skeleton) -> tuple[list[int], list[str]]:
    """The joints depth first, and the lines that describe them."""
    children: dict[int, list[int]] = {}
    for joint, parent in enumerate(skeleton.parents):
        children.setdefault(int(parent), []).append(joint)
    order: list[int] = []
    lines: list[str] = []
    waiting: list[tuple[int, int]] = [(joint, 0) for joint in reversed(children[-1])]
    while waiting:
        joint, depth = waiting.pop()
        indent = "\t" * min(depth, _DEEPEST_INDENT)
        if joint < 0:
            lines.append(indent + "}")
            continue
        order.append(joint)
        name = _NOT_IN_NAMES.sub("_", skeleton.joint_names[joint]) or f"joint{joint}"
        channels = skeleton.channels[joint]
        lines += [
            f"{indent}{'JOINT' if depth else 'ROOT'} {name}",
            indent + "{",
            f"{indent}\tOFFSET {_triple(skeleton.offsets[joint])}",
            " ".join([f"{indent}\tCHANNELS {len(channels)}", *channels]),
        ]
        if joint in skeleton.end_sites:
            end = _triple(skeleton.end_sites[joint])
            lines += [
                f"{indent}\tEnd Site",
                indent + "\t{",
                f"{indent}\t\tOFFSET {end}",
                indent + "\t}",
            ]
        waiting.append((-1, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(joint, []))]
    return order, lines


def _triple(offset: np.ndarray) -> str:
    return " ".join(f"{value:.6f}" for value in _shown(np.asarray(offset, dtype=np.float64)))


def _shown(values: np.ndarray) -> np.ndarray:
    """The same values, without a minus on those that show as zero."""
    return np.where(np.abs(values) < _SMALLEST, 0.0, values)
