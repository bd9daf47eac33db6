"""The picture plane: the widget that paints what the virtual camera sees, and gives mouse and keys to its tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
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

from posestudio.app.common.action_buttons import ActionButtons
from posestudio.app.common.mouse_tools import ToolRouter
from posestudio.app.common.translation import tr
from posestudio.app.editor import painting, strain, texts
from posestudio.app.editor.box_geometry import BORDER
from posestudio.app.editor.heat import HeatLayer
from posestudio.app.editor.people_painting import paint_boxes, paint_others, paint_person
from posestudio.app.editor.plane_model import PlaneModel
from posestudio.app.editor.tools import BoxTool, plane_tools, position_of
from posestudio.app.model.view_document import PlaneDocument, ViewDocument
from posestudio.common.colours import Theme, palette

_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    BORDER: Qt.CursorShape.SizeAllCursor,
    **dict.fromkeys(((-1, -1), (1, 1)), Qt.CursorShape.SizeFDiagCursor),
    **dict.fromkeys(((1, -1), (-1, 1)), Qt.CursorShape.SizeBDiagCursor),
    **dict.fromkeys(((-1, 0), (1, 0)), Qt.CursorShape.SizeHorCursor),
    **dict.fromkeys(((0, -1), (0, 1)), Qt.CursorShape.SizeVerCursor),
}
_ZOOM = 1.0015  # for each eighth of a degree that the wheel turns


class PicturePlane(QWidget):
    """Shows the document's keypoints over its picture, and edits them.

    Left drag on a joint moves it (and all that is selected with it, with Shift all that hangs on it), on
    another person's begins to edit that one, on the border or a handle of a person's box moves or resizes it,
    on empty space draws a selection box; a right click asks for a menu; the wheel zooms to the
    pointer; middle or right drag pans; Alt + drag beside the joints orbits the virtual camera. While one button
    drags, the others do nothing; Escape, or another window that takes the mouse away, puts back what was dragged.
    """

    hovered = Signal(str)
    """The description of what is under the pointer; empty for nothing."""
    box_drawn = Signal(object)
    """A person's box (4,): x, y, width, height in pixels of the picture."""
    box_drawing_changed = Signal(bool)
    """Whether the next drag draws one."""
    box_changed = Signal(int, object)
    """A person whose box was moved or resized, and the box (4,) it is now, in pixels of the picture."""
    menu_requested = Signal(QPoint)
    """The point of the widget whose menu is wanted."""

    def __init__(self, document: PlaneDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture-plane")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(tr("Picture"))
        self.model = PlaneModel(document, lambda: (self.width(), self.height()), self)
        self.heat = HeatLayer()
        self._detecting = self._nobody = False
        self._offers: ActionButtons | None = None
        self._captioned = True
        self._document = document
        self._palette = palette("light")
        self._tools = ToolRouter(plane_tools(self.model))
        self.model.changed.connect(self.update)
        self.model.hovered.connect(self.hovered)
        self.model.box_drawn.connect(self.box_drawn)
        self.model.box_drawing_changed.connect(self._show_box_drawing)
        self.model.box_drawing_changed.connect(self.box_drawing_changed)
        self.model.box_changed.connect(self.box_changed)
        self.model.menu_requested.connect(lambda at: self.menu_requested.emit(QPoint(*map(round, at))))
        document.changed.connect(self._document_changed)

    # -- what is shown

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._palette = palette(theme)
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        self.model.fit()

    def fit_person(self) -> None:
        """Show the person being edited as large as fits."""
        self.model.fit_person()

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
            if self.model.detection is not None:
                self.update()

    def set_forming(self, forming: bool) -> None:
        """Whether the denoising is being played, so that heatmaps are seen even where they are switched off."""
        self.heat.forming = forming
        self.update()

    def set_has_detector(self, has_detector: bool) -> None:
        """Whether people can be detected in a picture: what an empty plane says, and whether boxes can be changed."""
        self.model.edits_boxes = has_detector
        self.update()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer these commands as buttons on a plane whose picture has no people."""
        self._offers = ActionButtons(self, actions)
        self._show_offers()

    def _show_offers(self) -> None:
        if self._offers is not None:
            state = self._document.state
            self._offers.set_wanted(state.empty and state.picture is not None and not self._detecting)

    def show_detecting(self, detecting: bool) -> None:
        """Whether the detector is running on the picture, as an empty plane then says."""
        self._detecting = detecting
        if detecting:
            self._nobody = False
        else:
            self.model.change_box(0, None)
        self._show_offers()
        self.update()

    def show_caption(self, shown: bool) -> None:
        """Whether the name of what is open stands in the corner."""
        self._captioned = shown
        self.update()

    def show_nobody(self) -> None:
        """Say in an empty plane that no person was found in the picture."""
        self._nobody = True
        self.update()

    def picture_position(self, at: QPoint) -> np.ndarray:
        """(2,) the pixel of the picture at a point of the widget."""
        return self.model.view.to_picture(np.array([at.x(), at.y()], np.float64))

    def joint_position(self, joint: int) -> QPointF:
        """Where a joint is in the widget."""
        return QPointF(*self.model.points()[joint])

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.model.refit()

    def message(self) -> tuple[str, str]:
        """Title and text of what a plane without keypoints says."""
        return texts.welcome(
            picture=self._document.state.picture is not None,
            detector=self.model.edits_boxes,
            detecting=self._detecting,
            nobody=self._nobody,
            second=isinstance(self._document, ViewDocument),
        )

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._document.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), painting.colour(self._palette.background))
        self._paint_picture(painter)
        if self._captioned:
            painting.paint_caption(painter, texts.caption(state), self._palette)
        if state.empty:
            if not self._detecting:  # else the line of progress says so
                painting.paint_message(painter, *self.message(), self._palette, QRectF(self.rect()))
            paint_boxes(painter, self.model, detecting=self._detecting)
            self._paint_box(painter)
            return
        paint_others(painter, self.model, self._palette)
        paint_boxes(painter, self.model, detecting=self._detecting)
        paint_person(painter, self.model, self._palette)
        self._paint_box(painter)
        painting.paint_remark(painter, self.model.remark, self._palette, QRectF(self.rect()))
        hovered, limb, strained = self.model.hovered_joint, self.model.hovered_limb, self.model.strained()
        strain.paint_legend(painter, strained, self._palette)
        if hovered is None and limb in strained:
            at = self.model.points()[list(limb)].mean(0)
            painting.paint_label(
                painter, strain.words(strained[limb]), tuple(at), self._palette, QRectF(self.rect())
            )
        if hovered is not None:
            at = self.model.points()[hovered]
            off = texts.joint_noise(state, hovered)
            if off is not None:
                painting.paint_noise(painter, at, off * self.model.view.scale, self._palette)
            text = self.model.explain(hovered)
            painting.paint_label(painter, text, tuple(at), self._palette, QRectF(self.rect()))

    def _paint_picture(self, painter: QPainter) -> None:
        """The picture with its heatmaps, and its frame."""
        state, view, colours = self._document.state, self.model.view, self._palette
        left, top = view.to_widget(np.zeros(2))
        right, bottom = view.to_widget(np.array(state.camera.size, np.float64))
        frame = QRectF(left, top, right - left, bottom - top)
        if state.picture is not None:
            painter.drawImage(frame, state.picture.fitted(state.camera.size))
        hovered = self.model.hovered_joint
        joints = self.selected if hovered is None else {hovered}
        self.heat.paint(painter, self.model.detection, joints, view, colours, self.model.placed)
        painter.setPen(QPen(painting.colour(colours.grid, 0.7), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)

    def _paint_box(self, painter: QPainter) -> None:
        """The box being drawn."""
        if isinstance(self._tools.tool, BoxTool):
            painter.setPen(QPen(painting.colour(self._palette.hover), 1, Qt.PenStyle.DashLine))
            painter.setBrush(painting.colour(self._palette.hover, 0.12))
            painter.drawRect(self._tools.tool.box)

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "picture"}:
            self._nobody = False
            self._show_offers()

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
            self._hover(position_of(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._tools.release(event)
        if self._tools.tool is not None:
            return  # another button's
        self.model.hovered_joint = None
        self._hover(position_of(event))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The key for menus opens that of the middle; that of a right click is opened at its release."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(self.rect().center())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._tools.tool is None and self.model.joint_at(position_of(event)) is None:
            self.fit()
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.model.hover(None)

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

    def _hover(self, position: np.ndarray) -> None:
        """Show what is at a point (2,) of the widget as under the pointer."""
        joint = self.model.joint_at(position)
        if joint != self.model.hovered_joint:
            self.model.hover(joint)
        self.model.hover_limb(None if joint is not None else self.model.strained_at(position))
        part = None if joint is not None else self.model.box_part_at(position)
        if self.model.box_drawing:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif joint is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.ArrowCursor if part is None else _CURSORS[part[1]])

    def _show_box_drawing(self, box_drawing: bool) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if box_drawing else Qt.CursorShape.ArrowCursor)

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Arrows move selected joints rather than the timeline, Delete makes them missing, and Escape cancels or
        deselects."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            nudges = bool(self.selected) and event.key() in (*_NUDGES, Qt.Key.Key_Delete)
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
        elif self.selected and event.key() == Qt.Key.Key_Delete:
            self._document.joints.mark_missing(sorted(self.selected))
        else:
            super().keyPressEvent(event)

    def _nudge(self, by: np.ndarray) -> None:
        """Move the selected joints by pixels (2,) of the picture."""
        joints = sorted(self.selected)
        positions = self._document.joints.positions().astype(np.float64)
        positions[joints] += by
        self._document.brief_gesture("nudge")
        edits = self._document.joints
        if edits.poses_body and edits.can_pose:
            edits.nudge_in_picture(positions, joints)
        else:
            edits.move(positions, joints)
