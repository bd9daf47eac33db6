"""Turns what a hand does to the handles of the 3D view into edits: joints dragged, pinned and turned, the camera
moved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.model.document import Document
from posestudio.app.model.drag_gesture import DragGesture
from posestudio.app.model.selection import Selection
from posestudio.app.viewport import CAMERA_HANDLE, ViewportGrid


class PosingHand(QObject):
    """Follows the handles of ``viewport``. A joint that is dragged is the one of ``selection``.

    A drag keeps bone lengths and what need not move; a free one samples the rest anew with the joint pinned while
    it is under way, and keeps what was chosen at its end.
    """

    def __init__(
        self, document: Document, viewport: ViewportGrid, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self._gesture = DragGesture(document)
        self._freed = self._was_pinned = False
        self._before: np.ndarray | None = None  # the body that was chosen when the drag began
        viewport.handle_pressed.connect(self._press)
        viewport.handle_dragged.connect(self._drag)
        viewport.handle_freed.connect(self._drag_freely)
        viewport.handle_cancelled.connect(self._gesture.cancel)
        viewport.handle_released.connect(self._release)
        viewport.pin_toggled.connect(self._toggle_pin)

    def _press(self, handle: int) -> None:
        if handle == CAMERA_HANDLE:
            self._selection.select_camera()
        else:
            self._selection.select_body_joint(handle)
        self._freed, self._was_pinned = False, handle in self._document.state.pinned
        self._before = self._document.selected_body()
        self._gesture.begin()

    def _drag(self, handle: int, point: np.ndarray) -> None:
        if not self._gesture.under_way:
            return
        joints = self._document.joints
        if handle == CAMERA_HANDLE:
            self._document.place_camera(point)
        elif joints.can_pose:
            self._freed = False
            joints.drag({handle: point})
        else:
            joints.pull(handle, point)

    def _drag_freely(self, handle: int, point: np.ndarray) -> None:
        if handle == CAMERA_HANDLE or not self._gesture.under_way:
            self._drag(handle, point)
            return
        self._freed = True
        self._document.joints.pull(handle, point)

    def _release(self, handle: int) -> None:
        if self._freed and not self._was_pinned and self._before is not None and self._gesture.under_way:
            self._document.joints.keep_pose(handle, self._before)
        self._gesture.end()

    def _toggle_pin(self, handle: int) -> None:
        if handle != CAMERA_HANDLE:
            self._document.joints.toggle_pins([handle])
