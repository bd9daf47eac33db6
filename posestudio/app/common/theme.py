"""The light and dark themes of widgets, and the choice between them and the system's."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from posestudio.app.common.style import StudioStyle
from posestudio.app.common.translation import tr
from posestudio.app.common.typeface import install_face
from posestudio.common.colours import Theme

Choice = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")

_ROLE = QPalette.ColorRole
_COLOURS: dict[Theme, dict[QPalette.ColorRole, str]] = {
    "light": {
        _ROLE.Window: "#eff0f3",
        _ROLE.WindowText: "#1d2027",
        _ROLE.Base: "#ffffff",
        _ROLE.AlternateBase: "#f6f7f9",
        _ROLE.Text: "#1d2027",
        _ROLE.Button: "#ffffff",
        _ROLE.ButtonText: "#1d2027",
        _ROLE.BrightText: "#b3261e",
        _ROLE.Highlight: "#6b3fd4",
        _ROLE.HighlightedText: "#ffffff",
        _ROLE.ToolTipBase: "#262931",
        _ROLE.ToolTipText: "#f5f6f8",
        _ROLE.PlaceholderText: "#5a616d",
        _ROLE.Light: "#ffffff",
        _ROLE.Midlight: "#dfe2e7",
        _ROLE.Mid: "#c3c8d0",
        _ROLE.Dark: "#9aa0ab",
        _ROLE.Shadow: "#6d737d",
        _ROLE.Link: "#5b2fc4",
    },
    "dark": {
        _ROLE.Window: "#24272d",
        _ROLE.WindowText: "#e3e5ea",
        _ROLE.Base: "#1a1c21",
        _ROLE.AlternateBase: "#20232a",
        _ROLE.Text: "#e3e5ea",
        _ROLE.Button: "#32363f",
        _ROLE.ButtonText: "#e3e5ea",
        _ROLE.BrightText: "#ff8a80",
        _ROLE.Highlight: "#a78bfa",
        _ROLE.HighlightedText: "#150f24",
        _ROLE.ToolTipBase: "#3b404a",
        _ROLE.ToolTipText: "#f2f3f6",
        _ROLE.PlaceholderText: "#a0a7b3",
        _ROLE.Light: "#454a54",
        _ROLE.Midlight: "#353942",
        _ROLE.Mid: "#474c57",
        _ROLE.Dark: "#15171b",
        _ROLE.Shadow: "#0d0e11",
        _ROLE.Link: "#bda8fb",
    },
}
"""The colours of widgets. Highlight is the one accent, of what is chosen and where the keyboard is: a violet, since
blue and orange are the sides of the body. PlaceholderText is that of notes, BrightText of failures."""

_STYLED = "posestudio-styled"
_FAINT = {"light": "#9aa0aa", "dark": "#6c727d"}


def choice_titles() -> dict[Choice, str]:
    """The choices as the user reads them."""
    return {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}


def palette_of(theme: Theme) -> QPalette:
    """Qt's palette of a theme."""
    palette = QPalette()
    for role, name in _COLOURS[theme].items():
        palette.setColor(role, QColor(name))
    palette.setColor(_ROLE.Accent, QColor(_COLOURS[theme][_ROLE.Highlight]))
    palette.setColor(_ROLE.LinkVisited, QColor(_COLOURS[theme][_ROLE.Link]))
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_FAINT[theme]))
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLE.Highlight, QColor(_COLOURS[theme][_ROLE.Mid]))
    return palette


def application() -> QApplication:
    """The running application."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def install_look(running: QApplication) -> None:
    """Give the application its style and its face, once."""
    if running.property(_STYLED) is None:
        running.setProperty(_STYLED, True)
        install_face(running)
        running.setStyle(StudioStyle("Fusion"))


class ThemeKeeper(QObject):
    """Applies the selected theme to the application, and follows the system's when that is the choice;
    dark where the system has none."""

    changed = Signal(str)  # 'light' or 'dark'

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice = "system"
        self.theme: Theme = "light"
        install_look(application())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    def choose(self, choice: Choice) -> None:
        """Apply 'light', 'dark', or the system's theme, now and when it changes ('system')."""
        self.choice = choice
        self._apply()

    def _apply(self) -> None:
        if self.choice == "system":
            light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
            self.theme = "light" if light else "dark"
        else:
            self.theme = self.choice
        application().setPalette(palette_of(self.theme))
        self.changed.emit(self.theme)
