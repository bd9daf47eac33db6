"""The menu of a person: in the picture at a right click, and in the list of people."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from posestudio.app.common.translation import tr
from posestudio.app.editor import PicturePlane
from posestudio.app.model.joint_edits import joint_title
from posestudio.app.model.people_edits import answers_of
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.shell.actions import Actions
from posestudio.keypoints import MISSING


class PersonMenu:
    """Opens over ``editor`` or at a point of the screen; a right click in a person's box chooses that one first."""

    def __init__(self, actions: Actions, document: PlaneDocument, editor: PicturePlane) -> None:
        self._actions, self._document, self._editor = actions, document, editor
        self.menu = QMenu(editor)
        """The menu that was opened last."""

    def open_in_picture(self, at: QPoint) -> None:
        """Open at a point of the picture plane."""
        person = self._editor.model.box_person_at(np.array([at.x(), at.y()], float))
        if person is not None:
            self._document.set_person(person)
        self._open(self._editor.mapToGlobal(at), self._editor.picture_position(at))

    def open_in_list(self, at: QPoint) -> None:
        """Open at a point of the screen."""
        self._open(at, None)

    def _open(self, at: QPoint, place: np.ndarray | None) -> None:
        """Open at a point of the screen; with a ``place`` (2,), a pixel of the picture, missing keypoints can be
        added there."""
        self.menu.deleteLater()
        self.menu = menu = QMenu(self._editor)
        if not self._document.state.empty:
            menu.addActions([self._actions[name] for name in ("detect", "delete_person")])
            self._add_answers(menu)
            if place is not None:
                self._add_missing(menu, place)
            menu.addActions(
                [
                    action
                    for name in ("add_extra", "remove_extra")
                    if (action := self._actions[name]).isEnabled()
                ]
            )
            menu.addSeparator()
        menu.addActions([self._actions[name] for name in ("find_everybody", "draw_box", "place_person")])
        if place is not None:
            menu.addSeparator()
            menu.addActions([self._actions[name] for name in ("heatmaps", "fit_person", "frame")])
            menu.addSeparator()
            views = ("add_view", "view_camera", "exchange_views", "remove_view")
            menu.addActions([self._actions[name] for name in views if self._actions[name].isEnabled()])
        menu.popup(at)

    def _add_answers(self, menu: QMenu) -> None:
        answers = answers_of(self._document.state)
        if answers:
            more = menu.addMenu(tr("Other answers"))
            for index, (text, share) in enumerate(answers):
                more.addAction(f"{text} ({share:.0%})", partial(self._document.choose_answer, index))

    def _add_missing(self, menu: QMenu, place: np.ndarray) -> None:
        missing = np.flatnonzero(self._document.state.visibility == MISSING).tolist()
        if missing:
            more = menu.addMenu(tr("Add keypoint here"))
            for joint in missing:
                more.addAction(joint_title(joint).capitalize(), partial(self._add, joint, place))

    def _add(self, joint: int, place: np.ndarray) -> None:
        positions = self._document.joints.positions().astype(np.float64)
        positions[joint] = place
        self._document.begin_gesture()
        self._document.joints.move(positions, [joint])
        self._document.end_gesture()
