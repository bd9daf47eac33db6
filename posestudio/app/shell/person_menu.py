"""The menus of a joint, a person and the picture: at a right click in the picture, and in the list of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from posestudio.app.common.joint_names import begun
from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import tr
from posestudio.app.editor import PicturePlane
from posestudio.app.model import single_joint
from posestudio.app.model.joint_edits import joint_title, with_children
from posestudio.app.model.people_edits import answers_of
from posestudio.app.model.people_names import name_of
from posestudio.app.model.selection import Selection
from posestudio.app.model.state import BODY_OF_POINT
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.shell.actions import Actions
from posestudio.body.mirroring import OBSERVED_MIRROR
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE

_VIEWS = ("add_view", "view_camera", "exchange_views", "remove_view")


class PersonMenu:
    """Opens over ``editor`` or at a point of the screen; a right click on a joint selects it, one in a person's box
    chooses that person first. ``selection`` is what the inspector shows, ``rename`` lets a name be typed."""

    def __init__(
        self,
        actions: Actions,
        document: PlaneDocument,
        editor: PicturePlane,
        selection: Selection | None = None,
        rename: Callable[[], None] | None = None,
    ) -> None:
        self._actions, self._document, self._editor = actions, document, editor
        self._selection, self._rename = selection, rename
        self.menu = QMenu(editor)
        """The menu that was opened last."""

    def open_in_picture(self, at: QPoint) -> None:
        """Open at a point of the picture plane."""
        where = np.array([at.x(), at.y()], float)
        joint = self._editor.model.joint_at(where)
        person = self._editor.model.box_person_at(where)
        menu = self._begin()
        if joint is not None:
            if joint not in self._editor.selected:
                self._editor.select({joint})
            self._fill_joint(menu, joint)
        elif person is not None or not self._document.state.empty:
            if person is not None:
                self._document.set_person(person)
            self._fill_person(menu, self._editor.picture_position(at))
            menu.addSeparator()
            self._fill_picture(menu)
        else:
            self._fill_picture(menu)
        menu.popup(self._editor.mapToGlobal(at))

    def open_in_list(self, at: QPoint) -> None:
        """Open at a point of the screen."""
        menu = self._begin()
        self._fill_person(menu, None)
        self._add(menu, ("find_everybody", "draw_box", "place_person"))
        menu.popup(at)

    def open_joint(self, joint: int, at: QPoint, fill_pose: Callable[[QMenu], None]) -> None:
        """The menu of a joint of the chosen pose, at a point of the screen; ``fill_pose`` fills that of the pose."""
        menu = self._begin()
        if joint not in self._editor.selected:
            self._editor.select({joint})
        self._fill_joint(menu, joint)
        fill_pose(menu.addMenu(tr("Pose")))
        menu.popup(at)

    def _begin(self) -> QMenu:
        self.menu.deleteLater()
        self.menu = QMenu(self._editor)
        return self.menu

    def _add(self, menu: QMenu, names: Iterable[str]) -> None:
        menu.addActions([self._actions[name] for name in names])

    # -- a joint

    def _fill_joint(self, menu: QMenu, joint: int) -> None:
        """What can be done to a joint, and to those selected with it."""
        document, state = self._document, self._document.state
        joints = [joint, *sorted(self._editor.selected - {joint})]
        menu.addSection(begun(joint_title(joint)) if len(joints) == 1 else tr("Selected joints"))
        states = QActionGroup(menu)
        for value, words in ((VISIBLE, tr("Visible")), (OCCLUDED, tr("Occluded")), (MISSING, tr("Missing"))):
            choice = menu.addAction(words, partial(self._set_visibility, joints, value))
            choice.setCheckable(True)
            choice.setChecked(bool(state.visibility[joint] == value))
            states.addAction(choice)
        menu.addSeparator()
        bodies = [BODY_OF_POINT[one] for one in joints]
        pinned = all(body in state.pinned for body in bodies)
        words = tr("Unpin in 3D") if pinned else tr("Pin in 3D")
        pin = menu.addAction(words, partial(document.joints.toggle_pins, bodies))
        pin.setEnabled(pinned or document.selected_body() is not None)
        reset = single_joint.reset(state, joints)
        menu.addAction(tr("Reset"), partial(document.apply, reset)).setEnabled(reset is not None)
        if len(joints) == 1 and OBSERVED_MIRROR[joint] != joint:
            mirrored = single_joint.mirrored_to_other_side(state, joint)
            mirror = menu.addAction(tr("Mirror to other side"), partial(document.apply, mirrored))
            mirror.setEnabled(mirrored is not None)
        menu.addAction(tr("Select limb"), partial(self._editor.select, with_children(joints)))
        menu.addSeparator()
        self._fill_person(menu.addMenu(name_of(state, state.person)), None)

    def _set_visibility(self, joints: list[int], value: int) -> None:
        document = self._document
        document.apply(single_joint.with_visibility(document.state, document.selected_body(), joints, value))

    # -- a person

    def _fill_person(self, menu: QMenu, place: np.ndarray | None) -> None:
        """What can be done to the person being edited; at a ``place`` (2,), a pixel of the picture, missing keypoints
        can be added."""
        if self._document.state.empty:
            return
        state = self._document.state
        menu.addSection(name_of(state, state.person))
        if self._selection is not None:
            menu.addAction(tr("Properties"), self._selection.select_person)
        if self._rename is not None:
            menu.addAction(tr("Rename"), self._rename)
        self._add(menu, ("detect", "fit_person"))
        self._add_answers(menu)
        if place is not None:
            self._add_missing(menu, place)
        menu.addActions(
            [action for name in ("add_extra", "remove_extra") if (action := self._actions[name]).isEnabled()]
        )
        self._add(menu, ("mirror", "swap_sides", "copy_pose", "paste", "reset_joints", "delete_person"))
        menu.addSeparator()

    def _add_answers(self, menu: QMenu) -> None:
        answers = answers_of(self._document.state)
        if answers:
            more = menu.addMenu(tr("Other answers"))
            for index, (text, share) in enumerate(answers):
                more.addAction(f"{text} ({percent(share)})", partial(self._document.choose_answer, index))

    def _add_missing(self, menu: QMenu, place: np.ndarray) -> None:
        missing = np.flatnonzero(self._document.state.visibility == MISSING).tolist()
        if missing:
            more = menu.addMenu(tr("Add keypoint here"))
            for joint in missing:
                more.addAction(begun(joint_title(joint)), partial(self._add_joint, joint, place))

    def _add_joint(self, joint: int, place: np.ndarray) -> None:
        positions = self._document.joints.positions().astype(np.float64)
        positions[joint] = place
        self._document.begin_gesture()
        self._document.joints.move(positions, [joint])
        self._document.end_gesture()

    # -- the picture

    def _fill_picture(self, menu: QMenu) -> None:
        self._add(menu, ("find_everybody", "draw_box", "place_person"))
        menu.addSeparator()
        self._add(menu, ("heatmaps", "fit_person", "frame"))
        if self._selection is not None and self._document.state.picture is not None:
            menu.addAction(tr("Picture properties"), self._selection.select_picture)
        menu.addSeparator()
        menu.addActions([self._actions[name] for name in _VIEWS if self._actions[name].isEnabled()])
