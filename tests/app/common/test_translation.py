import re

import pytest
from PySide6.QtCore import QTranslator

from posestudio.app.common.translation import CONTEXT, tr, tr_n

pytestmark = pytest.mark.gl


class Shouting(QTranslator):
    """A language in which everything is said louder."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return source.upper() if context == CONTEXT else ""

    def isEmpty(self):
        return False


@pytest.fixture
def shouting(qapp):
    translator = Shouting()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_every_word_can_be_said_in_another_language(shouting, qtbot, lifter, session):
    from PySide6.QtWidgets import QLabel, QPushButton

    from posestudio.app.shell.window import StudioWindow

    window = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(window)
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == [title.upper() for title in titles] and len(titles) == 9
    assert [action.text() for action in window.actions_by_id if action.text() != action.text().upper()] == []
    docks = [dock.windowTitle() for dock in window.workspace.docks.values()]
    assert docks == [title.upper() for title in docks]
    buttons = [button.text() for button in window.findChildren(QPushButton) if button.text()]
    assert buttons and buttons == [text.upper() for text in buttons]
    texts = [re.sub("<[^>]*>", "", label.text()) for label in window.findChildren(QLabel)]
    left = [text for text in texts if text != text.upper() and not any(map(str.isdigit, text))]  # no counts
    assert left == []
    window.close()


def test_without_a_translation_words_are_as_they_are():
    assert tr("Mirror pose") == "Mirror pose"


class Counting(QTranslator):
    """A language that writes every count after its noun, as Qt replaces %n."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return f"{source.removeprefix('%n ')} of {{where}}: {n}" if n >= 0 and "%n" in source else ""

    def isEmpty(self):
        return False


def test_counts_have_the_forms_of_their_language(qapp):
    assert tr_n("%n person", "%n people", 1) == "1 person"
    assert tr_n("%n person", "%n people", 0) == "0 people"
    assert tr_n("%n of {name}", "%n of {name}", 2, name="a.bvh") == "2 of a.bvh"
    translator = Counting()
    qapp.installTranslator(translator)
    try:
        assert tr_n("%n person", "%n people", 3, where="group.jpg") == "people of group.jpg: 3"
    finally:
        qapp.removeTranslator(translator)
