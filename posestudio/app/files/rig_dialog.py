"""The dialog that corrects how a skeleton is read: which joint is what, its axes, unit and person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.joint_names import joint_name
from posestudio.app.common.numbers import rounded
from posestudio.app.common.translation import marked, tr
from posestudio.app.model.stored_rigs import rigs_folder
from posestudio.body.skeleton import Clip
from posestudio.errors import RigError
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.people import people_of
from posestudio.mocap.rig_files import Rig, save_rig
from posestudio.mocap.rig_matching import REQUIRED, ROLES, match_rig

__all__ = ["RigDialog", "rigs_folder"]


_AUTOMATIC = marked("Automatic, from the clip")
_UPS = {_AUTOMATIC: None, "Y": "y", "Z": "z", "-Y": "-y", "-Z": "-z"}
_UNITS = {
    _AUTOMATIC: None,
    marked("Metres"): 1.0,
    marked("Decimetres"): 0.1,
    marked("Centimetres"): 0.01,
    marked("Millimetres"): 0.001,
    marked("Inches"): 0.0254,
    marked("Feet"): 0.3048,
}
_HANDS = {_AUTOMATIC: None, marked("Right-handed"): "right", marked("Left-handed (x is reversed)"): "left"}


def _choice(values: Mapping[str, object], chosen: object) -> QComboBox:
    """A box to choose one of ``values`` by their titles; a ``chosen`` value without a title is added."""
    box = QComboBox()
    for title, value in values.items():
        box.addItem(tr(title), value)
    if chosen not in values.values():
        box.addItem(f"{rounded(chosen)} m" if isinstance(chosen, float) else str(chosen), chosen)
    box.setCurrentIndex(box.findData(chosen) if chosen is not None else 0)
    return box


class RigDialog(QDialog):
    """A row for each body joint, with the clip's joints to choose from; required ones are marked. Above them the
    file's axes and unit, and where it has several people, which of them to read."""

    def __init__(
        self, clip: Clip, known: Mapping[str, str], parent: QWidget | None = None, person: int = 0
    ) -> None:
        super().__init__(parent)
        self._clip = clip
        self._people = people_of(clip)
        self._person = min(person, len(self._people) - 1)
        self._doubts: tuple[str, ...] = ()
        self.setWindowTitle(tr("Joints and axes of the clip"))
        self.resize(420, 560)
        names = list(clip.skeleton.joint_names)
        given = self._found(known)
        axes = known.axes if isinstance(known, Rig) else FileAxes()
        self.up = _choice(_UPS, axes.up)
        self.unit = _choice(_UNITS, axes.unit)
        self.handedness = _choice(_HANDS, axes.handedness)
        self.person = _choice({str(index + 1): index for index in range(len(self._people))}, self._person)
        self.table = QTableWidget(len(ROLES), 2)
        self.table.setHorizontalHeaderLabels([tr("Body"), tr("Joint in the file")])
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.choices: dict[str, QComboBox] = {}
        for row, role in enumerate(ROLES):
            needed = " *" if role in REQUIRED else ""
            self.table.setItem(row, 0, QTableWidgetItem(joint_name(role) + needed))
            choice = QComboBox()
            choice.addItems([tr("(none: interpolated)"), *names])
            if role in given:
                choice.setCurrentIndex(names.index(given[role]) + 1)
            choice.currentIndexChanged.connect(self._check)
            self.choices[role] = choice
            self.table.setCellWidget(row, 1, choice)
        self.table.resizeColumnToContents(0)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        form = QFormLayout()
        form.addRow(tr("Up axis"), self.up)
        form.addRow(tr("Unit"), self.unit)
        form.addRow(tr("Handedness"), self.handedness)
        form.addRow(tr("Person"), self.person)
        form.setRowVisible(self.person, len(self._people) > 1)
        column.addLayout(form)
        for widget in (self.table, self.message, self.buttons):
            column.addWidget(widget)
        self._check()

    def _found(self, known: Mapping[str, str]) -> dict[str, str]:
        skeleton = self._people[self._person].skeleton
        names = skeleton.joint_names
        known = {role: name for role, name in known.items() if name in names}
        try:
            match = match_rig(skeleton, known or None)
        except RigError:
            return known
        self._doubts = match.doubts
        return {role: names[index] for role, index in match.joints.items()}

    def rig(self) -> Rig:
        """The chosen joints, axes and unit."""
        axes = FileAxes(self.up.currentData(), self.unit.currentData(), self.handedness.currentData())
        return Rig(self.joints(), axes)

    def joints(self) -> dict[str, str]:
        """The chosen joint names by role."""
        return {role: box.currentText() for role, box in self.choices.items() if box.currentIndex() > 0}

    def _check(self) -> None:
        chosen = self.joints()
        lacking = [joint_name(role) for role in REQUIRED if role not in chosen]
        twice = len(set(chosen.values())) < len(chosen)
        if lacking:
            self.message.setText(tr("Still required: {joints}.", joints=", ".join(lacking[:4])))
        elif twice:
            self.message.setText(tr("A joint is assigned twice."))
        else:
            kept = tr(
                "Stored for every clip with this skeleton. Joints with * are required, others are interpolated."
            )
            doubts = "".join(f"{doubt[:1].upper()}{doubt[1:]}. " for doubt in self._doubts)
            self.message.setText(doubts + kept)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not lacking and not twice)

    def save(self) -> Path:
        """Write what was chosen to the folder of rigs, for all clips with this skeleton; returns the file."""
        names = "\n".join(self._clip.skeleton.joint_names)
        path = rigs_folder() / f"{hashlib.sha256(names.encode()).hexdigest()[:12]}.json"
        save_rig(path, self._clip, self.rig())
        return path
