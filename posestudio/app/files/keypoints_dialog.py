"""The dialog that asks for what a keypoint file lacks: the order of its keypoints, or the size of its pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QWidget

from posestudio.app.common.translation import tr
from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS
from posestudio.errors import KeypointsError, LayoutUnknown, SizeUnknown

USUAL_SIZE = (1280, 720)
LARGEST = 99_999


class KeypointsDialog(QDialog):
    """Asks for a layout where ``problem`` is LayoutUnknown, for width and height where it is SizeUnknown."""

    def __init__(self, name: str, problem: KeypointsError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open keypoints"))
        form = QFormLayout(self)
        question = QLabel(_question(name, problem))
        question.setWordWrap(True)
        question.setMinimumWidth(360)
        form.addRow(question)
        self.layouts = QComboBox()
        self.width_field = QSpinBox(minimum=1, maximum=LARGEST, suffix=" px", value=USUAL_SIZE[0])
        self.height_field = QSpinBox(minimum=1, maximum=LARGEST, suffix=" px", value=USUAL_SIZE[1])
        self._asks_layout = isinstance(problem, LayoutUnknown)
        self._asks_size = isinstance(problem, SizeUnknown)
        if isinstance(problem, LayoutUnknown):
            for layout in problem.layouts or tuple(KEYPOINT_LAYOUTS):
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
        """The name of the chosen layout; None where the dialog does not ask for it."""
        return self.layouts.currentData() if self._asks_layout else None

    @property
    def size_chosen(self) -> tuple[int, int] | None:
        """The chosen (width, height) in pixels; None where the dialog does not ask for it."""
        return (self.width_field.value(), self.height_field.value()) if self._asks_size else None


def _question(name: str, problem: KeypointsError) -> str:
    if isinstance(problem, LayoutUnknown):
        return tr("{name} does not say in which order its keypoints are.").format(name=name)
    return tr("{name} gives keypoints as fractions of the picture, and not its size.").format(name=name)


def _about(layout: str) -> str:
    """The first keypoints of a layout, by which it is recognised, and their number."""
    first = ", ".join(KEYPOINT_LAYOUTS[layout][:3]).replace("_", " ")
    return f"{first}, ... ({len(KEYPOINT_LAYOUTS[layout])})"
