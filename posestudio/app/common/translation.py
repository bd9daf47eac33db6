"""Translation of the interface into the language of the system."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

CONTEXT = "PoseStudio"
"""The context of all texts in translation files (``assets/translations/posestudio_LANGUAGE.qm``)."""


def tr(text: str, /, **values: object) -> str:
    """``text`` translated by the installed translators, or as it is; ``values`` replace their names in {braces}. A
    translation with other names in braces is ignored."""
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
