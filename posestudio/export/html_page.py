"""Lifted results as an interactive figure in one HTML page: it needs no network, no server and no other file."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT
from posestudio.common.file_kinds import HTML_OUTPUT, checked_suffix
from posestudio.common.notebook import ShowsItself
from posestudio.common.pictures import read_picture
from posestudio.common.resources import asset
from posestudio.common.videos import is_video
from posestudio.export.html_data import figure_data, thinned, window_of
from posestudio.export.picture_frames import pictures_of
from posestudio.export.video import video_of_sequence
from posestudio.lifting.sequence import LiftedSequence

HEIGHT = 480
"""Of the figure in a notebook, in CSS pixels."""
STILL_SIZE = (960, 460)
_STILL_COLOURS = 96
_PICTURE_SIDE, _FRAME_SIDE = 900, 320  # pixels of the longer side, of a picture and of a video's frames
_MOST_FRAMES = 60  # of a video, in the page
_QUALITY = 80  # of JPEG
_SCRIPTS = ("solid.js", "views.js", "figure.js")

Picture = str | os.PathLike[str] | NDArray[np.uint8]


class Figure(ShowsItself):
    """An interactive figure of a lifted sequence, which a notebook shows, and which is saved as a page of its own.

    ``title`` is a line about it. ``picture`` is what the people were seen in: an RGB picture (height, width, 3), or
    the name of a picture, of a video or of a folder of pictures. ``chosen`` is the hypothesis that is shown at first.
    Raises PoseStudioError where the picture cannot be read.
    """

    def __init__(
        self, sequence: LiftedSequence, title: str, picture: Picture | None = None, chosen: int = 0
    ) -> None:
        self.title = title
        self._shown, self._chosen = thinned(sequence), chosen
        first = self._shown.sequence.first_frame - sequence.first_frame
        numbers = [first + number for number in self._shown.numbers]
        self._pictures, self._which = _pictures(sequence, numbers, picture)

    def __repr__(self) -> str:
        return f"<Figure of {self.title.strip('<>')}>"

    def page(self) -> str:
        """The HTML of a page of its own."""
        still = base64.b64encode(self.still).decode("ascii")
        return self._page(f'<img alt="{html.escape(self.title)}" src="data:image/png;base64,{still}">')

    def fragment(self) -> str:
        """The HTML of an output of a notebook: the figure in a frame, over the still picture.

        Where frames are taken out, as on GitHub, the picture is what is seen.
        """
        still = base64.b64encode(self.still).decode("ascii")
        title = html.escape(self.title)
        return (
            f'<div style="position:relative;height:{HEIGHT}px;max-width:1000px;overflow:hidden">'
            f'<img alt="{title}" src="data:image/png;base64,{still}"'
            ' style="width:100%">'
            f'<iframe title="{title}" sandbox="allow-scripts" srcdoc="{html.escape(self._page(""))}"'
            ' style="position:absolute;left:0;top:0;width:100%;height:100%;border:0"></iframe></div>'
        )

    @cached_property
    def still(self) -> bytes:
        """The figure as a PNG, for what shows no pages."""
        sequence = self._shown.sequence
        video = video_of_sequence(sequence, STILL_SIZE, LIGHT)
        return small_png(video.frame(video.still))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page as a .html. Raises PoseStudioError for another ending, OSError where that fails."""
        checked_suffix(path, HTML_OUTPUT)
        with atomic_write(path) as temporary:
            temporary.write_text(self.page(), encoding="utf-8")

    def _about(self) -> str:
        """The title without the name of a class, as a sentence."""
        return self.title.strip("<>").rpartition(": ")[2] + "."

    def _page(self, still: str) -> str:
        data = figure_data(self._shown, self._pictures) | {"picture_of": self._which}
        data["chosen"] = (
            self._shown.hypotheses.index(self._chosen) if self._chosen in self._shown.hypotheses else 0
        )
        left, top, right, bottom = window_of(self._shown)
        parts = {
            "title": html.escape(self.title.strip("<>")),
            "about": html.escape(" ".join([self._about(), *self._shown.notes])),
            "assumed": html.escape(" ".join(self._shown.sequence.assumptions)),
            "still": still,
            "plane": f"{round(330 * (right - left) / (bottom - top))}px",
            "style": _part("figure.css"),
            "data": json.dumps(data, separators=(",", ":"), allow_nan=False).replace("</", "<\\/"),
            "script": "\n".join(map(_part, _SCRIPTS)),
        }
        return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _part("figure.html"))


def small_png(picture: NDArray[np.uint8]) -> bytes:
    """An RGB picture (height, width, 3) as a PNG with a palette, a third as large as one without."""
    from io import BytesIO

    from PIL import Image

    stream = BytesIO()
    Image.fromarray(picture).quantize(_STILL_COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@cache
def _part(name: str) -> str:
    """A file of the figure, without indentation and comments."""
    text = asset(f"notebook/{name}").read_text(encoding="utf-8")
    lines = (re.sub(r"(^| )// .*", "", line.strip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _pictures(
    sequence: LiftedSequence, numbers: list[int], picture: Picture | None
) -> tuple[list[str], list[int]]:
    """The pictures of frames of a sequence as data URLs, and which of them belongs to each of the ``numbers``."""
    if picture is None:
        return [], [0] * len(numbers)
    if isinstance(picture, np.ndarray):
        return [_jpeg(picture, _PICTURE_SIDE)], [0] * len(numbers)
    if len(numbers) == 1 and Path(picture).is_file() and not is_video(picture):
        return [_jpeg(read_picture(picture), _PICTURE_SIDE)], [0]
    stride = -(-len(numbers) // _MOST_FRAMES)
    found = list(_frames(sequence, numbers[::stride], picture))
    return found, [index // stride for index in range(len(numbers))]


def _frames(sequence: LiftedSequence, numbers: list[int], picture: Any) -> Iterator[str]:
    """The pictures of frames; where there is none, that of the frame before."""
    source = pictures_of(picture, sequence)
    last = ""
    for number in numbers:
        pixels = source.picture(number)
        last = last if pixels is None else _jpeg(pixels, _FRAME_SIDE)
        yield last


def _jpeg(picture: NDArray[np.uint8], side: int) -> str:
    """A picture, at most ``side`` pixels wide and high, as a data URL."""
    scale = min(side / max(picture.shape[:2]), 1.0)
    shown = (
        picture if scale == 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    )
    encoded = cv2.imencode(".jpg", shown[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")
