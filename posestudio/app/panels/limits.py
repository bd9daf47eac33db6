"""The panel of joint limits: the directions of bones in the training data, and those of the hypotheses on them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from posestudio.app.common.joint_names import joint_title
from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.spacing import PANEL
from posestudio.app.common.translation import tr
from posestudio.app.display.sphere_map import SphereMap
from posestudio.app.model.document import Document
from posestudio.body.limits import CHILD_BONES, LIMBS, bundled_limits, directions_of
from posestudio.common.colours import Theme, palette

_PAUSE_MS = 150
_WIDTH = 170  # pixels of a map, at least
_BONES = tuple(bone for limb in LIMBS for bone in (limb.upper, limb.lower)) + ("head",)


class LimitsPanel(QWidget):
    """A sphere for each kind of bone: directions that the data has, in colour, and those of the hypotheses as dots.

    The limits of forearms and shins depend on the direction of their upper arm or thigh: shown are those for the
    selected hypothesis's left one.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme: Theme = "light"
        self._columns = 0
        self.maps = {bone: SphereMap(joint_title(bone)) for bone in _BONES}
        self.status = QLabel()
        self.status.setWordWrap(True)
        self._grid = QGridLayout()
        inside = QWidget()
        inside.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*PANEL)
        outer.addWidget(self.status)  # outside the scroll area, which wrapped text would keep from shrinking
        outer.addWidget(scrolled(inside), 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.show_now)
        for changed in (document.result_changed, document.selection_changed):
            changed.connect(self._pause.start)

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._theme = theme
        for view in self.maps.values():
            view.set_theme(theme)
        self.show_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place as many spheres side by side as fit."""
        super().resizeEvent(event)
        columns = max(1, min(self.width() // _WIDTH, len(self.maps)))
        if columns != self._columns:
            self._columns = columns
            for index, view in enumerate(self.maps.values()):
                self._grid.addWidget(view, *divmod(index, columns))

    def showEvent(self, event: object) -> None:
        self.show_now()

    def show_now(self) -> None:
        """Show the document's result, if the panel is visible."""
        if not self.isVisible():
            return
        limits, result = bundled_limits(), self._document.result
        if result is None:
            self.status.setText(
                tr("Directions that bones can have. Those of the poses found appear here as dots.")
            )
            for bone, view in self.maps.items():
                view.show_map(limits.allowed_directions(bone))
                view.show_dots([])
            return
        joints = result.joints[0]
        selected = min(self._document.selected, len(joints) - 1)
        off = limits.outside(joints)
        self.status.setText(
            tr(
                "{count} of {all} poses have a bone beyond the joint limits of the training data.",
                count=int(off.any(1).sum()),
                all=len(joints),
            )
        )
        colours = palette(self._theme)
        for bone, view in self.maps.items():
            directions = directions_of(joints, bone)
            parent = None
            if bone in CHILD_BONES:
                upper = next(limb.upper for limb in LIMBS if limb.lower == bone)
                parent = directions_of(joints[selected][None], upper)[0, 0]
            view.show_map(limits.allowed_directions(bone, parent))
            others = np.delete(directions, selected, axis=0)
            dots = [(others.reshape(-1, 3), colours.ghost)]
            sides = ("left", "right") if directions.shape[1] == 2 else ("middle",)
            dots += [(directions[selected, i][None], colours.of_side(s)) for i, s in enumerate(sides)]
            view.show_dots(dots)
