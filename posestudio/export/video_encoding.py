"""Videos to files: H.264 in MP4 by PyAV, or an animated GIF by Pillow; frame by frame, whatever the length."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import cv2
import numpy as np
from PIL import GifImagePlugin, Image

from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import VIDEO_OUTPUTS, checked_suffix
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.export.canvas import RGBImage

_QUALITY = "18"  # x264's constant rate factor: below 20 there is no visible difference
_GIF_WIDTH = 640
_GIF_FPS = 15.0
_GIF_COLOURS = 128
_LONGEST_DELAY = 65_535  # hundredths of a second, the most of a GIF's frame
_LONGEST_FRAME = 1_000.0  # seconds, the most of a frame in MP4
_FASTEST = 10_000.0  # frames per second
_TICKS = 90_000  # a second, to which uneven times are rounded

Times = Callable[[int], float]
"""Seconds from the first frame to a frame, by its index; asked once for each, after it was drawn."""


def encode_video(
    path: str | os.PathLike[str],
    frames: Iterable[RGBImage],
    count: int,
    fps: float,
    progress: ProgressCallback | None = None,
    times: Times | None = None,
) -> None:
    """Write ``count`` RGB frames (height, width, 3), all of one size, in the format of the suffix of ``path``.

    They are ``fps`` per second, or shown at ``times`` where these are given; the last lasts 1 / ``fps``.
    A GIF is smaller and has fewer frames (640 pixels, 15 per second), since each is stored whole; it lasts as long.
    Raises PoseStudioError for another suffix, no frames or an ``fps`` that the format cannot have, and OSError where
    the file cannot be written; exceptions of ``frames`` or ``progress`` pass through and leave no file.
    """
    suffix = checked_suffix(path, VIDEO_OUTPUTS)
    slowest = 1 / _LONGEST_FRAME if suffix == ".mp4" else 100 / _LONGEST_DELAY
    if not slowest <= fps <= _FASTEST:
        raise PoseStudioError(
            f"{path}: expected {slowest:.4g} to {_FASTEST:g} frames per second in {suffix}, not {fps:.4g}"
        )
    if count < 1:
        raise PoseStudioError(f"{path}: expected at least one frame")
    with atomic_write(path) as temporary:
        shown = _counted(frames, count, progress)
        if suffix == ".mp4":
            _write_mp4(temporary, shown, fps, times)
        else:
            with temporary.open("wb") as stream:
                _write_gif(stream, shown, fps, times or (lambda index: index / fps))


def _counted(frames: Iterable[RGBImage], count: int, progress: ProgressCallback | None) -> Iterable[RGBImage]:
    """The frames; reports progress after each."""
    for done, frame in enumerate(frames, start=1):
        yield frame
        if progress is not None:
            progress(done, count, "frames")


def _write_mp4(path: Path, frames: Iterable[RGBImage], fps: float, times: Times | None) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=_rate(fps))
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": _QUALITY, "preset": "medium"}
        if times is not None:
            stream.codec_context.time_base = Fraction(1, _TICKS)
        ticks = -1
        for index, picture in enumerate(frames):
            even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]  # as yuv420p needs
            if index == 0:
                stream.height, stream.width = even.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
            if times is not None:
                ticks = max(round(times(index) * _TICKS), ticks + 1)
                frame.pts, frame.time_base = ticks, Fraction(1, _TICKS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _rate(fps: float) -> Fraction:
    """``fps`` as a fraction of small numbers: 29.97 is 30000/1001."""
    rate = Fraction(fps).limit_denominator(1001)
    return rate if abs(rate / Fraction(fps) - 1) < 1e-5 else Fraction(fps).limit_denominator(60_000)


def gif_delay(start: float, end: float) -> int:
    """How long a frame shown from ``start`` to ``end`` seconds lasts in hundredths of a second, the unit of GIF.

    Both ends are rounded, not their difference, so that the whole lasts as long as the frames do.
    """
    return max(round(100 * end) - round(100 * start), 1)


def _write_gif(stream: IO[bytes], frames: Iterable[RGBImage], fps: float, times: Times) -> None:
    """Write the frames that a GIF has, each when the next one's time is known, without what has not changed.

    Pillow's own writer keeps all frames in memory until the last; its header and frame data are used one by one.
    """
    before: RGBImage | None = None
    for (picture, start), (_, end) in itertools.pairwise(_gif_frames(frames, fps, times)):
        delay = 10 * gif_delay(start, end)
        left, top, right, bottom = _changed(before, picture)
        part = Image.fromarray(picture[top:bottom, left:right]).quantize(
            _GIF_COLOURS, dither=Image.Dither.NONE
        )
        if before is None:
            header, _ = GifImagePlugin.getheader(part, info={"loop": 0, "duration": delay, "optimize": False})
            stream.writelines(header)
        data = GifImagePlugin.getdata(
            part, (left, top), duration=delay, disposal=1, include_color_table=before is not None
        )
        stream.writelines(data)
        before = picture
    stream.write(b";")


def _gif_frames(frames: Iterable[RGBImage], fps: float, times: Times) -> Iterator[tuple[RGBImage, float]]:
    """Pictures of a GIF's size and rate with the seconds at which they begin; after the last, the end."""
    stride = max(1, round(fps / _GIF_FPS))
    start, small = 0.0, np.zeros((1, 1, 3), np.uint8)
    for index, picture in enumerate(frames):
        start = times(index)
        if index % stride == 0:
            small = _small(picture)
            yield small, start
    yield small, start + 1 / fps


def _changed(before: RGBImage | None, now: RGBImage) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the part of a picture that differs from the one before; at least a pixel."""
    if before is None:
        return 0, 0, now.shape[1], now.shape[0]
    different = (before != now).any(axis=-1)
    rows, columns = np.flatnonzero(different.any(axis=1)), np.flatnonzero(different.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _small(picture: RGBImage) -> RGBImage:
    """The picture at most _GIF_WIDTH wide."""
    height, width = picture.shape[:2]
    share = min(1.0, _GIF_WIDTH / width)
    size = round(width * share), max(round(height * share), 1)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
