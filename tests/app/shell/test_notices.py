"""Messages to the user: which is shown in the banner and the status bar, and which are listed."""

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget

from posestudio.app.panels import MessagesPanel
from posestudio.app.shell.banner import Banner
from posestudio.app.shell.notices import Notices


class Shown:
    """A window with a banner, a status bar and a panel of messages, and the notices that are shown there."""

    def __init__(self, qtbot):
        self.window, self.banner, self.panel = QMainWindow(), Banner(), MessagesPanel()
        self.window.setCentralWidget(QWidget())
        self.banner.lie_over(self.window.centralWidget(), self.window.rect)
        self.notices = Notices(self.banner, self.panel, self.window.statusBar())
        qtbot.addWidget(self.window)
        qtbot.addWidget(self.panel)
        self.window.show()

    @property
    def text(self):
        return self.banner.label.text() if self.banner.isVisible() else ""

    @property
    def listed(self):
        return "\n".join(self.panel.list.item(row).text() for row in range(self.panel.list.count()))


@pytest.fixture
def shown(qtbot) -> Shown:
    return Shown(qtbot)


def test_a_remark_is_in_the_status_bar_and_a_passing_one_is_listed(shown):
    shown.notices.show_message("Reading...", transient=False)
    assert shown.window.statusBar().currentMessage() == "Reading..."
    shown.notices.show_message("Saved it")
    assert shown.window.statusBar().currentMessage() == "Saved it"
    assert "Saved it" in shown.listed and "Reading" not in shown.listed
    assert shown.text == ""


def test_the_latest_failure_is_shown_and_one_of_its_topic_replaced(shown):
    shown.notices.show_message("Reading...", transient=False)
    shown.notices.show_error("first")
    assert shown.text == "first" and shown.window.statusBar().currentMessage() == ""
    shown.notices.show_error("lift", "lift")
    shown.notices.show_error("second")
    assert shown.text == "second"
    shown.notices.clear_notices("file")
    assert shown.text == "lift"
    shown.banner.dismiss.click()
    assert shown.text == ""
    assert all(words in shown.listed for words in ("first", "lift", "second"))


def test_a_question_is_accepted_or_declined(shown):
    answers = []
    shown.notices.ask("Recover?", "recovery", "Recover", lambda: answers.append("yes"))
    shown.notices.ask(
        "Reload?", "reload walk.bvh", "Reload", lambda: None, lambda: answers.append("no"), failure=True
    )
    assert "Reload?" in shown.listed and "Recover?" not in shown.listed
    shown.banner.dismiss.click()
    assert shown.text == "Recover?"
    shown.banner.offer.click()
    assert answers == ["no", "yes"] and shown.text == ""


def test_a_topic_includes_those_of_single_files(shown):
    shown.notices.ask("Reload?", "reload walk.bvh", "Reload", lambda: None)
    shown.notices.clear_notices("load", "reload w")
    assert shown.text == "Reload?"
    shown.notices.clear_notices("reload")
    assert shown.text == ""
