"""The rows of the people panel: number and colour, the detector's confidence, and a button that deletes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from posestudio.app.common.translation import tr
from posestudio.app.model.people_edits import can_remove
from posestudio.app.model.people_names import number_title
from posestudio.app.model.person_points import K
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.common.colours import colour_of_person
from posestudio.keypoints import MISSING

DELETE_COLUMN = 2
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight
_SIDE = 14  # pixels of a person's colour
_HEADERS = (
    ("Person", "Click to edit this person, double-click to show them large"),
    ("Confidence", "How sure the detector is that this is a person in this pose"),
    ("", ""),
)


class PeopleModel(QAbstractTableModel):
    """A row for each person of what is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = State()
        self._people = 0

    def show(self, state: State) -> None:
        """Show the people of a state."""
        self._state, people = state, state.source.people
        if people != self._people:
            self.beginResetModel()
            self._people = people
            self.endResetModel()
        elif people:
            self.dataChanged.emit(self.index(0, 0), self.index(people - 1, len(_HEADERS) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._people

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_HEADERS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            delete = "\u00d7" if can_remove(self._state.source) else ""
            return (str(person + 1), self._confidence(person), delete)[column]
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return chip(colour_of_person(person))
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == DELETE_COLUMN:
                return tr("Delete {who}", who=number_title(person).lower())
            return self._description(person)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{number_title(person)} {self._confidence(person)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 0:
            side = _RIGHT if column == 1 else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADERS[section][0])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tr(_HEADERS[section][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft, _RIGHT)[section > 0] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _confidence(self, person: int) -> str:
        state = self._state
        score = state.source.score(state.frame, person) if isinstance(state.source, KeypointsSource) else None
        return "" if score is None else f"{score:.0%}"

    def _description(self, person: int) -> str:
        known = int((self._state.observe(person)[1][:K] != MISSING).sum())
        return tr("{who}: {known} of 17 keypoints", who=number_title(person), known=known)


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
