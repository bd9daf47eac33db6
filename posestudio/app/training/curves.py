"""The curves of a run: its loss and validation scores by step, and the validation scores of other runs."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.colours import Theme, palette
from posestudio.training.run_list import RunSummary

_MOST_POINTS = 2000  # drawn; a run of a night has more
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


class Curves(QWidget):
    """Two plots over the same steps: energy scores (held-out people, poses trained on, the mean pose) and the
    training loss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = "light"
        self.energy, self.loss = pg.PlotWidget(), pg.PlotWidget()
        for plot, text in ((self.energy, tr("Energy score (mm)")), (self.loss, tr("Loss"))):
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.setLabel("left", text)
            plot.getAxis("left").setWidth(52)
            plot.setMinimumHeight(110)
            plot.plotItem.layout.setContentsMargins(0, 8, 8, 0)  # else the uppermost number is cut
            # Take the height there is: their own hint, 480 pixels each, made the panel scroll.
            plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.loss.setLabel("bottom", tr("Step"))
        self.loss.setXLink(self.energy)
        self.loss.setLogMode(y=True)
        self.loss.getAxis("left").setTickDensity(0.4)
        self.energy.setToolTip(
            tr(
                "Energy score of the sampled poses; lower is better. When it rises in validation while it "
                "falls in training, the network overfits; the best weights are stored."
            )
        )
        self.energy.addLegend(offset=(-8, 8))
        self.held_out = self.energy.plot(name=tr("validation"), symbol="o", symbolSize=6)
        self.trained_on = self.energy.plot(name=tr("training"), symbol="o", symbolSize=4)
        self.mean_pose = self.energy.plot(name=tr("mean-pose baseline"))
        self.best = pg.ScatterPlotItem(symbol="star", size=14, name=tr("best so far"))
        self.energy.addItem(self.best)
        self.losses = self.loss.plot()
        self._others: list[pg.PlotDataItem] = []
        self._compared: list[RunSummary] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.energy, 3)
        column.addWidget(self.loss, 2)
        self.clear()
        self.set_theme("light")

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
        self._theme = theme
        colours = palette(theme)
        for plot in (self.energy, self.loss):
            plot.setBackground(colours.background)
            for name in ("left", "bottom"):
                plot.getAxis(name).setPen(colours.grid)
                plot.getAxis(name).setTextPen(colours.text)
        for curve, rgb in (
            (self.held_out, colours.curves[0]),
            (self.trained_on, colours.curves[1]),
            (self.losses, colours.curves[1]),
            (self.mean_pose, colours.ghost),
        ):
            curve.setPen(pg.mkPen(rgb, width=2))
            curve.setSymbolBrush(rgb)
        self.best.setBrush(pg.mkBrush(colours.hover))
        self._colour_legend()

    def _colour_legend(self) -> None:
        for _, label in self.energy.plotItem.legend.items:
            label.setText(label.text, color=pg.mkColor(palette(self._theme).text))

    def clear(self) -> None:
        """Remove the curves of the run."""
        self._steps: list[int] = []
        self._losses: list[float] = []
        self._validations: list[tuple[int, float, float]] = []
        self._draw(float("nan"))
        self.losses.setData([], [])

    def begin(self, run: RunSummary) -> None:
        """Draw a run from its log."""
        self.clear()
        self._validations = list(run.curve)
        self._draw(run.control)
        for step, loss in run.losses:
            self._append(step, loss)
        self._draw_losses()

    def add_loss(self, step: int, loss: float) -> None:
        """Add a point; those of this step and later ones, from before the run was continued, are removed."""
        self._append(step, loss)
        self._draw_losses()

    def _append(self, step: int, loss: float) -> None:
        while self._steps and self._steps[-1] >= step:
            self._steps.pop()
            self._losses.pop()
        self._steps.append(step)
        self._losses.append(loss)

    def _draw_losses(self) -> None:
        stride = max(1, len(self._steps) // _MOST_POINTS)
        first = (len(self._steps) - 1) % stride if self._steps else 0  # so that the newest point is drawn
        self.losses.setData(self._steps[first::stride], self._losses[first::stride])
        self._show_all_steps()

    def _show_all_steps(self) -> None:
        """Extend both plots to the last step of any curve."""
        ends = [self._steps[-1:], [entry[0] for entry in self._validations[-1:]]]
        ends += [[entry[0] for entry in run.curve[-1:]] for run in self._compared]
        self.energy.setXRange(0, max([step for steps in ends for step in steps], default=1), padding=0.02)

    def add_validation(self, step: int, held_out: float, trained_on: float, mean_pose: float) -> None:
        """Add a validation: energy scores of held-out people, of poses trained on and of the mean pose."""
        self._validations = [entry for entry in self._validations if entry[0] < step]
        self._validations.append((step, held_out, trained_on))
        self._draw(mean_pose)

    def _draw(self, mean_pose: float) -> None:
        table = np.array(self._validations, float).reshape(-1, 3)
        self.held_out.setData(table[:, 0], table[:, 1])
        seen = np.isfinite(table[:, 2])
        self.trained_on.setData(table[seen, 0], table[seen, 2])
        known = len(table) and np.isfinite(mean_pose)
        self.mean_pose.setData([0, table[-1, 0]] if known else [], [mean_pose] * 2 if known else [])
        best = table[np.argmin(table[:, 1])][:2] if len(table) else None
        self.best.setData(pos=[] if best is None else [best])
        self._show_all_steps()
        if len(table):  # without the mean pose, whose score is far higher
            low, high = np.nanmin(table[:, 1:]), np.nanmax(table[:, 1:])
            self.energy.setYRange(low - 0.05 * (high - low) - 1, high + 0.1 * (high - low) + 1, padding=0)

    def compare(self, runs: list[RunSummary]) -> None:
        """Also draw the held-out curves of these runs."""
        for item in self._others:
            self.energy.removeItem(item)
        self._others = []
        self._compared = list(runs)
        self._show_all_steps()
        colours = palette(self._theme)
        for index, run in enumerate(runs):
            pen = pg.mkPen(colours.middle, width=2, style=_STYLES[index % len(_STYLES)])
            steps, energies = [entry[0] for entry in run.curve], [entry[1] for entry in run.curve]
            self._others.append(self.energy.plot(steps, energies, pen=pen, name=run.folder.name))
        self._colour_legend()
