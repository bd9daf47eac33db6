"""Limbs that the body cannot follow, because they are drawn too long or too short for it: which they are, their
dashes, and the legend that says what these mean."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from posestudio.app.common.translation import tr
from posestudio.app.editor.painting import FACE, colour
from posestudio.body.layouts import COCO_LIMBS
from posestudio.common.colours import Palette

Limb = tuple[int, int]

STRAIN = 1.15  # a limb off by more than this share is marked
SLACK = 12.0  # widget pixels added to both lengths, so that short limbs are not marked for a pixel or two
_LIMB_ENDS = np.array(COCO_LIMBS)
_WIDTH, _OUTLINE = 5.0, 9.0  # widget pixels of the dashes, and of the dark line below them
_DARK = QColor(16, 16, 20)
_REACH = 7.0  # widget pixels from the middle of a limb
_LEFT, _TOP, _SWATCH, _GAP = 12.0, 34.0, 24.0, 8.0  # of the legend, below the caption


def limb_strain(points: np.ndarray, reprojection: np.ndarray) -> np.ndarray:
    """(limbs,) the length of each drawn limb between points (23, 2) over its length in ``reprojection`` (23, 2), the
    body as it is seen; both in widget pixels.

    Above one the limb is drawn longer than the selected pose has it, below one shorter.
    """
    drawn, seen = (
        np.linalg.norm(positions[_LIMB_ENDS[:, 1]] - positions[_LIMB_ENDS[:, 0]], axis=-1)
        for positions in (np.asarray(points, np.float64), np.asarray(reprojection, np.float64))
    )
    return (drawn + SLACK) / (seen + SLACK)


def strained_limbs(points: np.ndarray, reprojection: np.ndarray, known: np.ndarray) -> dict[Limb, float]:
    """The limbs between ``known`` (23,) joints that the body cannot follow, with their values of `limb_strain`."""
    found = {}
    for limb, ratio in zip(COCO_LIMBS, limb_strain(points, reprojection).tolist(), strict=True):
        there = known[list(limb)].all() and np.isfinite(ratio) and not FACE.issuperset(limb)
        if there and not 1 / STRAIN < ratio < STRAIN:
            found[limb] = ratio
    return found


def words(ratio: float) -> str:
    """What the dashes of a limb say, of its value of `limb_strain`."""
    if ratio > 1:
        return tr("red dashes: too long for the body")
    return tr("blue dashes: too short for the body")


def limb_at(limbs: Collection[Limb], points: np.ndarray, position: np.ndarray) -> Limb | None:
    """The nearest of the limbs within reach of ``position`` (2,); ``points`` (23, 2), all in widget pixels."""
    apart = {limb: _distance(position, points[limb[0]], points[limb[1]]) for limb in limbs}
    nearest = min(apart, key=apart.__getitem__, default=None)
    return nearest if nearest is not None and apart[nearest] <= _REACH else None


def _distance(position: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    along = end - start
    share = float(np.clip((position - start) @ along / max(float(along @ along), 1e-9), 0, 1))
    return float(np.linalg.norm(position - start - share * along))


def paint_strain(painter: QPainter, points: np.ndarray, limbs: dict[Limb, float], palette: Palette) -> None:
    """Paint dashes on limbs as of `strained_limbs`: red where they are too long, blue where too short, over a dark
    line, which tells them apart from the colours of the sides."""
    for (start, end), ratio in limbs.items():
        _paint_dashes(painter, QLineF(QPointF(*points[start]), QPointF(*points[end])), ratio, palette)


def _paint_dashes(painter: QPainter, line: QLineF, ratio: float, palette: Palette) -> None:
    outline = QPen(_DARK, _OUTLINE)
    outline.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(outline)
    painter.drawLine(line)
    pen = QPen(colour(palette.too_long if ratio > 1 else palette.too_short), _WIDTH)
    pen.setDashPattern([1.2, 1.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(line)


def paint_legend(painter: QPainter, limbs: dict[Limb, float], palette: Palette) -> None:
    """Say in the upper left corner what the dashes mean that there are."""
    rows = []
    if any(ratio > 1 for ratio in limbs.values()):
        rows.append((2.0, tr("too long for this body")))
    if any(ratio < 1 for ratio in limbs.values()):
        rows.append((0.5, tr("too short for this body")))
    if not rows:
        return
    metrics = painter.fontMetrics()
    line = metrics.height() + 2
    widest = max(metrics.horizontalAdvance(text) for _, text in rows)
    ground = QRectF(_LEFT, _TOP, widest + _SWATCH + 3 * _GAP, len(rows) * line + _GAP)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.background, 0.85))
    painter.drawRoundedRect(ground, 6, 6)
    for row, (ratio, text) in enumerate(rows):
        area = QRectF(_LEFT + _GAP, _TOP + _GAP / 2 + row * line, ground.width() - 2 * _GAP, line)
        middle = area.center().y()
        _paint_dashes(painter, QLineF(area.left(), middle, area.left() + _SWATCH, middle), ratio, palette)
        painter.setPen(colour(palette.text))
        area.setLeft(area.left() + _SWATCH + _GAP)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
