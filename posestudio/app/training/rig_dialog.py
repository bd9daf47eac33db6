"""Which joint of a rig is which joint of a body, corrected by hand and kept for all clips of that rig."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.training.kept_rigs import rigs_folder
from posestudio.app.words import tr
from posestudio.body.rig_matching import REQUIRED, ROLES
from posestudio.body.rigs import match_rig, save_rig
from posestudio.body.skeleton import Clip
from posestudio.errors import RigError

__all__ = ["RigDialog", "rigs_folder"]


class RigDialog(QDialog):
    """A row for each body joint, with the clip's joints to choose from; what is needed is marked."""

    def __init__(self, clip: Clip, known: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clip = clip
        self.setWindowTitle(tr("Which joint is what"))
        self.resize(420, 560)
        names = list(clip.skeleton.joint_names)
        given = self._found(known)
        self.table = QTableWidget(len(ROLES), 2)
        self.table.setHorizontalHeaderLabels([tr("Body"), tr("Joint in the file")])
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.choices: dict[str, QComboBox] = {}
        for row, role in enumerate(ROLES):
            needed = " *" if role in REQUIRED else ""
            self.table.setItem(row, 0, QTableWidgetItem(role.replace("_", " ") + needed))
            choice = QComboBox()
            choice.addItems([tr("(made up)"), *names])
            if role in given:
                choice.setCurrentIndex(names.index(given[role]) + 1)
            choice.currentIndexChanged.connect(self._check)
            self.choices[role] = choice
            self.table.setCellWidget(row, 1, choice)
        self.table.resizeColumnToContents(0)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.table, self.words, self.buttons):
            column.addWidget(widget)
        self._check()

    def _found(self, known: dict[str, str]) -> dict[str, str]:
        names = self._clip.skeleton.joint_names
        try:
            match = match_rig(self._clip.skeleton, known or None)
        except RigError:
            return {role: name for role, name in known.items() if name in names}
        return {role: names[index] for role, index in match.joints.items()}

    def joints(self) -> dict[str, str]:
        """Joint names by role, of what was chosen."""
        return {role: box.currentText() for role, box in self.choices.items() if box.currentIndex() > 0}

    def _check(self) -> None:
        chosen = self.joints()
        lacking = [role.replace("_", " ") for role in REQUIRED if role not in chosen]
        twice = len(set(chosen.values())) < len(chosen)
        if lacking:
            self.words.setText(tr("Still needed: {joints}.", joints=", ".join(lacking[:4])))
        elif twice:
            self.words.setText(tr("A joint is chosen twice."))
        else:
            self.words.setText(
                tr("Kept for every clip with this skeleton. * is needed, the rest is made up.")
            )
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not lacking and not twice)

    def save(self) -> Path:
        """Keep it among the rigs."""
        told = "\n".join(self._clip.skeleton.joint_names)
        path = rigs_folder() / f"{hashlib.sha256(told.encode()).hexdigest()[:12]}.json"
        save_rig(path, self._clip, self.joints())
        return path
