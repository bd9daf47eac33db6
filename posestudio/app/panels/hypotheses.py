"""The hypotheses in numbers, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.visibility import Visibility
from posestudio.body.limits import LIMITED_BONES
from posestudio.errors import printable

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

_PAUSE_MS = 150
_COLUMN_OF_LIMITS = 3
_LEAST_ROWS, _LINES_OF_NOTES = 5, 3
_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (
    ("", "Rank"),
    ("Score", "How plausible it is; higher is better"),
    ("Kind", "Poses of one kind differ little; A is the most frequent"),
    ("Limits", "How many of nine bones (limbs, head) point where no body of the training data did"),
    ("Error", "Mean distance between the joints you see and this pose seen by the camera, in pixels"),
)


class HypothesesModel(QAbstractTableModel):
    """Rows of rank, score, kind, joint limits and reprojection error; unticked rows are not drawn."""

    ticked = Signal(int)
    """The row whose tick was changed by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = self._error = np.zeros(0)
        self._kinds: list[str] = []
        self._limits: np.ndarray | None = None
        self._hidden: list[bool] = []
        self._bold: list[bool] = []

    def fill(
        self, score: np.ndarray, error: np.ndarray, kinds: list[str], limits: np.ndarray | None = None
    ) -> None:
        """Show score (N,), reprojection error (N,) in pixels, the name of each one's kind, and bones (N,)
        beyond the joint limits."""
        self._kinds, self._limits = kinds, limits
        if len(score) == len(self._score):
            self._score, self._error = score, error
            if len(score):
                self.dataChanged.emit(self.index(0, 0), self.index(len(score) - 1, len(_COLUMNS) - 1))
        else:
            self.beginResetModel()
            self._score, self._error = score, error
            self.endResetModel()

    def mark(self, hidden: list[bool], bold: list[bool]) -> None:
        """Which rows are not drawn, and which are compared."""
        self._hidden, self._bold = hidden, bold
        if hidden:
            self.dataChanged.emit(self.index(0, 0), self.index(len(hidden) - 1, len(_COLUMNS) - 1))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        tickable = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | tickable

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked.emit(index.row())
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._score)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            score, error = f"{self._score[row]:.2f}", f"{self._error[row]:.1f} px"
            values = (str(row + 1), score, self._kinds[row], self._limit_words(row), error)
            return values[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == _COLUMN_OF_LIMITS:
            return ", ".join(self._bones_off(row)) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            hidden = row < len(self._hidden) and self._hidden[row]
            return Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.FontRole and row < len(self._bold) and self._bold[row]:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _limit_words(self, row: int) -> str:
        """Nothing for a body that could be."""
        beyond = len(self._bones_off(row))
        return f"{beyond} off" if beyond else ""

    def _bones_off(self, row: int) -> list[str]:
        if self._limits is None:
            return []
        off = zip(LIMITED_BONES, self._limits[row], strict=True)
        return [bone.replace("_", " ") for bone, beyond in off if beyond]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(_COLUMNS[section][0])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(_COLUMNS[section][1])
        return None


class HypothesesPanel(QWidget):
    """Choosing a row chooses the hypothesis that is drawn solid and exported; its tick draws it at all."""

    def __init__(self, document: Document, visibility: Visibility, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._visibility = document, visibility
        self.model = HypothesesModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setAccessibleName("Hypotheses")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._place = place = scrolled(self.notes)
        # Always of one height, whatever there is to say: the table, and the panels below, stay where they are.
        place.setFixedHeight(_LINES_OF_NOTES * self.fontMetrics().height())  # whole lines: none is cut
        place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS
        self.table.setMinimumHeight(header.sizeHint().height() + rows + 2 * self.table.frameWidth())
        self.table.setMinimumWidth(160)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.table, 1)
        column.addWidget(place)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fill)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self._show_selection)
        visibility.changed.connect(self._mark)
        self.model.ticked.connect(self._tick)

    def sizeHint(self) -> QSize:
        return QSize(260, 280)

    def _choose(self, current: QModelIndex) -> None:
        """Rows may be of an answer before this one, with more hypotheses: the nearest there is."""
        if current.isValid():
            self._document.select(current.row())
            if current.row() != self._document.selected:
                self._show_selection()

    def _result_changed(self) -> None:
        """Nobody reads numbers that change with every frame: while a hand drags, now and then is enough."""
        if not self._document.gesturing:
            self._pause.stop()
            self._fill()
        elif not self._pause.isActive():
            self._pause.start()

    def _fill(self) -> None:
        result = self._document.result
        with QSignalBlocker(self.table.selectionModel()):
            if result is None:
                self.model.fill(np.zeros(0), np.zeros(0), [])
            else:
                self.model.fill(
                    result.score[0], result.reprojection[0], _kinds(result), self._document.limits
                )
        notes = () if result is None else (*_shares(result), *result.assumptions)
        self.notes.setText("\n".join(map(printable, notes)))
        self.notes.setVisible(bool(notes))
        self._mark()
        self._show_selection()

    def _mark(self) -> None:
        result, visibility = self._document.result, self._visibility
        ranks = range(0 if result is None else result.joints.shape[1])
        if result is not None:
            drawn = set(visibility.ranks(result, self._document.selected).tolist())
            self.model.mark(
                [rank not in drawn for rank in ranks], [visibility.compared(result, r) for r in ranks]
            )

    def _tick(self, row: int) -> None:
        result = self._document.result
        if result is not None and row < result.joints.shape[1]:
            self._visibility.toggle_hidden(result, row)

    def _show_selection(self) -> None:
        if self._document.result is not None and self.table.currentIndex().row() != self._document.selected:
            with QSignalBlocker(self.table.selectionModel()):
                self.table.selectRow(self._document.selected)
            self.table.viewport().update()


def _kinds(result: Lifted) -> list[str]:
    """A letter for each hypothesis of a fine answer; a quick one's are not looked into."""
    kinds = [""] * result.joints.shape[1]
    if result.trajectory is not None:
        for number, mode in enumerate(result.modes[0]):
            for member in mode.members:
                kinds[member] = _letter(number)
    return kinds


def _shares(result: Lifted) -> tuple[str, ...]:
    """What there is to say about different kinds of pose."""
    if result.trajectory is None or len(result.modes[0]) == 1:
        return ()
    kinds = result.modes[0]
    shares = [f"{_letter(number)} {mode.share:.0%}" for number, mode in enumerate(kinds[:4])]
    more = ", ..." if len(kinds) > 4 else ""
    return (f"{len(kinds)} kinds of pose explain it: {', '.join(shares)}{more}",)


def _letter(number: int) -> str:
    """A, B, ... Z, then numbers: there is no end of unlikely ones."""
    return chr(ord("A") + number) if number < 26 else str(number + 1)
