"""Themes: text can be read on every ground, the accent is no side's colour, and the window has its own face."""

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QPushButton

from posestudio.app.common.theme import install_look, palette_of
from posestudio.app.common.typeface import FAMILY, NORMAL_TEXT
from posestudio.common.colours import palette as colours

ROLE = QPalette.ColorRole
WCAG_AA = 4.5
WCAG_PARTS = 3.0  # of icons, lines of focus and curves
TEXTS = {
    ROLE.WindowText: (ROLE.Window, ROLE.Base, ROLE.AlternateBase),
    ROLE.Text: (ROLE.Base, ROLE.AlternateBase),
    ROLE.PlaceholderText: (ROLE.Window, ROLE.Base, ROLE.AlternateBase),
    ROLE.ButtonText: (ROLE.Button,),
    ROLE.Link: (ROLE.Window, ROLE.Base),
    ROLE.BrightText: (ROLE.Window, ROLE.Base),
    ROLE.HighlightedText: (ROLE.Highlight,),
    ROLE.ToolTipText: (ROLE.ToolTipBase,),
}


def _luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first, second):
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_and_the_accent_seen(theme, qapp):
    palette = palette_of(theme)
    for text, grounds in TEXTS.items():
        for ground in grounds:
            assert _contrast(palette.color(text), palette.color(ground)) >= WCAG_AA, (text, ground)
    seen = [palette.color(ROLE.Highlight), *(QColor(*rgb) for rgb in colours(theme).curves)]
    for colour in seen:
        for ground in (ROLE.Window, ROLE.Base):
            assert _contrast(colour, palette.color(ground)) >= WCAG_PARTS
        for side in (colours(theme).left, colours(theme).right):
            apart = abs(colour.hslHue() - QColor(*side).hslHue())
            assert min(apart, 360 - apart) > 30  # degrees


def test_the_window_has_its_own_face_in_its_sizes(qapp):
    install_look(qapp)
    button = QPushButton("Export 1,024")
    assert QFontInfo(button.font()).family() == FAMILY and button.font().pixelSize() == NORMAL_TEXT
    narrow, wide = (button.fontMetrics().horizontalAdvance(figures) for figures in ("1111", "8888"))
    assert narrow == wide
