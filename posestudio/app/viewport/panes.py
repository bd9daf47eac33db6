"""A pane of the grid: a viewport in one of five roles, and the line around the active one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posestudio.app.common.translation import marked, tr
from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.widget import Viewport
from posestudio.common.colours import Theme

Role = Literal["perspective", "camera", "front", "side", "top"]

LAYOUTS: dict[int, tuple[Role, ...]] = {
    1: ("perspective",),
    2: ("perspective", "camera"),
    3: ("perspective", "front", "side"),
    4: ("perspective", "front", "side", "top"),
}
"""The views that are shown side by side, by their number."""

COLUMNS: tuple[tuple[Role, ...], ...] = (("perspective", "top"), ("camera", "front", "side"))
"""The columns from left to right, each with its views from top to bottom."""

_TITLES: dict[Role, str] = {
    "perspective": marked("Perspective"),
    "camera": marked("Camera"),
    "front": marked("Front"),
    "side": marked("Side"),
    "top": marked("Top"),
}
_LINE = 2  # pixels around the active of several views


@dataclass(frozen=True, eq=False)
class Content:
    """What every view shows, whatever it is seen from."""

    scene: Scene
    theme: Theme = "light"
    handles: frozenset[int] | None = None
    pinned: frozenset[int] = frozenset()
    gizmo: RotationGizmo | None = None


class Pane(QWidget):
    """A ``Viewport`` in its ``role``, with a line around it while it is the active of several."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role
        self.viewport = Viewport()
        self.viewport.setAccessibleName(tr("3D view: {name}", name=tr(_TITLES[role])))
        self.setMinimumSize(120, 100)
        self._content: Content | None = None
        self._active = False
        self._starts_through_camera = role == "camera"
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.viewport)
        if role in ("front", "side", "top"):
            controller = self.viewport.controller
            controller.toggle_orthographic()
            {"front": controller.view_front, "side": controller.view_side, "top": controller.view_top}[role]()

    def show_content(self, content: Content) -> None:
        """Show what has changed since the last time."""
        before, self._content = self._content, content
        view = self.viewport
        if before is None or content.theme != before.theme:
            view.set_theme(content.theme)
        if before is None or content.scene is not before.scene:
            view.show_scene(content.scene)
        handles = (content.handles, content.pinned)
        if before is None or handles != (before.handles, before.pinned):
            view.set_handles(*handles)
        if before is None or content.gizmo is not before.gizmo:
            view.set_gizmo(content.gizmo)
        if self._starts_through_camera and content.scene.camera is not None:
            self._starts_through_camera = False
            view.controller.look_through_camera()

    def set_line(self, *, reserved: bool, active: bool) -> None:
        """Keep space for the line if ``reserved``, and draw it there if the pane is the ``active`` one."""
        margin = _LINE if reserved else 0
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._active = reserved and active
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line around the pane."""
        role = QPalette.ColorRole.Highlight if self._active else QPalette.ColorRole.Window
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().color(role), _LINE))
        painter.drawRect(QRectF(self.rect()).adjusted(_LINE / 2, _LINE / 2, -_LINE / 2, -_LINE / 2))
        painter.end()
