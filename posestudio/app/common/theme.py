"""The light and dark themes of widgets, and the choice between them and the system's."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QWidget

from posestudio.common.colours import Theme

Choice = Literal["system", "light", "dark"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")

_ROLE = QPalette.ColorRole
_COLOURS: dict[Theme, dict[QPalette.ColorRole, str]] = {
    "light": {
        _ROLE.Window: "#eceef1",
        _ROLE.WindowText: "#20242b",
        _ROLE.Base: "#ffffff",
        _ROLE.AlternateBase: "#f4f5f7",
        _ROLE.Text: "#20242b",
        _ROLE.Button: "#f6f7f9",
        _ROLE.ButtonText: "#20242b",
        _ROLE.BrightText: "#b3261e",
        _ROLE.Highlight: "#2f6fb5",
        _ROLE.HighlightedText: "#ffffff",
        _ROLE.ToolTipBase: "#20242b",
        _ROLE.ToolTipText: "#f5f6f8",
        _ROLE.PlaceholderText: "#636a75",
        _ROLE.Light: "#ffffff",
        _ROLE.Midlight: "#e2e5ea",
        _ROLE.Mid: "#b9bec7",
        _ROLE.Dark: "#9aa0ab",
        _ROLE.Shadow: "#6d737d",
        _ROLE.Link: "#1f5fa6",
    },
    "dark": {
        _ROLE.Window: "#24272d",
        _ROLE.WindowText: "#dfe2e7",
        _ROLE.Base: "#1b1d22",
        _ROLE.AlternateBase: "#22252b",
        _ROLE.Text: "#dfe2e7",
        _ROLE.Button: "#30343c",
        _ROLE.ButtonText: "#dfe2e7",
        _ROLE.BrightText: "#ff8a80",
        _ROLE.Highlight: "#4c93dd",
        _ROLE.HighlightedText: "#10141a",
        _ROLE.ToolTipBase: "#e4e6ea",
        _ROLE.ToolTipText: "#20242b",
        _ROLE.PlaceholderText: "#9aa1ad",
        _ROLE.Light: "#454a54",
        _ROLE.Midlight: "#3a3f48",
        _ROLE.Mid: "#4a505b",
        _ROLE.Dark: "#15171b",
        _ROLE.Shadow: "#0d0e11",
        _ROLE.Link: "#7fb6f2",
    },
}
_TICK_BOXES = (
    QStyle.PrimitiveElement.PE_IndicatorCheckBox,
    QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
)
_STYLED = "posestudio-styled"
_FAINT = {"light": "#9aa0aa", "dark": "#6c727d"}


def palette_of(theme: Theme) -> QPalette:
    """Qt's palette of a theme."""
    palette = QPalette()
    for role, name in _COLOURS[theme].items():
        palette.setColor(role, QColor(name))
    palette.setColor(_ROLE.Accent, QColor(_COLOURS[theme][_ROLE.Highlight]))
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_FAINT[theme]))
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLE.Highlight, QColor(_COLOURS[theme][_ROLE.Mid]))
    return palette


def application() -> QApplication:
    """The running application."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


class _Style(QProxyStyle):
    """The Fusion style, with an outline around tick boxes and radio buttons, which cannot be seen on dark backgrounds
    otherwise."""

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        super().drawPrimitive(element, option, painter, widget)
        round_one = element == QStyle.PrimitiveElement.PE_IndicatorRadioButton
        if element in _TICK_BOXES or round_one:
            painter.save()
            painter.setPen(option.palette.color(_ROLE.PlaceholderText))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            outline = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
            if round_one:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawEllipse(outline)
            else:
                painter.drawRect(outline)
            painter.restore()


class ThemeKeeper(QObject):
    """Applies the selected theme to the application, and follows the system's when that is the choice."""

    changed = Signal(str)  # 'light' or 'dark'

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice = "system"
        self.theme: Theme = "light"
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    def choose(self, choice: Choice) -> None:
        """Apply 'light', 'dark', or the system's theme, now and when it changes ('system')."""
        self.choice = choice
        self._apply()

    def _apply(self) -> None:
        if self.choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self.theme = "dark" if dark else "light"
        else:
            self.theme = self.choice
        if application().property(_STYLED) is None:
            application().setStyle(_Style("Fusion"))
            application().setProperty(_STYLED, True)
        application().setPalette(palette_of(self.theme))
        self.changed.emit(self.theme)
