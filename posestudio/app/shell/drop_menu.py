"""The menu that asks what a picture or keypoint file is for when it is dropped on people who are open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from posestudio.app.common.translation import tr
from posestudio.app.files.opening import Opening
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.model.views import takes_views
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import PICTURE_INPUTS, suffix_of


class DropMenu:
    """Opens what is dropped on the window, after asking where it can also be placed behind the keypoints, or be a
    second view of the picture that it was dropped on."""

    def __init__(self, studio: Studio, opening: Opening, views: ViewOpening) -> None:
        self._studio, self._opening, self._views = studio, opening, views
        self.menu = QMenu(studio.parent)
        """The menu that was opened last."""

    def take(self, paths: list[Path], at: QPoint, *, on_picture: bool = False) -> None:
        """Open the files, or ask at a point of the screen, which may lie ``on_picture``, what to do with a file."""
        state = self._studio.document.state
        picture = len(paths) == 1 and suffix_of(paths[0]) in PICTURE_INPUTS
        keypoints = len(paths) == 1 and suffix_of(paths[0]) == ".json"
        behind = picture and not state.empty and state.picture is None
        view = (
            on_picture
            and (picture or keypoints)
            and not state.empty
            and takes_views(state)
            and not state.views
        )
        if not (behind or view):
            self._opening.open(paths)
            return
        self.menu.deleteLater()
        self.menu = QMenu(self._studio.parent)
        text = tr("Find the people in this picture") if picture else tr("Open this file")
        self.menu.addAction(text, partial(self._opening.open, paths))
        if behind:
            place = partial(self._opening.place_behind, paths[0])
            self.menu.addAction(tr("Place it behind these keypoints"), place)
        if view:
            self.menu.addAction(tr("Add it as a second view of this moment"), partial(self._views.add, paths))
        self.menu.addSeparator()
        self.menu.addAction(tr("Cancel"))
        self.menu.popup(at)
