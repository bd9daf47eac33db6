import pytest
from PySide6.QtCore import QTranslator

from posestudio.app.common.translation import CONTEXT, tr

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
    assert titles == [title.upper() for title in titles] and len(titles) == 7
    assert [action.text() for action in window.actions_by_id if action.text() != action.text().upper()] == []
    docks = [dock.windowTitle() for dock in window.workspace.docks.values()]
    assert docks == [title.upper() for title in docks]
    buttons = [button.text() for button in window.findChildren(QPushButton) if button.text()]
    assert buttons and buttons == [text.upper() for text in buttons]
    left = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.text() != label.text().upper()
        and not any(map(str.isdigit, label.text()))  # counts of things
    ]
    assert left == []
    window.close()


def test_without_a_translation_words_are_as_they_are():
    assert tr("Mirror pose") == "Mirror pose"
