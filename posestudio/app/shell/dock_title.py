"""The title bars of docks: a slim row with the title, the panel's own buttons, and one that closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from posestudio.app.common.icons import icon
from posestudio.app.common.translation import tr

_HEIGHT = 28  # pixels
_ICON = 14


class DockTitle(QWidget):
    """The title bar of ``dock``, with ``header`` in it where there is one. The title is left out while a tab has it,
    and the whole bar where nothing else is in it."""

    def __init__(self, dock: QDockWidget, header: QWidget | None = None) -> None:
        super().__init__(dock)
        self._header = header
        self.label, self.close_button = QLabel(dock.windowTitle()), QToolButton()
        self.label.setFixedHeight(_HEIGHT)  # where a tab has it and no header is there, the bar has no height
        self.label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        font = self.label.font()
        font.setWeight(font.Weight.DemiBold)
        self.label.setFont(font)
        self.close_button.setAutoRaise(True)
        self.close_button.setIconSize(QSize(_ICON, _ICON))
        self.close_button.setToolTip(tr("Close this panel; the menu View > Panels opens it again"))
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        if header is not None:
            header.setFixedHeight(_HEIGHT)
            row.addWidget(header, 1)
            self.close_button.hide()
        else:
            row.addStretch(1)
            row.addWidget(self.close_button)
        self._tabbed = False
        self._draw()

    def show_tabbed(self, tabbed: bool) -> None:
        """Leave out the title while the dock is ``tabbed`` with others."""
        if tabbed != self._tabbed:
            self._tabbed = tabbed
            self.label.setVisible(not tabbed)
            self.close_button.setVisible(not tabbed and self._header is None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.close_button.setIcon(icon("close", self.palette().color(QPalette.ColorRole.ButtonText)))
