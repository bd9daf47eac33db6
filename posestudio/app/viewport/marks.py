"""What is marked beside joints: the handles, the joint under the cursor with its name, and the cursor's shape."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, Signal

from posestudio.app.common.joint_names import joint_name
from posestudio.app.viewport import compass
from posestudio.app.viewport.controller import OrbitController
from posestudio.app.viewport.drawing.renderer import Renderer
from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.handles import CAMERA_HANDLE, Handles
from posestudio.app.viewport.overlay import Overlay
from posestudio.app.viewport.overlay_marks import HaloMark, HandleMark, LimitMark, halo_of
from posestudio.app.viewport.tools import PullHandle
from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import LIGHT, Palette


class Marks(QObject):
    """Keeps overlay, highlighted body and cursor in step with the scene, the view, the handles and the mouse."""

    joint_hovered = Signal(object)
    """(hypothesis, joint) under the cursor, or None when it leaves one."""
    cursor_changed = Signal(object)
    """The cursor shape that fits, or None for the usual one."""

    def __init__(
        self,
        controller: OrbitController,
        renderer: Renderer,
        overlay: Overlay,
        pull: PullHandle,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._renderer, self._overlay, self._pull = controller, renderer, overlay, pull
        self._handles = Handles()
        self._palette: Palette = LIGHT
        self.cursor: QPoint | None = None
        """Where the mouse is while no button is down; None while one is, and outside of the widget."""
        self._gizmo: RotationGizmo | None = None
        self._note = ""
        self._hovered: tuple[int, int] | None = None
        self._hovered_handle: int | None = None

    def set_palette(self, palette: Palette) -> None:
        """Mark in the colours of another theme."""
        self._palette = palette
        self.update()

    def set_handles(self, handles: Handles) -> None:
        """Draw these handles."""
        self._handles = handles
        self.update()

    def set_gizmo(self, gizmo: RotationGizmo | None) -> None:
        """Draw these rings; None draws none."""
        self._gizmo = gizmo
        self._update_rings()

    def write_note(self, note: str) -> None:
        """Write a note beside the rings; empty for none."""
        self._note = note
        self._update_hover()

    def hover(self, cursor: QPoint | None) -> None:
        """Mark what is under the cursor there; None for nothing."""
        self.cursor = cursor
        self._update_hover()

    def update(self) -> None:
        """Mark again what is under the cursor and where the handles are, after bodies or the view have moved."""
        self._update_hover()
        self._update_handles()
        self._update_rings()
        self._update_scene()

    def _update_scene(self) -> None:
        """Mark joints beyond their limits and an uncertain one, and draw the compass."""
        sight = self._controller.sight
        self._overlay.write(
            limits=tuple(self._limits()),
            halo=self._halo(),
            figure=self._figure(),
            balls=compass.balls(sight.view, sight.size),
            middle=compass.middle(sight.size) or (0.0, 0.0),
        )

    def _figure(self) -> tuple[float, float, float, float] | None:
        """Left, top, width and height in pixels of the selected body."""
        sight = self._controller.sight
        if sight.scene.selected is None:
            return None
        pixels, _ = sight.project(sight.scene.hypotheses[sight.scene.selected])
        pixels = pixels[np.isfinite(pixels).all(-1)]
        if not len(pixels):
            return None
        (left, top), (width, height) = pixels.min(0).tolist(), np.ptp(pixels, axis=0).tolist()
        return left, top, width, height

    def _limits(self) -> Iterator[LimitMark]:
        sight = self._controller.sight
        scene = sight.scene
        if scene.selected is None:
            return
        for joint, name in scene.limits:
            pixel, _ = sight.project(scene.hypotheses[scene.selected, joint])
            if np.isfinite(pixel).all():
                yield LimitMark((float(pixel[0]), float(pixel[1])), name)

    def _halo(self) -> HaloMark | None:
        sight = self._controller.sight
        unsure = sight.scene.uncertainty
        if unsure is None:
            return None
        centre, _ = sight.project(unsure.center)
        ends, _ = sight.project(unsure.center + unsure.axes.T)
        return halo_of(centre, ends)  # its words are in the label of what is under the cursor

    def _update_rings(self) -> None:
        gizmo = self._gizmo
        if gizmo is None:
            self._overlay.write(rings=(), chosen=None)
        else:
            self._overlay.write(rings=gizmo.rings(self._controller.sight), chosen=gizmo.chosen)

    def _update_hover(self) -> None:
        handle, found = self._under_cursor()
        self._write_label(handle, found)
        self._renderer.highlight(None if found is None else found[0])
        if handle != self._hovered_handle:
            self._hovered_handle = handle
            self._update_handles()
        if found != self._hovered:
            self._hovered = found
            self._update_handles()
            self._renderer.update()
            self.joint_hovered.emit(found)

    def _under_cursor(self) -> tuple[int | None, tuple[int, int] | None]:
        """The handle, and the (hypothesis, joint), also of the handle; None for what is not there."""
        on_compass = self.cursor is not None and compass.holds(
            (self.cursor.x(), self.cursor.y()), self._controller.sight.size
        )
        self._overlay.write(on_compass=on_compass)
        if self.cursor is None or on_compass:
            return None, None
        pixel, sight = (self.cursor.x(), self.cursor.y()), self._controller.sight
        handle, selected = self._handles.at(pixel, sight), sight.scene.selected
        if handle is None:
            return None, sight.joint_at(pixel)
        return handle, None if handle == CAMERA_HANDLE or selected is None else (selected, handle)

    def _write_label(self, handle: int | None, found: tuple[int, int] | None) -> None:
        """The name of what is under the cursor, and a ring around a joint without a handle."""
        sight = self._controller.sight
        if self._note and self._gizmo is not None:
            point, label = self._gizmo.center, self._note
        elif handle == CAMERA_HANDLE:
            point, label = Handles.points(sight)[handle], "camera"
        elif found is not None:
            unsure = sight.scene.uncertainty
            named = "" if unsure is None else unsure.label
            point, label = sight.scene.hypotheses[found], named or joint_name(BODY_JOINTS[found[1]])
        else:
            self._overlay.write(label="")
            return
        pixel, _ = sight.project(point)
        ring = self._palette.hover if handle is None and not self._note else None
        spot = (float(pixel[0]), float(pixel[1]))
        beside = found is not None and not self._note
        self._overlay.write(label=label, spot=spot, ring=ring, beside=beside)

    def _update_handles(self) -> None:
        """Draw the handles where the joints now are, the nearest on top, and choose the cursor's shape."""
        if not self._handles.joints:
            self._overlay.write(handles=())
            self.cursor_changed.emit(None)
            return
        sight, pulled = self._controller.sight, self._pull.handle
        pixels, depths = sight.project(Handles.points(sight))
        chosen = self._hovered_handle if pulled is None else pulled
        drawn = [joint for joint in np.argsort(-depths).tolist() if joint in self._handles.joints]
        drawn.sort(key=lambda joint: joint == chosen)
        self._overlay.write(
            handles=tuple(
                self._mark(joint, pixels[joint], joint == chosen)
                for joint in drawn
                if np.isfinite(pixels[joint]).all()
            )
        )
        if pulled is not None:
            self.cursor_changed.emit(Qt.CursorShape.ClosedHandCursor)
        else:
            hovered = self._hovered_handle is not None
            self.cursor_changed.emit(Qt.CursorShape.OpenHandCursor if hovered else None)

    def _mark(self, handle: int, pixel: np.ndarray, highlighted: bool) -> HandleMark:
        pixel_of_handle = joint = (float(pixel[0]), float(pixel[1]))
        if handle == self._pull.handle and self._pull.point is not None:
            pulled, _ = self._controller.sight.project(self._pull.point)
            pixel_of_handle = (float(pulled[0]), float(pulled[1]))
        camera = handle == CAMERA_HANDLE
        own = self._palette.frustum if camera else self._palette.of_side(side_of(BODY_JOINTS[handle]))
        colour = self._palette.hover if highlighted else own
        return HandleMark(
            pixel_of_handle, joint, colour, pinned=handle in self._handles.pinned, highlighted=highlighted
        )
