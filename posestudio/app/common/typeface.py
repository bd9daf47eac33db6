"""The face of the window: Inter, which ships in ``assets/fonts``, in three sizes, with figures of one width."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

SMALL_TEXT, NORMAL_TEXT, TITLE_TEXT = 12, 13, 16
"""Logical pixels: of notes, tags and titles of panels; of everything else; of headings."""

FAMILY = "Inter"
_FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)
"""Faces of simplified Chinese, one of which most systems have; others would show its characters in Japanese forms."""


def install_face(application: QApplication) -> None:
    """Use the face in the whole application; where its files are missing, the system's face in the same sizes."""
    for name in _FILES:
        try:
            QFontDatabase.addApplicationFont(str(asset(f"fonts/{name}")))
        except PoseStudioError:
            continue
    font = QFont(application.font())
    families = [FAMILY] if QFontDatabase.hasFamily(FAMILY) else font.families()
    if QLocale().language() == QLocale.Language.Chinese:
        families += [family for family in _CHINESE if QFontDatabase.hasFamily(family)]
    font.setFamilies(families)
    font.setPixelSize(NORMAL_TEXT)
    font.setFeature(QFont.Tag("tnum"), 1)  # numbers that change do not move what stands beside them
    application.setFont(font)


def sized(font: QFont, size: int = NORMAL_TEXT, *, strong: bool = False) -> QFont:
    """A font like ``font`` in one of the three sizes, semi-bold if ``strong``."""
    made = QFont(font)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made
