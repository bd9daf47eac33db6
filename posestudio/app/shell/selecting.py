"""What the mouse selects: joints, people and the camera in the views and lists, for the inspector to follow."""

from __future__ import annotations

from PySide6.QtCore import QObject

from posestudio.app.editor import PicturePlane, PicturePlanes
from posestudio.app.model.selection import Selection
from posestudio.app.model.state import POINT_OF_BODY
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
        self._hovered: tuple[int, int] | None = None
        self._viewport = viewport
        for plane in planes.both:
            plane.model.selection_changed.connect(lambda plane=plane: self._joints_selected(plane))
        people.person_chosen.connect(selection.select_person)
        viewport.joint_hovered.connect(self._hover)
        viewport.hypothesis_clicked.connect(self._click)
        viewport.handle_pressed.connect(self._press)
        selection.changed.connect(self._follow)

    def _joints_selected(self, plane: PicturePlane) -> None:
        joints = plane.selected
        if len(joints) == 1:
            self._selection.select_joint(next(iter(joints)))
        elif self._selection.what == "joint":
            self._selection.clear()

    def _hover(self, found: tuple[int, int] | None) -> None:
        """Remember the joint under the pointer, if it is one of the chosen pose."""
        self._hovered = found if found is not None and found[0] == self._viewport.scene.selected else None

    def joint_under_pointer(self) -> int | None:
        """The keypoint of the chosen pose's joint that the pointer is over in the 3D view."""
        return None if self._hovered is None else POINT_OF_BODY.get(self._hovered[1])

    def _click(self, index: int) -> None:
        """A body in the 3D view was clicked: one that was not chosen is chosen by that, of the other its joint."""
        if self._hovered is not None and self._hovered[0] == index:
            self._selection.select_body_joint(self._hovered[1])

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
