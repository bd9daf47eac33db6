"""Preferences are stored, apply at once or at the next start, and a stored value that is none counts as the first."""

import pytest

from posestudio.app.files.recovery import INTERVAL_MS
from posestudio.app.shell.preferences import choose_computing
from posestudio.app.shell.preferences_dialog import PreferencesDialog
from posestudio.app.work import computing

pytestmark = pytest.mark.gl


@pytest.fixture
def dialog(window):
    window.actions_by_id["preferences"].trigger()
    return window.findChild(PreferencesDialog)


def choose(box, data):
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_what_is_chosen_applies_and_is_remembered(window, dialog, session, clip):
    choose(dialog.theme, "dark")
    choose(dialog.body, "sticks")
    choose(dialog.autosave, 5)
    dialog.hypotheses.setValue(7)
    assert window.theme.choice == "dark" and window.visibility.body == "sticks"
    assert window.recovery._clock.interval() == 5 * INTERVAL_MS
    assert not window.document.history.count()  # nothing is open that it could change
    window.document.open_source(clip)
    assert window.document.state.settings.hypotheses == 7
    choose(dialog.weights, "transformer")
    assert window.document.state.settings.weights == "transformer" and window.document.history.canUndo()
    for name, value in {
        "theme": "dark",
        "body": "sticks",
        "weights": "transformer",
        "hypotheses": "7",
    }.items():
        assert session.text(name) == value


def test_the_body_chosen_in_the_view_is_remembered(window, session):
    window.actions_by_id["body_capsules"].trigger()
    assert session.text("body") == "capsules"


def test_device_and_threads_apply_at_the_next_start(dialog, session):
    before = computing.device(), computing.threads()
    choose(dialog.device, "cpu")
    dialog.threads.setValue(3)
    assert (computing.device(), computing.threads()) == before
    try:
        choose_computing(session)
        assert (computing.device(), computing.threads()) == ("cpu", 3)
    finally:
        computing.choose("auto", 0)


def test_what_was_stored_wrongly_counts_as_not_stored(qtbot, window, session):
    for name in ("body", "weights", "hypotheses", "device", "threads", "autosave"):
        session.store(name, "nonsense")
    preferences = window.preferences
    assert (preferences.body, preferences.weights, preferences.hypotheses) == ("mannequin", "mlp", 50)
    assert (preferences.device, preferences.threads, preferences.autosave_minutes) == ("auto", 0, 1)
