"""What the functions of the menus work on: the parts of one window, without the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.timeline import Timeline
from posestudio.app.editor import PicturePlanes
from posestudio.app.exporting.exporting import Exporting
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery_offer import RecoveryPrompt
from posestudio.app.files.reloading import Reloading
from posestudio.app.files.saving import Saving
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.visibility import Visibility
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.workspace import Workspace
from posestudio.app.viewport import ViewportGrid
from posestudio.app.work.detection import Detection
from posestudio.app.work.services import Studio


@dataclass(frozen=True, eq=False)
class Parts:
    """``detection`` returns the detector's runs in the active view's picture; ``reseed`` samples from another seed;
    ``add_folder`` asks for a folder of files to list;
    ``set_views`` takes the number of 3D views; ``start_tour`` is the start page's, ``edit_preferences`` and ``close``
    are the window's."""

    studio: Studio
    actions: Actions
    planes: PicturePlanes
    viewport: ViewportGrid
    visibility: Visibility
    alternatives: Alternatives
    workspace: Workspace
    selection: MotionSelection
    playback: StepPlayer
    player: FramePlayer
    timeline: Timeline
    opening: Opening
    view_opening: ViewOpening
    saving: Saving
    exporting: Exporting
    recovery_prompt: RecoveryPrompt
    reloading: Reloading
    detection: Callable[[], Detection]
    reseed: Callable[[], Any]
    add_folder: Callable[[], Any]
    set_views: Callable[[int], Any]
    start_tour: Callable[[], Any]
    edit_preferences: Callable[[], Any]
    close: Callable[[], Any]

    @property
    def document(self) -> Document:
        """What is edited."""
        return self.studio.document


Table = dict[str, Callable[[], Any]]
"""Functions by the ids of the actions that call them."""
