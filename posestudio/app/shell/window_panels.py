"""All panels of the window: made, titled for their docks, coloured and closed together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QUndoView

from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.session import Session
from posestudio.app.common.translation import tr
from posestudio.app.display.denoising import DenoisingPanel
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.timeline import Timeline
from posestudio.app.editor import PicturePlanes
from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.selection import Selection
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels import (
    AlternativesPanel,
    CameraPanel,
    HypothesesPanel,
    InspectorPanel,
    LibraryPanel,
    LimitsPanel,
    MessagesPanel,
    PeoplePanel,
    SamplerPanel,
    SpreadPanel,
)
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.workspace import Panel
from posestudio.app.training import TrainingPanel
from posestudio.app.viewport import ViewportGrid
from posestudio.common.colours import Theme


class WindowPanels:
    """``planes`` (``editor`` is the first), ``viewport`` and ``timeline`` in the middle, and panels around them."""

    def __init__(
        self,
        document: Document,
        session: Session,
        visibility: Visibility,
        selection: MotionSelection,
        playback: StepPlayer,
        player: FramePlayer,
        actions: Actions,
    ) -> None:
        self.planes = PicturePlanes(document)
        self.editor = self.planes.first
        self.viewport = ViewportGrid()
        self.timeline = Timeline(document, selection, player, actions.__getitem__)
        self.denoising = DenoisingPanel(playback, actions.__getitem__)
        playback.moved.connect(lambda: self.planes.set_heat(playback.share))
        playback.forming_changed.connect(self.planes.set_forming)
        self.people = PeoplePanel(document)
        self.library = LibraryPanel(session)
        self.camera = CameraPanel(document)
        self.sampler = SamplerPanel(document)
        self.hypotheses = HypothesesPanel(document, visibility)
        self.inspected = Selection(document)
        self.alternatives = Alternatives(document)
        self.cards = AlternativesPanel(document, self.alternatives, visibility)
        self.advanced = SamplerPanel(document)
        self.advanced.open_weights.connect(self.sampler.open_weights)
        self.inspector = InspectorPanel(
            self.inspected, {"nothing": (self.cards, lambda: tr("Alternatives"))}, self.advanced
        )
        self.spread = SpreadPanel(playback)
        self.messages = MessagesPanel()
        self.training = TrainingPanel()
        self.limits = LimitsPanel(document)
        self.history = QUndoView(document.history)
        self.history.setEmptyLabel(tr("Nothing done yet"))
        # The view lays all entries out anew at every edit: with 2,000 of them in 2 ms, not 18.
        self.history.setUniformItemSizes(True)

    def docks(self) -> list[Panel]:
        """Every panel with its name in stored layouts and its title, for a `Workspace`."""
        return [
            Panel("people", tr("People"), self.people),
            Panel("library", tr("Library"), self.library),
            Panel("picture", tr("Picture"), self.planes),
            Panel("view", tr("3D view"), self.viewport),
            Panel("timeline", tr("Timeline"), self.timeline),
            Panel("denoising", tr("Denoising"), self.denoising),
            Panel("spread", tr("Spread"), self.spread),
            Panel("inspector", tr("Inspector"), self.inspector),
            Panel("hypotheses", tr("Hypotheses"), self.hypotheses),
            Panel("history", tr("History"), self.history),
            Panel("messages", tr("Messages"), self.messages),
            Panel("sampler", tr("Sampler"), ScrolledPanel(self.sampler)),
            Panel("camera", tr("Virtual camera"), ScrolledPanel(self.camera)),
            Panel("limits", tr("Joint limits"), self.limits, shown=False),
            Panel("training", tr("Training"), ScrolledPanel(self.training), shown=False),
        ]

    def offer_weights(self, weights: Path) -> None:
        """Add weights to choose from in the settings of the sampler."""
        for sampler in (self.sampler, self.advanced):
            sampler.offer(weights)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark' where a panel draws with its own."""
        for panel in (self.planes, self.viewport, self.spread, self.training, self.limits, self.cards):
            panel.set_theme(theme)

    def close_down(self) -> None:
        """Stop the background work of panels."""
        self.library.close_down()
        self.cards.close_down()
        self.timeline.close_down()
        self.training.close_down()
