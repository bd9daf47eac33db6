"""The inspector's page of the picture: its size, the lens that its file names, and what lies over it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QWidget

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.selection import Selection
from posestudio.app.panels.inspector.rows import Page, command_button, in_rows
from posestudio.errors import printable

_FULL_FRAME = 43.27  # millimetres from corner to corner


class PicturePage(Page):
    """Follows the picture of the document; ``commands`` are actions of the window about it."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        commands: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self.file = self.add_value(tr("File"))
        self.pixels = self.add_value(tr("Size"))
        self.lens = self.add_value(tr("Lens"), tr("As the photograph's file says (EXIF)"))
        self.commands = [command_button(action) for action in commands]
        self.column.addLayout(in_rows(*self.commands, columns=1))
        self.column.addStretch(1)
        document.changed.connect(self.follow)
        document.picture_shown.connect(self.follow)
        selection.changed.connect(self.follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def title(self) -> str:
        """'Picture'."""
        return tr("Picture")

    def follow(self, *_: object) -> None:
        """Show what is known of the picture now."""
        picture = self._document.state.picture
        if self._selection.what != "picture" or picture is None or not self.isVisible():
            return
        width, height = picture.size
        self.show_value(self.file, printable(picture.name))
        self.file.setToolTip("" if picture.path is None else printable(str(picture.path)))
        self.show_value(self.pixels, tr("{width} x {height} pixels", width=width, height=height))
        self.show_value(self.lens, lens_words(picture))


def lens_words(picture: Picture) -> str:
    """'35 mm (full frame), 38° vertical field of view', of a photograph whose file says so; else that it does not."""
    width, height = picture.size
    if picture.focal_length is None or not height:
        return tr("not known: the file does not say")
    millimetres = picture.focal_length * _FULL_FRAME / math.hypot(width, height)
    degrees = 2 * math.degrees(math.atan(height / 2 / picture.focal_length))
    return tr(
        "{millimetres} mm (full frame), {degrees}\u00b0 vertical field of view",
        millimetres=f"{millimetres:.0f}",
        degrees=f"{degrees:.0f}",
    )
