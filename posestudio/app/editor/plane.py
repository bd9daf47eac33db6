"""The picture plane: what the virtual camera sees, with joints that can be dragged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

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

from posestudio.app.common.mouse_drag import Hand
from posestudio.app.editor import painting
from posestudio.app.editor.heat import HeatLayer
from posestudio.app.editor.plane_view import PlaneView, joint_at, joints_in
from posestudio.app.model.document import Document
from posestudio.app.model.joint_edits import VISIBILITY_NAMES, joint_title, with_children
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import COCO_OF_BODY
from posestudio.body.layouts import to_keypoints
from posestudio.common.colours import Theme, palette
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.heatmaps.detected import Detected

REACH = 12.0  # widget pixels between the pointer and a joint that it takes hold of
MARGIN = 18.0
LEAST_BOX = 12.0  # widget pixels along a side of a person's box
ORBIT_DEGREES = 0.4  # a pixel of Alt + drag
_GONE = "gone"  # of a hand whose joints are no longer shown: they stay where it brought them
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PicturePlane(QWidget):
    """Shows the document's keypoints over its picture, and edits them.

    Left drag on a joint moves it (and all that is selected with it, with Shift all that hangs on it), on
    another person's begins to edit that one, on empty space draws a
    selection box; right click cycles visible, occluded, missing; the wheel zooms to the pointer;
    middle or right drag pans; Alt + drag orbits the virtual camera. While one button drags, the others do
    nothing; Escape, or another window that takes the mouse away, puts back what was dragged.
    """

    hovered = Signal(str)  # what is under the pointer, in words; empty for nothing
    box_drawn = Signal(object)
    """A person's box (4,): x, y, width, height in pixels of the picture."""
    boxing_changed = Signal(bool)
    """Whether the next drag draws one."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture-plane")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Picture plane")
        self.selected: frozenset[int] = frozenset()
        self._document = document
        self._palette = palette("light")
        self._view = PlaneView()
        self._fitted = True  # follow the widget's size until the first zoom or pan
        self._hovered: int | None = None
        self._reprojection: np.ndarray | None = None
        self._hand = Hand()  # at work on: move, box, person, pan, orbit
        self._gesture: object | None = None  # the document's, begun by a move or an orbit
        self._boxing = False  # the next drag draws a person's box
        self._heat = HeatLayer()
        self._looking = False
        self.finds_joints = False
        """Whether there is a detector, for what an empty picture says."""
        self._pressed_at = self._last = np.zeros(2)
        self._grip = np.zeros((0, 2))  # picture points of the joints when the drag began
        document.changed.connect(self._document_changed)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self._result_changed)

    # -- what is shown

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._palette = palette(theme)
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitted = True
        self._view = PlaneView.fitting(
            self._document.state.camera.size, (self.width(), self.height()), MARGIN
        )
        self.update()

    def select(self, joints: Iterable[int]) -> None:
        """Select joints by their COCO index."""
        self.selected = frozenset(joints)
        self.update()

    def draw_box(self, wanted: bool) -> None:
        """Whether the next drag draws a person's box."""
        self._boxing = wanted
        self.boxing_changed.emit(wanted)
        self.setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)

    def show_heat(self, shown: bool) -> None:
        """Whether heatmaps lie over the picture."""
        self._heat.shown = shown
        self.update()

    def set_heat(self, share: float) -> None:
        """Which moment of their forming: 0 at its beginning, 1 at its end."""
        if share != self._heat.share:
            self._heat.share = share
            if self._detected is not None:
                self.update()

    def show_looking(self, looking: bool) -> None:
        """Whether people are being looked for in the picture, as an empty one then says."""
        self._looking = looking
        self.update()

    @property
    def _detected(self) -> Detected | None:
        source = self._document.state.source
        return source.detected if isinstance(source, KeypointsSource) else None

    def joint_position(self, joint: int) -> QPointF:
        """Where a joint is in the widget."""
        return QPointF(*self._view.to_widget(self._document.joints.places()[joint]))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit()

    def _document_changed(self, names: frozenset[str]) -> None:
        if "camera" in names and self._fitted:
            self.fit()
        if names & {"source", "person", "frame"} and self._hand.doing == "move":
            self._hand.doing = _GONE
        if names & {"source", "person"}:
            self.select(())
        self._result_changed()

    def _result_changed(self) -> None:
        body = self._document.chosen_body()
        camera = self._document.state.camera
        self._reprojection = None if body is None else camera.project(to_keypoints(body))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        state, colours = self._document.state, self._palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), painting.colour(colours.background))
        left, top = self._view.to_widget(np.zeros(2))
        right, bottom = self._view.to_widget(np.array(state.camera.size, np.float64))
        frame = QRectF(left, top, right - left, bottom - top)
        if state.picture is not None:
            painter.drawImage(frame, state.picture.fitted(state.camera.size))
        self._heat.paint(painter, self._detected, state.person, self.selected, self._view, colours)
        painter.setPen(QPen(painting.colour(colours.grid, 0.7), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        painting.paint_caption(painter, self._caption(), colours)
        if state.empty:
            message = _welcome(state.picture is not None, self.finds_joints, self._looking)
            painting.paint_message(painter, *message, colours, QRectF(self.rect()))
            self._paint_rubber(painter)
            return
        for person in set(range(state.source.people)) - {state.person}:
            others, there = state.observe(person)
            others = self._view.to_widget(others)
            painting.paint_limbs(painter, others, colours, known=there != MISSING, width=2, alpha=0.35)
        points = self._view.to_widget(self._document.joints.places())
        known = state.visibility != MISSING
        if self._reprojection is not None:
            seen = self._view.to_widget(self._reprojection)
            everything = np.ones(len(seen), bool)
            painting.paint_limbs(painter, seen, colours, known=everything, width=9, alpha=0.16)
        painting.paint_limbs(painter, points, colours, known=known, width=3, alpha=0.9)
        if self._reprojection is not None:
            strain = painting.limb_strain(points, self._view.to_widget(self._reprojection))
            painting.paint_strain(painter, points, known, strain, colours)
        painting.paint_neck(painter, points, colours, known)
        painting.paint_joints(painter, points, state.visibility, colours, self.selected, self._hovered)
        held = [COCO_OF_BODY[joint] for joint in state.pinned if joint in COCO_OF_BODY]
        painting.paint_pins(painter, points[held], colours)
        self._paint_rubber(painter)
        if self._hovered is not None:
            sign = self._describe(self._hovered)
            painting.paint_label(painter, sign, tuple(points[self._hovered]), colours, QRectF(self.rect()))

    def _paint_rubber(self, painter: QPainter) -> None:
        """The box being drawn."""
        if self._hand.doing in ("box", "person"):
            painter.setPen(QPen(painting.colour(self._palette.hover), 1, Qt.PenStyle.DashLine))
            painter.setBrush(painting.colour(self._palette.hover, 0.12))
            painter.drawRect(QRectF(QPointF(*self._pressed_at), QPointF(*self._last)).normalized())

    def _caption(self) -> str:
        state = self._document.state
        if state.empty or state.source.frames == 1:
            return state.source.name
        return f"{state.source.name}, frame {state.frame + 1} of {state.source.frames}"

    def _describe(self, joint: int) -> str:
        state = self._document.state
        seen = VISIBILITY_NAMES[int(state.visibility[joint])]
        words = joint_title(joint) if seen == "visible" else f"{joint_title(joint)}, {seen}"
        found = self._detected
        if (
            found is None
            or state.person >= found.people
            or (state.retouch is not None and state.retouch.moved[joint])
        ):
            return words
        return f"{words}, {found.confidence[state.person, joint]:.0%} sure"

    # -- the hand

    def _joint_under(self, position: np.ndarray) -> int | None:
        if self._document.state.empty:
            return None
        return joint_at(self._view.to_widget(self._document.joints.places()), tuple(position), REACH)

    def _hover(self, joint: int | None) -> None:
        if joint != self._hovered:
            self._hovered = joint
            self.hovered.emit("" if joint is None else self._describe(joint))
            self.setCursor(Qt.CursorShape.ArrowCursor if joint is None else Qt.CursorShape.OpenHandCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._hand and not self._hand.holds(event.button()):
            return
        self._put_back()  # pressed again: its release was lost
        position = _place(event)
        self._pressed_at = self._last = position
        joint = self._joint_under(position)
        button, modifiers = event.button(), event.modifiers()
        if button == Qt.MouseButton.LeftButton and self._boxing:
            self._hand.take("person", button)
        elif button == Qt.MouseButton.LeftButton and modifiers & Qt.KeyboardModifier.AltModifier:
            self._begin("orbit", button)
        elif button == Qt.MouseButton.LeftButton and joint is not None:
            self._take_hold(joint, button, modifiers)
        elif button == Qt.MouseButton.LeftButton and (other := self._person_under(position)) is not None:
            self._document.set_person(other)
        elif button == Qt.MouseButton.LeftButton:
            self._hand.take("box", button)
            if not modifiers & Qt.KeyboardModifier.ControlModifier:
                self.select(())
        elif button == Qt.MouseButton.RightButton and joint is not None:
            rest = self.selected - {joint} if joint in self.selected else ()
            self._document.joints.cycle_visibility([joint, *sorted(rest)])
            self.hovered.emit(self._describe(joint))
        elif button in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._hand.take("pan", button)
            self.setCursor(Qt.CursorShape.SizeAllCursor)

    def _begin(self, doing: str, button: Qt.MouseButton) -> None:
        """Take hold of something of the document, as one of its gestures."""
        self._document.begin_gesture()
        self._gesture = self._document.gesture
        self._hand.take(doing, button)

    @property
    def _gesturing(self) -> bool:
        """Whether the gesture that the hand began is still under way: undo, opening a file and others end it."""
        return self._gesture is not None and self._document.gesture is self._gesture

    def _put_back(self) -> None:
        """Let go of what is held as if it had never been touched."""
        doing = self._hand.let_go()
        if doing == "person":
            self.draw_box(False)
        if self._gesturing and doing == _GONE:
            self._document.end_gesture()
        elif self._gesturing:
            self._document.cancel_gesture()
        self._gesture = None
        self.update()

    def _person_under(self, position: np.ndarray) -> int | None:
        """Another person with a joint under ``position``."""
        state = self._document.state
        for person in range(state.source.people):
            points, visibility = state.observe(person)
            points = np.where((visibility != MISSING)[:, None], self._view.to_widget(points), np.nan)
            if person != state.person and joint_at(points, tuple(position), REACH) is not None:
                return person
        return None

    def _take_hold(self, joint: int, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.select(self.selected ^ {joint})
            return
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self.select(with_children([joint]))
        elif joint not in self.selected:
            self.select({joint})
        self._begin("move", button)
        self._grip = self._document.joints.places().astype(np.float64)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = _place(event)
        doing = self._hand.doing
        if doing == "move":
            self._drag_to(position)
        elif doing == "pan":
            self._fitted = False
            self._view = self._view.panned(*(position - self._last))
        elif doing == "orbit" and self._gesturing:
            dx, dy = (position - self._last) * ORBIT_DEGREES
            self._document.set_orbit(self._document.orbit.turned(-dx, dy), "Orbit camera")
        elif not doing:
            self._hover(self._joint_under(position))
        self._last = position
        if self._hand:
            self.update()

    def _drag_to(self, position: np.ndarray) -> None:
        if not self._gesturing:
            return
        points = self._grip.copy()
        joints = sorted(self.selected)
        points[joints] += (position - self._pressed_at) / self._view.scale
        self._document.joints.move(points, joints)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hand and not self._hand.holds(event.button()):
            return
        doing = self._hand.let_go()
        if doing == "person":
            self._end_box(_place(event))
        if self._gesturing:
            self._document.end_gesture()
        self._gesture = None
        if doing == "box":
            points = self._view.to_widget(self._document.joints.places())
            inside = joints_in(points, self._pressed_at, _place(event))
            moved = np.abs(_place(event) - self._pressed_at).max() > 3
            if moved and not self._document.state.empty:
                self.select(self.selected | set(inside))
        self._hovered = None
        self._hover(self._joint_under(_place(event)))
        if self._hovered is None:
            self.unsetCursor()
        self.update()

    def _end_box(self, position: np.ndarray) -> None:
        self.draw_box(False)
        corners = self._view.to_picture(np.stack([self._pressed_at, position]))
        low, high = corners.min(0), corners.max(0)
        if (high - low).min() * self._view.scale > LEAST_BOX:
            self.box_drawn.emit(np.concatenate([low, high - low]))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (
            not self._hand
            and event.button() == Qt.MouseButton.LeftButton
            and self._joint_under(_place(event)) is None
        ):
            self.fit()
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._hand and self._hand.doing != "pan":
            event.accept()  # what is held is where the pointer is: the picture stays under it
            return
        turned = event.angleDelta().y() or event.pixelDelta().y()
        at = event.position()
        self._fitted = False
        self._view = self._view.zoomed(1.0015**turned, (at.x(), at.y()))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window or a menu has taken the mouse's button with it."""
        self._put_back()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen cannot be held."""
        self._put_back()

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Arrows belong to the selected joints before they belong to the timeline."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            nudges = bool(self.selected) and event.key() in _NUDGES
            ends = bool(self.selected or self._hand or self._boxing) and event.key() == Qt.Key.Key_Escape
            if nudges or ends:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._hand or self._boxing):
            self._put_back()
            self.draw_box(False)
            self.unsetCursor()
        elif event.key() == Qt.Key.Key_Escape:
            self.select(())
        elif self._hand:
            super().keyPressEvent(event)
        elif self.selected and event.key() in _NUDGES:
            step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            points = self._document.joints.places().astype(np.float64)
            points[sorted(self.selected)] += np.multiply(_NUDGES[Qt.Key(event.key())], step)
            self._document.brief_gesture("nudge")
            self._document.joints.move(points, sorted(self.selected))
        else:
            super().keyPressEvent(event)


def _place(event: QMouseEvent) -> np.ndarray:
    return np.array([event.position().x(), event.position().y()])


def _welcome(picture: bool, finds_joints: bool, looking: bool) -> tuple[str, str]:
    if looking:
        return "Finding joints...", "Cancel, below the window's right corner, stops it."
    if picture and not finds_joints:
        return "Whose joints?", "Choose Edit > Standing pose, or open the picture's keypoint file."
    if picture:
        return (
            "Whose joints?",
            "D finds them in the picture, Ctrl+B those of a person you draw a box around.\n"
            "Or open the picture's keypoint file, or choose Edit > Standing pose.",
        )
    return (
        "Nobody here yet",
        "Drop a BVH clip, a keypoint file (COCO, OpenPose or MMPose JSON) or a picture here,\n"
        "or choose File > Open. Edit > Standing pose gives you somebody to bend.",
    )
