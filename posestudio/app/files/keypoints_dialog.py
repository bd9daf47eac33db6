"""Asks for what a keypoint file does not say: the order of its keypoints, or the size of its pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QWidget

from posestudio.app.common.translation import tr
from posestudio.body.keypoint_orders import KEYPOINT_ORDERS
from posestudio.errors import KeypointsError, LayoutUnknown, SizeUnknown

USUAL_SIZE = (1280, 720)
LARGEST = 99_999


class KeypointsDialog(QDialog):
    """A choice of layouts where ``problem`` is that none is known, width and height where it is the size."""

    def __init__(self, name: str, problem: KeypointsError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open keypoints"))
        form = QFormLayout(self)
        said = QLabel(_question(name, problem))
        said.setWordWrap(True)
        said.setMinimumWidth(360)
        form.addRow(said)
        self.layouts = QComboBox()
        self.width_field = QSpinBox(minimum=1, maximum=LARGEST, suffix=" px", value=USUAL_SIZE[0])
        self.height_field = QSpinBox(minimum=1, maximum=LARGEST, suffix=" px", value=USUAL_SIZE[1])
        self._asks_layout = isinstance(problem, LayoutUnknown)
        self._asks_size = isinstance(problem, SizeUnknown)
        if isinstance(problem, LayoutUnknown):
            for layout in problem.layouts or tuple(KEYPOINT_ORDERS):
                self.layouts.addItem(f"{layout}: {_about(layout)}", layout)
            form.addRow(tr("Layout"), self.layouts)
        if self._asks_size:
            form.addRow(tr("Width"), self.width_field)
            form.addRow(tr("Height"), self.height_field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def layout_chosen(self) -> str | None:
        """The name of a layout; None where that was not asked."""
        return self.layouts.currentData() if self._asks_layout else None

    @property
    def size_chosen(self) -> tuple[int, int] | None:
        """(width, height) in pixels; None where that was not asked."""
        return (self.width_field.value(), self.height_field.value()) if self._asks_size else None


def _question(name: str, problem: KeypointsError) -> str:
    if isinstance(problem, LayoutUnknown):
        return tr("{name} does not say in which order its keypoints are.").format(name=name)
    return tr("{name} gives keypoints as fractions of the picture, and not its size.").format(name=name)


def _about(layout: str) -> str:
    """The first keypoints of a layout, which tell it from others."""
    first = ", ".join(KEYPOINT_ORDERS[layout][:3]).replace("_", " ")
    return f"{first}, ... ({len(KEYPOINT_ORDERS[layout])})"
