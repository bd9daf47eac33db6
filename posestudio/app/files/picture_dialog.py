"""The dialog that asks for the size and background of a picture of the 3D view."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.picture_limits import LARGEST_RENDER


class PictureDialog(QDialog):
    """Asks for width and height in pixels, and whether the background is transparent."""

    def __init__(self, size: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export 3D picture"))
        self.width_field = QSpinBox(minimum=16, maximum=LARGEST_RENDER, suffix=" px")
        self.height_field = QSpinBox(minimum=16, maximum=LARGEST_RENDER, suffix=" px")
        self.background = QCheckBox(tr("Transparent background"))
        self.width_field.setValue(2 * size[0])
        self.height_field.setValue(2 * size[1])
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Width"), self.width_field)
        form.addRow(tr("Height"), self.height_field)
        form.addRow("", self.background)
        form.addRow(buttons)

    @property
    def size_chosen(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.width_field.value(), self.height_field.value()

    @property
    def transparent(self) -> bool:
        """Whether the background is transparent."""
        return self.background.isChecked()
