"""Fills the start page, and does what is chosen on it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from posestudio.app.common.translation import tr
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.start.recent_files import RecentFiles
from posestudio.app.start.start_page import StartPage
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme
from posestudio.common.file_kinds import PICTURE_INPUTS, VIDEO_INPUTS


class ActionsById(Protocol):
    """The actions of the menus by their ids."""

    def __getitem__(self, name: str) -> QAction: ...


class StartScreen(QObject):
    """``page`` is the start page, whose lists are refreshed when it is shown.

    ``actions`` are those of the menus by their ids: what is both on the page and in a menu is one action.
    """

    def __init__(
        self, studio: Studio, opening: Opening, recovery: RecoveryWriter, actions: ActionsById
    ) -> None:
        super().__init__(studio.parent)
        self._studio, self._opening, self._recovery = studio, opening, recovery
        self.recent = RecentFiles(studio.session, self)
        self.page = page = StartPage(self.recent)
        page.shown.connect(self.refresh)
        page.photo_requested.connect(self._ask_photo)
        page.motion_requested.connect(self._ask_motion)
        page.file_requested.connect(lambda path: opening.open([path]))
        for signal, name in (
            (page.example_requested, "open_example"),
            (page.other_requested, "open"),
            (page.last_requested, "open_last"),
            (page.tour_requested, "tour"),
            (page.documentation_requested, "documentation"),
            (page.training_requested, "workspace_train"),
            (page.standing_requested, "standing_pose"),
        ):
            signal.connect(actions[name].trigger)

    def refresh(self) -> None:
        """Show what there is now: recent files, and whether there is a last session."""
        self.recent.refresh()
        self.page.offer_last(self._recovery.last.exists())

    def _ask_photo(self) -> None:
        kinds = (*PICTURE_INPUTS, *VIDEO_INPUTS)
        self._opening.ask(tr("Open photo or video"), tr("Photos and videos"), kinds)

    def _ask_motion(self) -> None:
        self._opening.ask(tr("Open motion"), tr("Motions"), (".bvh",))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        self.page.set_theme(theme)

    def close(self) -> None:
        """End the threads."""
        self.recent.close()
        self.page.close_down()
