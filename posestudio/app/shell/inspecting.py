"""What the inspector needs of the window: selecting by mouse, inferring a field of view, and the context menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from posestudio.app.display.presenter import Presenter
from posestudio.app.editor import PicturePlane
from posestudio.app.model.state import BODY_OF_POINT, POINT_OF_BODY
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.body_menu import BodyMenu
from posestudio.app.shell.person_menu import PersonMenu
from posestudio.app.shell.selecting import Selecting
from posestudio.app.shell.window_panels import WindowPanels
from posestudio.app.work.field_of_view import FieldOfViewInference
from posestudio.app.work.services import Studio

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter


class Inspecting(QObject):
    """Connects the inspector of ``panels`` with the views, the lists and ``lifter``, which returns lifters by
    the name of their weights; ``hint`` shows a sentence about what is under the pointer."""

    def __init__(
        self,
        studio: Studio,
        panels: WindowPanels,
        presenter: Presenter,
        actions: Actions,
        lifter: Callable[[str], Lifter],
        hint: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panels, self._presenter, self._visibility = panels, presenter, panels.visibility
        self._selection = panels.inspected
        self.selecting = Selecting(panels.inspected, panels.planes, panels.viewport, panels.people, self)
        self.field_of_view = FieldOfViewInference(studio, lifter, self)
        panels.inspector.camera.infer_requested.connect(self.field_of_view.infer)
        panels.camera.then(lambda camera: camera.infer_requested.connect(self.field_of_view.infer))
        self.person_menu = PersonMenu(
            actions, studio.document, panels.editor, panels.inspected, panels.people.rename
        )
        self.body_menu = BodyMenu(
            actions,
            studio.document,
            panels.visibility,
            panels.alternatives,
            panels.inspected,
            panels.poses.save_pose,
            panels.viewport,
        )
        panels.cards.menu_requested.connect(self.body_menu.open_card)
        panels.hypotheses.then(lambda panel: panel.menu_requested.connect(self.body_menu.open_for))
        panels.viewport.menu_requested.connect(self._open_in_space)
        panels.editor.menu_requested.connect(self.person_menu.open_in_picture)
        panels.people.offer(actions["find_everybody"])
        panels.people.menu_requested.connect(self.person_menu.open_in_list)
        panels.people.close_up_requested.connect(panels.editor.fit_person)
        for plane in panels.planes.both:
            plane.hovered.connect(lambda _, plane=plane: self._hover_in_picture(plane))
            plane.hovered.connect(hint)
        for hovered in (presenter.hovered, panels.timeline.strip.hovered, panels.cards.hinted):
            hovered.connect(hint)
        panels.viewport.joint_hovered.connect(self._hover_in_space)
        panels.inspected.changed.connect(self._show_spread_of_selected)
        panels.hand.handle_wanted.connect(presenter.show_handle)
        panels.visibility.changed.connect(self._hide_people)

    def _hover_in_picture(self, plane: PicturePlane) -> None:
        joint = plane.model.hovered_joint
        if joint is None:
            self._show_spread_of_selected()
        else:
            self._presenter.show_spread(BODY_OF_POINT[joint])

    def _hover_in_space(self, found: tuple[int, int] | None) -> None:
        if found is None:
            self._show_spread_of_selected()
        else:
            self._presenter.show_spread(found[1], named=True)

    def _open_in_space(self, hypothesis: int | None, body: int | None, at: QPoint) -> None:
        rank = None if hypothesis is None else self._presenter.rank_in_scene(hypothesis)
        chosen = hypothesis is not None and hypothesis == self._panels.viewport.scene.selected
        joint = POINT_OF_BODY.get(body) if chosen and body is not None else None
        if rank is None:
            self.body_menu.open_in_space(at)
        elif joint is not None:
            self.person_menu.open_joint(joint, at, lambda menu: self.body_menu.fill(menu, rank))
        else:
            self.body_menu.open_for(rank, at)

    def _show_spread_of_selected(self) -> None:
        self._presenter.show_spread(self._selection.body)

    def _hide_people(self) -> None:
        for plane in self._panels.planes.both:
            plane.model.hide_people(self._visibility.hidden_people)
