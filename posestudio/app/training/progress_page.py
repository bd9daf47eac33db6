"""The page of a run under way: its curves, and whether poses sampled by the network are shown in the 3D view."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from posestudio.app.common.numbers import duration, number
from posestudio.app.common.translation import tr
from posestudio.app.training.curves import Curves
from posestudio.body.feet import with_heels


class ProgressPage(QWidget):
    """Shows the events of a training; see `posestudio.learning.events`."""

    sampled = Signal(object)
    """(poses (pictures, hypotheses, 29, 3), truth (pictures, 29, 3)) to be shown, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: tuple[np.ndarray, np.ndarray] | None = None
        self.curves = Curves()
        self.shows_samples = QCheckBox(tr("Show sampled poses in the 3D view"))
        self.shows_samples.setChecked(True)
        self.shows_samples.toggled.connect(self._show_samples)
        column = QVBoxLayout(self)
        column.addWidget(self.curves, 1)
        column.addWidget(self.shows_samples)

    def follow(self, event: dict[str, Any]) -> None:
        """Show an event, if it has numbers or poses."""
        if event["kind"] == "progress":
            self.curves.add_loss(event["step"], event["loss"])
        elif event["kind"] == "validated":
            energies = (event[name]["energy"] for name in ("scores", "training", "control"))
            self.curves.add_validation(event["step"], *energies)
        elif event["kind"] == "sampled":
            poses, truth = (np.array(event[name], np.float32) for name in ("poses", "truth"))
            self._samples = with_heels(poses), with_heels(truth)
            self._show_samples()

    def end(self) -> None:
        """Remove the samples from the 3D view: the run has ended."""
        self._samples = None
        self.sampled.emit(None)

    def _show_samples(self) -> None:
        self.sampled.emit(self._samples if self.shows_samples.isChecked() else None)


def progress_text(event: dict[str, Any]) -> str:
    """A sentence about an event ``progress``."""
    return tr(
        "Step {step} of {steps}, {rate} per second, {left} left. Loss {loss}, learning rate {lr}, gradient"
        " {gradient}.",
        step=number(event["step"]),
        steps=number(event["steps"]),
        rate=number(event["rate"], 1),
        left=duration(event["seconds_left"]),
        loss=number(event["loss"], 4),
        lr=f"{event['learning_rate']:.1e}",
        gradient=number(event["gradient_norm"], 2),
    )
