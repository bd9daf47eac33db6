"""Turns what a hand does in the 3D view into edits: joints dragged, pinned and turned, and the camera moved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.model.document import Document
from posestudio.app.model.drag_gesture import DragGesture
from posestudio.app.model.selection import Selection
from posestudio.app.viewport import CAMERA_HANDLE, RotationGizmo, ViewportGrid
from posestudio.posing.axes import TURNS, turning_axes


class PosingHand(QObject):
    """Follows the handles of ``viewport``, and puts rings to turn it by about the joint of ``selection``, where all
    joints have handles or that one was clicked in the view.

    A second click on the same handle pins the joint or unpins it. A drag keeps bone lengths and what need not move; a
    free one samples the rest anew, with the joint pinned while it is under way, and keeps what was chosen at its end.
    """

    handle_wanted = Signal(object)
    """The body joint that is to have a handle though not all have one, or None."""

    def __init__(
        self, document: Document, viewport: ViewportGrid, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._viewport, self._selection = document, viewport, selection
        self._gesture = DragGesture(document)
        self._freed = self._was_pinned = self._again = False
        self._pressed: int | None = None  # the handle that was pressed last, while its joint is selected
        self._shown = False
        self._clicked: int | None = None  # the joint of the chosen body that was clicked last
        viewport.handle_pressed.connect(self._press)
        viewport.handle_dragged.connect(self._drag)
        viewport.handle_freed.connect(self._drag_freely)
        viewport.handle_cancelled.connect(self._gesture.cancel)
        viewport.handle_released.connect(self._release)
        viewport.handle_clicked.connect(self._click)
        viewport.joint_clicked.connect(self._click_joint)
        viewport.ring_pressed.connect(self._gesture.begin)
        viewport.ring_turned.connect(self._turn)
        viewport.ring_cancelled.connect(self._gesture.cancel)
        viewport.ring_released.connect(self._end_turn)
        viewport.nudged.connect(self._nudge)
        selection.changed.connect(self._selection_changed)
        document.result_changed.connect(self._show_rings)
        document.selection_changed.connect(self._show_rings)

    def show_rings(self, shown: bool) -> None:
        """Whether the selected joint has rings to turn it by."""
        self._shown = shown
        self._show_rings()

    # -- handles

    def _press(self, handle: int) -> None:
        self._again, self._pressed = handle == self._pressed, handle
        self._freed, self._was_pinned = False, handle in self._document.state.pinned
        self._gesture.begin()

    def _drag(self, handle: int, point: np.ndarray) -> None:
        if not self._gesture.under_way:
            return
        joints = self._document.joints
        if handle == CAMERA_HANDLE:
            self._document.place_camera(point)
        elif joints.can_pose:
            self._freed = False
            joints.drag({handle: point}, self._viewport.active_view.depth_way(point))
        else:
            joints.pull(handle, point)

    def _drag_freely(self, handle: int, point: np.ndarray) -> None:
        if handle == CAMERA_HANDLE or not self._gesture.under_way:
            self._drag(handle, point)
            return
        self._freed = True
        self._document.joints.pull(handle, point)

    def _release(self, handle: int) -> None:
        if self._freed and not self._was_pinned and self._gesture.under_way:
            self._document.joints.keep_pose(handle)
        self._gesture.end()

    def _click(self, handle: int) -> None:
        if self._again:
            self._toggle_pin(handle)

    def _click_joint(self, hypothesis: int, joint: int) -> None:
        if hypothesis == self._viewport.scene.selected:
            self._clicked = joint
            self._show_rings()

    def _toggle_pin(self, handle: int) -> None:
        if handle != CAMERA_HANDLE:
            self._document.joints.toggle_pins([handle])

    # -- rings

    def _selection_changed(self) -> None:
        joint = self._selection.body
        self._pressed = self._pressed if joint == self._pressed else None
        self._clicked = self._clicked if joint == self._clicked else None
        self._show_rings()

    def _show_rings(self) -> None:
        body, joint = self._document.selected_body(), self._selection.body
        joints_can_pose = self._document.joints.can_pose
        by_click = joint is not None and joint == self._clicked and joints_can_pose
        self.handle_wanted.emit(joint if by_click else None)
        shown = by_click or (self._shown and joints_can_pose)
        turns = self._selection.what == "joint" and joint in TURNS and shown
        if not turns or body is None or joint is None:
            self._viewport.set_gizmo(None)
        else:
            centre = np.asarray(body[joint], np.float64)
            self._viewport.set_gizmo(RotationGizmo(centre, turning_axes(body, joint)))

    def _turn(self, rotation: np.ndarray, degrees: float) -> None:
        joint = self._selection.body
        if self._gesture.under_way and joint is not None and self._document.joints.can_pose:
            self._document.joints.rotate(joint, rotation, degrees)
            self._viewport.write_note(f"{degrees:.0f}°")

    def _nudge(self, by: np.ndarray) -> None:
        joint = self._selection.body
        if joint is not None and self._document.joints.can_pose:
            self._document.brief_gesture(f"nudge {joint}")
            self._document.joints.nudge(joint, by)

    def _end_turn(self) -> None:
        self._gesture.end()
        self._viewport.write_note("")
