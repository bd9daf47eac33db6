"""One further view of the document for its picture plane and the detector: its state, its edits, its signals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.translation import tr
from posestudio.app.model import people_edits, views
from posestudio.app.model.camera_orbit import Orbit
from posestudio.app.model.document import Document
from posestudio.app.model.history import History
from posestudio.app.model.joint_editing import JointEdits
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.state import State, changed_fields
from posestudio.geometry.camera import Camera


class ViewDocument(QObject):
    """View ``index`` of ``document``, 1 for the second, with the parts of a `Document` that a picture plane needs.

    Its ``state`` has the keypoints, camera and picture of the view, or nothing while there is no such view.
    Edits of it are edits of the document, in its history and its gestures; which hypothesis is selected, and which
    person is edited, is the document's. The camera cannot be moved by hand.
    """

    changed = Signal(object)  # frozenset of names of the fields of this view's state that differ from before
    keypoints_found = Signal(object)
    picture_shown = Signal()
    result_changed = Signal()
    selection_changed = Signal()

    def __init__(self, document: Document, index: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.index = document, index
        self.joints = JointEdits(self)
        self._of: tuple[State, Camera | None] | None = None  # what ``_state`` was made of
        self._state = State()
        self._shown = self.state
        document.changed.connect(self._document_changed)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self.selection_changed)

    @property
    def there(self) -> bool:
        """Whether the document has this view."""
        return self.index <= len(self.document.state.views)

    @property
    def solved(self) -> Camera | None:
        """The camera of this view with which the latest result was lifted."""
        cameras = self.document.solved_cameras
        return cameras[self.index - 1] if self.index <= len(cameras) else None

    @property
    def camera_known(self) -> bool:
        """Whether the view's camera was given, or has been found."""
        return self.there and (self.document.state.views[self.index - 1].camera or self.solved) is not None

    @property
    def state(self) -> State:
        """The document's state with the keypoints, camera and picture of this view."""
        whole = self.document.state
        if not self.there:
            return _NOTHING
        of = (whole, self.solved)
        if self._of is None or self._of[0] is not of[0] or self._of[1] is not of[1]:
            self._of, self._state = of, views.state_of_view(whole, self.index, self.solved)
        return self._state

    def selected_body(self) -> np.ndarray | None:
        """The selected hypothesis (27, 3) in world metres, where this view's camera is known."""
        return self.document.selected_body() if self.camera_known else None

    # -- edits

    @property
    def history(self) -> History:
        """The document's."""
        return self.document.history

    @property
    def gesture(self) -> object | None:
        """The document's."""
        return self.document.gesture

    def begin_gesture(self) -> None:
        """As the document's."""
        self.document.begin_gesture()

    def end_gesture(self) -> None:
        """As the document's."""
        self.document.end_gesture()

    def cancel_gesture(self) -> None:
        """As the document's."""
        self.document.cancel_gesture()

    def brief_gesture(self, key: str) -> None:
        """As the document's."""
        self.document.brief_gesture(key)

    def edit_to(self, text: str, state: State, *, in_gesture: bool = False) -> None:
        """Edit this view's state to one that was made of it."""
        before = self.state
        whole = views.with_view_state(self.document.state, self.index, before, state)
        if before.empty and not state.empty:
            whole = views.rematched(whole, self.index)
        self.document.edit_to(
            tr("{edit} in view {number}", edit=text, number=self.index + 1), whole, in_gesture=in_gesture
        )

    def apply(self, change: Change | None, *, in_gesture: bool = False) -> None:
        """``edit_to`` a change that a function from state to state returned; None changes nothing."""
        if change is not None and self.there:
            self.edit_to(*change, in_gesture=in_gesture)

    def set_person(self, person: int) -> None:
        """Say that ``person`` of this view is the one being edited."""
        if person != self.state.person:
            self.end_gesture()
            self.edit_to(tr("Match the person"), replace(self.state, person=person))

    def remove_person(self, person: int) -> None:
        """Remove a person from this view."""
        change = people_edits.person_removed(self.state, person)
        if change is None:
            return

        def moved(one: int) -> int | None:
            return None if one == person else one - (one > person)

        after = replace(change.state, person=self.state.person)
        whole = views.with_view_state(self.document.state, self.index, self.state, after)
        whole = views.view_people_renumbered(whole, self.index, moved)
        self.document.edit_to(tr("{edit} in view {number}", edit=change.text, number=self.index + 1), whole)

    def choose_answer(self, index: int) -> None:
        """Give the person the keypoints of another of the detector's answers."""
        self.apply(people_edits.answer_chosen(self.state, index))

    def place_person(self) -> None:
        """Add a person to the picture who stands in its middle, to be moved by hand."""
        self.apply(people_edits.person_placed(self.state))

    @property
    def orbit(self) -> Orbit | None:
        """None: this camera was measured, or is solved for."""
        return None

    def set_orbit(self, orbit: Orbit, text: str = "") -> None:
        """Nothing, see `orbit`."""

    # -- following the document

    def _document_changed(self, names: frozenset[str]) -> None:
        self._emit_changes()

    def _result_changed(self) -> None:
        self._emit_changes()  # of a camera that is solved for
        self.result_changed.emit()

    def _emit_changes(self) -> None:
        before, self._shown = self._shown, self.state
        names = changed_fields(before, self._shown)
        if names:
            self.changed.emit(names)


_NOTHING = State()
PlaneDocument = Document | ViewDocument
"""What a picture plane shows and edits: the document itself for its first view."""
