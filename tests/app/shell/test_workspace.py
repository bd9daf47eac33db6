"""Each workspace keeps its panels and layout; banners take no space."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from posestudio.app.shell.dock_sizes import tab_bars
from posestudio.app.shell.workspace import WORKSPACES
from tests.app.conftest import walking

pytestmark = pytest.mark.gl
FIRST = (1460, 800)


def reopened(qtbot, lifter, session):
    from posestudio.app.shell.window import StudioWindow

    other = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitExposed(other)
    return other


def test_the_layout_is_remembered_and_put_back(qtbot, studio, session, lifter):
    docks = studio.workspace.docks
    docks["people"].close()
    docks["timeline"].setFloating(True)
    studio.workspace.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["inspector"])
    studio.close()
    other = reopened(qtbot, lifter, session)
    docks = other.workspace.docks
    assert other.workspace.name == "motion"
    other.document.open_source(walking())  # until then, the start page covers the workspace
    qtbot.waitUntil(docks["people"].isHidden)
    assert docks["people"].isHidden() and docks["timeline"].isFloating()
    assert other.workspace.dockWidgetArea(docks["inspector"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    other.actions_by_id["reset_layout"].trigger()
    assert not docks["people"].isHidden() and not docks["timeline"].isFloating()
    assert other.workspace.dockWidgetArea(docks["inspector"]) == Qt.DockWidgetArea.RightDockWidgetArea
    other.close()


def test_a_workspace_that_was_not_seen_keeps_its_layout(qtbot, lifter, session):
    """Of three starts the second goes on from the start page to another workspace."""
    widths = []
    for frames in (1, 3, 1, 3):
        window = reopened(qtbot, lifter, session)
        window.resize(*FIRST)
        window.document.open_source(walking(frames))
        qtbot.waitUntil(lambda shown=window: shown.workspace.isVisible())
        wait_for_rest(qtbot, window)
        docks = window.workspace.docks
        widths.append([docks[name].width() for name in ("people", "picture", "view", "inspector")])
        window.document.history.setClean()
        window.close()
    for begun, again in ((widths[0], widths[2]), (widths[1], widths[3])):
        people, picture, view, inspector = begun
        assert min(picture, view) > max(people, inspector)
        assert all(abs(one - other) <= 4 for one, other in zip(begun, again, strict=True))


def test_each_workspace_has_its_panels_and_keeps_its_own_layout(qtbot, arranged):
    workspace = arranged.workspace
    for name in WORKSPACES:
        arranged.actions_by_id[f"workspace_{name}"].trigger()
        wait_for_rest(qtbot, arranged)
        there = {panel for panel, dock in workspace.docks.items() if not dock.isHidden()}
        assert workspace.name == name and set(workspace.panels()) - there <= {"library"}
        assert arranged.centre.bar.tabs.currentIndex() == list(WORKSPACES).index(name)
        assert all(bar.count() for bar in tab_bars(workspace) if bar.isVisible() and bar.x() >= 0)
    workspace.docks["spread"].close()
    workspace.choose("pose")
    workspace.choose("inspect")
    assert workspace.docks["spread"].isHidden() and not workspace.docks["limits"].isHidden()
    workspace.choose("motion")
    workspace.bring("limits")
    assert workspace.name == "inspect"


def test_what_is_opened_chooses_its_workspace(qtbot, studio):
    workspace, document = studio.workspace, studio.document
    assert workspace.name == "motion" and not workspace.docks["timeline"].isHidden()
    document.open_source(walking(1))
    assert workspace.name == "pose" and workspace.docks["timeline"].isHidden()
    workspace.choose("inspect")
    document.open_source(walking(3))
    assert workspace.name == "inspect" and not workspace.docks["timeline"].isHidden()


def test_a_title_is_not_said_twice(qtbot, arranged):
    arranged.workspace.choose("inspect")
    wait_for_rest(qtbot, arranged)
    tabs = {bar.tabText(index) for bar in tab_bars(arranged.workspace) for index in range(bar.count())}
    assert "Sampler" in tabs
    for dock in arranged.workspace.docks.values():
        said = dock.titleBarWidget().label
        assert not (said.isVisible() and said.text() in tabs)


def test_a_narrow_window_has_all_panels_in_one_column(qtbot, arranged):
    arranged.resize(900, 560)
    wait_for_rest(qtbot, arranged)
    docks, area = arranged.workspace.docks, Qt.DockWidgetArea.RightDockWidgetArea
    assert arranged.workspace.dockWidgetArea(docks["people"]) == area
    assert docks["picture"].width() > 250 and docks["view"].width() > 250
    assert not any(button.text() and button.isHidden() for button in arranged.centre.bar.buttons)


def test_the_views_have_most_of_the_room_at_first(qtbot, arranged):
    arranged.resize(1500, 900)
    wait_for_rest(qtbot, arranged)
    assert arranged.viewport.width() > 400 and arranged.viewport.height() > 450
    assert abs(arranged.viewport.width() - arranged.editor.width()) < 60


def test_the_files_are_shown_once_there_is_a_folder(qtbot, studio, tmp_path):
    assert studio.workspace.docks["library"].isHidden()
    studio.panels.library.add_folder(tmp_path)
    assert studio.workspace.docks["library"].isVisible()
    studio.panels.library.remove_folder(tmp_path)


def test_the_3d_view_is_drawn_in_a_floating_dock_too(qtbot, studio):
    def colours():
        image = studio.viewport.grab_picture()
        return {image.pixel(x, image.height() // 2) for x in range(0, image.width(), 2)}

    dock = studio.workspace.docks["view"]
    assert len(colours()) > 8
    dock.setFloating(True)
    qtbot.waitUntil(lambda: dock.isFloating() and len(colours()) > 8, timeout=5000)
    dock.setFloating(False)
    qtbot.waitUntil(lambda: len(colours()) > 8, timeout=5000)


def test_every_panel_can_be_shown_from_the_menu(window):
    for action in window.workspace.actions_to_show():
        assert action.isCheckable() and action.text()


def places(window):
    return {name: window.workspace.docks[name].geometry() for name in SHOWN}


SHOWN = ("people", "library", "picture", "view", "timeline", "inspector")
SIDES = ("people", "library", "inspector")


@pytest.fixture
def arranged(qtbot, studio):
    """At FIRST, with the files shown, at rest."""
    studio.resize(*FIRST)
    studio.workspace.reset()
    studio.workspace.bring("library")
    wait_for_rest(qtbot, studio)
    return studio


def wait_for_rest(qtbot, window):
    last = []

    def rests():
        last.append(places(window))
        return len(last) > 2 and last[-1] == last[-2] and window.workspace.sizes.at_rest

    qtbot.waitUntil(rests, timeout=3000)


def test_the_views_take_what_the_window_gains_and_the_sides_keep_their_width(qtbot, arranged):
    before = places(arranged)
    for size in ((1920, 1040), FIRST, (1445, 600), (1800, 700), FIRST, (1461, 801), (1700, 1000), FIRST):
        arranged.resize(*size)
        wait_for_rest(qtbot, arranged)
        now, gained = places(arranged), arranged.size().width() - FIRST[0]
        assert all(abs(now[name].width() - before[name].width()) <= 1 for name in SIDES)
        assert now["timeline"].height() == before["timeline"].height()
        views = now["picture"].width() + now["view"].width()
        assert abs(views - before["picture"].width() - before["view"].width() - gained) <= 2
        assert abs(now["picture"].width() - now["view"].width()) <= 2
        if size == FIRST:
            for name, place in now.items():
                assert abs(place.width() - before[name].width()) <= 1
                assert abs(place.height() - before[name].height()) <= 2


def test_widths_chosen_by_hand_are_kept_through_the_smallest_window(qtbot, arranged):
    docks = arranged.workspace.docks
    arranged.workspace.resizeDocks([docks["library"]], [260], Qt.Orientation.Horizontal)
    wait_for_rest(qtbot, arranged)
    chosen = places(arranged)
    for size in ((900, 560), (1600, 900), FIRST):
        arranged.resize(*size)
        wait_for_rest(qtbot, arranged)
    assert abs(docks["library"].width() - chosen["library"].width()) <= 1
    assert abs(docks["picture"].width() - chosen["picture"].width()) <= 1


def test_with_the_library_closed_the_views_take_all_that_is_gained(qtbot, arranged):
    arranged.workspace.docks["library"].close()
    wait_for_rest(qtbot, arranged)
    before = places(arranged)
    arranged.resize(1700, 1000)
    wait_for_rest(qtbot, arranged)
    now = places(arranged)
    assert abs(now["inspector"].width() - before["inspector"].width()) <= 1
    assert abs(now["picture"].width() - before["picture"].width() - 120) <= 2


def test_the_menu_of_a_dock_moves_floats_and_closes_it_and_is_opened_on_its_tab(qtbot, arranged, monkeypatch):
    workspace, left = arranged.workspace, Qt.DockWidgetArea.LeftDockWidgetArea
    wait_for_rest(qtbot, arranged)
    docks = workspace.docks

    def do(name, text):
        menu = workspace.menu_of(name)
        next(action for action in menu.actions() if action.text() == text).trigger()
        wait_for_rest(qtbot, arranged)

    before = docks["picture"].x()
    for name in ("people", "poses", "library"):
        do(name, "Move to the other side")
        assert workspace.dockWidgetArea(docks[name]) == Qt.DockWidgetArea.RightDockWidgetArea
    assert docks["picture"].x() < before
    do("people", "Move to the other side")
    assert workspace.dockWidgetArea(docks["people"]) == left
    assert docks["people"].x() < docks["picture"].x() < docks["view"].x()
    do("poses", "Move to the other side")  # into the column that is there
    assert docks["people"] in workspace.tabifiedDockWidgets(docks["poses"])
    do("people", "Float")
    assert docks["people"].isFloating()
    do("people", "Dock")
    assert not docks["people"].isFloating()
    do("people", "Close")
    assert docks["people"].isHidden()
    assert "Move to the other side" not in [one.text() for one in workspace.menu_of("picture").actions()]
    arranged.workspace.choose("inspect")
    wait_for_rest(qtbot, arranged)
    asked = []
    monkeypatch.setattr(arranged.workspace, "menu_of", lambda name: asked.append(name) or QMenu(arranged))
    for bar in tab_bars(arranged.workspace):
        for index in range(bar.count()):
            at = bar.tabRect(index).center()
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, bar.mapToGlobal(at))
            QApplication.sendEvent(bar, event)
    assert {"sampler", "camera"} <= set(asked)


def test_banners_take_no_room(qtbot, arranged):
    for words in ("short", "long " * 200, "word" * 300):
        arranged.resize(*FIRST)
        wait_for_rest(qtbot, arranged)
        before = places(arranged)
        for number in range(9):
            arranged.studio.show_error(f"{number}.txt: {words}")
            qtbot.wait(1)
            banner = arranged.banner
            assert arranged.rect().contains(banner.geometry()) and places(arranged) == before
            assert banner.label.height() >= banner.label.heightForWidth(banner.label.width())
            if number % 3:
                banner.hide()
        arranged.studio.show_error(words)
        arranged.resize(900, 560)
        qtbot.waitUntil(lambda: arranged.rect().contains(arranged.banner.geometry()))
        assert places(arranged)["view"].height() > 250


def test_a_banner_lies_above_docks_brought_to_the_front(qtbot, arranged):
    arranged.studio.show_error("bad")
    for name in ("view", "picture", "inspector"):
        arranged.workspace.bring(name)
    at = arranged.banner.geometry().center()
    under = arranged.childAt(at)
    assert under is not None and (under is arranged.banner or arranged.banner.isAncestorOf(under))


def test_notes_never_eat_the_table(qtbot, arranged):
    arranged.workspace.choose("inspect")
    panel, result = arranged.panels.hypotheses.get(), arranged.document.result
    for size in ((900, 560), (1280, 720), (1400, 860)):
        arranged.resize(*size)
        arranged.document.set_result(result)
        wait_for_rest(qtbot, arranged)
        before = places(arranged), panel.table.height()
        rows = panel.table.viewport().height() // panel.table.verticalHeader().defaultSectionSize()
        assert rows >= 5
        panel.notes.setText("Scale cannot be seen in a picture.\n" * 12)
        wait_for_rest(qtbot, arranged)
        assert (places(arranged), panel.table.height()) == before
        arranged.document.set_result(None)
        wait_for_rest(qtbot, arranged)
        assert (places(arranged), panel.table.height()) == before
