"""Frames to a video file: H.264 in MP4 by PyAV, or an animated GIF by Pillow."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import cv2
from PIL import Image

from posestudio.errors import PoseStudioError
from posestudio.export.canvas import Picture
from posestudio.files import atomic_write
from posestudio.progress import Progress

VIDEO_SUFFIXES = (".mp4", ".gif")

_QUALITY = "18"  # x264's constant rate factor: below 20 nobody sees the difference
_GIF_WIDTH = 640
_GIF_FPS = 15.0


def save_video(
    path: str | os.PathLike[str],
    frames: Iterable[Picture],
    count: int,
    fps: float,
    progress: Progress | None = None,
) -> None:
    """Write ``count`` RGB frames (height, width, 3), all of one size, as the suffix of ``path`` says.

    A GIF is made smaller and slower (640 pixels, 15 a second), since it holds every frame whole. Raises
    PoseStudioError for another suffix and OSError where the file cannot be written; what ``frames`` or
    ``progress`` raise passes through and leaves no file.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in VIDEO_SUFFIXES:
        raise PoseStudioError(f"{path}: expected a name ending in {', '.join(VIDEO_SUFFIXES)}")
    write = _write_mp4 if suffix == ".mp4" else _write_gif
    with atomic_write(path) as temporary:
        write(temporary, _counted(frames, count, progress), fps)


def _counted(frames: Iterable[Picture], count: int, progress: Progress | None) -> Iterable[Picture]:
    for done, frame in enumerate(frames, start=1):
        yield frame
        if progress is not None:
            progress(done, count, "frames")


def _write_mp4(path: Path, frames: Iterable[Picture], fps: float) -> None:
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": _QUALITY, "preset": "medium"}
        for index, picture in enumerate(frames):
            even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]  # as yuv420p needs
            if index == 0:
                stream.height, stream.width = even.shape[:2]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")))
        container.mux(stream.encode(None))


def _write_gif(path: Path, frames: Iterable[Picture], fps: float) -> None:
    stride = max(1, round(fps / _GIF_FPS))
    pictures = [
        _small(picture).quantize(128, dither=Image.Dither.NONE)
        for index, picture in enumerate(frames)
        if index % stride == 0
    ]
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], duration=1000 * stride / fps, loop=0, optimize=False
    )


def _small(picture: Picture) -> Image.Image:
    height, width = picture.shape[:2]
    share = min(1.0, _GIF_WIDTH / width)
    return Image.fromarray(
        cv2.resize(picture, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    )
