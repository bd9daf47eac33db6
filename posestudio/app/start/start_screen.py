"""Shows the start page over the panels while nothing is open, and does what is chosen on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from posestudio.app.common.translation import tr
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.start.documentation import DocumentationDialog
from posestudio.app.start.recent_files import RecentFiles
from posestudio.app.start.start_page import StartPage
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme
from posestudio.common.file_kinds import PICTURE_INPUTS, VIDEO_INPUTS

_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class ActionsById(Protocol):
    """The actions of the menus by their ids."""

    def __getitem__(self, name: str) -> QAction: ...


class StartScreen(QObject):
    """The start page lies over ``over``, below the widgets ``above`` such as the banner, while nothing is open.

    ``actions`` are those of the menus by their ids: what is both on the page and in a menu is one action.
    """

    def __init__(
        self,
        studio: Studio,
        opening: Opening,
        recovery: RecoveryWriter,
        actions: ActionsById,
        over: QWidget,
        above: Sequence[QWidget],
    ) -> None:
        super().__init__(studio.parent)
        self._studio, self._opening, self._recovery = studio, opening, recovery
        self._over, self._above = over, above
        self._put_aside = False
        self.recent = RecentFiles(studio.session, self)
        self.page = page = StartPage(self.recent, studio.parent)
        page.hide()
        page.photo_requested.connect(self._ask_photo)
        page.motion_requested.connect(self._ask_motion)
        page.file_requested.connect(lambda path: opening.open([path]))
        page.documentation_requested.connect(self._show_documentation)
        for signal, name in (
            (page.example_requested, "open_example"),
            (page.other_requested, "open"),
            (page.last_requested, "open_last"),
            (page.tour_requested, "tour"),
            (page.training_requested, "train"),
        ):
            signal.connect(actions[name].trigger)
        actions["train"].triggered.connect(self.put_aside)
        over.installEventFilter(self)
        studio.document.changed.connect(self.refresh)
        studio.document.opened.connect(self._opened)
        self.refresh()

    @property
    def wanted(self) -> bool:
        """Whether the page is to be seen: nothing is open, and the user has not gone elsewhere."""
        state = self._studio.document.state
        return state.empty and state.picture is None and not self._put_aside

    def refresh(self, *_: object) -> None:
        """Show or hide the page."""
        if self.wanted == self.page.isVisibleTo(self._studio.parent):
            return
        if self.wanted:
            self.recent.refresh()
            self.page.offer_last(self._recovery.last.exists())
            self._take_place()
            self.page.show()
            self.page.raise_()
            for widget in self._above:
                widget.raise_()
            self.page.setFocus()
        else:
            self.page.hide()

    def put_aside(self, *_: object) -> None:
        """Leave the panels to the user, as for training, until something has been opened and closed."""
        self._put_aside = True
        self.refresh()

    def bring_back(self, *_: object) -> None:
        """Show the page again, if nothing is open."""
        self._put_aside = False
        self.refresh()

    def _opened(self) -> None:
        self._put_aside = False
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._take_place()
        return False

    def _take_place(self) -> None:
        corner = self._over.mapTo(self._over.window(), self._over.rect().topLeft())
        self.page.setGeometry(corner.x(), corner.y(), self._over.width(), self._over.height())

    def _ask_photo(self) -> None:
        kinds = (*PICTURE_INPUTS, *VIDEO_INPUTS)
        self._opening.ask(tr("Open photo or video"), tr("Photos and videos"), kinds)

    def _ask_motion(self) -> None:
        self._opening.ask(tr("Open motion"), tr("Motions"), (".bvh",))

    def _show_documentation(self) -> None:
        dialog = DocumentationDialog(self._studio.parent)
        dialog.show()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        self.page.set_theme(theme)

    def close(self) -> None:
        """End the threads."""
        self.recent.close()
        self.page.close_down()
