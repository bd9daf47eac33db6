"""Icons: every name that the window asks for has a drawing, all have one style, and states can be told apart."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

import posestudio.app
from posestudio.app.common.icons import icon, icon_names
from posestudio.app.shell.actions import ACTIONS
from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError


def _written_names():
    """The literal names in calls of icon(...) in the window's code."""
    for path in Path(posestudio.app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "icon" and node.args:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_icon_that_is_asked_for_is_there():
    wanted = {spec.icon for spec in ACTIONS if spec.icon} | set(_written_names())
    assert wanted - icon_names() == set()


def test_no_icon_is_kept_that_nothing_names():
    named = set()
    for path in Path(posestudio.app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    assert icon_names() - named == set()


def test_all_icons_have_one_style():
    for name in icon_names():
        text = asset(f"icons/{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in text and 'stroke-width="1.75"' in text, name
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', text)) <= {"none", "currentColor"}, name


def test_an_icon_has_its_colour_a_chosen_one_and_is_fainter_where_its_command_cannot_be_used(qapp):
    made = icon("joint_visible", QColor("#102030"), chosen=QColor("#a000a0"))
    size = QSize(24, 24)

    def middle(mode, state):
        return made.pixmap(size, mode, state).toImage().pixelColor(12, 12)

    assert middle(QIcon.Mode.Normal, QIcon.State.Off) == QColor("#102030")
    assert middle(QIcon.Mode.Normal, QIcon.State.On) == QColor("#a000a0")
    assert 0 < middle(QIcon.Mode.Disabled, QIcon.State.Off).alpha() < 128
    with pytest.raises(PoseStudioError, match="nothing_of_the_kind"):
        icon("nothing_of_the_kind", QColor("black"))
