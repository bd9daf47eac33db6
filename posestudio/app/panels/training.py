"""From a folder of BVH to weights of one's own: data, run, curves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.training_process import TrainingProcess
from posestudio.app.words import tr
from posestudio.colours import Theme, palette

PRESETS: tuple[tuple[str, dict[str, int]], ...] = (
    ("Five minutes", {"mlp": 1_000, "transformer": 600}),
    ("An hour", {"mlp": 14_000, "transformer": 6_500}),
    ("Overnight", {"mlp": 120_000, "transformer": 60_000}),
)
"""Steps on two processor cores in that time."""

BATCHES = {"mlp": 1024, "transformer": 256}
_CURVES = 20  # validations of a run, at least
_POSES = "poses.npz"


class TrainingPanel(QWidget):
    """Data and size of a run, Start and Stop, and its curves; what has been learnt can be used at once."""

    weights_ready = Signal(object)
    """The Path of a run's weights, to lift with."""
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._process = TrainingProcess(self)
        self._after: list[list[str]] = []  # commands that wait for the one that runs
        self._weights: Path | None = None
        self.data, self.folder = QLineEdit(), QLineEdit()
        self.data.setPlaceholderText(tr("Folder of BVH, or a poses file"))
        self.folder.setPlaceholderText(tr("Folder of the run"))
        self.model, self.preset = QComboBox(), QComboBox()
        self.model.addItems(list(BATCHES))
        self.preset.addItems([tr(title) for title, _ in PRESETS])
        self.start, self.stop, self.use = (
            QPushButton(tr(t)) for t in ("Start", "Stop and keep", "Lift with it")
        )
        self.words = QLabel(tr("Choose data and a folder for the run, then start."))
        self.words.setWordWrap(True)
        self.plot = pg.PlotWidget()
        self._make_plot()
        self._lay_out()
        self.start.clicked.connect(self.begin)
        self.stop.clicked.connect(self._stop)
        self.use.clicked.connect(lambda: self.weights_ready.emit(self._weights))
        self._process.told.connect(self._follow)
        self._process.ended.connect(self._ended)
        self._show_state()

    def _make_plot(self) -> None:
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setLabel("bottom", tr("Step"))
        self.plot.setLabel("left", tr("Energy score, mm"))
        self.plot.setToolTip(
            tr("How far samples lie from the truth, on people not trained on; less is better")
        )
        self.plot.addLegend(offset=(-8, 8))
        self.scores = self.plot.plot(name=tr("this run"), symbol="o", symbolSize=6)
        self.control = self.plot.plot(name=tr("always the mean pose"))
        self.plot.setMinimumHeight(140)
        self.set_theme("light")

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, field, choose in (
            (tr("Data"), self.data, self._ask_data),
            (tr("Run"), self.folder, self._ask_folder),
        ):
            button = QPushButton("...")
            button.setFixedWidth(32)
            button.setAccessibleName(title)
            button.clicked.connect(choose)
            row = QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(button)
            form.addRow(title, row)
        form.addRow(tr("Model"), self.model)
        form.addRow(tr("Length"), self.preset)
        buttons = QHBoxLayout()
        for button in (self.start, self.stop, self.use):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(buttons)
        column.addWidget(self.words)
        column.addWidget(self.plot, 1)

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        colours = palette(theme)
        self.plot.setBackground(colours.background)
        for name in ("left", "bottom"):
            self.plot.getAxis(name).setPen(colours.grid)
            self.plot.getAxis(name).setTextPen(colours.text)
        self.scores.setPen(pg.mkPen(colours.left, width=2))
        self.scores.setSymbolBrush(colours.left)
        self.control.setPen(pg.mkPen(colours.ghost, width=2))
        for _, label in self.plot.plotItem.legend.items:
            label.setText(label.text, color=pg.mkColor(colours.text))

    # -- running

    @property
    def running(self) -> bool:
        """Whether something is converted or trained."""
        return self._process.running

    def begin(self) -> None:
        """Train, or go on with the run in its folder; a folder of BVH is made a poses file first."""
        data, run = Path(self.data.text()), Path(self.folder.text())
        if not self.data.text() or not data.exists():
            self.words.setText(tr("Choose a folder of BVH files, or a poses file."))
            return
        if not self.folder.text():
            self.words.setText(tr("Choose a folder for the run."))
            return
        self._weights = None
        commands = []
        if data.suffix.lower() != ".npz":
            poses = run.with_name(f"{run.name}-{_POSES}")
            if not poses.exists():
                commands.append(["convert", str(data), "--out", str(poses), "--quiet"])
            data = poses
        commands.append(self._training(data, run))
        self.scores.setData([], [])
        self.control.setData([], [])
        self._after = commands
        self._go_on()

    def _training(self, data: Path, run: Path) -> list[str]:
        model = self.model.currentText()
        steps = PRESETS[self.preset.currentIndex()][1][model]
        every = max(steps // _CURVES, 50)
        resume = ["--resume"] if (run / "config.json").exists() else []
        return [
            *("train", "--data", str(data), "--out", str(run), "--model", model, "--steps", str(steps)),
            *("--batch", str(BATCHES[model]), "--validate-every", str(every), "--save-every", str(every)),
            *(*resume, "--events"),
        ]

    def _go_on(self) -> None:
        command = self._after.pop(0)
        self.words.setText(tr("Reading clips...") if command[0] == "convert" else tr("Starting..."))
        self._process.start(command)
        self._show_state()

    def _stop(self) -> None:
        self._after = []
        self.words.setText(tr("Saving..."))
        self._process.stop()

    def _follow(self, event: dict[str, Any]) -> None:
        if event["kind"] == "progress":
            left = round(event["seconds_left"] / 60)
            self.words.setText(
                f"Step {event['step']} of {event['steps']}, {event['rate']:.1f} a second, {left} min left. "
                f"Loss {event['loss']:.4f}, learning rate {event['learning_rate']:.1e}, "
                f"gradient {event['gradient_norm']:.2f}."
            )
        elif event["kind"] == "validated":
            x, y = self.scores.getData()
            steps = [*([] if x is None else x.tolist()), event["step"]]
            scores = [*([] if y is None else y.tolist()), event["scores"]["energy"]]
            self.scores.setData(steps, scores)
            self.control.setData([0, event["step"]], [event["control"]["energy"]] * 2)
        elif event["kind"] == "finished":
            self._weights = Path(event["weights"])

    def _ended(self, problem: str) -> None:
        weights = Path(self.folder.text()) / "weights.safetensors"
        if problem:
            self._after = []
            self.words.setText(problem)
            self.failed.emit(problem)
        elif self._after:
            self._go_on()
            return
        else:
            self._weights = weights if weights.exists() else None
            done = tr("Done.") if self._weights is not None else tr("Stopped before the first checkpoint.")
            self.words.setText(done)
        self._show_state()

    def _show_state(self) -> None:
        running = self._process.running
        self.start.setEnabled(not running)
        self.stop.setEnabled(running)
        self.use.setEnabled(not running and self._weights is not None)
        for field in (self.data, self.folder, self.model, self.preset):
            field.setEnabled(not running)

    def close_down(self) -> None:
        """Stop, keeping what has been learnt."""
        self._after = []
        self._process.close()

    # -- dialogs

    def _ask_data(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of BVH"), self.data.text())
        if name:
            self.data.setText(name)

    def _ask_folder(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Folder of the run"), self.folder.text() or "run")
        if name:
            self.folder.setText(name)
