"""Translation of the interface: texts, counts, and the language that is installed at start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

CONTEXT = "PoseStudio"
"""The context of all texts in translation files (``assets/translations/posestudio_LANGUAGE.qm``)."""

SYSTEM = "system"
"""The name of the choice to use the system's language."""

_ENGLISH = "en"
_PREFIX = "posestudio_"


def tr(text: str, /, **values: object) -> str:
    """``text`` translated by the installed translators, or as it is; ``values`` replace their names in {braces}. A
    translation with other names in braces is ignored."""
    return _filled(QCoreApplication.translate(CONTEXT, text), text, values)


def tr_n(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The text for a count, ``tr_n("%n person", "%n people", 3)``: "3 people". Languages have as many forms as they
    need; ``values`` replace their names in {braces}."""
    english = (singular if number == 1 else plural).replace("%n", QLocale().toString(number))
    translated = QCoreApplication.translate(CONTEXT, plural, None, number)
    if translated == plural.replace("%n", str(number)):  # what Qt returns where there is no translation
        translated = english
    return _filled(translated, english, values)


def marked(text: str) -> str:
    """``text`` as it is: one that `tr` translates where it is shown, such as an entry of a table."""
    return text


def _filled(translated: str, text: str, values: dict[str, object]) -> str:
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)


def available_languages() -> dict[str, str]:
    """The choices of a language by name: "system", then each language by its code, such as "de", in its own words."""
    codes = [_ENGLISH, *sorted(path.stem.removeprefix(_PREFIX) for path in _files())]
    own = {code: QLocale(code).nativeLanguageName() for code in codes}
    return {SYSTEM: tr("Language of the system"), **own, _ENGLISH: "English"}


def install_language(application: QCoreApplication, name: str = SYSTEM) -> None:
    """Use a language of `available_languages` for texts, numbers and dates, from the next text on: windows that are
    open keep theirs. A name that is not available counts as the system's language."""
    chosen = name if name in available_languages() else SYSTEM
    locale = QLocale.system() if chosen == SYSTEM else QLocale(chosen)
    QLocale.setDefault(locale)
    own = [
        path for path in _files() if locale.language() == QLocale(path.stem.removeprefix(_PREFIX)).language()
    ]
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))  # the buttons of Qt's own dialogs
    for path in own:
        for file in (qt / f"qtbase{path.stem.removeprefix('posestudio')}.qm", path):
            translator = QTranslator(application)
            if translator.load(str(file)):
                application.installTranslator(translator)


def _files() -> list[Path]:
    try:
        return list(asset("translations").glob(f"{_PREFIX}*.qm"))
    except PoseStudioError:
        return []
