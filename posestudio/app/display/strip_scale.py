"""Where frames lie along the strip: zoom, scroll, and the marks of its ruler. No widgets."""

from __future__ import annotations

import numpy as np

SIDE = 8.0  # pixels at both ends, so that the first and last frame can be grabbed
LARGEST_FRAME = 24.0  # pixels of a frame at the closest zoom
LABEL_GAP = 64.0  # pixels between labels of the ruler, at least
_SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
_NUMBERS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


class StripScale:
    """Frames 0 ... ``frames`` - 1 in ``width`` pixels, ``per_frame`` pixels each, from frame ``first`` (which can be
    a fraction) on; at most zoomed out, all of them fill the width."""

    def __init__(self) -> None:
        self.frames, self.width = 0, 100.0
        self.first, self.per_frame = 0.0, 1.0

    @property
    def _inside(self) -> float:
        return max(self.width - 2 * SIDE, 1.0)

    @property
    def smallest_frame(self) -> float:
        """Pixels of a frame when all are seen."""
        return self._inside / max(self.frames, 1)

    @property
    def shows_all(self) -> bool:
        """Whether every frame is seen."""
        return self.per_frame <= self.smallest_frame * (1 + 1e-9)

    def resize(self, frames: int, width: float) -> None:
        """Take other numbers of frames and pixels; what shows all goes on showing all."""
        everything = self.shows_all or frames != self.frames
        self.frames, self.width = frames, width
        if everything:
            self.fit()
        else:
            self._put(self.first, self.per_frame)

    def fit(self) -> None:
        """Show all frames."""
        self._put(0.0, self.smallest_frame)

    def zoom(self, factor: float, x: float) -> None:
        """Make frames wider by ``factor``; the one under ``x`` stays there."""
        under = self._frame(x)
        largest = max(LARGEST_FRAME, self.smallest_frame)
        per_frame = min(max(self.per_frame * factor, self.smallest_frame), largest)
        self._put(under - (x - SIDE) / per_frame, per_frame)

    def scroll(self, pixels: float) -> None:
        """Move the frames by that many pixels to the left."""
        self._put(self.first + pixels / self.per_frame, self.per_frame)

    def reveal(self, frame: int) -> None:
        """Scroll as far as is needed for a frame to be seen."""
        seen = self._inside / self.per_frame
        if not self.first <= frame <= self.first + seen - 1:
            self._put(frame - (0.1 if frame > self.first else 0.9) * seen, self.per_frame)

    def _put(self, first: float, per_frame: float) -> None:
        self.per_frame = per_frame
        self.first = min(max(first, 0.0), max(self.frames - self._inside / per_frame, 0.0))

    def x(self, frame: float) -> float:
        """The left edge of a frame."""
        return SIDE + (frame - self.first) * self.per_frame

    def middle(self, frame: int) -> float:
        """The middle of a frame."""
        return self.x(frame + 0.5)

    def _frame(self, x: float) -> float:
        return self.first + (x - SIDE) / self.per_frame

    def frame_at(self, x: float) -> int:
        """The frame under ``x``, or the nearest there is."""
        return min(max(int(np.floor(self._frame(x))), 0), max(self.frames - 1, 0))

    def visible(self) -> tuple[int, int]:
        """The first and last frame of which something is seen."""
        return self.frame_at(0.0), self.frame_at(self.width)

    def marks(self, times: np.ndarray | None) -> list[tuple[float, str]]:
        """(frame, label) of the ruler: seconds, where ``times`` (F,) of the frames are known, else numbers from 1."""
        first, last = self.visible()
        timed = times is not None and len(times) > 1
        at = times if timed and times is not None else np.arange(1.0, self.frames + 1)
        if not len(at):
            return []
        unit = float(at[-1] - at[0]) / max(len(at) - 1, 1) or 1.0
        steps = _SECONDS if timed else _NUMBERS
        step = next((one for one in steps if one / unit * self.per_frame >= LABEL_GAP), steps[-1])
        marked = np.arange(np.ceil(at[first] / step - 1e-6), np.floor(at[last] / step + 1e-6) + 1) * step
        frames = np.interp(marked, at, np.arange(len(at))).tolist()
        labels = [time_text(one, tenths=step < 1) if timed else f"{one:.0f}" for one in marked.tolist()]
        return list(zip(frames, labels, strict=True))


def time_text(seconds: float, *, tenths: bool = False, hundredths: bool = False) -> str:
    """'0:07', '1:02.5' or '0:00.03'."""
    digits = 2 if hundredths else 1 if tenths else 0
    unit = 10**digits
    whole = round(seconds * unit)
    minutes, rest = divmod(whole, 60 * unit)
    width = 2 if digits == 0 else 3 + digits
    return f"{minutes}:{rest / unit:0{width}.{digits}f}"
