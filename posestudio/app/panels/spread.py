"""The panel of the hypotheses' spread at each denoising step."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from posestudio.app.common.theme import palette_of
from posestudio.app.common.translation import tr
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.trajectory import Trajectory
from posestudio.common.colours import Theme, palette

_MILLIMETRES = 1000.0


class SpreadPanel(QWidget):
    """Two curves over the denoising steps, of the noisy samples and of the denoised estimates, and a line at the
    playback's position. A click goes to a step."""

    def __init__(self, playback: StepPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self.plot = pg.PlotWidget()
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setLabel("bottom", tr("Denoising step"))
        self.plot.setLabel("left", tr("Spread, mm"))
        self.plot.setAccessibleName(tr("Spread of the hypotheses over the steps"))
        self.noisy, self.clean = self.plot.plot(), self.plot.plot()
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setContentsMargins(4, 0, 4, 0)
        self.line = pg.InfiniteLine(angle=90)
        self.plot.addItem(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.legend)
        column.addWidget(self.plot)
        self.setMinimumHeight(120)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        playback.moved.connect(lambda: self.line.setValue(playback.position))
        self.line.setValue(playback.position)
        self.set_theme("light")

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        colours = palette(theme)
        self.plot.setBackground(colours.background)
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(colours.grid)
            axis.setTextPen(colours.text)
        accent = palette_of(theme).color(QPalette.ColorRole.Highlight)
        text = QColor(*colours.text)
        self.noisy.setPen(pg.mkPen(accent, width=2))
        self.clean.setPen(pg.mkPen(text, width=2, style=Qt.PenStyle.DashLine))
        self.line.setPen(pg.mkPen(colours.hover, width=1))
        names = (
            (accent, "\u2014\u2014", tr("Noisy sample x_t")),
            (text, "- - -", tr("Denoised estimate x_0")),
        )
        self.legend.setText(
            "&nbsp;&nbsp; ".join(
                f'<span style="color:{c.name()}">{line}</span> {name}' for c, line, name in names
            )
        )

    def show_trajectory(self, trajectory: Trajectory | None) -> None:
        """Draw the curves of a trajectory, or none."""
        for curve, denoised in ((self.noisy, False), (self.clean, True)):
            spread = np.zeros(0) if trajectory is None else trajectory.spread(denoised) * _MILLIMETRES
            curve.setData(np.arange(len(spread)), spread)

    def _clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.go_to(self.plot.plotItem.vb.mapSceneToView(event.scenePos()).x())

    def go_to(self, step: float) -> None:
        """Stop playing, and show the position nearest to ``step``."""
        self._playback.pause()
        self._playback.go(step)
