"""The panel of the virtual camera: its orbit and field of view as numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from posestudio.app.common.fields import SliderField
from posestudio.app.common.translation import tr
from posestudio.app.model.camera_orbit import FARTHEST, NEAREST, STEEPEST
from posestudio.app.model.document import Document

_TITLES = {
    "azimuth": ("Azimuth", "Angle around the person; 0 is the front, positive is towards the person's left"),
    "elevation": ("Elevation", "Angle of view; positive from above, negative from below"),
    "roll": ("Roll", "Angle about the line of sight"),
    "distance": ("Distance", "Distance from the point that the camera looks at"),
    "fov": ("Field of view", "Vertical; small for a telephoto lens, large for a wide-angle one"),
}


class CameraPanel(QWidget):
    """Shows and changes the document's camera."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.fields = {
            "azimuth": SliderField("Azimuth", -180, 180, unit="°", wraps=True, parent=self),
            "elevation": SliderField("Elevation", -STEEPEST, STEEPEST, unit="°", parent=self),
            "roll": SliderField("Roll", -180, 180, unit="°", wraps=True, parent=self),
            "distance": SliderField(
                "Distance", NEAREST, FARTHEST, unit=" m", decimals=2, logarithmic=True, parent=self
            ),
            "fov": SliderField("Field of view", 5, 120, unit="°", parent=self),
        }
        self.reset = QPushButton(tr("Face the person"))
        self.reset.setToolTip(tr("Look at the person from the front, level"))
        self.reset.clicked.connect(self._face)
        self.remark = QLabel()
        self.remark.setWordWrap(True)
        grid = QGridLayout()
        for row, (name, field) in enumerate(self.fields.items()):
            title, tip = _TITLES[name]
            label = QLabel(tr(title))
            for widget in (label, field.slider, field.spin):
                widget.setToolTip(tr(tip))
            grid.addWidget(label, row, 0)
            grid.addWidget(field.slider, row, 1)
            grid.addWidget(field.spin, row, 2)
            field.changed.connect(partial(self._change, name))
            field.pressed.connect(document.begin_gesture)
            field.released.connect(document.end_gesture)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.addLayout(grid)
        column.addWidget(self.reset)
        column.addWidget(self.remark)
        column.addStretch()
        document.changed.connect(self._follow)
        self._follow(frozenset({"camera"}))

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
        given = "".join(f"{sentence}\n" for sentence in state.camera.remarks())
        if state.camera.assumed:
            given = "The lens and position of this camera are assumed; open a camera file to replace it.\n"
        self.remark.setText(f"{given}Picture of {width} x {height} pixels")

    def _change(self, name: str, value: float) -> None:
        if not self.fields[name].sliding:
            self._document.brief_gesture(f"camera {name}")
        self._document.set_orbit(
            replace(self._document.orbit, **{name: value}), f"Camera: {_TITLES[name][0].lower()}"
        )

    def _face(self) -> None:
        orbit = replace(self._document.orbit, azimuth=0.0, elevation=0.0, roll=0.0)
        if orbit != self._document.orbit:
            self._document.set_orbit(orbit, "Face the person")
