"""What the picture plane shows of the document and has selected: no painting, no mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.translation import tr
from posestudio.app.display.joint_words import limit_words, spread_words
from posestudio.app.editor import texts
from posestudio.app.editor.box_geometry import BORDER, Part, part_at, smallest_at
from posestudio.app.editor.plane_mapping import PlaneView, joint_at
from posestudio.app.editor.strain import Limb, limb_at, strained_limbs, words
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.people_edits import box_of, in_picture
from posestudio.app.model.person_points import shown
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import BODY_OF_POINT
from posestudio.app.model.view_document import PlaneDocument, ViewDocument
from posestudio.app.model.views import misfit
from posestudio.body.layouts import OBSERVED_23, to_keypoints
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

REACH = 12.0  # widget pixels from the pointer within which it is over a joint
HANDLE_REACH = 6.0  # the same for the border and the handles of a box
AGREEING = 0.1  # of the person's extent, the mean distance to the body above which views do not agree
MARGIN = 18.0  # widget pixels around a picture that is shown whole


class PlaneModel(QObject):
    """The document's keypoints as they lie in a widget, with a selection among the 23 points of `person_points`.

    ``size`` returns the widget's (width, height).
    """

    changed = Signal()
    """It has to be painted anew."""
    selection_changed = Signal()
    """Other joints are selected."""
    hovered = Signal(str)
    """The description of what is under the pointer; empty for nothing."""
    box_drawn = Signal(object)
    """A person's box (4,): x, y, width, height in pixels of the picture."""
    box_drawing_changed = Signal(bool)
    """Whether the next drag draws one."""
    box_changed = Signal(int, object)
    """A person whose box was moved or resized, and the box (4,) it is now."""
    menu_requested = Signal(object)
    """The widget point (2,) whose menu is wanted."""

    def __init__(
        self, document: PlaneDocument, size: Callable[[], tuple[float, float]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.view = PlaneView()
        self.selected: frozenset[int] = frozenset()
        self.hidden_people: frozenset[int] = frozenset()
        self.hovered_joint: int | None = None
        self.hovered_limb: Limb | None = None  # with dashes
        self.box_drawing = False
        """Whether the next drag draws a person's box."""
        self.edits_boxes = False
        """Whether boxes can be drawn, moved and resized: there is a detector to run in them."""
        self.changed_box: tuple[int, np.ndarray] | None = None
        """A person, and the box (4,) to which theirs is being dragged, or in which keypoints are being detected; the
        number after the last person's for somebody who is being added."""
        self.reprojection: np.ndarray | None = None
        """(23, 2) where the selected body is seen, in pixels of the picture."""
        self._size = size
        self._fitted = True  # follow the widget's size until the first zoom or pan
        document.changed.connect(self._document_changed)
        document.keypoints_found.connect(lambda _: self.changed.emit())
        document.picture_shown.connect(self.changed)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self._result_changed)

    # -- the view

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitted = True
        self.view = PlaneView.fitting(self.document.state.camera.size, self._size(), MARGIN)
        self.changed.emit()

    def fit_person(self) -> None:
        """Show the person being edited as large as fits."""
        box = box_of(self.document.state, self.document.state.person)
        if box is None:
            return
        x, y, width, height = box
        view = PlaneView.fitting((width, height), self._size(), 2 * MARGIN)
        self._fitted = False
        self.view = view.panned(-x * view.scale, -y * view.scale)
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
        """(23, 2) the joints in the widget, missing ones where they would be."""
        return self.view.to_widget(self.document.joints.positions())

    def drawn(self) -> np.ndarray:
        """(23,) which joints are drawn: not those of which nothing says where they may be, nor extra ones where none
        is observed."""
        state = self.document.state
        drawn = shown(state.visibility)
        if self.reprojection is not None or isinstance(state.source, AnimationSource):
            return drawn
        return drawn & ~(state.unplaced & (state.visibility == MISSING))

    def joint_at(self, position: np.ndarray) -> int | None:
        """The joint within reach of the widget point ``position`` (2,)."""
        if self.document.state.empty:
            return None
        points = np.where(self.drawn()[:, None], self.points(), np.nan)
        return joint_at(points, tuple(position), REACH)

    def person_at(self, position: np.ndarray) -> int | None:
        """Another person than the edited one, with a joint within reach of ``position`` (2,)."""
        state = self.document.state
        for person in set(range(state.source.people)) - self.hidden_people:
            points, visibility = state.observe(person)
            points = np.where((visibility != MISSING)[:, None], self.view.to_widget(points), np.nan)
            if person != state.person and joint_at(points, tuple(position), REACH) is not None:
                return person
        return None

    def select(self, joints: Iterable[int]) -> None:
        """Select joints by their index."""
        before, self.selected = self.selected, frozenset(joints)
        self.changed.emit()
        if self.selected != before:
            self.selection_changed.emit()

    def hover(self, joint: int | None) -> None:
        """Show a joint as the one under the pointer."""
        self.hovered_joint, self.hovered_limb = joint, None
        self.hovered.emit("" if joint is None else self.describe(joint))
        self.changed.emit()

    def describe(self, joint: int) -> str:
        """Name and state of a joint for people to read."""
        return texts.description(self.document.state, joint)

    def explain(self, joint: int) -> str:
        """`describe`, then how certain the poses are of the joint, and why it or its limbs are red, a line each."""
        whole = self.document.document if isinstance(self.document, ViewDocument) else self.document
        body = BODY_OF_POINT[joint]
        spread = spread_words(whole, body)
        lines = [
            self.describe(joint),
            spread and tr("in 3D {spread}", spread=spread),
            limit_words(whole, body, named=False),
            self._strain_words(joint),
        ]
        return "\n".join(line for line in lines if line)

    def strained(self) -> dict[Limb, float]:
        """As `strained_limbs`, of the person being edited."""
        if self.reprojection is None:
            return {}
        known = self.document.state.visibility != MISSING
        return strained_limbs(self.points(), self.view.to_widget(self.reprojection), known)

    def strained_at(self, position: np.ndarray) -> Limb | None:
        """The limb with dashes within reach of the widget point ``position`` (2,)."""
        return limb_at(self.strained(), self.points(), position)

    def hover_limb(self, limb: Limb | None) -> None:
        """Show a limb with dashes as the one under the pointer."""
        if limb != self.hovered_limb:
            self.hovered_limb = limb
            self.changed.emit()

    def _strain_words(self, joint: int) -> str:
        """Why a limb that ends at the joint has dashes."""
        ratios = [ratio for limb, ratio in self.strained().items() if joint in limb]
        return words(max(ratios, key=lambda ratio: abs(np.log(ratio)))) if ratios else ""

    @property
    def remark(self) -> str:
        """What has to be known about the person's keypoints: that they do not agree with those of another view, or
        what `texts.remark` says."""
        state, seen = self.document.state, self.reprojection
        whole = self.document.document if isinstance(self.document, ViewDocument) else self.document
        if seen is not None and whole.result is not None and len(whole.result.views) > 1:
            off = misfit(state, seen)
            if off > AGREEING and whole.result.camera == whole.state.camera:  # and not one of before
                return texts.disagreement(off)
        return texts.remark(state)

    @property
    def placed(self) -> frozenset[int]:
        """The joints that were moved by hand, which no heatmap is about any more."""
        edit = self.document.state.keypoint_edit
        return frozenset() if edit is None else frozenset(np.flatnonzero(edit.moved).tolist())

    @property
    def detection(self) -> Detected | None:
        """What a detector found of the person being edited, if the keypoints came from it."""
        state = self.document.state
        return state.source.detection(state.person) if isinstance(state.source, KeypointsSource) else None

    # -- people's boxes

    def boxes(self) -> dict[int, np.ndarray]:
        """The box (4,) of each person who has one, and the one that was drawn for another, in the widget."""
        state = self.document.state
        source, shown = state.source, dict[int, np.ndarray]()
        if isinstance(source, KeypointsSource):
            for person in range(source.people):
                box = source.box(state.frame, person)
                if box is not None:
                    shown[person] = np.asarray(box, np.float64)
        if self.changed_box is not None and self.changed_box[0] <= source.people:
            shown[self.changed_box[0]] = self.changed_box[1]
        return {person: self.box_in_widget(box) for person, box in shown.items()}

    def box_in_widget(self, box: np.ndarray) -> np.ndarray:
        """A box (4,) of the picture in the widget."""
        return np.concatenate([self.view.to_widget(box[:2]), box[2:] * self.view.scale])

    def box_in_picture(self, box: np.ndarray) -> np.ndarray:
        """A box (4,) of the widget in the picture."""
        return np.concatenate([self.view.to_picture(box[:2]), box[2:] / self.view.scale])

    @property
    def changes_boxes(self) -> bool:
        """Whether the boxes shown can be moved and resized."""
        state = self.document.state
        return self.edits_boxes and state.picture is not None and in_picture(state.source)

    def box_part_at(self, position: np.ndarray) -> tuple[int, Part] | None:
        """The person whose box has a handle or its border within reach of the widget point ``position`` (2,), and
        that part; the box of the person being edited first."""
        if not self.changes_boxes:
            return None
        boxes, person = self._boxes_of_people(), self.document.state.person
        for other in sorted(boxes, key=lambda other: other != person):
            part = part_at(boxes[other], position, HANDLE_REACH)
            if part is not None:
                return other, part if other == person else BORDER
        return None

    def box_person_at(self, position: np.ndarray) -> int | None:
        """The person in whose box the widget point ``position`` (2,) lies; the person being edited, if in theirs."""
        boxes, person = self._boxes_of_people(), self.document.state.person
        if person in boxes and smallest_at({person: boxes[person]}, position) is not None:
            return person
        return smallest_at(boxes, position)

    def _boxes_of_people(self) -> dict[int, np.ndarray]:
        """`boxes` without that of somebody who is being added."""
        people = self.document.state.source.people
        return {person: box for person, box in self.boxes().items() if person < people}

    def hide_people(self, people: frozenset[int]) -> None:
        """Do not draw these people; the one being edited is drawn in any case."""
        if people != self.hidden_people:
            self.hidden_people = people
            self.changed.emit()

    def change_box(self, person: int, box: np.ndarray | None) -> None:
        """Show a person's box (4,), pixels of the picture, as it is being changed; None shows it as it is."""
        self.changed_box = None if box is None else (person, box)
        self.changed.emit()

    # -- drawing a box

    def set_box_drawing(self, box_drawing: bool) -> None:
        """Whether the next drag draws a person's box."""
        self.box_drawing = box_drawing
        self.box_drawing_changed.emit(box_drawing)

    def _document_changed(self, names: frozenset[str]) -> None:
        if "camera" in names:
            self.refit()
        if names & {"source", "person"}:
            self.select(())
            self.hover(None)
        if "source" in names:
            self.changed_box = None
        self._result_changed()

    def _result_changed(self) -> None:
        body = self.document.selected_body()
        camera = self.document.state.camera
        self.reprojection = None if body is None else camera.project(to_keypoints(body, OBSERVED_23))
        self.changed.emit()
