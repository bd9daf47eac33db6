"""The view of a data set's coverage: directions of bones, heights and tilts, and the poses of each subject."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from posestudio.app.common.joint_names import joint_title
from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.display.sphere_map import SphereMap
from posestudio.common.colours import Theme, palette
from posestudio.dataset.coverage import Coverage

_BONES = ("upper_arm", "forearm", "thigh", "shin")
_BARS = 30


class CoverageView(QWidget):
    """Shows a sentence about the subjects, spheres of directions, and histograms of height and tilt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.maps = {bone: SphereMap(joint_title(bone)) for bone in _BONES}
        self.height_plot = self._bars(tr("Height of the hips, in leg lengths"))
        self.tilt_plot = self._bars(tr("Tilt of the trunk, degrees"))
        grid = QGridLayout()
        for index, view in enumerate(self.maps.values()):
            grid.addWidget(view, *divmod(index, 2))
        grid.addWidget(self.height_plot, 2, 0)
        grid.addWidget(self.tilt_plot, 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.status)
        column.addLayout(grid)

    @staticmethod
    def _bars(text: str) -> pg.PlotWidget:
        plot = pg.PlotWidget()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.hideAxis("left")
        plot.setLabel("bottom", text)
        plot.setFixedHeight(96)
        plot.bars = pg.BarGraphItem(x=[], height=[], width=1)
        plot.addItem(plot.bars)
        return plot

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
        colours = palette(theme)
        for view in self.maps.values():
            view.set_theme(theme)
        for plot in (self.height_plot, self.tilt_plot):
            plot.setBackground(colours.background)
            plot.getAxis("bottom").setPen(colours.grid)
            plot.getAxis("bottom").setTextPen(colours.text)
            plot.bars.setOpts(brush=colours.curves[0], pen=colours.background)

    def show_coverage(self, found: Coverage, dropped: int = 0) -> None:
        """Show a coverage; ``dropped`` is the number of near-duplicates that were left out."""
        poses = len(found.height)
        parts = [tr_n("%n pose", "%n poses", poses)]
        if dropped:
            parts.append(tr_n("%n near-duplicate left out", "%n near-duplicates left out", dropped))
        self.status.setText(
            ", ".join(parts)
            + ". "
            + tr(
                "Training: {those}. Validation: {others}.",
                those=_names(found.training),
                others=_names(found.validation),
            )
        )
        for bone, view in self.maps.items():
            view.show_map(found.directions[bone])
        for plot, values, low, high in (
            (self.height_plot, found.height, 0, 1.6),
            (self.tilt_plot, found.tilt, 0, 180),
        ):
            counts, edges = np.histogram(values, _BARS, (low, high))
            plot.bars.setOpts(x=(edges[:-1] + edges[1:]) / 2, height=counts, width=edges[1] - edges[0])


def _names(subjects: list[tuple[str, int]], most: int = 8) -> str:
    """The names, those with the most poses first."""
    if not subjects:
        return tr("nobody")
    names = [f"{name} ({number(count)})" for name, count in sorted(subjects, key=lambda entry: -entry[1])]
    more = tr_n("and %n more", "and %n more", len(names) - most) if len(names) > most else ""
    return f"{', '.join(names[:most])} {more}".rstrip()
