"""The table of actions, its keys, and which widget gets a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPushButton, QSlider, QSpinBox, QVBoxLayout, QWidget

from posestudio.app.shell.action_table import ACTIONS, BARS, GESTURES, PICTURE_BAR, VIEW_BAR, VIEW_COUNTS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.help import keys_html
from posestudio.app.shell.key_guard import KeyGuard


def test_no_two_actions_share_a_key_or_a_name():
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.shortcuts]
    assert all(keys) and len(keys) == len(set(keys))
    names = [spec.id for spec in ACTIONS]
    assert len(names) == len(set(names))
    shown = {name for groups in BARS.values() for group in groups for name in group}
    shown |= {name for name in (*PICTURE_BAR, *VIEW_BAR, *VIEW_COUNTS) if name}
    assert shown <= set(names)


def test_every_action_has_words_for_its_tooltip(qapp):
    actions = Actions()
    for spec in ACTIONS:
        assert spec.tip
        name, tip = actions[spec.id].toolTip().split("\n")
        assert name.startswith(spec.text.rstrip(".")) and tip == spec.tip


def test_the_help_lists_every_key_and_gesture(qapp):
    html = keys_html(Actions())
    for spec in ACTIONS:
        for key in spec.shortcuts:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in html
    assert all(gesture in html for gesture, _ in GESTURES)


@pytest.fixture
def fields(qtbot, qapp):
    """A window with a field of each kind, and the actions whose keys it holds."""
    home = QWidget()
    column = QVBoxLayout(home)
    made = {
        "line": QLineEdit(),
        "spin": QSpinBox(),
        "slider": QSlider(Qt.Orientation.Horizontal),
        "button": QPushButton("x"),
    }
    for field in made.values():
        column.addWidget(field)
    actions = Actions(parent=home)
    home.addActions(list(actions))
    guard = KeyGuard(home)
    qapp.installEventFilter(guard)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitExposed(home)
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    fired = []
    for spec in ACTIONS:
        actions[spec.id].triggered.connect(lambda _=False, name=spec.id: fired.append(name))
    yield made, fired
    qapp.removeEventFilter(guard)


@pytest.mark.parametrize(
    ("field", "key", "fires"),
    [
        ("line", Qt.Key.Key_N, False),
        ("line", Qt.Key.Key_Space, False),
        ("line", Qt.Key.Key_Left, False),
        ("spin", Qt.Key.Key_1, False),
        ("spin", Qt.Key.Key_N, False),
        ("spin", Qt.Key.Key_Home, False),
        ("slider", Qt.Key.Key_Right, False),
        ("slider", Qt.Key.Key_N, True),
        ("button", Qt.Key.Key_N, True),
        ("button", Qt.Key.Key_Left, True),
        ("line", Qt.Key.Key_F1, True),
    ],
)
def test_a_field_keeps_the_keys_it_needs(qtbot, fields, field, key, fires):
    made, fired = fields
    made[field].setFocus()
    qtbot.waitUntil(made[field].hasFocus)
    qtbot.keyClick(made[field], key)
    assert bool(fired) == fires


def test_letters_reach_the_text(qtbot, fields):
    made, fired = fields
    made["line"].setFocus()
    qtbot.keyClicks(made["line"], "of 1, c")
    assert made["line"].text() == "of 1, c"
    assert not fired


def test_control_keys_fire_even_while_a_number_is_typed(qtbot, fields):
    made, fired = fields
    made["spin"].setFocus()
    for key, name in ((Qt.Key.Key_O, "open"), (Qt.Key.Key_R, "reset_joints")):
        qtbot.keyClick(made["spin"], key, Qt.KeyboardModifier.ControlModifier)
        assert fired[-1] == name
