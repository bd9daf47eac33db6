"""A video in a project: its file by path, and the keypoints found so far, so that nothing is detected twice."""

from __future__ import annotations

import base64
import math
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.app.model.video_source import FoundFrames, VideoSource
from posestudio.common.json_cursor import JsonCursor
from posestudio.common.video_seeking import VideoFile
from posestudio.keypoints import Keypoints

_MOST_PEOPLE = 10_000_000  # in all frames
_K = 17
_ARRAYS: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
    "frame": (np.int32, ()),
    "tracks": (np.int32, ()),
    "points": (np.float32, (_K, 2)),
    "visibility": (np.int8, (_K,)),
    "confidence": (np.float16, (_K,)),
    "noise": (np.float32, (_K,)),
    "boxes": (np.float32, (4,)),
    "scores": (np.float32, ()),
    "extra": (np.float32, (6, 2)),
    "extra_noise": (np.float32, (6,)),
}
"""What is stored of each person in each frame, and as which numbers."""
_NEEDED = ("frame", "tracks", "points", "visibility")


def video_content(source: VideoSource, path: str) -> dict[str, Any]:
    """The fields of a video as JSON values; ``path`` names its file. Arrays are compressed, in base 64."""
    assert source.video is not None
    frames = source.found_frames
    found: dict[str, list[np.ndarray]] = {name: [] for name in _ARRAYS}
    searched = frames.searched.copy()  # more may be found meanwhile
    people = 0
    for frame in np.flatnonzero(searched):
        keypoints = frames[int(frame)]
        people += keypoints.people
        for name, (kind, shape) in _ARRAYS.items():
            values = np.full(keypoints.people, frame) if name == "frame" else getattr(keypoints, name)
            if values is None:
                values = np.full((keypoints.people, *shape), -1 if name == "tracks" else np.nan)
            found[name].append(np.asarray(values, kind))
    arrays = {name: np.concatenate(parts) for name, parts in found.items() if parts}
    return {
        "kind": "video",
        "name": source.name,
        "path": path,
        "size": list(source.video.size),
        "times": np.round(source.video.times, 6).tolist(),
        "searched": _packed(np.packbits(searched)),
        "people": people,
        "found": {name: _packed(array) for name, array in arrays.items()},
    }


def video_of(cursor: JsonCursor, path: Path, opened: VideoSource | None) -> VideoSource:
    """The video that ``video_content`` made the JSON values of; ``opened`` is its file at ``path`` as it is now, None
    where that is missing. Raises PoseStudioError for anything else than such values."""
    times = np.asarray(cursor["times"].value, np.float64)
    size = cursor["size"].value
    if times.ndim != 1 or not len(times) or not (np.diff(times) > 0).all() or not np.isfinite(times).all():
        raise cursor["times"].error("seconds, ascending")
    if (
        not isinstance(size, list)
        or len(size) != 2
        or not all(isinstance(side, int) and side > 0 for side in size)
    ):
        raise cursor["size"].error("width and height in pixels")
    video = VideoFile(path, (size[0], size[1]), times)
    frames = FoundFrames(len(times), video.size)
    bits = _unpacked(cursor["searched"], np.dtype(np.uint8), (math.ceil(len(times) / 8),))
    searched = np.unpackbits(bits, count=len(times)).astype(bool)
    nobody = Keypoints(np.zeros((0, _K, 2)), size=video.size)
    rows = _rows(cursor, len(times))
    starts = np.searchsorted(rows["frame"], np.arange(len(times) + 1))
    for frame in np.flatnonzero(searched):
        here = slice(int(starts[frame]), int(starts[frame + 1]))
        people: dict[str, Any] = {name: array[here] for name, array in rows.items() if name != "frame"}
        frames.put(int(frame), Keypoints(**people, size=video.size) if here.start < here.stop else nobody)
    same = opened is not None and opened.video is not None and opened.video.frames == len(times)
    return VideoSource(
        cursor["name"].text(),
        frames,
        frame_time=video.frame_time,
        found=True,
        video=opened.video if same and opened is not None else video,
        picture=opened.picture if same and opened is not None else None,
    )


def _rows(cursor: JsonCursor, frames: int) -> dict[str, np.ndarray]:
    """The arrays of all people, those that are known, in the order of frames."""
    count = cursor["people"].value
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_PEOPLE:
        raise cursor["people"].error("how many people there are in all frames")
    found = cursor["found"]
    rows = {
        name: _unpacked(found[name], np.dtype(kind), (count, *shape))
        for name, (kind, shape) in _ARRAYS.items()
        if name in found or (count and name in _NEEDED)
    }
    if not count:
        return {"frame": np.zeros(0, np.int32)}
    at = rows["frame"]
    if not ((at >= 0) & (at < frames)).all() or (np.diff(at) < 0).any():
        raise found["frame"].error(f"numbers of frames from 0 to {frames - 1}, ascending")
    return rows


def _packed(array: np.ndarray) -> str:
    return base64.b64encode(zlib.compress(array.tobytes(), 6)).decode("ascii")


def _unpacked(cursor: JsonCursor, kind: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    """An array of that kind and shape; no more bytes than it has are unpacked."""
    wanted = kind.itemsize * math.prod(shape)
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(cursor.text(), validate=True), wanted + 1)
    except (ValueError, zlib.error):
        content = b"?" * (wanted + 1)
    if len(content) != wanted:
        raise cursor.error(f"{math.prod(shape)} numbers, compressed, in base 64")
    return np.frombuffer(content, kind).reshape(shape).copy()
