"""Words in the language of the system."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

CONTEXT = "PoseStudio"
"""Under which translations (``assets/translations/posestudio_LANGUAGE.qm``) list the program's words."""


def tr(text: str, /, **values: object) -> str:
    """``text`` in the language of the translators installed, or as it is; ``values`` are put where their names
    stand in {braces}. A translation that names others is passed over."""
    translated = QCoreApplication.translate(CONTEXT, text)
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)


def install_translation(application: QCoreApplication) -> None:
    """Use the system's language where there is a translation into it."""
    translator = QTranslator(application)
    try:
        folder = asset("translations")
    except PoseStudioError:
        return
    if translator.load(QLocale(), "posestudio", "_", str(folder)):
        application.installTranslator(translator)
