"""What the picture plane shows of the document and has selected: no painting, no mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.editor import texts
from posestudio.app.editor.plane_mapping import PlaneView, joint_at
from posestudio.app.model.document import Document
from posestudio.app.model.sources import KeypointsSource
from posestudio.body.layouts import to_keypoints
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

REACH = 12.0  # widget pixels from the pointer within which it is over a joint
MARGIN = 18.0  # widget pixels around a picture that is shown whole


class PlaneModel(QObject):
    """The document's keypoints as they lie in a widget, with a selection among the 17 COCO joints.

    ``size`` returns the widget's (width, height).
    """

    changed = Signal()
    """It has to be painted anew."""
    hovered = Signal(str)
    """The description of what is under the pointer; empty for nothing."""
    box_drawn = Signal(object)
    """A person's box (4,): x, y, width, height in pixels of the picture."""
    box_drawing_changed = Signal(bool)
    """Whether the next drag draws one."""

    def __init__(
        self, document: Document, size: Callable[[], tuple[float, float]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.view = PlaneView()
        self.selected: frozenset[int] = frozenset()
        self.hovered_joint: int | None = None
        self.box_drawing = False
        """Whether the next drag draws a person's box."""
        self.reprojection: np.ndarray | None = None
        """(17, 2) where the selected body is seen, in pixels of the picture."""
        self._size = size
        self._fitted = True  # follow the widget's size until the first zoom or pan
        document.changed.connect(self._document_changed)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self._result_changed)

    # -- the view

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitted = True
        self.view = PlaneView.fitting(self.document.state.camera.size, self._size(), MARGIN)
        self.changed.emit()

    def refit(self) -> None:
        """Show the whole picture in a widget of another size, unless somebody has zoomed or panned."""
        if self._fitted:
            self.fit()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by widget pixels."""
        self._fitted = False
        self.view = self.view.panned(dx, dy)
        self.changed.emit()

    def zoom(self, factor: float, at: tuple[float, float]) -> None:
        """Enlarge the picture; what lies under the widget point ``at`` stays there."""
        self._fitted = False
        self.view = self.view.zoomed(factor, at)
        self.changed.emit()

    # -- joints

    def points(self) -> np.ndarray:
        """(17, 2) the joints in the widget, missing ones where they would be."""
        return self.view.to_widget(self.document.joints.positions())

    def joint_at(self, position: np.ndarray) -> int | None:
        """The joint within reach of the widget point ``position`` (2,)."""
        if self.document.state.empty:
            return None
        return joint_at(self.points(), tuple(position), REACH)

    def person_at(self, position: np.ndarray) -> int | None:
        """Another person than the edited one, with a joint within reach of ``position`` (2,)."""
        state = self.document.state
        for person in range(state.source.people):
            points, visibility = state.observe(person)
            points = np.where((visibility != MISSING)[:, None], self.view.to_widget(points), np.nan)
            if person != state.person and joint_at(points, tuple(position), REACH) is not None:
                return person
        return None

    def select(self, joints: Iterable[int]) -> None:
        """Select joints by their COCO index."""
        self.selected = frozenset(joints)
        self.changed.emit()

    def hover(self, joint: int | None) -> None:
        """Show a joint as the one under the pointer."""
        self.hovered_joint = joint
        self.hovered.emit("" if joint is None else self.describe(joint))
        self.changed.emit()

    def describe(self, joint: int) -> str:
        """Name and state of a joint for people to read."""
        return texts.description(self.document.state, self.detected, joint)

    @property
    def detected(self) -> Detected | None:
        """What a detector found in the picture, if the keypoints came from it."""
        source = self.document.state.source
        return source.detected if isinstance(source, KeypointsSource) else None

    # -- a person's box

    def set_box_drawing(self, box_drawing: bool) -> None:
        """Whether the next drag draws a person's box."""
        self.box_drawing = box_drawing
        self.box_drawing_changed.emit(box_drawing)

    def _document_changed(self, names: frozenset[str]) -> None:
        if "camera" in names:
            self.refit()
        if names & {"source", "person"}:
            self.select(())
        self._result_changed()

    def _result_changed(self) -> None:
        body = self.document.selected_body()
        camera = self.document.state.camera
        self.reprojection = None if body is None else camera.project(to_keypoints(body))
        self.changed.emit()
