"""The hypotheses in numbers, best first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from posestudio.app.document import Document

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (
    ("", "Rank"),
    ("Score", "How plausible it is; higher is better"),
    ("Error", "Mean distance between the joints you see and this pose seen by the camera, in pixels"),
)


class HypothesesModel(QAbstractTableModel):
    """Rows of rank, score and reprojection error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = self._error = np.zeros(0)

    def fill(self, score: np.ndarray, error: np.ndarray) -> None:
        """Show score (N,) and reprojection error (N,) in pixels."""
        if len(score) == len(self._score):
            self._score, self._error = score, error
            if len(score):
                self.dataChanged.emit(self.index(0, 0), self.index(len(score) - 1, len(_COLUMNS) - 1))
        else:
            self.beginResetModel()
            self._score, self._error = score, error
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._score)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            values = (str(row + 1), f"{self._score[row]:.2f}", f"{self._error[row]:.1f} px")
            return values[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _COLUMNS[section][1]
        return None


class HypothesesPanel(QWidget):
    """Choosing a row chooses the hypothesis that is drawn solid and exported."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
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
        self.assumptions = QLabel()
        self.assumptions.setWordWrap(True)
        self.assumptions.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.table)
        column.addWidget(self.assumptions)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        document.result_changed.connect(self._fill)
        document.selection_changed.connect(self._show_selection)

    def sizeHint(self) -> QSize:
        return QSize(260, 280)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._document.select(current.row())

    def _fill(self) -> None:
        result = self._document.result
        with QSignalBlocker(self.table.selectionModel()):
            if result is None:
                self.model.fill(np.zeros(0), np.zeros(0))
            else:
                self.model.fill(result.score[0], result.reprojection[0])
        assumptions = () if result is None else result.assumptions
        self.assumptions.setText("\n".join(assumptions))
        self.assumptions.setVisible(bool(assumptions))
        self._show_selection()

    def _show_selection(self) -> None:
        if self._document.result is not None and self.table.currentIndex().row() != self._document.selected:
            with QSignalBlocker(self.table.selectionModel()):
                self.table.selectRow(self._document.selected)
            self.table.viewport().update()
