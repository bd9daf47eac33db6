"""The rows of the hypotheses panel: rank, score, cluster, joint limits and reprojection error."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from posestudio.app.common.joint_names import joint_short
from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr
from posestudio.app.model.single_joint import BONE_OF_JOINT
from posestudio.body.layouts import BODY_JOINTS

SORT_ROLE = Qt.ItemDataRole.UserRole
"""The role of what rows are sorted by."""

_CLUSTER, LIMITS_COLUMN, _ERROR = 2, 3, 4
_Index = QModelIndex | QPersistentModelIndex


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
                self.dataChanged.emit(self.index(0, 0), self.index(len(score) - 1, _ERROR + 1 - 1))
        else:
            self.beginResetModel()
            self._score, self._error = score, error
            self.endResetModel()

    def mark(self, hidden: list[bool], bold: list[bool]) -> None:
        """Set which rows are ``hidden``, and which are compared and so ``bold``."""
        self._hidden, self._bold = hidden, bold
        if hidden:
            self.dataChanged.emit(self.index(0, 0), self.index(len(hidden) - 1, _ERROR + 1 - 1))

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
        return _ERROR + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            score, error = number(float(self._score[row]), 2), _error_text(float(self._error[row]))
            values = (str(row + 1), score, self._modes[row], self._limits_text(row), error)
            return values[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == LIMITS_COLUMN:
            return ", ".join(self._bones_off(row)) or None
        if role == SORT_ROLE:
            keys = (
                row,
                float(self._score[row]),
                self._modes[row],
                len(self._bones_off(row)),
                self._error_key(row),
            )
            return keys[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            hidden = row < len(self._hidden) and self._hidden[row]
            return Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.FontRole and row < len(self._bold) and self._bold[row]:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _limits_text(self, row: int) -> str:
        """'L wrist', 'L wrist +1', or nothing for a pose within the limits."""
        joints = self._bones_off(row)
        more = f" +{len(joints) - 1}" if len(joints) > 1 else ""
        return f"{joints[0]}{more}" if joints else ""

    def _error_key(self, row: int) -> float:
        """The reprojection error, last where it is not known."""
        error = float(self._error[row])
        return error if math.isfinite(error) else math.inf

    def _bones_off(self, row: int) -> list[str]:
        """The joints at the ends of the bones that are beyond the joint limits, as 'L wrist'."""
        if self._limits is None:
            return []
        names = {bone: BODY_JOINTS[joint] for joint, bone in BONE_OF_JOINT.items()}
        off = np.flatnonzero(self._limits[row]).tolist()
        return [joint_short(names[bone]) for bone in off]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        titles = _titles()[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[0]
        return titles[1] if role == Qt.ItemDataRole.ToolTipRole else None


def _titles() -> tuple[tuple[str, str], ...]:
    """The name of each column, and what it means."""
    return (
        ("", tr("Rank: the medoid of the largest cluster first; the tick says whether it is drawn")),
        (tr("Score"), tr("How plausible the pose is; higher is better")),
        (tr("Cluster"), tr("Poses of the same cluster differ little; A is the most frequent")),
        (tr("Joint\nlimits"), tr("Joints that are bent beyond the limits of the training data")),
        (
            tr("Reproj.\n(px)"),
            tr("Mean distance between the keypoints and this pose as the camera sees it, in pixels"),
        ),
    )


def _alignment(column: int) -> int:
    """Words to the left, numbers to the right, in cells and headers alike."""
    words = column in (_CLUSTER, LIMITS_COLUMN)
    side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _error_text(pixels: float) -> str:
    """'1.2' pixels, or nothing where no keypoint is known, as between the keys of a motion."""
    return number(pixels, 1) if math.isfinite(pixels) else ""
