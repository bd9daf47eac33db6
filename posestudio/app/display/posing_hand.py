"""Turns what a hand does in the 3D view into edits: joints dragged, pinned and turned, and the camera moved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.model.document import Document
from posestudio.app.model.drag_gesture import DragGesture
from posestudio.app.model.selection import Selection
from posestudio.app.viewport import CAMERA_HANDLE, RotationGizmo, ViewportGrid
from posestudio.posing.axes import TURNS, turning_axes


class PosingHand(QObject):
    """Follows the handles of ``viewport``, and puts rings to turn it by about the joint of ``selection``.

    A second click on the same handle pins the joint or unpins it. A drag keeps bone lengths and what need not move; a
    free one samples the rest anew, with the joint pinned while it is under way, and keeps what was chosen at its end.
    """

    def __init__(
        self, document: Document, viewport: ViewportGrid, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._viewport, self._selection = document, viewport, selection
        self._gesture = DragGesture(document)
        self._freed = self._was_pinned = self._again = False
        self._pressed: int | None = None  # the handle that was pressed last, while its joint is selected
        self._shown = False
        viewport.handle_pressed.connect(self._press)
        viewport.handle_dragged.connect(self._drag)
        viewport.handle_freed.connect(self._drag_freely)
        viewport.handle_cancelled.connect(self._gesture.cancel)
        viewport.handle_released.connect(self._release)
        viewport.handle_clicked.connect(self._click)
        viewport.ring_pressed.connect(self._gesture.begin)
        viewport.ring_turned.connect(self._turn)
        viewport.ring_cancelled.connect(self._gesture.cancel)
        viewport.ring_released.connect(self._end_turn)
        viewport.nudged.connect(self._nudge)
        selection.changed.connect(self._show_rings)
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

    def _toggle_pin(self, handle: int) -> None:
        if handle != CAMERA_HANDLE:
            self._document.joints.toggle_pins([handle])

    # -- rings

    def _show_rings(self) -> None:
        body, joint = self._document.selected_body(), self._selection.body
        if joint != self._pressed:
            self._pressed = None
        joints = self._document.joints
        turns = self._selection.what == "joint" and joint in TURNS and self._shown and joints.can_pose
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
