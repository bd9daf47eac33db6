"""The grid of views: one to four 3D views of the same scene side by side, used like a single one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.panes import COLUMNS, LAYOUTS, Content, Pane, Role
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import OrbitView, View
from posestudio.app.viewport.widget import Viewport
from posestudio.common.colours import Theme

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class ViewportGrid(QWidget):
    """Up to four ``Viewport``s of one scene, with the methods and signals of a single one.

    A scene is shown in all of them; what changes the view changes the active one, which was clicked last
    and has a thin line around it. Views are made when a layout first asks for them, and those that are
    hidden get no scenes until they are shown again. A double click on a view's empty space shows that view
    alone, another one brings the others back.
    """

    joint_hovered = Signal(object)
    hypothesis_clicked = Signal(int)
    view_changed = Signal()
    handle_pressed = Signal(int)
    handle_dragged = Signal(int, object)
    handle_freed = Signal(int, object)
    handle_clicked = Signal(int)
    handle_cancelled = Signal(int)
    handle_released = Signal(int)
    joint_clicked = Signal(int, int)
    menu_requested = Signal(object, object, QPoint)
    nudged = Signal(object)
    ring_pressed = Signal()
    ring_turned = Signal(object, float)
    ring_cancelled = Signal()
    ring_released = Signal()
    painted = Signal()
    active_changed = Signal()
    """Another view has become the active one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes: dict[Role, Pane] = {}
        self._content = Content(Scene())
        self._caption = ""
        self._count = 1
        self._active: Role = "perspective"
        self._alone: Role | None = None
        self._columns = [_splitter(Qt.Orientation.Vertical) for _ in COLUMNS]
        self._row = _splitter(Qt.Orientation.Horizontal)
        for column in self._columns:
            self._row.addWidget(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._row)
        self._arrange()

    # -- layout

    @property
    def count(self) -> int:
        """How many views the layout has, a maximised one's hidden neighbours included."""
        return self._count

    def set_layout(self, count: int) -> None:
        """Show 1 view (perspective), 2 (and through the camera), 3 (perspective, front, side) or 4 (and
        top). Raises ValueError for another number."""
        if count not in LAYOUTS:
            raise ValueError(f"expected 1 to 4 views, got {count}")
        self._count, self._alone = count, None
        self._arrange()
        self._share_space()

    @property
    def active_view(self) -> Viewport:
        """The active view."""
        return self._panes[self._active].viewport

    @property
    def shown_views(self) -> tuple[Viewport, ...]:
        """The views of the layout that are not hidden by a maximised one, the perspective first."""
        return tuple(pane.viewport for pane in self._shown())

    def toggle_maximised(self) -> None:
        """Show the active view alone, or all of the layout again."""
        self._alone = None if self._alone is not None or self._count == 1 else self._active
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press makes a view the active one."""
        if event.type() in _PRESSES:
            for role, pane in self._panes.items():
                if watched is pane.viewport:
                    self._activate(role)
        return False

    # -- what all views show

    @property
    def available(self) -> bool:
        """Whether there is an OpenGL picture at all."""
        return self.active_view.available

    @property
    def scene(self) -> Scene:
        """What is shown now."""
        return self._content.scene

    def show_scene(self, scene: Scene) -> None:
        """Show ``scene`` in every view that is not hidden."""
        self._show(scene=scene)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of 'light' or 'dark'. Raises ValueError for another name."""
        self._show(theme=theme)

    def set_handles(self, joints: frozenset[int] | None, pinned: frozenset[int] = frozenset()) -> None:
        """As ``Viewport.set_handles``, in every view."""
        self._show(handles=joints, pinned=pinned)

    def set_gizmo(self, gizmo: RotationGizmo | None) -> None:
        """As ``Viewport.set_gizmo``, in every view."""
        self._show(gizmo=gizmo)

    def write_note(self, note: str) -> None:
        """As ``Viewport.write_note``, in the active view."""
        self.active_view.write_note(note)

    def set_caption(self, caption: str) -> None:
        """Write ``caption`` into the bottom left corner of the first view."""
        self._caption = caption
        self._write_caption()

    # -- the active view

    @property
    def view(self) -> View:
        """From where the active view is seen."""
        return self.active_view.view

    @property
    def orthographic(self) -> bool:
        """Whether the active view's orbit is without perspective."""
        return self.active_view.controller.orthographic

    @property
    def looking_through_camera(self) -> bool:
        """Whether the active view is the virtual camera's."""
        return self.active_view.controller.looking_through_camera

    def frame(self) -> None:
        """Bring the subject to fill the active view."""
        self.active_view.controller.frame()

    def reframe(self, *, always: bool = True) -> None:
        """As ``OrbitController.reframe``, in every view of the layout."""
        for view in self.shown_views:
            view.controller.reframe(always=always)

    def find_hidden(self) -> None:
        """As ``OrbitController.find_hidden``, in every view of the layout."""
        for view in self.shown_views:
            view.controller.find_hidden()

    def find_lost(self) -> None:
        """As ``OrbitController.find_lost``, in every view of the layout."""
        for view in self.shown_views:
            view.controller.find_lost()

    def shift(self, by: np.ndarray) -> None:
        """As ``OrbitController.shift``, in every view of the layout."""
        for view in self.shown_views:
            view.controller.shift(by)

    def view_front(self) -> None:
        """Look into the face of a person who faces +Z."""
        self.active_view.controller.view_front()

    def view_side(self) -> None:
        """Look at the left side of a person who faces +Z."""
        self.active_view.controller.view_side()

    def view_top(self) -> None:
        """Look straight down; a person who faces +Z faces the lower edge."""
        self.active_view.controller.view_top()

    def toggle_orthographic(self) -> None:
        """Switch between perspective and orthographic."""
        self.active_view.controller.toggle_orthographic()

    def look_through_camera(self) -> None:
        """Look through the scene's virtual camera, or come back to the orbit."""
        self.active_view.controller.look_through_camera()

    def save_view(self) -> OrbitView:
        """The active view's orbit, for ``restore_view``."""
        return self.active_view.controller.save_view()

    def restore_view(self, view: OrbitView) -> None:
        """Come back to a view of ``save_view``."""
        self.active_view.controller.restore_view(view)

    def render_picture(self, size: tuple[int, int], *, transparent: bool = False) -> QImage:
        """The active view, as ``Viewport.render_picture``."""
        return self.active_view.render_picture(size, transparent=transparent)

    def grab_picture(self) -> QImage:
        """All views as they are shown, captions included, at the widget's size in device pixels."""
        if self._count == 1 or self._alone is not None:
            return self.active_view.grab_picture()
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(self.palette().color(self.backgroundRole()))
        painter = QPainter(image)
        for view in self.shown_views:
            painter.drawImage(view.mapTo(self, QPoint()), view.grab_picture())
        painter.end()
        return image

    # -- under the cursor; positions are this widget's

    def pick(self, pos: QPoint) -> tuple[int, int] | None:
        """(hypothesis, joint) at ``pos``, or None."""
        view = self._view_at(pos)
        return None if view is None else view.pick(view.mapFrom(self, pos))

    def pick_hypothesis(self, pos: QPoint) -> int | None:
        """Index of the hypothesis with a joint or bone at ``pos``, or None."""
        view = self._view_at(pos)
        return None if view is None else view.pick_hypothesis(view.mapFrom(self, pos))

    def pick_handle(self, pos: QPoint) -> int | None:
        """Joint whose handle is at ``pos``, or None."""
        view = self._view_at(pos)
        return None if view is None else view.pick_handle(view.mapFrom(self, pos))

    def zoom(self, factor: float, pos: QPoint | None = None) -> None:
        """Multiply the distance by ``factor`` in the view at ``pos``, or in the active one."""
        view = None if pos is None else self._view_at(pos)
        if pos is None or view is None:
            self.active_view.controller.zoom(factor)
        else:
            local = view.mapFrom(self, pos)
            view.controller.zoom(factor, (local.x(), local.y()))

    def sizeHint(self) -> QSize:
        """Large enough for a standing person."""
        return QSize(640, 560)

    # -- panes

    def _shown(self) -> Iterator[Pane]:
        roles = LAYOUTS[self._count] if self._alone is None else (self._alone,)
        return (self._panes[role] for role in roles)

    def _arrange(self) -> None:
        """Make and show the panes of the layout, hide the others."""
        for role in LAYOUTS[self._count]:
            if role not in self._panes:
                self._make(role)
        if self._active not in LAYOUTS[self._count]:
            self._activate("perspective")
        shown = list(self._shown())
        for pane in self._panes.values():
            pane.setVisible(pane in shown)
        for column, roles in zip(self._columns, COLUMNS, strict=True):
            column.setVisible(any(pane.role in roles for pane in shown))
        self._show()
        self._write_caption()
        self._draw_lines()

    def _make(self, role: Role) -> None:
        pane = self._panes[role] = Pane(role)
        column, roles = next(
            (column, roles) for column, roles in zip(self._columns, COLUMNS, strict=True) if role in roles
        )
        before = [other for other in roles[: roles.index(role)] if other in self._panes]
        column.insertWidget(len(before), pane)
        view = pane.viewport
        view.installEventFilter(self)
        view.background_double_clicked.connect(self.toggle_maximised)
        for name in (
            "joint_hovered",
            "hypothesis_clicked",
            "view_changed",
            "handle_pressed",
            "handle_dragged",
            "handle_freed",
            "handle_clicked",
            "handle_cancelled",
            "handle_released",
            "joint_clicked",
            "menu_requested",
            "nudged",
            "ring_pressed",
            "ring_turned",
            "ring_cancelled",
            "ring_released",
            "painted",
        ):
            getattr(view, name).connect(getattr(self, name))

    def _share_space(self) -> None:
        """Give all views of the layout the same size."""
        for splitter in (self._row, *self._columns):
            splitter.setSizes([10_000] * splitter.count())

    def _show(self, **changes: object) -> None:
        content = replace(self._content, **changes)  # type: ignore[arg-type]
        for pane in self._shown():
            pane.show_content(content)
        self._content = content

    def _write_caption(self) -> None:
        for index, pane in enumerate(self._shown()):
            pane.viewport.set_caption(self._caption if index == 0 else "")

    def _activate(self, role: Role) -> None:
        if role != self._active:
            self._active = role
            self._draw_lines()
            self.active_changed.emit()

    def _draw_lines(self) -> None:
        several = self._count > 1 and self._alone is None
        for role, pane in self._panes.items():
            pane.set_line(reserved=several, active=role == self._active)

    def _view_at(self, pos: QPoint) -> Viewport | None:
        for view in self.shown_views:
            if view.rect().contains(view.mapFrom(self, pos)):
                return view
        return None


def _splitter(orientation: Qt.Orientation) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(4)
    return splitter
