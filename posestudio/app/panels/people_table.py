"""The rows of the people panel: an eye, colour and name, the detector's confidence, and a button that deletes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from posestudio.app.common.numbers import percent
from posestudio.app.common.sureness import sureness
from posestudio.app.common.translation import tr
from posestudio.app.model.people_edits import can_remove
from posestudio.app.model.people_names import name_of
from posestudio.app.model.person_points import K
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.app.model.weak_keypoints import WEAK
from posestudio.common.colours import colour_of_person
from posestudio.keypoints import MISSING

CONFIDENCE_COLUMN, DELETE_COLUMN, EYE_COLUMN = 1, 2, 3

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight
_SIDE = 14  # pixels of a person's colour


class PeopleModel(QAbstractTableModel):
    """A row for each person of what is open; their names can be changed in it."""

    renamed = Signal(int, str)
    """A person, and the name that the user has given them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = State()
        self._people = 0
        self._hidden: frozenset[int] = frozenset()
        self._icons: dict[str, QIcon] = {}
        self._warning = QColor()

    def show(self, state: State, hidden: frozenset[int] = frozenset()) -> None:
        """Show the people of a state; those ``hidden`` are not drawn in the views."""
        self._state, self._hidden, people = state, hidden, state.source.people
        if people != self._people:
            self.beginResetModel()
            self._people = people
            self.endResetModel()
        elif people:
            self.dataChanged.emit(self.index(0, 0), self.index(people - 1, EYE_COLUMN))

    def set_icons(self, icons: dict[str, QIcon], warning: QColor) -> None:
        """The icons "eye", "eye_off" and "delete", and the colour of what is weak."""
        self._icons, self._warning = icons, warning
        if self._people:
            self.dataChanged.emit(self.index(0, 0), self.index(self._people - 1, EYE_COLUMN))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._people

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return EYE_COLUMN + 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        edits = Qt.ItemFlag.ItemIsEditable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | edits

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != 0:
            return False
        self.renamed.emit(index.row(), str(value))
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person, column = index.row(), index.column()
        name = name_of(self._state, person)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (name, self._confidence(person), "", "")[column]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._decoration(person, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == CONFIDENCE_COLUMN and self._weak(person):
            return self._warning
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(person, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{name} {self._confidence(person)}",
                None,
                self._tip(person, column),
                self._tip(person, column),
            )[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 0:
            side = _RIGHT if column == CONFIDENCE_COLUMN else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Person"), "", "", "")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft, _RIGHT)[section > 0] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _decoration(self, person: int, column: int) -> QIcon | None:
        if column == 0:
            return chip(colour_of_person(person))
        if column == DELETE_COLUMN and can_remove(self._state.source):
            return self._icons.get("delete")
        if column == EYE_COLUMN:
            return self._icons.get("eye_off" if person in self._hidden else "eye")
        return None

    def _score(self, person: int) -> float | None:
        state = self._state
        return state.source.score(state.frame, person) if isinstance(state.source, KeypointsSource) else None

    def _weak(self, person: int) -> bool:
        score = self._score(person)
        return score is not None and score < WEAK

    def _confidence(self, person: int) -> str:
        score = self._score(person)
        return "" if score is None else sureness(score)

    def _tip(self, person: int, column: int) -> str:
        who = name_of(self._state, person)
        if column == DELETE_COLUMN:
            return tr("Delete {who}", who=who)
        if column == EYE_COLUMN:
            return tr("Show {who}", who=who) if person in self._hidden else tr("Hide {who}", who=who)
        if column == CONFIDENCE_COLUMN and self._score(person) is not None:
            share = percent(self._score(person) or 0.0)
            what = tr(
                "How sure the detector is that a person is there and has these keypoints: {share}",
                share=share,
            )
            weak = tr("The detector is not sure of this person: check the keypoints, or delete them.")
            return f"{what}\n{weak}" if self._weak(person) else what
        known = int((self._state.observe(person)[1][:K] != MISSING).sum())
        return tr("{who}: {known} of 17 keypoints", who=who, known=known)


def chip(rgb: tuple[int, int, int]) -> QIcon:
    """A rounded square in a person's colour."""
    pixmap = QPixmap(_SIDE, _SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*rgb))
    painter.drawRoundedRect(1, 1, _SIDE - 2, _SIDE - 2, 3, 3)
    painter.end()
    made = QIcon(pixmap)
    made.addPixmap(pixmap, QIcon.Mode.Selected)  # else it is tinted in the selected row
    return made
