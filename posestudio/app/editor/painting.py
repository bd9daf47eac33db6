"""The painting of joints, limbs and text on the picture plane, function by function."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from posestudio.app.common.typeface import TITLE_TEXT, sized
from posestudio.body.layouts import (
    COCO_INDEX,
    COCO_KEYPOINTS,
    COCO_LIMBS,
    EXTRA_LIMBS,
    FACE_JOINTS,
    OBSERVED_KEYPOINTS,
)
from posestudio.body.mirroring import side_of
from posestudio.common.colours import Palette
from posestudio.keypoints import MISSING, OCCLUDED

FACE = frozenset(COCO_INDEX[name] for name in FACE_JOINTS)
_EXTRA = frozenset(range(len(COCO_KEYPOINTS), len(OBSERVED_KEYPOINTS)))
_SMALL = FACE | _EXTRA  # face, neck, head top and feet
_NECK = OBSERVED_KEYPOINTS.index("neck")
RADIUS, SMALL_RADIUS, PIN = 6.5, 4.0, 9.5
_LARGE, _SMALLEST = (
    240.0,
    0.4,
)  # widget pixels of a person whose dots have full size; the smallest share of it
_THINNEST = 1.3  # widget pixels of a limb
_THIN = 0.7  # of another limb's width: that of lines to extra keypoints
_FAINTEST, _SURE = 0.35, 0.5  # the least opacity of a joint, and the confidence from which it is opaque
_SIDES = tuple(side_of(name) for name in OBSERVED_KEYPOINTS)


def limb_side(limb: tuple[int, int]) -> str:
    """'left' or 'right' where both ends, or the one that has a side, agree; else 'middle'."""
    sides = {_SIDES[joint] for joint in limb} - {"middle"}
    return sides.pop() if len(sides) == 1 else "middle"


def size_of_dots(points: np.ndarray, known: np.ndarray) -> float:
    """The share of their largest size that dots and limbs have on a person with ``known`` (23,) joints among points
    (23, 2), widget pixels: small people are not hidden by them."""
    if not known.any():
        return 1.0
    extent = float(np.ptp(points[known], axis=0).max())
    return min(max(extent / _LARGE, _SMALLEST), 1.0)


def radius_of(joint: int) -> float:
    """Radius of a joint's dot in widget pixels; smaller on face and feet, where dots would hide each other."""
    return SMALL_RADIUS if joint in _SMALL else RADIUS


def opacity(confidence: np.ndarray | None) -> np.ndarray:
    """(23,) the opacity of joints of that confidence: all of it from a half, a third of it for 0."""
    if confidence is None:
        return np.ones(len(OBSERVED_KEYPOINTS))
    return np.clip(_FAINTEST + (1 - _FAINTEST) * np.asarray(confidence) / _SURE, _FAINTEST, 1)


def colour(rgb: tuple[int, int, int], alpha: float = 1.0) -> QColor:
    """A colour of the palette as a ``QColor``."""
    made = QColor(*rgb)
    made.setAlphaF(alpha)
    return made


def paint_limbs(
    painter: QPainter,
    points: np.ndarray,
    palette: Palette,
    *,
    known: np.ndarray,
    width: float,
    alpha: float,
    sure: np.ndarray | None = None,
) -> None:
    """Paint lines between joints (23, 2), widget pixels, where both ends are ``known`` (23,), thin ones to the extra
    keypoints; the paler, the less ``sure`` (23,) one of them is, as `opacity` returns it."""
    for limb in (*COCO_LIMBS, *EXTRA_LIMBS):
        a, b = points[limb[0]], points[limb[1]]
        if known[limb[0]] and known[limb[1]] and np.isfinite([a, b]).all():
            pale = 1.0 if sure is None else float(min(sure[limb[0]], sure[limb[1]]))
            thick = width if limb in COCO_LIMBS else _THIN * width
            pen = QPen(colour(palette.of_side(limb_side(limb)), alpha * pale), max(thick, _THINNEST))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(*a), QPointF(*b))


def paint_pins(painter: QPainter, points: np.ndarray, palette: Palette) -> None:
    """Paint squares around pinned joints (P, 2), widget pixels."""
    painter.setPen(QPen(colour(palette.text), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in points:
        painter.drawRect(QRectF(x - PIN, y - PIN, 2 * PIN, 2 * PIN))


def paint_neck(painter: QPainter, points: np.ndarray, palette: Palette, known: np.ndarray) -> None:
    """Paint a faint line from between the shoulders, or from the neck where it is known, to the nose: without one the
    head is not connected to the body."""
    joints = [COCO_INDEX[name] for name in ("left_shoulder", "right_shoulder", "nose")]
    if known[joints].all():
        left, right, nose = points[joints]
        neck = points[_NECK] if known[_NECK] else (left + right) / 2
        pen = QPen(colour(palette.middle, 0.45), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(*neck), QPointF(*nose))


def paint_caption(painter: QPainter, text: str, palette: Palette) -> None:
    """Paint what is shown into the top left corner, on a ground of its own, since a picture may be below it."""
    if not text:
        return
    metrics = painter.fontMetrics()
    ground = QRectF(8, 8, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.background, 0.85))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(colour(palette.text, 0.85))
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)


def paint_remark(painter: QPainter, text: str, palette: Palette, bounds: QRectF) -> None:
    """Paint a sentence, if there is one, at the lower edge of ``bounds``, on a ground of its own."""
    if not text:
        return
    space = bounds.adjusted(16, 0, -16, -10)
    wrapped = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap)
    ground = painter.boundingRect(space, wrapped, text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.background, 0.85))
    painter.drawRoundedRect(ground.adjusted(-8, -4, 8, 4), 6, 6)
    painter.setPen(colour(palette.text))
    painter.drawText(space, wrapped, text)


def paint_joints(
    painter: QPainter,
    points: np.ndarray,
    visibility: np.ndarray,
    palette: Palette,
    selected: Collection[int],
    hovered: int | None,
    sure: np.ndarray,
    size: float,
) -> None:
    """Paint dots at joints (23, 2), widget pixels: filled when visible, a ring when occluded, a faint
    dashed ring when missing, nothing where the position is NaN; the paler, the less ``sure`` (23,) they are, as
    `opacity` returns it. ``size`` is the share of their largest size, see `size_of_dots`."""
    there = np.flatnonzero(np.isfinite(points).all(-1)).tolist()
    # Feet are painted over ankles, which would hide them, the face under shoulders.
    for joint in sorted(there, key=lambda index: (index in _EXTRA, index not in FACE)):
        centre, radius = QPointF(*points[joint]), radius_of(joint) * size + (1.5 if joint == hovered else 0)
        tint = palette.of_side(_SIDES[joint])
        if joint in selected:
            painter.setPen(QPen(colour(palette.hover), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + 4 * size, radius + 4 * size)
        if visibility[joint] == MISSING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(palette.background, 0.55))
            painter.drawEllipse(centre, radius + 1, radius + 1)
            painter.setPen(QPen(colour(palette.text, 0.8), 1.4, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif visibility[joint] == OCCLUDED:
            painter.setPen(QPen(colour(tint, sure[joint]), 2.4 * size))
            painter.setBrush(colour(palette.background, sure[joint]))
            radius -= 0.6
        else:
            painter.setPen(QPen(colour(palette.background, sure[joint]), 1.4 * size))
            painter.setBrush(colour(tint, sure[joint]))
        painter.drawEllipse(centre, radius, radius)


def paint_noise(painter: QPainter, at: np.ndarray, radius: float, palette: Palette) -> None:
    """Paint a circle around a joint ``at`` (2,), which as a detector says is off by its ``radius`` or so."""
    painter.setPen(QPen(colour(palette.hover), 1.2, Qt.PenStyle.DashLine))
    painter.setBrush(colour(palette.hover, 0.1))
    painter.drawEllipse(QPointF(*at), radius, radius)


def paint_label(
    painter: QPainter, text: str, at: tuple[float, float], palette: Palette, bounds: QRectF
) -> None:
    """Paint a small label of one or more lines beside the point ``at``, inside ``bounds``."""
    words = QFontMetricsF(painter.font()).boundingRect(QRectF(0, 0, 1e4, 1e4), 0, text)
    box = QRectF(0, 0, words.width() + 16, words.height() + 6)
    box.moveTo(at[0] + 14, at[1] - box.height() - 8)
    box.moveLeft(max(min(box.left(), bounds.right() - box.width() - 4), bounds.left() + 4))
    box.moveTop(max(min(box.top(), bounds.bottom() - box.height() - 4), bounds.top() + 4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.text, 0.88))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour(palette.background))
    lines = box.adjusted(8, 3, -8, -3)
    painter.drawText(lines, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def paint_message(painter: QPainter, title: str, lines: str, palette: Palette, bounds: QRectF) -> None:
    """Paint text in the middle of ``bounds``, on a ground of its own, as a picture may lie behind."""
    font = painter.font()
    large = sized(font, TITLE_TEXT, strong=True)
    advance = QFontMetricsF(large).horizontalAdvance(title)
    if advance > bounds.width() - 24:  # a narrow plane
        large.setPixelSize(max(round(TITLE_TEXT * (bounds.width() - 24) / advance), 1))
    upper = QRectF(bounds.left(), bounds.center().y() - 60, bounds.width(), 50)
    lower = QRectF(bounds.left() + 20, bounds.center().y(), bounds.width() - 40, bounds.height() / 2)
    wrapped = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    ground = painter.boundingRect(lower, wrapped, lines).united(
        QRectF(lower.center().x() - 1, upper.bottom() - 32, 2, 1)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.background, 0.85))
    painter.drawRoundedRect(ground.adjusted(-12, -6, 12, 10), 8, 8)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setFont(large)
    painter.setPen(colour(palette.text))
    painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, title)
    painter.setFont(font)
    painter.setPen(colour(palette.text, 0.75))
    painter.drawText(lower, wrapped, lines)
