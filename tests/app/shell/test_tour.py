"""The tour of a first session."""

import pytest

pytestmark = pytest.mark.gl


def test_three_steps_are_shown_once(qtbot, window, session):
    window.start_first_tour()
    tour = window.tour
    assert tour.isVisible() and "Drag a keypoint" in tour.label.text() and tour.count.text() == "1 / 3"
    tour.next.click()
    assert "Scrub" in tour.label.text()
    tour.next.click()
    assert tour.next.text() == "Done" and not tour.skip.isVisible()
    tour.next.click()
    assert not tour.isVisible()
    window.start_first_tour()
    assert not tour.isVisible()
    window.actions_by_id["tour"].trigger()
    assert tour.isVisible()
    tour.skip.click()
    assert not tour.isVisible()


def test_the_sign_stays_inside_the_window(qtbot, window):
    window.tour.start()
    for _ in range(3):
        assert window.rect().contains(window.tour.geometry())
        window.tour.next.click()
    window.tour.start()
    window.resize(700, 500)
    qtbot.waitUntil(lambda: window.rect().contains(window.tour.geometry()))
    window.tour.end()
