"""The parts of the window about opening: the start page, and the overlay of a drag."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.panels import LibraryPanel
from posestudio.app.start.drop_choices import DropChoices, TrainingData
from posestudio.app.start.drop_overlay import DropOverlay
from posestudio.app.start.start_screen import ActionsById, StartScreen
from posestudio.app.training import TrainingPanel
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme


class StartParts:
    """``screen`` shows the start page over ``over``, below the widgets ``above``; ``overlay`` says what drops do."""

    def __init__(
        self,
        studio: Studio,
        opening: Opening,
        views: ViewOpening,
        recovery: RecoveryWriter,
        actions: ActionsById,
        library: LibraryPanel,
        training: TrainingPanel,
        over: QWidget,
        above: Sequence[QWidget],
        *,
        detects: bool,
    ) -> None:
        data = training.data
        page = TrainingData(lambda: not data.visibleRegion().isEmpty(), data.add)
        choices = DropChoices(studio, opening, views, library.add_folder, page, detects=detects)
        self.overlay = DropOverlay(studio.parent, choices.of)
        self.screen = StartScreen(studio, opening, recovery, actions, over, above)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark'."""
        self.screen.set_theme(theme)

    def close(self) -> None:
        """End the threads."""
        self.screen.close()
