"""Translations that ship: their form, their length, and that nothing is shown around them."""

import ast
import re

import pytest
from PySide6.QtCore import QLocale, QTranslator

from posestudio.app.common.translation import CONTEXT, available_languages, install_language, tr, tr_n
from tools.translations import APP, LANGUAGES, file_of, texts_of, translations_into

SHORT = 32  # characters of a text that may stand on a button, in a menu or in a header
NAMES = re.compile(r"\{\w+\}|%n")
SHOWING = {
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QAction", "QDockWidget", "Panel"),
    *("setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setPlaceholderText", "setStatusTip"),
    *("addItems", "setTitle", "setSpecialValueText", "addMenu", "addTab", "addRow"),
    *("show_message", "show_error", "ask", "set_orbit", "Change", "drawText", "setHeaderLabels"),
}
"""Functions whose first texts are shown."""
TOPICAL = {"ask", "show_error"}  # their second argument is not shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_nothing_else(language):
    texts, known = set(texts_of()), set(translations_into(language))
    assert (texts - known, known - texts) == (set(), set())  # else: python tools/translations.py --missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_names_the_forms_and_the_length_of_their_texts(language):
    wrong = []
    for text, forms in translations_into(language).items():
        names = sorted(NAMES.findall(text.source))
        if len(forms) != (LANGUAGES[language] if text.counted else 1):
            wrong.append((text.source, "number of forms"))
        for form in forms:
            if sorted(set(NAMES.findall(form))) != sorted(set(names)) and not (
                text.counted and form is forms[0] and len(forms) > 1 and "%n" not in form
            ):
                wrong.append((text.source, form, "names"))
            if len(text.source) <= SHORT and len(form) > 1.6 * len(text.source) + 12:
                wrong.append((text.source, form, "long"))
            if (
                text.source.endswith("...") != form.endswith("...")
                or text.source[:1].isspace() > form[:1].isspace()
            ):
                wrong.append((text.source, form, "ends"))
    assert wrong == []


def test_each_language_is_chosen_by_name_and_what_ships_is_what_the_files_say(qapp, monkeypatch):
    assert list(available_languages()) == ["system", "en", *sorted(LANGUAGES)]
    for language in LANGUAGES:
        translator = QTranslator()
        assert translator.load(str(file_of(language).with_suffix(".qm")))
        for text, forms in translations_into(language).items():
            said = translator.translate(CONTEXT, text.source, None, 2 if text.counted else -1)
            assert said == forms[-1], text  # else: python tools/translations.py
    before, installed = QLocale(), []
    monkeypatch.setattr(qapp, "installTranslator", lambda one: installed.append(one) or True)
    install_language(qapp, "de")
    install_language(qapp, "en")
    QLocale.setDefault(before)
    assert installed and installed[-1].translate(CONTEXT, "Undo") == "Rückgängig"


def _bare(node):
    """Whether an expression has words that are not translated."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(
            re.search("[A-Za-z]{2,}.* [A-Za-z]|[A-Z][a-z]{2,}", node.value)
        )
    if isinstance(node, ast.JoinedStr):
        return any(
            isinstance(part, ast.Constant)
            and re.search("[A-Za-z]{2,}", part.value)
            and not re.search("[<>]", part.value)
            for part in node.values
        )
    if isinstance(node, ast.IfExp):
        return _bare(node.body) or _bare(node.orelse)
    return isinstance(node, ast.BinOp) and (_bare(node.left) or _bare(node.right))


def test_nothing_is_shown_without_being_translated():
    found = []
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if (
                    name in SHOWING
                    and any(map(_bare, node.args[: 1 + (name not in TOPICAL)]))
                    and "PoseStudio" not in ast.unparse(node)
                ):
                    found.append(f"{path.relative_to(APP)}:{node.lineno}: {ast.unparse(node)[:90]}")
    assert found == []


class Recording(QTranslator):
    """Remembers what is to be translated."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def translate(self, context, source, disambiguation=None, n=-1):
        if context == CONTEXT:
            self.asked.add(source)
        return ""

    def isEmpty(self):
        return False


@pytest.mark.gl
def test_every_text_that_the_window_asks_for_is_collected(qapp, qtbot, lifter, session):
    from posestudio.app.shell.window import StudioWindow

    translator = Recording()
    qapp.installTranslator(translator)
    try:
        window = StudioWindow(load=lambda weights: lifter, session=session)
        qtbot.addWidget(window)
        tr("Undo"), tr_n("%n person", "%n people", 2)
        window.close()
    finally:
        qapp.removeTranslator(translator)
    known = {text.source for text in texts_of()}
    assert translator.asked - known - {""} == set()
