"""The inspector's page of the virtual camera: its orbit and lens as numbers, and a field of view that is inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QVBoxLayout, QWidget

from posestudio.app.common.fields import SliderField
from posestudio.app.common.icons import icon
from posestudio.app.common.remarks import said
from posestudio.app.common.spacing import GRID, PANEL
from posestudio.app.common.translation import marked, tr
from posestudio.app.model.camera_orbit import FARTHEST, NEAREST, STEEPEST
from posestudio.app.model.document import Document
from posestudio.app.panels.inspector.rows import button, command_button, in_rows

_STEPS = {
    "azimuth": marked("Camera: azimuth"),
    "elevation": marked("Camera: elevation"),
    "roll": marked("Camera: roll"),
    "distance": marked("Camera: distance"),
    "fov": marked("Camera: field of view"),
}
"""Names in the undo history."""


class CameraPanel(QWidget):
    """Shows and changes the document's camera; ``commands`` are actions of the window about it."""

    infer_requested = Signal()
    """The field of view is to be inferred from the people in the picture."""

    def __init__(
        self, document: Document, commands: Sequence[QAction] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.fields = {
            "azimuth": SliderField(tr("Azimuth"), -180, 180, unit="°", wraps=True, parent=self),
            "elevation": SliderField(tr("Elevation"), -STEEPEST, STEEPEST, unit="°", parent=self),
            "roll": SliderField(tr("Roll"), -180, 180, unit="°", wraps=True, parent=self),
            "distance": SliderField(
                tr("Distance"), NEAREST, FARTHEST, unit=" m", decimals=2, logarithmic=True, parent=self
            ),
            "fov": SliderField(tr("Field of view"), 5, 120, unit="°", parent=self),
        }
        self.infer = button(
            tr("Infer field of view"),
            tr("Find the field of view with which the poses of all people in the picture fit best"),
        )
        self.infer.clicked.connect(self.infer_requested)
        self.reset = button(tr("Reset view of person"), tr("Look at the person from the front, level"))
        self.reset.clicked.connect(self._face)
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        grid = QGridLayout()
        titles = _titles()
        for row, (name, field) in enumerate(self.fields.items()):
            title, tip = titles[name]
            label = QLabel(title)
            for widget in (label, field.slider, field.spin):
                widget.setToolTip(tip)
            grid.addWidget(label, row, 0)
            grid.addWidget(field.slider, row, 1)
            grid.addWidget(field.spin, row, 2)
            field.changed.connect(partial(self._change, name))
            field.pressed.connect(document.begin_gesture)
            field.released.connect(document.end_gesture)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*PANEL)
        column.setSpacing(GRID)
        column.addLayout(grid)
        self.commands = [command_button(action) for action in commands]
        column.addLayout(in_rows(self.infer, self.reset, *self.commands, columns=1))
        column.addWidget(self.remark)
        column.addStretch()
        document.changed.connect(self._follow)
        self._follow(frozenset({"camera"}))

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        ink = QApplication.palette().color(QPalette.ColorRole.ButtonText)
        for one, name in ((self.infer, "search"), (self.reset, "reset")):
            one.setIcon(icon(name, ink))

    def _follow(self, names: frozenset[str]) -> None:
        if not names & {"camera", "target", "source"}:
            return
        state = self._document.state
        self.setEnabled(not state.empty)
        self.remark.setVisible(not state.empty)
        orbit = self._document.orbit
        for name, field in self.fields.items():
            field.show(getattr(orbit, name))
        width, height = state.camera.size
        given = "".join(f"{said(sentence)}\n" for sentence in state.camera.remarks())
        if state.camera.assumed:
            assumed = tr(
                "The lens and position of this camera are assumed; open a camera file to replace it."
            )
            given = f"{assumed}\n"
        size = tr("Image {width} x {height}", width=width, height=height)
        self.remark.setText(f"{given}{size}")

    def _change(self, name: str, value: float) -> None:
        if not self.fields[name].sliding:
            self._document.brief_gesture(f"camera {name}")
        self._document.set_orbit(replace(self._document.orbit, **{name: value}), tr(_STEPS[name]))

    def _face(self) -> None:
        orbit = replace(self._document.orbit, azimuth=0.0, elevation=0.0, roll=0.0)
        if orbit != self._document.orbit:
            self._document.set_orbit(orbit, tr("Reset view of person"))


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "azimuth": (
            tr("Azimuth"),
            tr("Angle around the person; 0 is the front, positive is towards the person's left"),
        ),
        "elevation": (tr("Elevation"), tr("Angle of view; positive from above, negative from below")),
        "roll": (tr("Roll"), tr("Angle about the line of sight")),
        "distance": (tr("Distance"), tr("Distance from the point that the camera looks at")),
        "fov": (
            tr("Field of view"),
            tr("Vertical; small for a telephoto lens, large for a wide-angle one"),
        ),
    }
