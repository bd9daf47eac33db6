"""The rows of the hypotheses panel: rank, score, mode, joint limits and reprojection error."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from posestudio.app.common.translation import tr
from posestudio.body.limits import LIMITED_BONES

_COLUMN_OF_LIMITS = 3
_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (
    ("", "Rank"),
    ("Score", "How plausible it is; higher is better"),
    ("Mode", "Poses of the same mode differ little; A is the most frequent mode"),
    (
        "Limits",
        "How many of nine bones (limbs, head) are beyond the joint limits of the training data",
    ),
    ("Error", "Mean distance between the keypoints and this pose as the camera sees it, in pixels"),
)


class HypothesesModel(QAbstractTableModel):
    """A row for each hypothesis; those of unticked rows are not drawn."""

    ticked = Signal(int)
    """The row whose tick the user changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._score = self._error = np.zeros(0)
        self._modes: list[str] = []
        self._limits: np.ndarray | None = None
        self._hidden: list[bool] = []
        self._bold: list[bool] = []

    def fill(
        self, score: np.ndarray, error: np.ndarray, modes: list[str], limits: np.ndarray | None = None
    ) -> None:
        """Show score (N,), reprojection error (N,) in pixels, the name of each hypothesis's mode, and which bones
        (N, 9) are beyond the joint limits."""
        self._modes, self._limits = modes, limits
        if len(score) == len(self._score):
            self._score, self._error = score, error
            if len(score):
                self.dataChanged.emit(self.index(0, 0), self.index(len(score) - 1, len(_COLUMNS) - 1))
        else:
            self.beginResetModel()
            self._score, self._error = score, error
            self.endResetModel()

    def mark(self, hidden: list[bool], bold: list[bool]) -> None:
        """Set which rows are ``hidden``, and which are compared and so ``bold``."""
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
            score, error = f"{self._score[row]:.2f}", _error_text(float(self._error[row]))
            values = (str(row + 1), score, self._modes[row], self._limits_text(row), error)
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

    def _limits_text(self, row: int) -> str:
        """'2 off', or nothing for a pose within the limits."""
        beyond = len(self._bones_off(row))
        return f"{beyond} off" if beyond else ""

    def _bones_off(self, row: int) -> list[str]:
        """Names of the bones beyond the joint limits."""
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


def _error_text(pixels: float) -> str:
    """'1.2 px', or nothing where no keypoint is known, as between the keys of a motion."""
    return f"{pixels:.1f} px" if math.isfinite(pixels) else ""
