"""The panel of the people: who is in what is open, how sure the detector is of each, and who is edited and drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QTableView,
    QWidget,
)

from posestudio.app.common.action_buttons import ActionButtons
from posestudio.app.common.icons import icon
from posestudio.app.common.spacing import PANEL
from posestudio.app.common.translation import marked, tr
from posestudio.app.model.document import Document
from posestudio.app.model.people_names import renamed
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels.people_table import CONFIDENCE_COLUMN, DELETE_COLUMN, EYE_COLUMN, PeopleModel

_CHANGES = frozenset({"source", "frame", "person", "keypoint_edits", "picture", "names"})
_BUTTON = 28  # pixels across of the columns that are buttons
_NOBODY = marked("The people of what is open are listed here.")
_NOBODY_IN_PICTURE = marked("Nobody yet.")
_BELOW = 14  # pixels from the middle of that text to its button


class PeoplePanel(QWidget):
    """A click or the arrow keys choose a person, whom views and other panels then show; the eye before a person hides
    them in the views, the last column deletes, F2 renames."""

    menu_requested = Signal(QPoint)
    """The point on the screen where the menu of the person chosen is wanted."""
    close_up_requested = Signal()
    """The person chosen was double-clicked: they are to be shown large."""
    person_chosen = Signal()
    """The row of the person chosen was clicked."""

    def __init__(self, document: Document, visibility: Visibility, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._visibility = document, visibility
        self.model = PeopleModel(self)
        self.table, self.nobody = QTableView(), QLabel()
        self._offers: ActionButtons | None = None
        self._set_up_table()
        self.nobody.setWordWrap(True)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nobody.setContentsMargins(*PANEL)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(self.table)
        self._hidden: frozenset[int] = visibility.hidden_people
        self.draw_icons()
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.clicked.connect(self._click)
        self.table.doubleClicked.connect(self._double_click)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.model.renamed.connect(self._rename)
        visibility.changed.connect(self._visibility_changed)
        document.changed.connect(self._document_changed)
        document.keypoints_found.connect(self._keypoints_found)
        self._document_changed(_CHANGES)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("People"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_BUTTON)
        header.moveSection(EYE_COLUMN, 0)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CONFIDENCE_COLUMN, QHeaderView.ResizeMode.ResizeToContents)
        for column in (DELETE_COLUMN, EYE_COLUMN):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _BUTTON)
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def offer(self, command: QAction) -> None:
        """Offer a command as a button where there is a picture, and nobody in it."""
        self._offers = ActionButtons(self.nobody, [command], _BELOW)
        self._document_changed(_CHANGES)

    def sizeHint(self) -> QSize:
        return QSize(200, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 80)

    def _document_changed(self, names: frozenset[str]) -> None:
        if not names & _CHANGES:
            return
        state = self._document.state
        self._hidden = self._visibility.hidden_people
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show(state, self._visibility.hidden_people)
            self.table.selectRow(state.person)
        self.table.viewport().update()
        self.nobody.setText(tr(_NOBODY if state.picture is None else _NOBODY_IN_PICTURE))
        if self._offers is not None:
            self._offers.set_wanted(state.empty and state.picture is not None)
        self._stack.setCurrentWidget(self.nobody if state.empty else self.table)

    def _keypoints_found(self, frames: frozenset[int]) -> None:
        state = self._document.state
        if state.frame in frames or state.source.people != self.model.rowCount():
            self._document_changed(_CHANGES)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._document.set_person(current.row())

    def _click(self, index: QModelIndex) -> None:
        if index.column() == DELETE_COLUMN:
            self._document.remove_person(index.row())
        elif index.column() == EYE_COLUMN:
            self._visibility.toggle_person(index.row())
        else:
            self.person_chosen.emit()

    def rename(self) -> None:
        """Let the name of the person chosen be typed in its row."""
        self.table.edit(self.model.index(self._document.state.person, 0))

    def _rename(self, person: int, name: str) -> None:
        self._document.apply(renamed(self._document.state, person, name))

    def _visibility_changed(self) -> None:
        if self._visibility.hidden_people is not self._hidden:
            self._document_changed(_CHANGES)

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        colours = QApplication.palette()
        ink = colours.color(QPalette.ColorRole.Text)
        icons = {name: icon(name, ink) for name in ("eye", "eye_off", "delete")}
        self.model.set_icons(icons, colours.color(QPalette.ColorRole.BrightText))

    def _double_click(self, index: QModelIndex) -> None:
        if index.column() not in (DELETE_COLUMN, EYE_COLUMN):
            self.close_up_requested.emit()

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if index.isValid():
            self._document.set_person(index.row())
            self.menu_requested.emit(self.table.viewport().mapToGlobal(at))
