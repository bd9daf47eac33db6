"""The painting of joints, limbs and text on the picture plane, function by function."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from posestudio.body.layouts import COCO_INDEX, COCO_KEYPOINTS, COCO_LIMBS, FACE_JOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import Palette
from posestudio.keypoints import MISSING, OCCLUDED

FACE = frozenset(COCO_INDEX[name] for name in FACE_JOINTS)
RADIUS, FACE_RADIUS, PIN = 6.5, 4.0, 9.5
STRAIN = 1.15  # a limb off by more than this share is marked
SLACK = 12.0  # widget pixels added to both lengths, so that short limbs are not marked for a pixel or two
_LIMB_ENDS = np.array(COCO_LIMBS)
_SIDES = tuple(side_of(name) for name in COCO_KEYPOINTS)


def limb_side(limb: tuple[int, int]) -> str:
    """'left' or 'right' where both ends, or the one that has a side, agree; else 'middle'."""
    sides = {_SIDES[joint] for joint in limb} - {"middle"}
    return sides.pop() if len(sides) == 1 else "middle"


def radius_of(joint: int) -> float:
    """Radius of a joint's dot in widget pixels; smaller on the face, where dots would hide each other."""
    return FACE_RADIUS if joint in FACE else RADIUS


def colour(rgb: tuple[int, int, int], alpha: float = 1.0) -> QColor:
    """A colour of the palette as a ``QColor``."""
    made = QColor(*rgb)
    made.setAlphaF(alpha)
    return made


def paint_limbs(
    painter: QPainter, points: np.ndarray, palette: Palette, *, known: np.ndarray, width: float, alpha: float
) -> None:
    """Paint lines between joints (17, 2), widget pixels, where both ends are ``known`` (17,)."""
    for limb in COCO_LIMBS:
        a, b = points[limb[0]], points[limb[1]]
        if known[limb[0]] and known[limb[1]] and np.isfinite([a, b]).all():
            pen = QPen(colour(palette.of_side(limb_side(limb)), alpha), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(*a), QPointF(*b))


def limb_strain(points: np.ndarray, reprojection: np.ndarray) -> np.ndarray:
    """(limbs,) the length of each drawn limb between points (17, 2) over its length in ``reprojection`` (17, 2), the
    body as it is seen; both in widget pixels.

    Above one the limb is drawn longer than the selected pose has it, below one shorter.
    """
    drawn, seen = (
        np.linalg.norm(positions[_LIMB_ENDS[:, 1]] - positions[_LIMB_ENDS[:, 0]], axis=-1)
        for positions in (np.asarray(points, np.float64), np.asarray(reprojection, np.float64))
    )
    return (drawn + SLACK) / (seen + SLACK)


def paint_strain(
    painter: QPainter, points: np.ndarray, known: np.ndarray, strain: np.ndarray, palette: Palette
) -> None:
    """Paint a dashed line on limbs that the body cannot follow: red where they are too long, blue where too short."""
    for (start, end), ratio in zip(COCO_LIMBS, strain, strict=True):
        if not (known[start] and known[end]) or 1 / STRAIN < ratio < STRAIN or not np.isfinite(ratio):
            continue
        if start in FACE and end in FACE:
            continue
        pen = QPen(colour(palette.too_long if ratio > 1 else palette.too_short), 5)
        pen.setDashPattern([1.2, 1.6])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(*points[start]), QPointF(*points[end]))


def paint_pins(painter: QPainter, points: np.ndarray, palette: Palette) -> None:
    """Paint squares around pinned joints (P, 2), widget pixels."""
    painter.setPen(QPen(colour(palette.text), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in points:
        painter.drawRect(QRectF(x - PIN, y - PIN, 2 * PIN, 2 * PIN))


def paint_neck(painter: QPainter, points: np.ndarray, palette: Palette, known: np.ndarray) -> None:
    """Paint a faint line from between the shoulders to the nose: COCO has no neck, and without one the head is not
    connected to the body."""
    joints = [COCO_INDEX[name] for name in ("left_shoulder", "right_shoulder", "nose")]
    if known[joints].all():
        left, right, nose = points[joints]
        pen = QPen(colour(palette.middle, 0.45), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(*(left + right) / 2), QPointF(*nose))


def paint_caption(painter: QPainter, text: str, palette: Palette) -> None:
    """Paint what is shown into the top left corner."""
    painter.setPen(colour(palette.text, 0.6))
    painter.drawText(QPointF(12, 10 + painter.fontMetrics().ascent()), text)


def paint_joints(
    painter: QPainter,
    points: np.ndarray,
    visibility: np.ndarray,
    palette: Palette,
    selected: Collection[int],
    hovered: int | None,
) -> None:
    """Paint dots at joints (17, 2), widget pixels: filled when visible, a ring when occluded, a faint
    dashed ring when missing."""
    outline = colour(palette.background)
    for joint in sorted(range(len(points)), key=lambda index: index not in FACE):
        centre, radius = QPointF(*points[joint]), radius_of(joint) + (1.5 if joint == hovered else 0)
        tint = palette.of_side(_SIDES[joint])
        if joint in selected:
            painter.setPen(QPen(colour(palette.hover), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + 4, radius + 4)
        if visibility[joint] == MISSING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(palette.background, 0.55))
            painter.drawEllipse(centre, radius + 1, radius + 1)
            painter.setPen(QPen(colour(palette.text, 0.8), 1.4, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif visibility[joint] == OCCLUDED:
            painter.setPen(QPen(colour(tint), 2.4))
            painter.setBrush(outline)
            radius -= 0.6
        else:
            painter.setPen(QPen(outline, 1.4))
            painter.setBrush(colour(tint))
        painter.drawEllipse(centre, radius, radius)


def paint_label(
    painter: QPainter, text: str, at: tuple[float, float], palette: Palette, bounds: QRectF
) -> None:
    """Paint a small label beside the point ``at``, inside ``bounds``."""
    metrics = QFontMetricsF(painter.font())
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 14, metrics.height() + 6)
    box.moveTo(at[0] + 14, at[1] - box.height() - 8)
    box.moveLeft(min(max(box.left(), bounds.left() + 4), bounds.right() - box.width() - 4))
    box.moveTop(min(max(box.top(), bounds.top() + 4), bounds.bottom() - box.height() - 4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(palette.text, 0.88))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour(palette.background))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_message(painter: QPainter, title: str, lines: str, palette: Palette, bounds: QRectF) -> None:
    """Paint text in the middle of ``bounds``, on a ground of its own, as a picture may lie behind."""
    font = painter.font()
    large = painter.font()
    large.setPointSizeF(font.pointSizeF() * 1.5)
    large.setBold(True)
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
