"""The picture plane: the widget that paints what the virtual camera sees, and gives mouse and keys to its tools."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from posestudio.app.common.mouse_tools import ToolRouter
from posestudio.app.editor import painting, texts
from posestudio.app.editor.heat import HeatLayer
from posestudio.app.editor.plane_model import PlaneModel
from posestudio.app.editor.tools import BoxTool, plane_tools, position_of
from posestudio.app.model.document import Document
from posestudio.app.model.state import COCO_OF_BODY
from posestudio.common.colours import Theme, palette
from posestudio.keypoints import MISSING

_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOM = 1.0015  # for each eighth of a degree that the wheel turns


class PicturePlane(QWidget):
    """Shows the document's keypoints over its picture, and edits them.

    Left drag on a joint moves it (and all that is selected with it, with Shift all that hangs on it), on
    another person's begins to edit that one, on empty space draws a
    selection box; right click cycles visible, occluded, missing; the wheel zooms to the pointer;
    middle or right drag pans; Alt + drag orbits the virtual camera. While one button drags, the others do
    nothing; Escape, or another window that takes the mouse away, puts back what was dragged.
    """

    hovered = Signal(str)
    """The description of what is under the pointer; empty for nothing."""
    box_drawn = Signal(object)
    """A person's box (4,): x, y, width, height in pixels of the picture."""
    box_drawing_changed = Signal(bool)
    """Whether the next drag draws one."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture-plane")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Picture plane")
        self.model = PlaneModel(document, lambda: (self.width(), self.height()), self)
        self.heat = HeatLayer()
        self.has_detector = False
        """Whether joints can be found in a picture, for what an empty plane says."""
        self._detecting = False
        self._document = document
        self._palette = palette("light")
        self._tools = ToolRouter(plane_tools(self.model))
        self.model.changed.connect(self.update)
        self.model.hovered.connect(self.hovered)
        self.model.box_drawn.connect(self.box_drawn)
        self.model.box_drawing_changed.connect(self._show_box_drawing)
        self.model.box_drawing_changed.connect(self.box_drawing_changed)

    # -- what is shown

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._palette = palette(theme)
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        self.model.fit()

    @property
    def selected(self) -> frozenset[int]:
        """COCO indices of the selected joints."""
        return self.model.selected

    def select(self, joints: Iterable[int]) -> None:
        """Select joints by their COCO index."""
        self.model.select(joints)

    def draw_box(self, wanted: bool) -> None:
        """Whether the next drag draws a person's box."""
        self.model.set_box_drawing(wanted)

    def show_heat(self, shown: bool) -> None:
        """Whether heatmaps lie over the picture."""
        self.heat.shown = shown
        self.update()

    def set_heat(self, share: float) -> None:
        """Which moment of the heatmaps' denoising: 0 at its beginning, 1 at its end."""
        if share != self.heat.share:
            self.heat.share = share
            if self.model.detected is not None:
                self.update()

    def show_detecting(self, detecting: bool) -> None:
        """Whether the detector is running on the picture, as an empty plane then says."""
        self._detecting = detecting
        self.update()

    def joint_position(self, joint: int) -> QPointF:
        """Where a joint is in the widget."""
        return QPointF(*self.model.points()[joint])

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.model.refit()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._document.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), painting.colour(self._palette.background))
        self._paint_picture(painter)
        painting.paint_caption(painter, texts.caption(state), self._palette)
        if state.empty:
            title, text = texts.welcome(
                picture=state.picture is not None, detector=self.has_detector, detecting=self._detecting
            )
            painting.paint_message(painter, title, text, self._palette, QRectF(self.rect()))
            self._paint_box(painter)
            return
        self._paint_others(painter)
        self._paint_person(painter)
        self._paint_box(painter)
        hovered = self.model.hovered_joint
        if hovered is not None:
            at = self.model.points()[hovered]
            text = self.model.describe(hovered)
            painting.paint_label(painter, text, tuple(at), self._palette, QRectF(self.rect()))

    def _paint_picture(self, painter: QPainter) -> None:
        """The picture with its heatmaps, and its frame."""
        state, view, colours = self._document.state, self.model.view, self._palette
        left, top = view.to_widget(np.zeros(2))
        right, bottom = view.to_widget(np.array(state.camera.size, np.float64))
        frame = QRectF(left, top, right - left, bottom - top)
        if state.picture is not None:
            painter.drawImage(frame, state.picture.fitted(state.camera.size))
        self.heat.paint(painter, self.model.detected, state.person, self.selected, view, colours)
        painter.setPen(QPen(painting.colour(colours.grid, 0.7), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)

    def _paint_others(self, painter: QPainter) -> None:
        """The people who are not being edited, faint."""
        state = self._document.state
        for person in set(range(state.source.people)) - {state.person}:
            points, visibility = state.observe(person)
            points, known = self.model.view.to_widget(points), visibility != MISSING
            painting.paint_limbs(painter, points, self._palette, known=known, width=2, alpha=0.35)

    def _paint_person(self, painter: QPainter) -> None:
        """The edited person, over the selected pose as the camera sees it."""
        state, colours, points = self._document.state, self._palette, self.model.points()
        known = state.visibility != MISSING
        seen = None
        if self.model.reprojection is not None:
            seen = self.model.view.to_widget(self.model.reprojection)
            everything = np.ones(len(seen), bool)
            painting.paint_limbs(painter, seen, colours, known=everything, width=9, alpha=0.16)
        painting.paint_limbs(painter, points, colours, known=known, width=3, alpha=0.9)
        if seen is not None:
            painting.paint_strain(painter, points, known, painting.limb_strain(points, seen), colours)
        painting.paint_neck(painter, points, colours, known)
        painting.paint_joints(
            painter, points, state.visibility, colours, self.selected, self.model.hovered_joint
        )
        pinned = [COCO_OF_BODY[joint] for joint in state.pinned if joint in COCO_OF_BODY]
        painting.paint_pins(painter, points[pinned], colours)

    def _paint_box(self, painter: QPainter) -> None:
        """The box being drawn."""
        if isinstance(self._tools.tool, BoxTool):
            painter.setPen(QPen(painting.colour(self._palette.hover), 1, Qt.PenStyle.DashLine))
            painter.setBrush(painting.colour(self._palette.hover, 0.12))
            painter.drawRect(self._tools.tool.box)

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tool = self._tools.press(event)
        if tool is not None and tool.cursor is not None:
            self.setCursor(tool.cursor)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._tools.move(event):
            self.update()
        else:
            self._hover(self.model.joint_at(position_of(event)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._tools.release(event)
        if self._tools.tool is not None:
            return  # another button's
        self.model.hovered_joint = None
        self._hover(self.model.joint_at(position_of(event)))
        if self.model.hovered_joint is None:
            self.unsetCursor()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._tools.tool is None and self.model.joint_at(position_of(event)) is None:
            self.fit()
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        tool = self._tools.tool
        if tool is not None and not tool.allows_wheel:
            event.accept()  # what is dragged is where the pointer is: the picture stays under it
            return
        turned = event.angleDelta().y() or event.pixelDelta().y()
        self.model.zoom(_ZOOM**turned, (event.position().x(), event.position().y()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window or a menu gets the mouse's release: cancel."""
        self._cancel()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A drag that is no longer seen is cancelled."""
        self._cancel()

    def _cancel(self) -> None:
        self._tools.cancel()
        self.update()

    def _hover(self, joint: int | None) -> None:
        if joint != self.model.hovered_joint:
            self.model.hover(joint)
            self.setCursor(Qt.CursorShape.ArrowCursor if joint is None else Qt.CursorShape.OpenHandCursor)

    def _show_box_drawing(self, box_drawing: bool) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if box_drawing else Qt.CursorShape.ArrowCursor)

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Arrows move selected joints rather than the timeline, and Escape cancels or deselects."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            nudges = bool(self.selected) and event.key() in _NUDGES
            ends = bool(self.selected or self._tools.tool or self.model.box_drawing)
            if nudges or (ends and event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._tools.tool or self.model.box_drawing):
            self._cancel()
            self.draw_box(False)
            self.unsetCursor()
        elif event.key() == Qt.Key.Key_Escape:
            self.select(())
        elif self._tools.tool:
            super().keyPressEvent(event)
        elif self.selected and event.key() in _NUDGES:
            step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._nudge(np.multiply(_NUDGES[Qt.Key(event.key())], step))
        else:
            super().keyPressEvent(event)

    def _nudge(self, by: np.ndarray) -> None:
        """Move the selected joints by pixels (2,) of the picture."""
        joints = sorted(self.selected)
        positions = self._document.joints.positions().astype(np.float64)
        positions[joints] += by
        self._document.brief_gesture("nudge")
        self._document.joints.move(positions, joints)
