"""The picture plane's mouse tools, one class each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from posestudio.app.common.mouse_tools import Tool
from posestudio.app.common.translation import tr
from posestudio.app.editor.box_geometry import BORDER, dragged
from posestudio.app.editor.plane_mapping import joints_in
from posestudio.app.editor.plane_model import PlaneModel
from posestudio.app.model.drag_gesture import DragGesture
from posestudio.app.model.joint_edits import with_children

LEAST_BOX = 12.0  # widget pixels along a side of a person's box
LEAST_SELECTION = 3.0  # widget pixels to the opposite corner of a selection box; less is a click
ORBIT_DEGREES = 0.4  # for each pixel of the drag

_Left, _Middle, _Right = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
_Alt, _Control, _Shift = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def plane_tools(plane: PlaneModel) -> tuple[Tool, ...]:
    """All tools of the plane; the first that accepts a press begins."""
    kinds = (
        PersonBox,
        OrbitCamera,
        ToggleSelection,
        MoveJoints,
        ChangeBox,
        ChoosePerson,
        SelectionBox,
        Pan,
    )
    return tuple(kind(plane) for kind in kinds)


def position_of(event: QMouseEvent) -> np.ndarray:
    """(2,) float64 widget pixels."""
    return np.array([event.position().x(), event.position().y()])


class PlaneTool(Tool):
    """A tool that acts on a ``plane``."""

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._plane = plane
        self._document = plane.document

    def _joint(self, event: QMouseEvent) -> int | None:
        """The joint under the pointer."""
        return self._plane.joint_at(position_of(event))


# -- drags that edit the document


class GestureTool(PlaneTool):
    """A drag whose edits are one gesture of the document; when that has ended, the rest of the drag does nothing."""

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._gesture = DragGesture(plane.document)

    def press(self, event: QMouseEvent) -> None:
        self._gesture.begin()

    def release(self, event: QMouseEvent) -> None:
        self._gesture.end()

    def cancel(self) -> None:
        self._gesture.cancel()


class MoveJoints(GestureTool):
    """Left drag on a joint moves it with all that is selected, with Shift with the joints that hang on it: the body
    follows with its bone lengths, or, with Alt and where keypoints are corrected, the joints alone are
    elsewhere."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._start = np.zeros(2)
        self._positions = np.zeros((0, 2))
        self._replaced = False
        self._document.changed.connect(self._document_changed)

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._joint(event) is not None

    def press(self, event: QMouseEvent) -> None:
        joint = self._joint(event)
        assert joint is not None
        if event.modifiers() & _Shift:
            self._plane.select(with_children([joint]))
        elif joint not in self._plane.selected:
            self._plane.select({joint})
        super().press(event)
        self._start = position_of(event)
        self._positions = self._document.joints.positions().astype(np.float64)
        self._replaced = False

    def move(self, event: QMouseEvent) -> None:
        if self._replaced or not self._gesture.under_way:
            return
        positions, joints = self._positions.copy(), sorted(self._plane.selected)
        positions[joints] += (position_of(event) - self._start) / self._plane.view.scale
        edits = self._document.joints
        if edits.poses_body and edits.can_pose and not event.modifiers() & _Alt:
            edits.drag_in_picture(positions, joints)
        else:
            edits.move(positions, joints)

    def cancel(self) -> None:
        if self._replaced:
            self._gesture.end()
        super().cancel()

    def _document_changed(self, names: frozenset[str]) -> None:
        """Joints of another frame or person are shown now: those of the drag stay where it has brought them."""
        if names & {"source", "person", "frame"}:
            self._replaced = True


class OrbitCamera(GestureTool):
    """Alt + left drag beside the joints orbits the virtual camera."""

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._last = np.zeros(2)

    def accepts(self, event: QMouseEvent) -> bool:
        alt = event.button() == _Left and bool(event.modifiers() & _Alt)
        return alt and self._joint(event) is None and self._document.orbit is not None

    def press(self, event: QMouseEvent) -> None:
        super().press(event)
        self._last = position_of(event)

    def move(self, event: QMouseEvent) -> None:
        position = position_of(event)
        orbit = self._document.orbit
        if self._gesture.under_way and orbit is not None:
            dx, dy = (position - self._last) * ORBIT_DEGREES
            self._document.set_orbit(orbit.turned(-dx, dy), tr("Orbit camera"))
        self._last = position


# -- boxes


class BoxTool(PlaneTool):
    """Draws a box from where the button went down to where the pointer is."""

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._corners = np.zeros((2, 2))

    @property
    def box(self) -> QRectF:
        """The box now, in widget pixels."""
        start, end = self._corners
        return QRectF(QPointF(*start), QPointF(*end)).normalized()

    def press(self, event: QMouseEvent) -> None:
        self._corners = np.stack([position_of(event)] * 2)

    def move(self, event: QMouseEvent) -> None:
        self._corners[1] = position_of(event)

    def release(self, event: QMouseEvent) -> None:
        self._corners[1] = position_of(event)
        self._draw(self._corners)

    def _draw(self, corners: np.ndarray) -> None:
        """Do what the box between two ``corners`` (2, 2) is for."""
        raise NotImplementedError


class PersonBox(BoxTool):
    """After ``PlaneModel.set_box_drawing``, left drag draws the box of another person to detect the keypoints of."""

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._plane.box_drawing

    def _draw(self, corners: np.ndarray) -> None:
        self._plane.set_box_drawing(False)
        picture = self._plane.view.to_picture(corners)
        low, high = picture.min(0), picture.max(0)
        if (high - low).min() * self._plane.view.scale > LEAST_BOX:
            box = np.concatenate([low, high - low])
            self._plane.change_box(self._document.state.source.people, box)
            self._plane.box_drawn.emit(box)

    def cancel(self) -> None:
        self._plane.set_box_drawing(False)


class ChangeBox(PlaneTool):
    """Left drag on the border of a person's box moves it, on a handle resizes it; a click chooses the person."""

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._person, self._part = 0, BORDER
        self._start = np.zeros(2)
        self._before = np.zeros(4)
        self._source: object = None
        self._dragged = False

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._plane.box_part_at(position_of(event)) is not None

    def press(self, event: QMouseEvent) -> None:
        found = self._plane.box_part_at(position_of(event))
        assert found is not None
        self._person, self._part = found
        self._start, self._dragged = position_of(event), False
        self._before = self._plane.boxes()[self._person]
        self._source = self._document.state.source
        self._document.set_person(self._person)

    @property
    def _there(self) -> bool:
        """Whether the people are still those of the press."""
        state = self._document.state
        return state.source is self._source and state.person == self._person

    def move(self, event: QMouseEvent) -> None:
        by = position_of(event) - self._start
        self._dragged = self._dragged or np.abs(by).max() > LEAST_SELECTION
        if self._dragged and self._there:
            box = dragged(self._before, self._part, by)
            self._plane.change_box(self._person, self._plane.box_in_picture(box))

    def release(self, event: QMouseEvent) -> None:
        changed = self._plane.changed_box
        if self._dragged and self._there and changed is not None:
            self._plane.box_changed.emit(*changed)

    def cancel(self) -> None:
        self._plane.change_box(self._person, None)


class SelectionBox(BoxTool):
    """Left drag on empty space selects the joints in a box, with Ctrl in addition to those selected; a click in the
    box of another person begins to edit that one."""

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left

    def press(self, event: QMouseEvent) -> None:
        super().press(event)
        if not event.modifiers() & _Control:
            self._plane.select(())

    def _draw(self, corners: np.ndarray) -> None:
        joints = np.where(self._plane.drawn()[:, None], self._plane.points(), np.nan)
        inside = joints_in(joints, *corners)
        drawn = np.abs(corners[1] - corners[0]).max() > LEAST_SELECTION
        if drawn and not self._document.state.empty:
            self._plane.select(self._plane.selected | set(inside))
        elif not drawn and (person := self._plane.box_person_at(corners[1])) is not None:
            self._document.set_person(person)


# -- others


class Pan(PlaneTool):
    """Middle or right drag moves the picture; a right click opens the menu of what is there."""

    cursor = Qt.CursorShape.SizeAllCursor
    allows_wheel = True

    def __init__(self, plane: PlaneModel) -> None:
        super().__init__(plane)
        self._start = self._last = np.zeros(2)
        self._panned = False

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() in (_Middle, _Right)

    def press(self, event: QMouseEvent) -> None:
        self._start = self._last = position_of(event)
        self._panned = False

    def move(self, event: QMouseEvent) -> None:
        position = position_of(event)
        self._panned = self._panned or np.abs(position - self._start).max() > LEAST_SELECTION
        self._plane.pan(*(position - self._last))
        self._last = position

    def release(self, event: QMouseEvent) -> None:
        if event.button() == _Right and not self._panned:
            self._plane.menu_requested.emit(position_of(event))


class ToggleSelection(PlaneTool):
    """Ctrl + left click adds a joint to the selection or takes it out."""

    drags = False

    def accepts(self, event: QMouseEvent) -> bool:
        left = event.button() == _Left and bool(event.modifiers() & _Control)
        return left and self._joint(event) is not None

    def press(self, event: QMouseEvent) -> None:
        joint = self._joint(event)
        assert joint is not None
        self._plane.select(self._plane.selected ^ {joint})


class ChoosePerson(PlaneTool):
    """Left click on a joint of another person begins to edit that one."""

    drags = False

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._plane.person_at(position_of(event)) is not None

    def press(self, event: QMouseEvent) -> None:
        person = self._plane.person_at(position_of(event))
        assert person is not None
        self._document.set_person(person)
