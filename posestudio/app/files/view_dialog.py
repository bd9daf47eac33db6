"""The dialog that asks which camera took a second view: one of a file, or one to be found from the pose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.spacing import GRID
from posestudio.app.common.translation import tr, tr_n
from posestudio.geometry.camera import Camera

_WIDTH = 420
_INDENT = 24


class ViewCameraDialog(QDialog):
    """Asks for the camera of view 2; of a file of several cameras also for that of view 1, whose camera is
    ``first_known`` or not.

    ``names`` are those of both views' files. ``choose_file`` lets the user choose a file, and then calls
    `show_cameras`, or `show_problem` where it cannot be read.
    """

    def __init__(
        self,
        names: tuple[str, str],
        *,
        first_known: bool,
        choose_file: Callable[[ViewCameraDialog], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Camera of the second view"))
        self._names, self._first_known = names, first_known
        self._cameras: Mapping[str, Camera] = {}
        question = QLabel(tr("Where did the camera of {name} stand?", name=names[1]))
        self.unknown = QRadioButton(tr("Not known: find it from the pose"))
        self.known = QRadioButton(tr("As a camera or calibration file says"))
        self.unknown.setChecked(True)
        self.file_button = QPushButton(tr("Choose file..."))
        self.file_label = QLabel()
        self.first, self.second = QComboBox(), QComboBox()
        self.problem = QLabel()
        for label in (question, self.problem, self.file_label):
            label.setWordWrap(True)
        question.setMinimumWidth(_WIDTH)
        self._form_widget = QWidget()
        form = QFormLayout(self._form_widget)
        form.setContentsMargins(_INDENT, 0, 0, 0)
        form.addRow(self.file_button, self.file_label)
        form.addRow(tr("View 1"), self.first)
        form.addRow(tr("View 2"), self.second)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        for widget in (question, self.unknown, self.known, self._form_widget, self.problem, self.buttons):
            column.addWidget(widget)
        self.known.toggled.connect(self._show_state)
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(self._show_state)
        self.file_button.clicked.connect(lambda: choose_file(self))
        self._form = form
        self._show_state()

    def show_cameras(self, path: Path, cameras: Mapping[str, Camera]) -> None:
        """Offer the cameras of a file, by their names."""
        self._cameras = cameras
        count = len(cameras)
        self.file_label.setText(
            path.name
            if count == 1
            else tr_n("{name}: %n camera", "{name}: %n cameras", count, name=path.name)
        )
        self.first.clear()
        self.second.clear()
        self.first.addItem(tr("As it is"), None)
        for name in cameras:
            self.first.addItem(name, name)
            self.second.addItem(name, name)
        if count > 1:
            first, second = likely_cameras(list(cameras), self._names)
            self.first.setCurrentIndex(first + 1)
            self.second.setCurrentIndex(second)
        self.known.setChecked(True)
        self._show_state()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the file that was chosen."""
        self._show_state()
        self._say(text)

    @property
    def camera(self) -> Camera | None:
        """View 2's; None where it is to be found."""
        return self._cameras[self.second.currentData()] if self.known.isChecked() and self._cameras else None

    @property
    def first_camera(self) -> Camera | None:
        """View 1's; None where it stays as it is."""
        name = self.first.currentData()
        return self._cameras[name] if self.known.isChecked() and name is not None else None

    def _show_state(self, *_: object) -> None:
        """Enable what can be used, and say what is missing."""
        known, several = self.known.isChecked(), len(self._cameras) > 1
        self._form_widget.setEnabled(True)
        self._form.setRowVisible(self.first, known and several)
        self._form.setRowVisible(self.second, known and several)
        problem = self._missing() if known else ""
        self._say(problem)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def _say(self, problem: str) -> None:
        """Show a sentence, all of it, or none."""
        self.problem.setText(problem)
        self.problem.setMinimumHeight(self.problem.heightForWidth(_WIDTH) if problem else 0)
        self.problem.setVisible(bool(problem))
        self.adjustSize()

    def _missing(self) -> str:
        """What has to be chosen still, or differently."""
        if not self._cameras:
            return tr("Choose a file first.")
        if self.first.currentData() is not None and self.first.currentData() == self.second.currentData():
            return tr("The two views have different cameras: choose another one for view 2.")
        if self.first.currentData() is None and not self._first_known:
            if len(self._cameras) > 1:
                return tr("View 1's camera is not known yet: choose it, too.")
            return tr(
                "View 1's camera is not known, so that of view 2 alone says nothing. Open view 1's camera file first,"
                " choose a file of both cameras, or let view 2's be found from the pose."
            )
        return ""


def likely_cameras(cameras: Sequence[str], names: tuple[str, str]) -> tuple[int, int]:
    """Which two of several ``cameras`` took the files of these names: those whose names are parts of the files', else
    the first that is left."""
    chosen: list[int] = []
    for name in names:
        left = [index for index in range(len(cameras)) if index not in chosen]
        named = [index for index in left if cameras[index].lower() in Path(name).stem.lower()]
        chosen.append(max(named, key=lambda index: len(cameras[index]), default=left[0]))
    return chosen[0], chosen[1]
