"""The inspector's page of a person: name, colour, confidence, box, and the detector's other answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction, QIcon, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from posestudio.app.common.numbers import percent
from posestudio.app.common.sureness import sureness
from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.people_edits import answers_of, box_of
from posestudio.app.model.people_names import name_of, renamed
from posestudio.app.model.person_points import K
from posestudio.app.model.selection import Selection
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.panels.inspector.rows import Page, command_button, in_rows
from posestudio.app.panels.people_table import chip
from posestudio.common.colours import colour_of_person
from posestudio.keypoints import MISSING

_CHANGES = frozenset({"source", "frame", "person", "keypoint_edits", "names"})


class PersonPage(Page):
    """Follows the person that the document edits; ``commands`` are actions of the window about that person."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        commands: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.editingFinished.connect(self._rename)
        self.colour = QLabel()
        self.add_row(tr("Name"), self.name)
        self.add_row(tr("Colour"), self.colour, tip=tr("In the list, around the box and of the body in 3D"))
        self.confidence = self.add_value(
            tr("Person found"), tr("How sure the detector is that this is a person in this pose")
        )
        self.known = self.add_value(tr("Keypoints"))
        self.box = self.add_value(tr("Box"), tr("Left, top, width and height in pixels of the picture"))
        self.answers_title = QLabel(tr("Other answers of the detector"))
        self._answers = QVBoxLayout()
        self.answers: list[QPushButton] = []
        self.column.addWidget(self.answers_title)
        self.column.addLayout(self._answers)
        self.commands: list[QToolButton] = [command_button(action) for action in commands]
        self.column.addLayout(in_rows(*self.commands, columns=1))
        self.column.addStretch(1)
        document.changed.connect(self._document_changed)
        selection.changed.connect(self.follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def title(self) -> str:
        """The person's name, or 'Person 1'."""
        return name_of(self._document.state, self._document.state.person)

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & _CHANGES:
            self.follow()

    def follow(self) -> None:
        """Show what is known of the person now."""
        state = self._document.state
        if self._selection.what != "person" or state.empty or not self.isVisible():
            return
        person, source = state.person, state.source
        self.name.setText(name_of(state, person))
        self.colour.setPixmap(chip(colour_of_person(person)).pixmap(16, 16, QIcon.Mode.Normal))
        score = source.score(state.frame, person) if isinstance(source, KeypointsSource) else None
        self.show_value(self.confidence, "" if score is None else sureness(score))
        self.confidence.setToolTip("" if score is None else percent(score))
        known = int((state.visibility[:K] != MISSING).sum())
        self.show_value(self.known, tr("{known} of 17", known=known))
        box = box_of(state, person)
        self.show_value(self.box, "" if box is None else ", ".join(f"{value:.0f}" for value in box))
        self._show_answers(answers_of(state))

    def _show_answers(self, answers: list[tuple[str, float]]) -> None:
        for one in self.answers:
            self._answers.removeWidget(one)
            one.deleteLater()
        self.answers = []
        for index, (text, share) in enumerate(answers):
            made = QPushButton(tr("{answer}, {percent} %", answer=text, percent=f"{100 * share:.0f}"))
            made.setToolTip(tr("Use this answer in place of the one shown"))
            made.clicked.connect(partial(self._document.choose_answer, index))
            self._answers.addWidget(made)
            self.answers.append(made)
        self.answers_title.setVisible(bool(answers))

    def _rename(self) -> None:
        state = self._document.state
        if not state.empty:
            self._document.apply(renamed(state, state.person, self.name.text()))
            self.name.setText(name_of(self._document.state, state.person))
