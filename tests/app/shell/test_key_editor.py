"""The user's own keys are assigned, stored and reset."""

import pytest
from PySide6.QtGui import QKeySequence

from posestudio.app.shell.action_table import ACTIONS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.key_editor import KeyEditor
from posestudio.errors import PoseStudioError


def test_other_keys_are_kept_for_later_runs(qapp, session):
    actions = Actions(session)
    actions.set_keys("mirror", ["Ctrl+Alt+M"])
    assert actions["mirror"].shortcut() == QKeySequence("Ctrl+Alt+M")
    assert "Ctrl+Alt+M" in actions["mirror"].toolTip()
    later = Actions(session)
    assert later.keys("mirror") == ("Ctrl+Alt+M",)
    later.reset_keys()
    last = Actions(session)
    assert last["mirror"].shortcut() == QKeySequence("Ctrl+M")


def test_a_key_that_is_taken_is_refused_by_name(qapp, session):
    actions = Actions(session)
    with pytest.raises(PoseStudioError, match="belongs to Undo"):
        actions.set_keys("mirror", ["Ctrl+Z"])
    assert actions.keys("mirror") == ("Ctrl+M",)
    actions.set_keys("undo", [])
    actions.set_keys("mirror", ["Ctrl+Z"])
    assert actions["undo"].shortcuts() == []


@pytest.mark.parametrize("kept", ["nonsense", "[1]", '{"mirror": 3}', '{"gone": ["X"]}'])
def test_what_was_kept_wrongly_counts_as_not_there(qapp, session, kept):
    session.store("keys", kept)
    assert Actions(session).keys("mirror") == ("Ctrl+M",)


def test_keys_are_changed_in_the_dialog(qtbot, session):
    actions = Actions(session)
    dialog = KeyEditor(actions)
    qtbot.addWidget(dialog)
    dialog.choose("mirror")
    dialog.keys.setKeySequence(QKeySequence("Ctrl+Z"))
    dialog.assign.click()
    assert "Undo" in dialog.problem.text()
    dialog.keys.setKeySequence(QKeySequence("Ctrl+J"))
    dialog.assign.click()
    assert actions.keys("mirror") == ("Ctrl+J",) and dialog.problem.text() == ""
    assert dialog.tree.currentItem().text(1) == "Ctrl+J"
    dialog.reset.click()
    assert dialog.tree.currentItem().text(1) == "Ctrl+M"


def test_commands_are_searched(qtbot, session):
    dialog = KeyEditor(Actions(session))
    qtbot.addWidget(dialog)
    dialog.search.setText("mirror")
    left = [item for item in dialog._made if not item.isHidden()]
    assert 0 < len(left) < len(ACTIONS) / 4
