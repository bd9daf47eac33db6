"""All panels of the window: made, those of experts and of the training when they are first shown; titled for their
docks, coloured and closed together."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QUndoView

from posestudio.app.common.later import Later
from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.session import Session
from posestudio.app.common.translation import tr
from posestudio.app.display.denoising import DenoisingPanel
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.posing_hand import PosingHand
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
    PosesPanel,
    SamplerPanel,
    SpreadPanel,
)
from posestudio.app.shell.action_table import INSPECTOR
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.view_headers import picture_header, view_header
from posestudio.app.shell.workspace import Panel
from posestudio.app.training import TrainingPanel
from posestudio.app.viewport import ViewportGrid
from posestudio.common.colours import Theme


class _Coloured(Protocol):
    def set_theme(self, theme: Theme) -> None: ...


_Panel = TypeVar("_Panel", bound=_Coloured)


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
        self.visibility = visibility
        self._theme: Theme = "light"
        self._coloured: list[_Coloured] = []
        self.planes = PicturePlanes(document)
        self.editor = self.planes.first
        self.viewport = ViewportGrid()
        self.timeline = Timeline(document, selection, player, actions.__getitem__)
        self.denoising = DenoisingPanel(playback, actions.__getitem__)
        playback.moved.connect(lambda: self.planes.set_heat(playback.share))
        playback.forming_changed.connect(self.planes.set_forming)
        self.picture_header, self.view_header = picture_header(actions), view_header(actions)
        self.people = PeoplePanel(document, visibility)
        self.library = LibraryPanel(session)
        self.poses = PosesPanel(document, visibility)
        self.camera = Later(lambda: CameraPanel(document))
        self.sampler = Later(lambda: SamplerPanel(document))
        self.inspected = Selection(document)
        self.hand = PosingHand(document, self.viewport, self.inspected)
        actions["handles"].toggled.connect(self.hand.show_rings)
        self.alternatives = Alternatives(document)
        self.hypotheses = Later(lambda: HypothesesPanel(document, visibility, self.alternatives))
        self.cards = AlternativesPanel(document, self.alternatives, visibility, actions["discard_pose"])
        self.advanced = SamplerPanel(document)
        self.inspector = InspectorPanel(
            document,
            self.inspected,
            self.cards,
            lambda: self.planes.edited,
            {what: [actions[name] for name in names] for what, names in INSPECTOR.items()},
            self.advanced,
        )
        self.spread = Later(lambda: self._in_colours(SpreadPanel(playback)))
        self.messages = MessagesPanel()
        self.training = Later(lambda: self._in_colours(TrainingPanel()))
        self.limits = Later(lambda: self._in_colours(LimitsPanel(document)))
        self.history = Later(lambda: _history_view(document.history))
        self._coloured += [self.planes, self.viewport, self.cards, self.poses]

    def _in_colours(self, panel: _Panel) -> _Panel:
        """A panel that has just been made, in the colours of the theme from now on."""
        panel.set_theme(self._theme)
        self._coloured.append(panel)
        return panel

    def docks(self) -> list[Panel]:
        """Every panel with its name in stored layouts, its title, its workspaces and its place, for a `Workspace`.

        A new panel needs one line here.
        """
        people = ("pose", "motion")
        views = ("pose", "motion", "inspect")
        experts = ("inspect",)
        return [
            Panel("people", tr("People"), lambda: self.people, people, "left"),
            Panel("poses", tr("Poses"), lambda: self.poses, people, "left"),
            Panel("library", tr("Files"), lambda: self.library, people, "left", bool(self.library.folders)),
            Panel("picture", tr("Picture"), lambda: self.planes, views, "centre", header=self.picture_header),
            Panel(
                "training", tr("Training"), lambda: ScrolledPanel(self.training.get()), ("train",), "centre"
            ),
            Panel(
                "view",
                tr("3D view"),
                lambda: self.viewport,
                (*views, "train"),
                "centre",
                header=self.view_header,
            ),
            Panel("denoising", tr("Denoising"), lambda: self.denoising, experts, "bottom"),
            Panel("timeline", tr("Timeline"), lambda: self.timeline, views, "bottom"),
            Panel("spread", tr("Spread"), self.spread.get, experts, "bottom right"),
            Panel("inspector", tr("Inspector"), lambda: self.inspector, people),
            Panel("hypotheses", tr("Hypotheses"), self.hypotheses.get, experts),
            Panel("camera", tr("Camera"), lambda: ScrolledPanel(self.camera.get()), experts),
            Panel("sampler", tr("Sampler"), lambda: ScrolledPanel(self.sampler.get()), experts),
            Panel("limits", tr("Joint limits"), self.limits.get, experts),
            Panel("history", tr("History"), self.history.get, experts, "bottom right"),
            Panel("messages", tr("Messages"), lambda: self.messages, experts, "bottom right"),
        ]

    def offer_weights(self, weights: Path) -> None:
        """Add weights to choose from in the settings of the sampler."""
        self.advanced.offer(weights)
        self.sampler.then(lambda sampler: sampler.offer(weights))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of 'light' or 'dark' where a panel draws with its own."""
        self._theme = theme
        for panel in self._coloured:
            panel.set_theme(theme)
        self.people.draw_icons()
        self.inspector.draw_icons()

    def close_down(self) -> None:
        """Stop the background work of panels."""
        self.library.close_down()
        self.poses.close_down()
        self.cards.close_down()
        self.timeline.close_down()
        if self.training.made is not None:
            self.training.made.close_down()


def _history_view(history: QUndoStack) -> QUndoView:
    view = QUndoView(history)
    view.setEmptyLabel(tr("Start"))
    # The view lays all entries out anew at every edit: with 2,000 of them in 2 ms, not 18.
    view.setUniformItemSizes(True)
    return view
