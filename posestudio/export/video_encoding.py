"""Videos to files: H.264 in MP4 by PyAV, or an animated GIF by Pillow."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import cv2
from PIL import Image

from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import VIDEO_OUTPUTS, checked_suffix
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.export.canvas import RGBImage

_QUALITY = "18"  # x264's constant rate factor: below 20 there is no visible difference
_GIF_WIDTH = 640
_GIF_FPS = 15.0
_LONGEST_DELAY = 65_535  # hundredths of a second, the most of a GIF's frame
_LONGEST_FRAME = 1_000.0  # seconds, the most of a frame in MP4
_FASTEST = 10_000.0  # frames per second


def encode_video(
    path: str | os.PathLike[str],
    frames: Iterable[RGBImage],
    count: int,
    fps: float,
    progress: ProgressCallback | None = None,
) -> None:
    """Write ``count`` RGB frames (height, width, 3), all of one size, in the format of the suffix of ``path``.

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
            _write_mp4(temporary, shown, fps)
        else:
            _write_gif(temporary, shown, count, fps)


def _counted(frames: Iterable[RGBImage], count: int, progress: ProgressCallback | None) -> Iterable[RGBImage]:
    """The frames; reports progress after each."""
    for done, frame in enumerate(frames, start=1):
        yield frame
        if progress is not None:
            progress(done, count, "frames")


def _write_mp4(path: Path, frames: Iterable[RGBImage], fps: float) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=_rate(fps))
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": _QUALITY, "preset": "medium"}
        for index, picture in enumerate(frames):
            even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]  # as yuv420p needs
            if index == 0:
                stream.height, stream.width = even.shape[:2]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")))
        container.mux(stream.encode(None))


def _rate(fps: float) -> Fraction:
    """``fps`` as a fraction of small numbers: 29.97 is 30000/1001."""
    rate = Fraction(fps).limit_denominator(1001)
    return rate if abs(rate / Fraction(fps) - 1) < 1e-5 else Fraction(fps).limit_denominator(60_000)


def gif_delays(count: int, stride: int, fps: float) -> list[int]:
    """The delays of every ``stride``-th of ``count`` frames in hundredths of a second, the unit of GIF.

    The rounding error of a delay is compensated by the next ones, so that the whole lasts as long as the frames do.
    """
    starts = [round(100 * index / fps) for index in [*range(0, count, stride), count]]
    return [max(after - before, 1) for before, after in itertools.pairwise(starts)]


def _write_gif(path: Path, frames: Iterable[RGBImage], count: int, fps: float) -> None:
    stride = max(1, round(fps / _GIF_FPS))
    pictures = [
        _small(picture).quantize(128, dither=Image.Dither.NONE)
        for index, picture in enumerate(frames)
        if index % stride == 0
    ]
    delays = [10 * delay for delay in gif_delays(count, stride, fps)][: len(pictures)]
    if len(delays) == 1:
        pictures[0].save(path, format="GIF", duration=delays[0], loop=0, optimize=False)
        return
    pictures[0].save(
        path,
        format="GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=delays,
        loop=0,
        optimize=False,
    )


def _small(picture: RGBImage) -> Image.Image:
    """The picture at most _GIF_WIDTH wide."""
    height, width = picture.shape[:2]
    share = min(1.0, _GIF_WIDTH / width)
    return Image.fromarray(
        cv2.resize(picture, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    )
