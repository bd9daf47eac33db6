"""The parts of the window about the beginning: start page, overlay of a drag, and tour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.panels import LibraryPanel
from posestudio.app.start.drop_choices import DropChoices, TrainingData
from posestudio.app.start.drop_overlay import DropOverlay
from posestudio.app.start.start_screen import ActionsById, StartScreen
from posestudio.app.start.tour import Tour, first_steps
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme

_TOURED = "toured"  # in the session
_SETTLES_MS = 300  # panels that come with the first poses have their places then


class StartParts:
    """``screen`` has the start page, ``overlay`` says what a drop does, ``tour`` goes through
    ``controls``: the picture, the alternatives, the 3D view and the timeline; the last is the bar with the tabs."""

    def __init__(
        self,
        studio: Studio,
        opening: Opening,
        views: ViewOpening,
        recovery: RecoveryWriter,
        actions: ActionsById,
        library: LibraryPanel,
        training: TrainingData,
        controls: Sequence[QWidget],
        *,
        detects: bool,
    ) -> None:
        self._studio, self._opening = studio, opening
        choices = DropChoices(studio, opening, views, library.add_folder, training, detects=detects)
        self.overlay = DropOverlay(studio.parent, choices.of)
        picture, alternatives, view, timeline, bar = controls
        stops = first_steps(picture, alternatives, view, timeline, actions["export"])
        self.tour = Tour(studio.parent, stops, [bar])
        self._tour_wanted = False
        self.screen = StartScreen(studio, opening, recovery, actions)
        studio.document.result_changed.connect(self._show_tour)

    # -- the tour

    def offer_tour(self) -> None:
        """Start the tour when the first poses are shown, unless it has been started in an earlier session."""
        self._tour_wanted = not self._studio.session.text(_TOURED)
        self._show_tour()

    def start_tour(self) -> None:
        """Start the tour; where nothing is open, the example is opened for it."""
        self._tour_wanted = True
        state = self._studio.document.state
        if state.empty and state.picture is None:
            self._opening.open_example()
        else:
            self._begin_tour()

    def _show_tour(self) -> None:
        if self._tour_wanted and self._studio.document.result is not None:
            QTimer.singleShot(_SETTLES_MS, self.tour, self._begin_tour)

    def _begin_tour(self) -> None:
        if self._tour_wanted:
            self._tour_wanted = False
            self._studio.session.store(_TOURED, "yes")
            self.tour.start()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        self.screen.set_theme(theme)

    def close(self) -> None:
        """End the threads."""
        self.screen.close()
