"""The menu that asks what a picture is for when it is dropped on keypoints that have none behind them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from posestudio.app.common.translation import tr
from posestudio.app.files.opening import Opening
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import PICTURE_INPUTS, suffix_of


class DropMenu:
    """Opens what is dropped on the window, after asking where a picture can either be opened or be placed behind."""

    def __init__(self, studio: Studio, opening: Opening) -> None:
        self._studio, self._opening = studio, opening
        self.menu = QMenu(studio.parent)
        """The menu that was opened last."""

    def take(self, paths: list[Path], at: QPoint) -> None:
        """Open the files, or ask at a point of the screen what to do with a picture."""
        state = self._studio.document.state
        picture = len(paths) == 1 and suffix_of(paths[0]) in PICTURE_INPUTS
        if not picture or state.empty or state.picture is not None:
            self._opening.open(paths)
            return
        self.menu.deleteLater()
        self.menu = QMenu(self._studio.parent)
        self.menu.addAction(tr("Find the people in this picture"), partial(self._opening.open, paths))
        behind = partial(self._opening.place_behind, paths[0])
        self.menu.addAction(tr("Place it behind these keypoints"), behind)
        self.menu.addSeparator()
        self.menu.addAction(tr("Cancel"))
        self.menu.popup(at)
