"""The page of a run's settings, with the time and memory it would take and a preview of its pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import duration, number
from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import marked, tr
from posestudio.app.training.preview import COUNT, Preview
from posestudio.app.training.step_timing import StepTiming
from posestudio.app.work.tasks import Tasks
from posestudio.app.work.torch_import import import_torch
from posestudio.common.colours import Theme
from posestudio.dataset.camera_ranges import ELEVATION, FIELD_OF_VIEW, CameraRanges
from posestudio.dataset.poses import load_poses
from posestudio.training.config import BATCHES, LEARNING_RATES, TrainConfig

LENGTHS = ((marked("Five minutes"), 300), (marked("An hour"), 3_600), (marked("Overnight"), 36_000))
"""Titles and seconds; the number of steps follows from the measured time of a step."""

SIZES = (marked("small"), marked("medium"), marked("large"))
_PARAMETERIZATIONS = {
    marked("automatic"): ("", "l2"),
    marked("velocity (flow matching)"): ("flow", "l2"),
    marked("clean pose (EDM)"): ("preconditioned", "l2"),
    marked("noise, squared error"): ("noise", "l2"),
    marked("noise, absolute error"): ("noise", "l1"),
}
_VALIDATIONS = 20  # of a run, at least


class SettingsPage(QWidget):
    """The fields of a run's settings; ``arguments`` has them as arguments of ``posestudio train``."""

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._timing = StepTiming(self.network_arguments, self)
        self._steps_per_second, self._memory = 0.0, 0  # memory in bytes
        self._joints: np.ndarray | None = None  # of the poses that are previewed
        self._make_network_fields()
        self._make_data_fields()
        self.preview = Preview()
        self.status = QLabel()
        self.status.setWordWrap(True)
        self._lay_out()
        self._connect()

    def _make_network_fields(self) -> None:
        """The fields of the folder, the network and the length of the run."""
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(tr("Folder of the run"))
        self.model, self.network_size, self.length, self.device = (
            QComboBox(),
            QComboBox(),
            QComboBox(),
            QComboBox(),
        )
        self.model.addItems(list(BATCHES))
        self.network_size.addItems([tr(size) for size in SIZES])
        self.network_size.setCurrentIndex(1)
        self.length.addItems([*(tr(title) for title, _ in LENGTHS), tr("Steps:")])
        self.length.setCurrentIndex(1)
        self.device.addItem(tr("automatic"), "auto")
        self.steps, self.batch = QSpinBox(), QSpinBox()
        self.steps.setRange(1, 100_000_000)
        self.steps.setValue(14_000)
        self.steps.setGroupSeparatorShown(True)
        self.batch.setRange(1, 1_000_000)
        self.batch.setValue(BATCHES["mlp"])
        self.learning_rate = QDoubleSpinBox()
        self.learning_rate.setDecimals(5)
        self.learning_rate.setRange(1e-5, 0.1)
        self.learning_rate.setSingleStep(1e-4)
        self.learning_rate.setValue(LEARNING_RATES["mlp"])
        self.parameterization = QComboBox()
        for title, (denoiser, norm) in _PARAMETERIZATIONS.items():
            self.parameterization.addItem(tr(title), (denoiser, norm))
        for box in (self.parameterization, self.model, self.network_size, self.length, self.device):
            # As wide as the form allows: the longest items may be cut off.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
        self.parameterization.setToolTip(
            tr(
                "What the network predicts. Automatic: the velocity, or what the weights to start from predict."
            )
        )
        self.start = QLineEdit()
        self.start.setPlaceholderText(tr("File (default: random)"))

    def _make_data_fields(self) -> None:
        """The fields of the poses, cameras and people."""
        self.expansion = QSpinBox()
        self.expansion.setRange(0, 100)
        self.expansion.setSuffix(" %")
        self.expansion.setToolTip(
            tr(
                "Share of synthetic poses, sampled within the joint limits of the data, to train on more poses than"
                " were captured."
            )
        )
        self.augment = QCheckBox(tr("Recombine, reshape and mirror bodies"))
        self.augment.setChecked(True)
        self.all_subjects = QCheckBox(tr("Include validation subjects (final run)"))
        self.all_subjects.setToolTip(
            tr("Trains on everybody. Validation scores are then no longer meaningful.")
        )
        self.elevation = [self._degrees(value, -90, 90) for value in ELEVATION]
        self.fov = [self._degrees(value, 5, 150) for value in FIELD_OF_VIEW]
        self.held_out = QLineEdit()
        self.held_out.setPlaceholderText(tr("13, 135, salsa; or every tenth subject"))
        self.held_out.setToolTip(tr("Subjects or clips, separated by commas, that are not trained on"))

    def _connect(self) -> None:
        self._timing.began.connect(lambda: self.status.setText(tr("Measuring how long a step takes...")))
        self._timing.measured.connect(self._show_timing)
        self._timing.ended.connect(self._timing_ended)
        self.model.currentTextChanged.connect(self._set_pace)
        for box in (self.model, self.network_size, self.device):
            box.currentIndexChanged.connect(self._measure_soon)
        self.batch.valueChanged.connect(self._measure_soon)
        self.length.currentIndexChanged.connect(self._set_steps)
        self.steps.valueChanged.connect(self._steps_typed)
        self.augment.toggled.connect(self._show_preview)
        for spin in (self.expansion, *self.elevation, *self.fov):
            spin.valueChanged.connect(self._show_preview)
            spin.valueChanged.connect(self.changed)
        self.folder.textChanged.connect(self.changed)

    @staticmethod
    def _degrees(value: float, low: int, high: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(low, high)
        spin.setValue(round(value))
        spin.setSuffix("°")
        return spin

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        choose = QPushButton("...")
        choose.setFixedWidth(32)
        choose.setAccessibleName(tr("Run"))
        choose.clicked.connect(self._ask_folder)
        form.addRow(tr("Run"), _row(self.folder, choose))
        form.addRow(tr("Network"), _row(self.model, self.network_size))
        form.addRow(tr("Length"), _row(self.length, self.steps))
        form.addRow(tr("Batch"), _row(self.batch, QLabel(tr("poses"))))
        form.addRow(tr("Learning rate"), self.learning_rate)
        form.addRow(tr("Prediction"), self.parameterization)
        form.addRow(tr("Device"), self.device)
        form.addRow(tr("Validate with"), self.held_out)
        form.addRow(tr("Start from weights"), self.start)
        form.addRow(tr("Camera pitch"), _row(self.elevation[0], QLabel(tr("to")), self.elevation[1]))
        form.addRow(tr("Field of view"), _row(self.fov[0], QLabel(tr("to")), self.fov[1]))
        form.addRow(tr("Synthetic poses"), self.expansion)
        form.addRow(self.augment)
        form.addRow(self.all_subjects)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addLayout(form)
        column.addWidget(self.preview)
        column.addWidget(self.status)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
        self.preview.set_theme(theme)

    # -- arguments

    def network_arguments(self) -> list[str]:
        """The arguments on which the duration of a step depends."""
        return [
            *("--model", self.model.currentText(), "--size", SIZES[self.network_size.currentIndex()]),
            *("--batch", str(self.batch.value()), "--device", str(self.device.currentData())),
        ]

    def arguments(self, data: Path) -> list[str]:
        """The arguments of ``posestudio train`` with these settings."""
        steps = self.steps.value()
        every = max(steps // _VALIDATIONS, min(50, steps))
        begin = ["--start", self.start.text()] if self.start.text() else []
        denoiser, norm = self.parameterization.currentData()
        predicted = ["--denoiser", denoiser, "--loss", norm] if denoiser else []
        return [
            *("train", "--data", str(data), "--out", self.folder.text(), *self.network_arguments()),
            *("--steps", str(steps), "--learning-rate", f"{self.learning_rate.value():g}", *begin),
            *predicted,
            *("--expansion", f"{self.expansion.value() / 100:g}", "--held-out", self.held_out.text()),
            *("--elevation", *(str(spin.value()) for spin in self.elevation)),
            *("--field-of-view", *(str(spin.value()) for spin in self.fov)),
            *(["--augment"] if self.augment.isChecked() else ["--no-augment"]),
            *(["--all-subjects"] if self.all_subjects.isChecked() else []),
            *(
                "--validate-every",
                str(every),
                "--save-every",
                str(min(every, 500)),
                "--sample-every",
                str(every),
            ),
        ]

    def _set_pace(self, model: str) -> None:
        self.batch.setValue(BATCHES[model])
        self.learning_rate.setValue(LEARNING_RATES[model])

    def held_out_names(self) -> list[str]:
        """The subjects and clips to validate with; empty for the default ones."""
        return [name.strip() for name in self.held_out.text().split(",") if name.strip()]

    def problem(self) -> str:
        """Why a run cannot start with these settings; empty when it can."""
        if not self.folder.text():
            return tr("Choose a folder for the run.")
        for text, spins in ((tr("Camera pitch"), self.elevation), (tr("Field of view"), self.fov)):
            if spins[0].value() > spins[1].value():
                return tr("{what}: the first number must not be above the second.", what=text)
        return ""

    def adopt(self, config: TrainConfig, folder: Path) -> None:
        """Show the settings of another run, for one in ``folder``."""
        self.folder.setText(str(folder))
        self.model.setCurrentText(config.model)
        self.batch.setValue(config.batch)
        self.learning_rate.setValue(config.learning_rate)
        self.expansion.setValue(round(config.expansion * 100))
        self.augment.setChecked(config.augment)
        self.all_subjects.setChecked(config.all_subjects)
        self.start.setText(config.start)
        self.held_out.setText(", ".join(config.held_out))
        norm = config.denoiser_options.get("norm", "l2")
        choices = list(_PARAMETERIZATIONS.values())
        self.parameterization.setCurrentIndex(
            choices.index(known) if (known := (config.denoiser, norm)) in choices else 0
        )
        for spins, values in ((self.elevation, config.elevation), (self.fov, config.field_of_view)):
            for spin, value in zip(spins, values, strict=True):
                spin.setValue(round(value))
        self.length.setCurrentIndex(len(LENGTHS))
        self.steps.setValue(config.steps)

    # -- time and memory

    def showEvent(self, event: object) -> None:
        self._measure_soon()

    def _measure_soon(self) -> None:
        if self.isVisible():
            self._timing.measure_soon()

    def _show_timing(self, event: dict[str, Any]) -> None:
        """Show the measured time and memory, and the devices of this machine."""
        self._steps_per_second = event["rate"]
        self._memory = event["memory"]
        chosen = self.device.currentData()
        with QSignalBlocker(self.device):
            while self.device.count() > 1:
                self.device.removeItem(1)
            for device in event["devices"]:
                title = device["title"]
                if device["memory"]:
                    title = tr("{device}, {number} GB", device=title, number=number(device["memory"] / 1e9))
                self.device.addItem(title, device["name"])
            self.device.setCurrentIndex(max(self.device.findData(chosen), 0))
        self._set_steps()

    def _timing_ended(self, problem: str) -> None:
        if problem:
            self.status.setText(problem)
        if self._timing.outdated:
            self._measure_soon()

    def _set_steps(self) -> None:
        """Set as many steps as fit into the selected time."""
        index = self.length.currentIndex()
        if index < len(LENGTHS) and self._steps_per_second:
            with QSignalBlocker(self.steps):
                self.steps.setValue(max(int(self._steps_per_second * LENGTHS[index][1]) // 100 * 100, 100))
        self._show_duration()

    def _steps_typed(self) -> None:
        with QSignalBlocker(self.length):
            self.length.setCurrentIndex(len(LENGTHS))
        self._show_duration()

    def _show_duration(self) -> None:
        if self._steps_per_second:
            self.status.setText(
                tr(
                    "About {time} at {rate} steps per second, with {memory} MB of memory.",
                    time=duration(self.steps.value() / self._steps_per_second),
                    rate=number(self._steps_per_second, 1),
                    memory=number(self._memory / 1e6),
                )
            )

    # -- preview

    def use_poses(self, path: Path | None) -> None:
        """Use the poses of a file for the preview."""
        self._joints = None
        if path is not None:
            self._tasks.run(
                lambda: load_poses(path).joints[:: _stride(path)], self._joints_read, lambda _: None
            )

    def _joints_read(self, joints: np.ndarray) -> None:
        self._joints = joints
        self._show_preview()

    def _show_preview(self) -> None:
        pairs = (self.elevation, self.fov)
        if self._joints is None or any(low.value() > high.value() for low, high in pairs):
            return
        ranges = CameraRanges(self._pair(self.elevation), self._pair(self.fov))
        work = partial(
            _pictures, self._joints, self.augment.isChecked(), self.expansion.value() / 100, ranges
        )
        self._tasks.run(work, lambda seen: self.preview.show_pictures(*seen), lambda _: None)

    @staticmethod
    def _pair(spins: list[QSpinBox]) -> tuple[float, float]:
        return float(spins[0].value()), float(spins[1].value())

    def _ask_folder(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Folder of the run"), self.folder.text() or "run")
        if name:
            self.folder.setText(name)

    def close_down(self) -> None:
        """End the measurement."""
        self._timing.close()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QLabel | QPushButton) else 1)
    return row


def _stride(path: Path) -> int:
    """The step between poses for the preview: 1 for a small file, more for a large one."""
    return max(1, path.stat().st_size // 5_000_000)


def _pictures(
    joints: np.ndarray, augment: bool, expansion: float, ranges: CameraRanges
) -> tuple[np.ndarray, np.ndarray]:
    import_torch()
    from posestudio.dataset.preview import preview

    return preview(joints, COUNT, augment, expansion, ranges)
