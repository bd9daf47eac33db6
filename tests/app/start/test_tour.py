"""The tour of a first session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from posestudio.app.start.tour import beside

pytestmark = pytest.mark.gl


def test_it_begins_with_the_first_poses_and_is_shown_once(qtbot, window, session, clip):
    tour = window.start.tour
    window.start.offer_tour()
    assert tour.isHidden()  # there is nothing to show yet
    window.document.open_source(clip)
    qtbot.waitUntil(tour.isVisible)
    assert "photograph" in tour.label.text() and tour.count.text().startswith("1 / ")
    seen = []
    while tour.isVisible():
        about, control = tour.outline.geometry(), tour.control
        assert about.size() == control.size() and window.rect().contains(tour.geometry())
        assert not tour.geometry().intersects(about)
        tabs = window.centre.bar.tabs
        assert not tour.geometry().intersects(QRect(tabs.mapTo(window, QPoint()), tabs.size()))
        seen.append(tour.label.text())
        tour.next.click()
    assert len(set(seen)) == len(seen) >= 3 and tour.outline.isHidden()
    assert tour.next.text() == "Done" and tour.skip.isHidden()
    window.start.offer_tour()
    window.actions_by_id["tour"].trigger()
    assert tour.isVisible()
    tour.skip.click()
    assert tour.isHidden()


def test_it_follows_the_layout_and_leaves_out_what_is_hidden(qtbot, studio):
    tour = studio.start.tour
    studio.actions_by_id["tour"].trigger()
    before = tour.outline.geometry()
    studio.resize(900, 600)
    qtbot.waitUntil(lambda: tour.outline.geometry() not in (before, QRect()))
    assert studio.rect().contains(tour.geometry())
    first = tour.control
    studio.workspace.docks["picture"].hide()
    qtbot.waitUntil(lambda: tour.control is not first)
    tour.end()


def test_where_nothing_is_open_it_opens_the_example(qtbot, window):
    window.actions_by_id["tour"].trigger()
    qtbot.waitUntil(window.start.tour.isVisible)
    assert window.document.state.picture.name == "photograph.jpg"
    window.start.tour.end()


@given(st.integers(0, 900), st.integers(0, 600), st.integers(20, 700), st.integers(20, 500))
def test_the_box_is_inside_the_window_and_covers_nothing_where_there_is_room(left, top, width, height):
    window = QRect(0, 0, 1280, 720)
    about = QRect(left, top, width, height).intersected(window)
    place = beside(about, QSize(340, 150), window)
    assert window.contains(place)
    room = max(about.left(), window.right() - about.right()) > 340 + 30
    assert not (room and place.intersects(about))
