"""The command palette finds commands by parts of their names and runs them."""

import pytest
from PySide6.QtCore import Qt

from posestudio.app.shell.command_palette import CommandPalette, matches


def shown(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_beginnings_of_words_come_before_their_middles_and_tips():
    assert matches("exp bvh", "Export BVH...", "") == 0
    assert matches("port", "Export BVH...", "") == 1
    assert matches("skeleton", "Export BVH...", "Save as a BVH skeleton") == 3
    assert matches("video", "Export BVH...", "Save as a BVH skeleton") is None
    assert matches("", "Anything", "") == 0


@pytest.mark.gl
def test_a_command_is_found_and_run(qtbot, studio):
    studio.actions_by_id["palette"].trigger()
    palette = studio.findChild(CommandPalette)
    qtbot.waitUntil(palette.isVisible)
    assert len(shown(palette)) > 40 and "Command palette" not in shown(palette)
    qtbot.keyClicks(palette.field, "mirr")
    assert shown(palette)[0] == "Mirror pose"
    before = studio.document.history.count()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert studio.document.history.count() == before + 1
    assert studio.document.history.undoText() == "Mirror pose"


@pytest.mark.gl
def test_what_cannot_be_used_comes_last_and_does_nothing(qtbot, window):
    palette = CommandPalette(window.actions_by_id, window)
    palette.open_over(window)
    qtbot.keyClicks(palette.field, "export bvh")
    item = palette.list.item(0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, " zzz")
    assert palette.list.count() == 0 and palette.nothing.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    palette.close()


@pytest.mark.gl
def test_arrows_choose_while_the_field_is_typed_in(qtbot, window):
    palette = CommandPalette(window.actions_by_id, window)
    palette.open_over(window)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1
    palette.close()
