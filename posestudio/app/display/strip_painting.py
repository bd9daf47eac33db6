"""Paints the strip of frames: only what is seen of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen, QPolygonF

from posestudio.app.common.translation import tr
from posestudio.app.common.typeface import SMALL_TEXT, sized
from posestudio.app.display.frame_facts import ABSENT, UNKNOWN, UNSEARCHED, UNSURE
from posestudio.app.display.strip_model import (
    BARS,
    BARS_TOP,
    HEIGHT,
    KEY_SIZE,
    KEYS,
    KEYS_TOP,
    PICTURES,
    RULER,
    VIEW,
    StripModel,
)
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.motion_state import Ranges
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.video_source import VideoSource
from posestudio.common.colours import palette as colours

_COLUMN = 2.0  # pixels: narrower frames are drawn together, by the least sure of them
_GAP_FROM = 5.0  # pixels of a frame from which there is a gap between bars

_Role = QPalette.ColorRole


def paint_strip(painter: QPainter, strip: StripModel, palette: QPalette, *, focused: bool) -> bool:
    """Paint the strip; returns whether some frames are still to be computed, and it should be painted once more."""
    ground = QRectF(0.5, 0.5, strip.scale.width - 1, HEIGHT - 1)
    painter.setPen(QPen(palette.color(_Role.Highlight if focused else _Role.Mid), 1))
    painter.setBrush(palette.color(_Role.Base))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setClipRect(ground.adjusted(1, 1, -1, -1))
    strip.pictures.paint(painter, palette, RULER + 1, PICTURES - 2)
    _paint_range(painter, strip, palette)
    unfinished = _paint_bars(painter, strip, palette)
    _paint_edits(painter, strip, palette)
    _paint_trim(painter, strip, palette)
    _paint_ruler(painter, strip, palette)
    _paint_hint(painter, strip, palette)
    _paint_playhead(painter, strip, palette)
    _paint_keys(painter, strip, palette)
    _paint_view(painter, strip, palette)
    return unfinished


def _faded(colour: QColor, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded


def _span(strip: StripModel, first: int, last: int, top: float, height: float) -> QRectF:
    left = strip.scale.x(first)
    return QRectF(left, top, strip.scale.x(last + 1) - left, height)


def _paint_range(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    if strip.selection.range is not None:
        area = _span(strip, *strip.selection.range, RULER, PICTURES + BARS + KEYS)
        accent = palette.color(_Role.Highlight)
        painter.fillRect(area, _faded(accent, 0.18))
        painter.setPen(QPen(accent, 1))
        for x in (area.left(), area.right()):
            painter.drawLine(QPointF(x, RULER), QPointF(x, KEYS_TOP + KEYS))


def _paint_bars(painter: QPainter, strip: StripModel, palette: QPalette) -> bool:
    first, last = strip.scale.visible()
    if not strip.scale.frames or isinstance(strip.document.state.source, AnimationSource | ClipSource):
        return False
    values = strip.facts.values(first, last).copy()
    set_by_hand = [frame - first for frame in strip.keys if first <= frame <= last]
    values[set_by_hand] = np.where(values[set_by_hand] < 0, values[set_by_hand], 1.0)
    starts = _columns(first, last, strip.scale.per_frame)
    lowest = np.minimum.reduceat(np.where(values < 0, np.inf, values), starts - first)
    least = np.minimum.reduceat(values, starts - first)
    ends = np.append(starts[1:], last + 1)
    gap = 1.0 if strip.scale.per_frame >= _GAP_FROM else 0.0
    ordinary: list[QRectF] = []
    weak: list[QRectF] = []
    absent: list[QRectF] = []
    lost: list[QRectF] = []
    grey: list[QRectF] = []
    for start, end, sure, worst in zip(
        starts.tolist(), ends.tolist(), lowest.tolist(), least.tolist(), strict=True
    ):
        left = strip.scale.x(start)
        width = max(strip.scale.x(end) - left - gap, 0.5)
        if worst in (UNSEARCHED, UNKNOWN):
            grey.append(QRectF(left, BARS_TOP + 1, width + gap, BARS - 3))
        elif worst == ABSENT:
            area = QRectF(left, BARS_TOP + 1, width + gap, BARS - 3)
            (lost if strip.facts.is_gap(start) else absent).append(area)
        else:
            tall = max((BARS - 4) * sure, 2.0)
            bar = QRectF(left, KEYS_TOP - 1 - tall, width, tall)
            (ordinary if sure >= UNSURE else weak).append(bar)
    painter.setPen(Qt.PenStyle.NoPen)
    for bars, brush in (
        (ordinary, QBrush(_faded(palette.color(_Role.Highlight), 0.6))),
        (weak, QBrush(palette.color(_Role.BrightText))),
        (grey, QBrush(palette.color(_Role.Midlight))),
        (absent, QBrush(palette.color(_Role.Mid), Qt.BrushStyle.BDiagPattern)),
        (lost, QBrush(palette.color(_Role.BrightText), Qt.BrushStyle.BDiagPattern)),
    ):
        painter.setBrush(brush)
        painter.drawRects(bars)
    return bool((values == UNKNOWN).any())


def _columns(first: int, last: int, per_frame: float) -> np.ndarray:
    """The first frames of the columns that are drawn, of one frame or of as many as fit a column."""
    together = max(int(np.ceil(_COLUMN / per_frame)), 1)
    # Columns begin at the same frames however far the strip is scrolled, so that nothing flickers.
    return np.maximum(np.arange(first - first % together, last + 1, together), first)


def _paint_edits(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    """Ranges that are missing by hand, hatched densely, and those with swapped sides, with a line of both colours."""
    state = strip.document.state
    text = palette.color(_Role.Text)
    for area in _seen(strip, state.motion.missing.get(state.person, ()), RULER + 1, PICTURES + BARS - 1):
        painter.fillRect(area, _faded(palette.color(_Role.Base), 0.75))
        painter.fillRect(area, QBrush(text, Qt.BrushStyle.FDiagPattern))
    dark = palette.color(_Role.Base).lightness() < 128
    sides = colours("dark" if dark else "light")
    for area in _seen(strip, state.motion.swapped.get(state.person, ()), KEYS_TOP, 5.0):
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), 2.5), QColor(*sides.right))
        painter.fillRect(QRectF(area.left(), area.top() + 2.5, area.width(), 2.5), QColor(*sides.left))


def _seen(strip: StripModel, ranges: Ranges, top: float, height: float) -> list[QRectF]:
    begin, end = strip.scale.visible()
    return [_span(strip, *one, top, height) for one in ranges if one[0] <= end and begin <= one[1]]


def _paint_trim(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    if not strip.scale.frames:
        return
    first, last = strip.trim
    left, right = strip.scale.x(first), strip.scale.x(last + 1)
    outside_height = KEYS_TOP + KEYS - RULER
    outside = _faded(palette.color(_Role.Window), 0.78)
    painter.fillRect(QRectF(0, RULER, left, outside_height), outside)
    painter.fillRect(QRectF(right, RULER, strip.scale.width, outside_height), outside)
    painter.setPen(QPen(palette.color(_Role.Text), 2))
    top, bottom = RULER + 2, KEYS_TOP - 1
    for x, inwards in ((left, 4), (right, -4)):
        painter.drawPolyline(
            [
                QPointF(x + inwards, top),
                QPointF(x, top),
                QPointF(x, bottom),
                QPointF(x + inwards, bottom),
            ]
        )


def _paint_ruler(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    painter.setPen(palette.color(_Role.PlaceholderText))
    painter.save()
    painter.setFont(sized(painter.font(), SMALL_TEXT))
    for frame, label in strip.scale.marks(strip.times):
        x = strip.scale.middle(0) - strip.scale.x(0) + strip.scale.x(frame)
        painter.drawLine(QPointF(x, RULER - 4), QPointF(x, RULER))
        width = painter.fontMetrics().horizontalAdvance(label)
        if x + 6 + width < strip.scale.width - 2:
            painter.drawText(QPointF(x + 6, RULER - 5), label)
    painter.restore()
    painter.setPen(palette.color(_Role.Mid))
    painter.drawLine(QPointF(0, RULER + 0.5), QPointF(strip.scale.width, RULER + 0.5))


def _paint_hint(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    """What to do where there is nothing to see: in a motion from nothing, and in a video not searched."""
    source = strip.document.state.source
    if isinstance(source, AnimationSource) and not strip.keys:
        texts = (
            tr(
                "Go to a time and drag joints, or choose Make key in the menu Motion: the frame becomes a key"
            ),
            tr("Drag joints: the frame becomes a key"),
        )
    elif isinstance(source, VideoSource) and not source.found_frames.searched.any():
        texts = (
            tr("Nobody has been looked for yet: Detect everybody in the menu Person searches all frames"),
            tr("Person > Detect everybody searches all frames"),
        )
    else:
        return
    width = painter.fontMetrics().horizontalAdvance
    fitting = next((text for text in texts if width(text) < strip.scale.width - 24), texts[-1])
    painter.setPen(palette.color(_Role.PlaceholderText))
    area = QRectF(0, BARS_TOP, strip.scale.width, BARS)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, fitting)


def _paint_playhead(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    if not strip.scale.frames:
        return
    x = strip.scale.middle(strip.document.state.frame)
    accent = palette.color(_Role.Highlight)
    painter.setPen(QPen(accent, 2))
    painter.drawLine(QPointF(x, 4), QPointF(x, KEYS_TOP + KEYS))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawPolygon(QPolygonF([QPointF(x - 5, 1), QPointF(x + 5, 1), QPointF(x, 9)]))


def _paint_keys(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    begin, end = strip.scale.visible()
    selected = strip.selection.keys
    y = KEYS_TOP + KEYS / 2 + 1
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for frame in sorted(strip.keys, key=selected.__contains__):  # the selected ones above others
        if not begin - 1 <= frame <= end + 1:
            continue
        x, size = strip.scale.middle(frame), KEY_SIZE
        chosen = frame in selected
        painter.setPen(QPen(palette.color(_Role.Base), 1))
        painter.setBrush(palette.color(_Role.Highlight if chosen else _Role.Text))
        if chosen:
            size += 1
            painter.setPen(QPen(palette.color(_Role.Text), 1.5))
        corners = [QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]
        painter.drawPolygon(QPolygonF(corners))
    painter.restore()


def _paint_view(painter: QPainter, strip: StripModel, palette: QPalette) -> None:
    """Which part of all frames is seen, where it is not all."""
    scale = strip.scale
    if scale.shows_all:
        return
    begin, seen = scale.first / scale.frames, scale.width / scale.per_frame / scale.frames
    area = QRectF(begin * scale.width, HEIGHT - VIEW, max(seen * scale.width, 8.0), VIEW - 1)
    painter.fillRect(area, palette.color(_Role.Mid))
