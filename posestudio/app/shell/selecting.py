"""What the mouse selects: joints, people and the camera in the views and lists, for the inspector to follow."""

from __future__ import annotations

from PySide6.QtCore import QObject

from posestudio.app.editor import PicturePlane, PicturePlanes
from posestudio.app.model.selection import Selection
from posestudio.app.panels import PeoplePanel
from posestudio.app.viewport import CAMERA_HANDLE, ViewportGrid


class Selecting(QObject):
    """Sets ``selection`` as joints are selected in a plane, bodies, handles and the camera are clicked in the 3D view
    and people in their list; and takes the planes' selection away when something else is selected."""

    def __init__(
        self,
        selection: Selection,
        planes: PicturePlanes,
        viewport: ViewportGrid,
        people: PeoplePanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection, self._planes = selection, planes
        self._viewport = viewport
        for plane in planes.both:
            plane.model.selection_changed.connect(lambda plane=plane: self._joints_selected(plane))
        people.person_chosen.connect(selection.select_person)
        viewport.joint_clicked.connect(self._click)
        viewport.handle_pressed.connect(self._press)
        selection.changed.connect(self._follow)

    def _joints_selected(self, plane: PicturePlane) -> None:
        joints = plane.selected
        if len(joints) == 1:
            self._selection.select_joint(next(iter(joints)))
        elif self._selection.what == "joint":
            self._selection.clear()

    def _click(self, index: int, body: int) -> None:
        """Select a joint of the chosen pose that was clicked in the 3D view; a click on another pose chooses that."""
        if index == self._viewport.scene.selected:
            self._selection.select_body_joint(body)

    def _press(self, handle: int) -> None:
        if handle == CAMERA_HANDLE:
            self._selection.select_camera()
        else:
            self._selection.select_body_joint(handle)

    def _follow(self) -> None:
        """Select in the plane what is selected here."""
        selection, plane = self._selection, self._planes.active
        if selection.what != "joint":
            for one in self._planes.both:
                if len(one.selected) == 1:
                    one.select(())
        elif selection.joint is not None and selection.joint not in plane.selected:
            plane.select({selection.joint})
