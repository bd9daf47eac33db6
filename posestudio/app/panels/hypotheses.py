"""The panel of the hypotheses: a table of them, best first, and notes about the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from posestudio.app.common.remarks import said
from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.alternatives import Alternatives, letter_of
from posestudio.app.model.document import Document
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels.hypotheses_table import LIMITS_COLUMN, SORT_ROLE, HypothesesModel
from posestudio.errors import printable

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

_PAUSE_MS = 150
_AROUND_WORDS, _TICK = 10, 12  # pixels of a column beside its words, and of the tick before them
_LEAST_ROWS, _LINES_OF_NOTES = 5, 3


class HypothesesPanel(QWidget):
    """A click on a row selects the hypothesis that is drawn solid and exported; its tick says whether it is drawn. A
    click on a header sorts."""

    menu_requested = Signal(int, QPoint)
    """The rank of a hypothesis and the point of the screen where its menu is wanted."""

    def __init__(
        self,
        document: Document,
        visibility: Visibility,
        alternatives: Alternatives,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._visibility, self._alternatives = document, visibility, alternatives
        self.model = HypothesesModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORT_ROLE)
        self.table, self.notes = QTableView(), QLabel()
        self._set_up_table()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fill)
        self.table.selectionModel().currentRowChanged.connect(self._select)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self._show_selection)
        visibility.changed.connect(self._mark)
        self.model.ticked.connect(self._tick)
        self._fill()

    def _set_up_table(self) -> None:
        self.table.setModel(self.sorted)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setAccessibleName(tr("Hypotheses"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(30)
        for column, widest in enumerate(("000", "-0.00", "Cluster", "", "Reproj.")):
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(widest) + _AROUND_WORDS)
        header.resizeSection(0, header.sectionSize(0) + _TICK)
        header.setSectionResizeMode(LIMITS_COLUMN, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        rows = self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS
        self.table.setMinimumHeight(header.sizeHint().height() + rows + 2 * self.table.frameWidth())
        self.table.setMinimumWidth(160)

    def _lay_out(self) -> None:
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = scrolled(self.notes)
        # A fixed height, whatever the notes: so the table and the panels below do not move.
        area.setFixedHeight(_LINES_OF_NOTES * self.fontMetrics().height())  # a whole number of lines
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.table, 1)
        column.addWidget(area)

    def sizeHint(self) -> QSize:
        return QSize(260, 280)

    def _select(self, current: QModelIndex) -> None:
        """Select a row's hypothesis; of rows of an earlier result with more hypotheses the last there is."""
        if current.isValid():
            rank = self.sorted.mapToSource(current).row()
            self._document.select(rank)
            if rank != self._document.selected:
                self._show_selection()

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if index.isValid():
            self.menu_requested.emit(
                self.sorted.mapToSource(index).row(), self.table.viewport().mapToGlobal(at)
            )

    def _result_changed(self) -> None:
        """Fill the table at once, but during a gesture only after pauses: its numbers change too fast to be read."""
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
                    result.score[0], result.reprojection[0], self._clusters(result), self._document.limits
                )
        notes = () if result is None else (*self._shares(), *map(said, result.assumptions))
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
        """Mark the row of the hypothesis that is selected; in a gesture only after pauses, as ranks change."""
        if self._document.gesturing and self._pause.isActive():
            return
        current = self.sorted.mapToSource(self.table.currentIndex()).row()
        if self._document.result is not None and current != self._document.selected:
            row = self.sorted.mapFromSource(self.model.index(self._document.selected, 0)).row()
            with QSignalBlocker(self.table.selectionModel()):
                self.table.selectRow(row)
            self.table.viewport().update()

    def _clusters(self, result: Lifted) -> list[str]:
        """A letter for each hypothesis, nothing for those of rare clusters."""
        letters = []
        for rank in range(result.joints.shape[1]):
            index = self._alternatives.of_rank(rank)
            letters.append("" if index is None else self._alternatives.letter(index))
        return letters

    def _shares(self) -> tuple[str, ...]:
        """A sentence about the clusters of poses, if there are several."""
        clusters = self._alternatives.all
        if len(clusters) < 2 or self._alternatives.by_hand:
            return ()
        shares = [
            tr("{letter} {percent} %", letter=letter_of(index), percent=f"{100 * one.share:.0f}")
            for index, one in enumerate(clusters[:4])
        ]
        more = ", ..." if len(clusters) > 4 or self._alternatives.rarer else ""
        words = ", ".join(shares) + more
        return (tr_n("%n cluster: {shares}", "%n clusters: {shares}", len(clusters), shares=words),)
