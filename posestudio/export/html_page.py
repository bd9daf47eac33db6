"""Lifted results as an interactive figure in one HTML page: it needs no network, no server and no other file."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT
from posestudio.common.file_kinds import HTML_OUTPUT, checked_suffix
from posestudio.common.notebook import ShowsItself
from posestudio.common.resources import asset
from posestudio.export.html_data import figure_data, thinned, window_of
from posestudio.export.html_pictures import Picture, picture_data
from posestudio.export.video import video_of_sequence
from posestudio.lifting.sequence import LiftedSequence

HEIGHT = 480
"""Of the figure in a notebook, in CSS pixels."""
STILL_SIZE = (960, 460)
_STILL_COLOURS = 96
_SCRIPTS = ("solid.js", "views.js", "figure.js")


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
        self._pictures = picture_data(sequence, numbers, window_of(self._shown), picture)

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
        data = figure_data(self._shown) | self._pictures
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
